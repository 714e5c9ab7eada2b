//! Rates beside ripgrep's, memory at several sizes, worst cases.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context;

use crate::pipeline::Took;

/// Prints all measurements.
pub(crate) fn run(logs: &[PathBuf], bytes: u64, runs: usize, rg: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let literals = folder.path().join("literals.txt");
    let all = diagnosis::literals();
    fs::write(&literals, all.join("\n") + "\n")?;
    println!("{} literals, {runs} paired runs, medians", all.len());
    for log in logs {
        against_ripgrep(log, bytes, runs, rg, &literals, folder.path())?;
    }
    for log in logs {
        memory(log)?;
    }
    worst(&logs[0], runs, folder.path())
}

fn against_ripgrep(
    log: &Path,
    bytes: u64,
    runs: usize,
    rg: &Path,
    literals: &Path,
    folder: &Path,
) -> anyhow::Result<()> {
    let repeated = folder.join("repeated.log");
    repeat(log, bytes, &repeated)?;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let start = Instant::now();
        pass(&repeated, None)?;
        let our = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let status = Command::new(rg)
            .args(["-j1", "-c", "-F", "-f"])
            .args([literals, &repeated])
            .stdout(Stdio::null())
            .status()
            .with_context(|| format!("{} does not run: cargo install ripgrep", rg.display()))?;
        anyhow::ensure!(status.code().is_some_and(|code| code < 2), "rg failed");
        let their = start.elapsed().as_secs_f64();
        ours.push(our);
        theirs.push(their);
        ratios.push(their / our);
    }
    let rate = |seconds: f64| {
        fs::metadata(&repeated).map(|file| file.len() as f64 / seconds / f64::from(1 << 20))
    };
    println!(
        "{}: {:.0} MiB/s, rg -c {:.0} MiB/s, ratio {:.2}",
        name(log),
        rate(median(ours))?,
        rate(median(theirs))?,
        median(ratios)
    );
    Ok(())
}

fn memory(log: &Path) -> anyhow::Result<()> {
    let mut peaks = Vec::new();
    for mebibytes in [1_u64, 64, 2048] {
        let took = pass(log, Some(mebibytes << 20))?;
        peaks.push(format!(
            "{mebibytes} MiB: {:.1} MiB",
            took.peak as f64 / 1024.0
        ));
    }
    println!("{}: peak memory {}", name(log), peaks.join(", "));
    Ok(())
}

/// Seconds per byte of hostile logs, against the log's own: each of 100 MiB.
fn worst(log: &Path, runs: usize, folder: &Path) -> anyhow::Result<()> {
    const SIZE: u64 = 100 << 20;
    let rate = |path: &Path, bytes: Option<u64>| -> anyhow::Result<f64> {
        let mut seconds = Vec::new();
        for _ in 0..runs {
            let took = pass(path, bytes)?;
            seconds.push(took.seconds / took.bytes as f64);
        }
        Ok(median(seconds))
    };
    let typical = rate(log, Some(SIZE))?;
    let path = folder.join("hostile.log");
    for (name, write) in HOSTILE {
        let mut file = BufWriter::new(File::create(&path)?);
        let mut done = 0;
        let mut number = 0;
        while done < SIZE {
            let piece = write(number);
            file.write_all(&piece)?;
            done += piece.len() as u64;
            number += 1;
        }
        file.flush()?;
        drop(file);
        println!(
            "{name}: {:.2} times as long per byte",
            rate(&path, None)? / typical
        );
    }
    Ok(())
}

type Hostile = (&'static str, fn(u64) -> Vec<u8>);

const HOSTILE: [Hostile; 6] = [
    ("one line", |_| b"npm error Error: x ".repeat(100)),
    ("nothing but errors", |number| {
        format!("src/f{number}.ts({number},1): error TS2304: Cannot find name 'x{number}'.\n")
            .into_bytes()
    }),
    ("every kind of error", |number| {
        let kinds = [
            "npm error code ERESOLVE",
            "Error: Cannot find module './a",
            "Module not found: Can't resolve './b",
            "TypeError: Cannot read properties of undefined (reading 'c",
            "Failed to compile. d",
            "ERR_PNPM_OUTDATED_LOCKFILE e",
            "API_TOKEN=abcdef0123456789 f",
            "Error: ENOENT: no such file or directory, open 'g",
            "fatal: could not read h",
            "SyntaxError: Unexpected token i",
            "ModuleNotFoundError: No module named 'j",
        ];
        let kind = kinds[usize::try_from(number).unwrap_or(0) % kinds.len()];
        format!("{kind}{number}'\n").into_bytes()
    }),
    ("secrets in every line", |number| {
        format!("GITHUB_TOKEN=ghp_{number:036} https://user:pass{number}@example.test/ key=abcdef{number}\n").into_bytes()
    }),
    ("colours between all letters", |_| {
        "\u{1b}[31me\u{1b}[39mr\u{1b}[1mr\u{1b}[0mor\n"
            .repeat(40)
            .into_bytes()
    }),
    ("random bytes", |number| {
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        (0..4096)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            })
            .collect()
    }),
];

/// In a process of its own: memory that another pass left behind does not count.
fn pass(log: &Path, bytes: Option<u64>) -> anyhow::Result<Took> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("pass").arg(log);
    if let Some(bytes) = bytes {
        command.args(["--bytes", &bytes.to_string()]);
    }
    let output = command.stderr(Stdio::inherit()).output()?;
    anyhow::ensure!(
        output.status.success(),
        "the pass over {} failed",
        log.display()
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn repeat(log: &Path, bytes: u64, into: &Path) -> anyhow::Result<()> {
    let text = fs::read(log).with_context(|| log.display().to_string())?;
    anyhow::ensure!(!text.is_empty(), "{} is empty", log.display());
    let mut file = BufWriter::new(File::create(into)?);
    let mut done = 0;
    while done < bytes {
        file.write_all(&text)?;
        done += text.len() as u64;
    }
    Ok(file.flush()?)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
