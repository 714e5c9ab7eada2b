//! `docs/getting-started.md`, tried step by step: an installation and a world of its own, and every command of the page.

use std::{collections::BTreeMap, process::Stdio, sync::Arc, time::Duration};

use domain::FixStatus;
use e2e::{BOT_TOKEN, Installation, Options, Outside, Project, TEAM_TOKEN};
use tokio::{io::AsyncWriteExt, process::Command};
use world::{ReadyState, Receiver};

use crate::{
    brains::repair,
    case::{FAULT, build, write},
    stage::{Stage, key, play},
};

const PAGE: &str = include_str!("../../../docs/getting-started.md");

/// Longer than any command of the page may take.
const PATIENCE: Duration = Duration::from_secs(170);

/// The lines of the page's console blocks.
fn steps() -> Vec<&'static str> {
    let mut steps = Vec::new();
    let mut inside = false;
    for line in PAGE.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            line if inside => steps.push(line),
            _ => {}
        }
    }
    steps
}

/// Somebody who follows the page.
struct Reader {
    stage: &'static Stage,
    installation: Installation,
    outside: Outside,
    project: Project,
    /// What stands for the page's placeholders.
    values: BTreeMap<&'static str, String>,
    environment: BTreeMap<String, String>,
}

impl Reader {
    async fn run(&mut self, command: &str) -> String {
        let mut line = command.to_owned();
        for (name, value) in &self.values {
            line = line.replace(&format!("<{name}>"), value);
        }
        assert!(
            !line.contains('<'),
            "`{line}` has a placeholder that means nothing"
        );
        if let Some((name, value)) = line
            .strip_prefix("export ")
            .and_then(|it| it.split_once('='))
        {
            self.environment.insert(name.to_owned(), value.to_owned());
            return String::new();
        }
        let folder = self.installation.data_dir.join("bin");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &line])
            .env("PATH", format!("{}:{path}", folder.display()))
            .env("REGREEN_DATA_DIR", &self.installation.data_dir)
            .envs(&self.environment)
            .current_dir(&self.installation.data_dir)
            .env_remove("TEMPORAL_ADDRESS")
            .env_remove("REGREEN_CONFIG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = shell.spawn().unwrap();
        let token = if line.contains("add vercel") {
            TEAM_TOKEN
        } else {
            BOT_TOKEN
        };
        let mut stdin = child.stdin.take().unwrap();
        // A command that reads nothing may have ended.
        let _unread = stdin.write_all(token.as_bytes()).await;
        drop(stdin);
        let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
            .await
            .unwrap_or_else(|_| panic!("`{line}` does not end\n{}", self.installation.output()))
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "`{line}`: {out}{err}");
        for token in [TEAM_TOKEN, BOT_TOKEN] {
            assert!(
                !out.contains(token) && !err.contains(token),
                "`{line}` tells a token"
            );
        }
        out
    }

    /// Merges the pull request, once it is open and its preview is green.
    async fn merge(&self) {
        let fix = self.values["fix"].clone();
        let link = self
            .stage
            .until("the pull request is open", async || {
                let view = self.installation.operations.show_fix(&fix).await.ok()?.view;
                view.pull_request
                    .filter(|_| view.status == FixStatus::PrCreated)
            })
            .await;
        let github = &self.outside.github;
        github
            .merge_pull_request(&self.project.repository, link.number, "mona")
            .await
            .unwrap();
    }
}

async fn reader(stage: &'static Stage) -> Reader {
    let name = "storefront";
    stage.brains.set(name, repair(name));
    let folder = stage.world.parent().unwrap().join("getting-started");
    let outside = Outside::start(&folder.join("world"), Arc::clone(&stage.platform) as _)
        .await
        .unwrap();
    let configuration = format!(
        "{}\n[vercel]\nbase_url = {:?}\n\n[github]\nbase_url = {:?}\n",
        stage.configuration(),
        outside.vercel.url(),
        outside.github.api_url(),
    );
    let installation = Installation::start(&Options {
        regreen: e2e::regreen().unwrap(),
        data_dir: folder.join("regreen"),
        configuration,
        // No number of the stage's own sandboxes.
        environment: vec![
            key(),
            ("REGREEN_SANDBOX__UID_BASE".to_owned(), "300000".to_owned()),
        ],
    })
    .await
    .unwrap();
    let programs = installation.data_dir.join("bin");
    std::fs::create_dir_all(&programs).unwrap();
    let _there = std::os::unix::fs::symlink(e2e::regreen().unwrap(), programs.join("regreen"));
    let project = outside.linked(name, build()).await.unwrap();
    let source = write(stage, name, FAULT, &[]);
    let commit = outside
        .push(&project, "main", &source, "feat: work of the day")
        .await
        .unwrap();
    let failed = stage
        .until("the deployment has failed", async || {
            let all = outside.vercel.deployments();
            all.into_iter()
                .find(|it| it.sha == commit && it.state == ReadyState::Error)
        })
        .await;
    let values = BTreeMap::from([
        ("deployment", failed.id),
        ("address", installation.addresses.api.clone()),
    ]);
    Reader {
        stage,
        installation,
        outside,
        project,
        values,
        environment: BTreeMap::new(),
    }
}

#[test]
fn the_page_leads_to_a_merged_pull_request() {
    play(async |stage| {
        let mut reader = reader(stage).await;
        let receiver = Receiver::start().await.unwrap();
        reader.values.insert("receiver", receiver.url());
        let mut watched = 0;
        for step in steps() {
            if step.starts_with('#') {
                reader.merge().await;
                continue;
            }
            let command = step.strip_prefix("$ ").unwrap();
            let said = reader.run(command).await;
            if command.starts_with("regreen fix start") {
                let fix = said.split_whitespace().next().unwrap().to_owned();
                assert!(fix.starts_with("fix_"), "{said}");
                reader.values.insert("fix", fix);
            } else if command.starts_with("regreen fix watch") {
                let end = ["skipped/observed", "merged"][watched];
                assert!(said.contains(end), "{end} is missing in:\n{said}");
                watched += 1;
            } else if command.starts_with("regreen fix proposal") {
                assert!(said.contains("### Proof"), "{said}");
                let pulls = reader
                    .outside
                    .github
                    .snapshot(&reader.project.repository)
                    .await
                    .unwrap();
                assert!(pulls.pull_requests.is_empty(), "it only watches");
            } else if command.ends_with("--webhook") {
                let hooks = reader.outside.vercel.webhooks();
                assert_eq!(hooks.len(), 1, "{said}\n{hooks:?}");
            } else if command.starts_with("regreen channel test") {
                assert_eq!(receiver.received().len(), 1, "{said}");
            }
        }
        assert_eq!(watched, 2);
        // Nothing of regreen stays behind.
        assert_eq!(reader.outside.vercel.webhooks(), []);
        let source = reader
            .outside
            .github
            .snapshot(&reader.project.repository)
            .await
            .unwrap();
        assert!(source.hooks.is_empty(), "{:?}", source.hooks);
        let operations = &reader.installation.operations;
        assert!(operations.list_connections().await.unwrap().is_empty());
        reader.installation.stop().await.unwrap();
    });
}
