//! No token anywhere it does not belong.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use e2e::{BOT_TOKEN, TEAM_TOKEN};
use serde_json::Value;

use crate::{brains::repair, cancel::command_lines, case::Case, stage::play};

/// Which of the tokens a text holds, also in the forms in which HTTP and Temporal write bytes.
fn leaked(bytes: &[u8]) -> Option<&'static str> {
    let found = |token: &[u8]| bytes.windows(token.len()).any(|window| window == token);
    [TEAM_TOKEN, BOT_TOKEN]
        .into_iter()
        .find(|token| found(token.as_bytes()))
}

fn texts(value: &Value, found: &mut String) {
    match value {
        Value::String(text) => {
            found.push_str(text);
            found.push('\n');
            if let Some(bytes) = base64(text) {
                found.push_str(&String::from_utf8_lossy(&bytes));
                found.push('\n');
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

/// Payloads are shown in base64 where the program cannot decode them.
fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = text.trim_end_matches('=');
    let mut bits: u32 = 0;
    let mut bytes = Vec::with_capacity(text.len());
    for (at, letter) in text.bytes().enumerate() {
        let value = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << 6) | u32::try_from(value).ok()?;
        if at % 4 != 0 {
            bytes.push((bits >> (6 - 2 * (at % 4))) as u8);
        }
    }
    Some(bytes)
}

fn walk(folder: &Path, look: &mut impl FnMut(&Path, &[u8])) {
    // Sandboxes come and go meanwhile.
    let entries = fs::read_dir(folder).into_iter().flatten();
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            walk(&path, look);
        } else if kind.is_file()
            && let Ok(bytes) = fs::read(&path)
        {
            look(&path, &bytes);
        }
    }
}

#[test]
fn tokens_are_nowhere() {
    play(async |stage| {
        let name = "canaries";
        stage.brains.set(name, repair(name));
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let watcher = std::thread::spawn(move || {
            let mut seen = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                seen.extend(
                    command_lines()
                        .into_iter()
                        .filter(|line| leaked(line.as_bytes()).is_some()),
                );
                std::thread::sleep(Duration::from_millis(10));
            }
            seen
        });
        let case = Case::faulty(stage, name).await;
        let view = case.merged().await;
        case.closes("COMPLETED").await;
        stop.store(true, Ordering::Relaxed);
        assert_eq!(
            watcher.join().unwrap(),
            Vec::<String>::new(),
            "a command line shows a token"
        );

        let workflows = stage.temporal.list("WorkflowType = 'FixDeployment'").await;
        assert!(workflows.contains(&view.workflow_id));
        for workflow in workflows {
            let mut history = String::new();
            texts(
                &stage
                    .temporal
                    .json(&["workflow", "show", "-w", &workflow])
                    .await,
                &mut history,
            );
            assert_eq!(
                leaked(history.as_bytes()),
                None,
                "in the history of {workflow}"
            );
            if workflow == view.workflow_id {
                // The search reads what payloads hold.
                assert!(history.contains(&case.commit), "{history}");
            }
        }

        let data = &stage.installation.data_dir;
        let (mut files, mut logs, mut databases, mut blobs) = (0, 0, 0, 0);
        walk(data, &mut |path, bytes| {
            files += 1;
            let place = path
                .strip_prefix(data)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            logs += usize::from(place.ends_with(".log"));
            databases += usize::from(bytes.starts_with(b"SQLite format 3"));
            assert_eq!(leaked(bytes), None, "in {place}");
            if place.starts_with("blobs/")
                && let Ok(inner) = zstd::decode_all(bytes)
            {
                blobs += 1;
                assert_eq!(leaked(&inner), None, "in {place}");
            }
        });
        assert!(
            logs >= 4 && databases >= 2 && blobs >= 3,
            "{files} files, {logs} logs, {databases} databases, {blobs} blobs"
        );
    });
}
