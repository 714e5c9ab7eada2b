//! How fast logs are analysed: `cargo bench -p diagnosis`. Rates beside ripgrep's are the `bench` binary's business.

use diagnosis::Analyzer;
use divan::{Bencher, counter::BytesCount};

/// Bytes of each log: what is fetched of a long one.
const SIZE: usize = 4 << 20;

fn main() {
    divan::main();
}

/// Lines of a kind until there are enough.
fn log(line: impl Fn(usize) -> String) -> Vec<u8> {
    let mut log = Vec::with_capacity(SIZE);
    for number in 0.. {
        log.extend_from_slice(line(number).as_bytes());
        if log.len() >= SIZE {
            break;
        }
    }
    log
}

fn healthy() -> Vec<u8> {
    log(|number| match number % 4 {
        0 => format!(
            "12:00:01.{:03}  added {number} packages, and audited {number} packages in 7s\n",
            number % 1000
        ),
        1 => format!(
            "12:00:02.{:03}  dist/assets/page-{number}.js   {number}.21 kB │ gzip: 46.02 kB\n",
            number % 1000
        ),
        2 => format!(
            "12:00:03.{:03}  npm warn deprecated left-pad@1.{number}.0: use String.prototype.padStart()\n",
            number % 1000
        ),
        _ => format!(
            "12:00:04.{:03}  ✓ {number} modules transformed.\n",
            number % 1000
        ),
    })
}

fn failing() -> Vec<u8> {
    let mut log = healthy();
    log.extend_from_slice(
        b"src/cart.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
    );
    log
}

fn errors() -> Vec<u8> {
    log(|number| {
        format!("src/f{number}.ts({number},1): error TS2304: Cannot find name 'x{number}'.\n")
    })
}

fn secrets() -> Vec<u8> {
    log(|number| format!("GITHUB_TOKEN=ghp_{number:036} https://user:pass{number}@example.test/\n"))
}

fn coloured() -> Vec<u8> {
    log(|number| format!("\u{1b}[31m✘\u{1b}[39m \u{1b}[1mpage {number}\u{1b}[0m could be better\n"))
}

fn one_line() -> Vec<u8> {
    log(|_| "npm error Error: x ".to_owned())
}

/// A name and what writes the log.
type Kind = (&'static str, fn() -> Vec<u8>);

const LOGS: [Kind; 6] = [
    ("healthy", healthy),
    ("failing", failing),
    ("errors", errors),
    ("secrets", secrets),
    ("coloured", coloured),
    ("one line", one_line),
];

#[divan::bench(args = LOGS.map(|(name, _)| name))]
fn analyze(bencher: Bencher<'_, '_>, name: &str) {
    let Some((_, log)) = LOGS.iter().find(|(known, _)| *known == name) else {
        return;
    };
    let log = log();
    bencher.counter(BytesCount::new(log.len())).bench(|| {
        let mut analyzer = Analyzer::new(Some("github:acme/web"));
        analyzer.push_bytes(&log);
        analyzer.finish_with_excerpt(8 << 10)
    });
}

/// What one small log costs, the tables ready.
#[divan::bench]
fn small(bencher: Bencher<'_, '_>) {
    let log = &failing()[SIZE - 4096..];
    bencher.bench(|| {
        let mut analyzer = Analyzer::new(None);
        analyzer.push_bytes(log);
        analyzer.finish()
    });
}
