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

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::FixSettings;
use e2e::{BOT_TOKEN, Outside, TEAM_TOKEN};
use operations::{NewChannel, NewHook};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use world::{Fault, Matching};

use crate::{
    brains::repair,
    cancel::command_lines,
    case::{Case, FAULT, write},
    stage::{MODEL_KEY, Stage, play},
};

/// Every secret of the installation, in the forms in which programs write them.
struct Secrets(Vec<String>);

impl Secrets {
    /// Those that all tests share, and one of each other kind that is made here.
    async fn of(stage: &'static Stage) -> Self {
        let operations = &stage.installation.operations;
        let person = Outside::person();
        let hook = NewHook {
            connection: "vercel".to_owned(),
            ..NewHook::default()
        };
        let hook = operations.add_hook(hook, &person).await.unwrap();
        let channel = NewChannel {
            name: "canary".to_owned(),
            url: "https://alerts.example.test/regreen".to_owned(),
            secret: None,
        };
        let channel = operations.add_channel(channel, &person).await.unwrap();
        let mut all = vec![
            TEAM_TOKEN.to_owned(),
            BOT_TOKEN.to_owned(),
            MODEL_KEY.to_owned(),
            hook.secret.expose_secret().to_owned(),
            channel.secret.expose_secret().to_owned(),
        ];
        // As git sends it.
        let pairs = [TEAM_TOKEN, BOT_TOKEN].map(|token| format!("x-access-token:{token}"));
        all.extend(pairs.map(|pair| STANDARD.encode(pair)));
        let encoded: Vec<String> = all.iter().map(|secret| STANDARD.encode(secret)).collect();
        all.extend(
            encoded
                .into_iter()
                .map(|text| text.trim_end_matches('=').to_owned()),
        );
        Self(all)
    }

    /// Which of them a text holds.
    fn leaked(&self, bytes: &[u8]) -> Option<&str> {
        let found = |secret: &String| memchr::memmem::find(bytes, secret.as_bytes()).is_some();
        self.0
            .iter()
            .find(|secret| found(secret))
            .map(String::as_str)
    }
}

fn texts(value: &Value, found: &mut String) {
    match value {
        Value::String(text) => {
            found.push_str(text);
            found.push('\n');
            // Payloads are shown in base64 where the program cannot decode them.
            if let Ok(bytes) = STANDARD.decode(text) {
                found.push_str(&String::from_utf8_lossy(&bytes));
                found.push('\n');
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
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
        let secrets = Arc::new(Secrets::of(stage).await);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let watched = Arc::clone(&secrets);
        let watcher = std::thread::spawn(move || {
            let mut seen = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                seen.extend(
                    command_lines()
                        .into_iter()
                        .filter(|line| watched.leaked(line.as_bytes()).is_some()),
                );
                std::thread::sleep(Duration::from_millis(10));
            }
            seen
        });
        let project = Case::project(stage, name, FixSettings::default()).await;
        // Both sides quote the token that they were sent: once and they are asked again, for good and it is a note.
        let quoting = |status: u16, token: &str| Fault::Status {
            status,
            headers: Vec::new(),
            body: json!({
                "message": format!("bad credentials {token}"),
                "error": { "code": "server_error", "message": format!("bad credentials {token}") },
            })
            .to_string(),
        };
        let settings = format!("/v9/projects/{}", project.id);
        stage
            .outside
            .vercel
            .faults()
            .next(Matching::prefix(settings), quoting(500, TEAM_TOKEN), 1);
        let repository = project.repository.clone();
        let labels = Matching::when(move |method, path| {
            method == "POST" && path.contains(&repository) && path.ends_with("/labels")
        });
        stage
            .outside
            .github
            .faults()
            .next(labels, quoting(403, BOT_TOKEN), 1);
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        let view = case.merged().await;
        case.closes("COMPLETED").await;
        stop.store(true, Ordering::Relaxed);
        assert_eq!(
            watcher.join().unwrap(),
            Vec::<String>::new(),
            "a command line shows a token"
        );

        let workflows = stage.temporal.list("ExecutionStatus != 'Terminated'").await;
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
                secrets.leaked(history.as_bytes()),
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
            assert_eq!(secrets.leaked(bytes), None, "in {place}");
            if place.starts_with("blobs/")
                && let Ok(inner) = zstd::decode_all(bytes)
            {
                blobs += 1;
                assert_eq!(secrets.leaked(&inner), None, "in {place}");
            }
        });
        assert!(
            logs >= 4 && databases >= 2 && blobs >= 3,
            "{files} files, {logs} logs, {databases} databases, {blobs} blobs"
        );
    });
}
