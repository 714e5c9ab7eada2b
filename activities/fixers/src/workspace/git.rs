//! The git command line as a store of objects: no work tree, no configuration but ours, no hooks.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};

use crate::FixerError;

/// Most bytes that any one git command may answer with.
const MOST_OUTPUT: u64 = 256 << 20;

/// A git directory of our own.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    directory: PathBuf,
}

/// One command's surroundings.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Call<'a> {
    /// Index file; the directory's own when absent.
    pub(crate) index: Option<&'a Path>,
    /// Where the command runs and, for commands that need one, the work tree.
    pub(crate) work_tree: Option<&'a Path>,
    /// What it reads.
    pub(crate) input: &'a [u8],
    /// Exit codes that are no error.
    pub(crate) accepted: &'a [i32],
}

impl Git {
    pub(crate) fn at(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
        }
    }

    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Runs a command and returns its standard output.
    pub(crate) async fn run(
        &self,
        arguments: &[&str],
        call: Call<'_>,
    ) -> Result<Vec<u8>, FixerError> {
        let name = arguments.first().copied().unwrap_or_default();
        let failed = |message: String| FixerError::Git {
            command: name.to_owned(),
            message,
        };
        let mut command = Command::new("git");
        command
            .env_clear()
            .env(
                "PATH",
                std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into()),
            )
            .env("HOME", "/nonexistent")
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_DIR", &self.directory)
            .args([
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.quotePath=true",
            ])
            .args([
                "-c",
                "core.attributesFile=/dev/null",
                "-c",
                "core.excludesFile=/dev/null",
                "-c",
                "gc.auto=0",
            ])
            .args(arguments)
            .current_dir(call.work_tree.unwrap_or(&self.directory))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if let Some(index) = call.index {
            command.env("GIT_INDEX_FILE", index);
        }
        if let Some(work_tree) = call.work_tree {
            command.env("GIT_WORK_TREE", work_tree);
        }
        let mut child = command
            .spawn()
            .map_err(|error| failed(format!("cannot be started: {error}")))?;
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("has no pipes".to_owned()));
        };
        let mut output = Vec::new();
        let mut complaint = Vec::new();
        let feed = async move {
            // A command that ends without reading everything says so by its exit code.
            let _ = stdin.write_all(call.input).await;
            drop(stdin);
        };
        let mut bounded = stdout.take(MOST_OUTPUT + 1);
        let mut bounded_complaint = stderr.take(64 * 1024);
        let (_, read, _) = tokio::join!(
            feed,
            bounded.read_to_end(&mut output),
            bounded_complaint.read_to_end(&mut complaint)
        );
        read.map_err(|error| failed(error.to_string()))?;
        if output.len() as u64 > MOST_OUTPUT {
            return Err(failed(format!(
                "answered with more than {MOST_OUTPUT} bytes"
            )));
        }
        drop((bounded, bounded_complaint));
        let status = child
            .wait()
            .await
            .map_err(|error| failed(error.to_string()))?;
        let code = status.code().unwrap_or(-1);
        if code != 0 && !call.accepted.contains(&code) {
            return Err(failed(
                String::from_utf8_lossy(&complaint)
                    .trim()
                    .chars()
                    .take(500)
                    .collect(),
            ));
        }
        Ok(output)
    }

    /// The one line that a command prints.
    pub(crate) async fn line(
        &self,
        arguments: &[&str],
        call: Call<'_>,
    ) -> Result<String, FixerError> {
        let output = self.run(arguments, call).await?;
        Ok(String::from_utf8_lossy(&output).trim().to_owned())
    }
}
