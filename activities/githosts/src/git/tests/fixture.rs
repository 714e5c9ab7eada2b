//! A bare repository behind `git http-backend` with token authentication, and what tests do with it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use outbound::testing::{Received, Reply, Server};
use tempfile::TempDir;

use crate::git::{Git, GitOptions, Remote};

pub(super) const TOKEN: &str = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

/// Runs the real git with a fixed identity and nobody's configuration.
pub(super) fn git(dir: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.com",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(args)
        .current_dir(dir);
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
        .env("GIT_AUTHOR_DATE", "@1700000000 +0100")
        .env("GIT_COMMITTER_DATE", "@1700000100 -0330");
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "git {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub(super) fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

/// The world of one test: a server with `acme/app.git`, a working copy that feeds it, and room for results.
pub(super) struct World {
    pub(super) dir: TempDir,
    pub(super) server: Server,
}

impl World {
    pub(super) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("served");
        std::fs::create_dir_all(root.join("acme")).unwrap();
        git(&root.join("acme"), &["init", "-q", "--bare", "app.git"]);
        let seed = dir.path().join("seed");
        git(dir.path(), &["init", "-q", "seed"]);
        write(
            &seed.join("src/index.ts"),
            "export const total: string = 1;\n",
        );
        write(&seed.join("run.sh"), "#!/bin/sh\n");
        git(&seed, &["add", "."]);
        git(&seed, &["update-index", "--chmod=+x", "run.sh"]);
        git(&seed, &["commit", "-qm", "First line\n\nSecond part"]);
        let server = Server::start(move |request| serve(&root, request)).await;
        let world = Self { dir, server };
        world.push_seed("main");
        world
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(super) fn bare(&self) -> PathBuf {
        self.path("served/acme/app.git")
    }

    /// Commits everything in the working copy and returns the commit.
    pub(super) fn commit(&self, message: &str) -> String {
        let seed = self.path("seed");
        git(&seed, &["add", "-A"]);
        git(&seed, &["commit", "-qm", message]);
        self.push_seed("main");
        self.head()
    }

    pub(super) fn push_seed(&self, branch: &str) {
        git(
            &self.path("seed"),
            &[
                "push",
                "-q",
                self.bare().to_str().unwrap(),
                &format!("HEAD:refs/heads/{branch}"),
            ],
        );
    }

    pub(super) fn head(&self) -> String {
        git(&self.path("seed"), &["rev-parse", "HEAD"])
    }

    pub(super) fn remote(&self) -> Remote {
        self.remote_with("acme/app.git", TOKEN)
    }

    pub(super) fn remote_with(&self, path: &str, token: &str) -> Remote {
        Remote::new(self.server.url.join(path).unwrap(), Some(token.into())).unwrap()
    }

    pub(super) fn git(&self) -> Git {
        Git::new(self.options())
    }

    pub(super) fn options(&self) -> GitOptions {
        let workspace = self.path("workspace");
        std::fs::create_dir_all(&workspace).unwrap();
        GitOptions {
            workspace: Some(workspace),
            ..GitOptions::default()
        }
    }

    /// The diff that `change` makes to the working copy, which is then put back.
    pub(super) fn patch(&self, change: impl FnOnce(&Path)) -> Vec<u8> {
        let seed = self.path("seed");
        change(&seed);
        git(&seed, &["add", "-A"]);
        let diff = Command::new("git")
            .args(["diff", "--cached", "--binary", "HEAD"])
            .current_dir(&seed)
            .output()
            .unwrap()
            .stdout;
        git(&seed, &["reset", "-q", "--hard"]);
        diff
    }
}

/// The CGI program of git, after a check of the token.
fn serve(root: &Path, request: &Received) -> Reply {
    let expected = format!(
        "Basic {}",
        STANDARD.encode(format!("x-access-token:{TOKEN}"))
    );
    if request.header("authorization") != Some(expected.as_str()) {
        return Reply::text(401, "text/plain", "no")
            .with("www-authenticate", "Basic realm=\"git\"");
    }
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let mut command = Command::new("git");
    command
        .arg("http-backend")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REMOTE_USER", "token");
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("REQUEST_METHOD", &request.method);
    command.env("CONTENT_LENGTH", request.body.len().to_string());
    for (variable, header) in [
        ("CONTENT_TYPE", "content-type"),
        ("HTTP_CONTENT_ENCODING", "content-encoding"),
        ("GIT_PROTOCOL", "git-protocol"),
    ] {
        command.envs(request.header(header).map(|value| (variable, value)));
    }
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(&request.body)
        .unwrap();
    let output = child.wait_with_output().unwrap().stdout;
    let end = output
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or(0);
    let head = String::from_utf8_lossy(&output[..end]).into_owned();
    let mut status = 200;
    let mut headers = Vec::new();
    for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
        match name {
            "Status" => status = value[..3].parse().unwrap(),
            _ => headers.push((name.to_owned(), value.to_owned())),
        }
    }
    Reply::Answer(status, headers, output[end + 4..].to_vec())
}
