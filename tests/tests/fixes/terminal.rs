//! A person at a terminal: asked for what is missing, and shown no secret.

use std::{fs, process::Stdio};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdout, Command},
};

use crate::stage::{Stage, play};

const TOKEN: &str = "vcp_tokenOfSomebodyAtATerminal0123456789";

/// A command at a terminal of its own.
struct Terminal {
    child: Child,
    output: ChildStdout,
    shown: String,
}

impl Terminal {
    /// `script` gives it one; it is part of every Debian (package bsdutils).
    fn run(stage: &Stage, arguments: &[&str]) -> Self {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        let program = e2e::regreen().unwrap();
        let data_dir = stage.installation.data_dir.to_string_lossy();
        let mut words = vec![quoted(&program.to_string_lossy())];
        words.extend(arguments.iter().copied().map(quoted));
        words.extend(["--data-dir".to_owned(), quoted(&data_dir)]);
        let mut child = Command::new("script")
            .args(["-qefc", &format!("exec {}", words.join(" ")), "/dev/null"])
            .env_remove("REGREEN_CONFIG")
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("`script` of the package bsdutils");
        Self {
            output: child.stdout.take().unwrap(),
            child,
            shown: String::new(),
        }
    }

    /// Reads until something is shown.
    async fn shows(&mut self, text: &str) {
        let mut piece = [0; 4096];
        while !self.shown.contains(text) {
            let count = self.output.read(&mut piece).await.unwrap();
            assert!(count > 0, "ended before {text:?}: {}", self.shown);
            self.shown += &String::from_utf8_lossy(&piece[..count]);
        }
    }

    /// Whether what is typed is not shown.
    async fn is_silent(&self) -> bool {
        let script = self.child.id().unwrap();
        let children = fs::read_to_string(format!("/proc/{script}/task/{script}/children"));
        let Some(child) = children
            .unwrap()
            .split_whitespace()
            .next()
            .map(str::to_owned)
        else {
            return false;
        };
        let Ok(terminal) = fs::read_link(format!("/proc/{child}/fd/0")) else {
            return false;
        };
        let mut settings = Command::new("stty");
        let settings = settings.arg("-a").arg("-F").arg(terminal).output().await;
        String::from_utf8_lossy(&settings.unwrap().stdout)
            .split_whitespace()
            .any(|word| word == "-echo")
    }

    async fn types(&mut self, text: &str) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin
            .write_all(format!("{text}\n").as_bytes())
            .await
            .unwrap();
        stdin.flush().await.unwrap();
    }

    /// The exit code, and all that was shown.
    async fn ends(mut self) -> (Option<i32>, String) {
        let mut rest = Vec::new();
        self.output.read_to_end(&mut rest).await.unwrap();
        self.shown += &String::from_utf8_lossy(&rest);
        (self.child.wait().await.unwrap().code(), self.shown)
    }
}

#[test]
fn a_person_is_asked_for_token_and_team() {
    play(async |stage| {
        let vercel = &stage.outside.vercel;
        let user = vercel.create_user("asked", "asked@users.example");
        let teams = ["North", "South"].map(|name| {
            vercel.create_team(&name.to_lowercase(), name, &[&user]);
            name
        });
        vercel.create_token(TOKEN, &user);
        let url = vercel.url();
        let add = [
            "connection",
            "add",
            "vercel",
            "--name",
            "asked",
            "--base-url",
            &url,
        ];
        let mut terminal = Terminal::run(stage, &add);
        terminal.shows("Token: ").await;
        stage
            .until("the terminal is silent", async || {
                terminal.is_silent().await.then_some(())
            })
            .await;
        terminal.types(TOKEN).await;
        terminal.shows("]: ").await;
        for team in teams {
            assert!(terminal.shown.contains(team), "{}", terminal.shown);
        }
        // The number that stands before the team.
        let line = terminal.shown.lines().find(|line| line.contains("South"));
        let number = line.unwrap().split_whitespace().next().unwrap().to_owned();
        terminal.types("nonsense").await;
        terminal.shows("a number of the list, please").await;
        terminal.types(&number).await;
        let (code, shown) = terminal.ends().await;
        assert_eq!(code, Some(0), "{shown}");
        assert!(shown.contains("South"), "{shown}");
        assert!(!shown.contains(TOKEN), "{shown}");
        let operations = &stage.installation.operations;
        let asked = operations.show_connection("asked").await.unwrap();
        assert_eq!(asked.summary.team_name.as_deref(), Some("South"));
    });
}
