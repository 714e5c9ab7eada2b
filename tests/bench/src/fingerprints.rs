//! Whether fingerprints tell causes apart, and keep one cause together.

use std::collections::BTreeMap;

use diagnosis::Analyzer;
use domain::Diagnosis;

use crate::label::Pair;

/// Prints logs of different causes with one fingerprint, and logs whose fingerprint changes with the machine.
pub(crate) fn report(judged: &[(&Pair, Diagnosis)]) {
    let mut groups: BTreeMap<&str, Vec<&(&Pair, Diagnosis)>> = BTreeMap::new();
    for entry in judged {
        groups.entry(&entry.1.fingerprint).or_default().push(entry);
    }
    println!("fingerprints {} of {} logs", groups.len(), judged.len());
    for group in groups.values().filter(|group| group.len() > 1) {
        println!("-- one fingerprint");
        for (pair, got) in group {
            let line: String = got.primary_line.chars().take(90).collect();
            println!("   {} {line} {}", pair.name, got.affected_files.join(" "));
        }
    }
    let mut variants = 0;
    for (pair, got) in judged {
        for (name, log) in written_otherwise(&String::from_utf8_lossy(&pair.log)) {
            variants += 1;
            let mut analyzer = Analyzer::new(None);
            analyzer.push_bytes(log.as_bytes());
            let other = analyzer.finish();
            if other.fingerprint != got.fingerprint {
                println!("-- {} changes with {name}", pair.name);
                println!("   {}", got.primary_line);
                println!("   {}", other.primary_line);
            }
        }
    }
    println!("variants {variants}");
}

/// The same failure, as another platform or another run would have written it.
fn written_otherwise(log: &str) -> Vec<(&'static str, String)> {
    let lines = |change: &dyn Fn(usize, &str) -> String| {
        log.lines()
            .enumerate()
            .map(|(at, line)| change(at, line) + "\n")
            .collect::<String>()
    };
    let roots = [
        "/vercel/path0/",
        "/opt/build/repo/",
        "/opt/buildhome/repo/",
        "/opt/render/project/src/",
    ];
    let moved = |line: &str| {
        roots.iter().fold(line.to_owned(), |line, root| {
            line.replace(root, "/usr/src/app/")
        })
    };
    vec![
        (
            "time stamps",
            lines(&|at, line| {
                format!(
                    "2031-05-06T07:{:02}:{:02}.123456Z {line}",
                    at / 60 % 60,
                    at % 60
                )
            }),
        ),
        (
            "colours",
            lines(&|_, line| format!("\u{1b}[31m{line}\u{1b}[39m")),
        ),
        ("line ends", lines(&|_, line| format!("{line}\r"))),
        ("the checkout's place", lines(&|_, line| moved(line))),
        (
            "noise above",
            format!(
                "Cloning github.com/acme/web (Branch: main, Commit: 0f1e2d3)\nInstalling dependencies...\n{log}"
            ),
        ),
        (
            "noise below",
            format!("{log}\nbuild machine 4f9a stopped after 93s\n"),
        ),
        ("the log twice", format!("{log}\n{log}")),
    ]
}
