//! Starting `git` so that nothing of the host's configuration or environment reaches it.

use std::{ffi::OsString, path::Path, process::Stdio};

use tokio::{io::AsyncWriteExt, process::Command};

use crate::WorldError;

/// Set for every git process; the rest of the environment is empty but for `PATH`.
pub(crate) const ENVIRONMENT: &[(&str, &str)] = &[
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_LFS_SKIP_SMUDGE", "1"),
    ("LC_ALL", "C.UTF-8"),
    ("GIT_CONFIG_COUNT", "5"),
    ("GIT_CONFIG_KEY_0", "safe.directory"),
    ("GIT_CONFIG_VALUE_0", "*"),
    ("GIT_CONFIG_KEY_1", "core.hooksPath"),
    ("GIT_CONFIG_VALUE_1", "/dev/null"),
    ("GIT_CONFIG_KEY_2", "core.fsmonitor"),
    ("GIT_CONFIG_VALUE_2", "false"),
    ("GIT_CONFIG_KEY_3", "core.quotePath"),
    ("GIT_CONFIG_VALUE_3", "false"),
    ("GIT_CONFIG_KEY_4", "gc.auto"),
    ("GIT_CONFIG_VALUE_4", "0"),
];

/// One call of `git`.
pub(crate) struct GitCommand {
    command: Command,
    words: String,
    input: Vec<u8>,
}

/// How a call ended.
pub(crate) struct GitOutput {
    pub(crate) code: i32,
    pub(crate) stdout: Vec<u8>,
    stderr: Vec<u8>,
    words: String,
}

impl GitCommand {
    pub(crate) fn new<A: Into<OsString>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let mut command = Command::new("git");
        command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(ENVIRONMENT.iter().copied());
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let words = arguments
            .iter()
            .map(|word| word.to_string_lossy())
            .find(|word| !word.starts_with('-'))
            .map(std::borrow::Cow::into_owned)
            .unwrap_or_default();
        command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        Self {
            command,
            words,
            input: Vec::new(),
        }
    }

    pub(crate) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.command.arg(argument.into());
        self
    }

    pub(crate) fn repository(mut self, path: &Path) -> Self {
        self.command.env("GIT_DIR", path);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.command.env(name, value.into());
        self
    }

    pub(crate) fn directory(mut self, path: &Path) -> Self {
        self.command.current_dir(path);
        self
    }

    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Runs it; a non-zero exit is not an error here.
    pub(crate) async fn output(mut self) -> Result<GitOutput, WorldError> {
        let failed = |error: std::io::Error| WorldError::Git {
            command: self.words.clone(),
            message: error.to_string(),
        };
        self.command.stdin(if self.input.is_empty() {
            Stdio::null()
        } else {
            Stdio::piped()
        });
        let mut child = self.command.spawn().map_err(failed)?;
        let stdin = child.stdin.take();
        let input = std::mem::take(&mut self.input);
        let write = async move {
            if let Some(mut stdin) = stdin {
                // A git that does not want its input ends with an error of its own.
                let _ = stdin.write_all(&input).await;
            }
        };
        let ((), output) = tokio::join!(write, child.wait_with_output());
        let output = output.map_err(failed)?;
        Ok(GitOutput {
            code: output.status.code().unwrap_or(-1),
            stdout: output.stdout,
            stderr: output.stderr,
            words: self.words,
        })
    }

    /// Runs it and gives what it printed; a non-zero exit is an error with what it complained about.
    pub(crate) async fn bytes(self) -> Result<Vec<u8>, WorldError> {
        let output = self.output().await?;
        if output.code == 0 {
            Ok(output.stdout)
        } else {
            Err(output.error())
        }
    }

    /// As [`Self::bytes`], as text without blanks at its ends.
    pub(crate) async fn text(self) -> Result<String, WorldError> {
        Ok(String::from_utf8_lossy(&self.bytes().await?)
            .trim()
            .to_owned())
    }
}

impl GitOutput {
    pub(crate) fn error(&self) -> WorldError {
        let message = String::from_utf8_lossy(&self.stderr).trim().to_owned();
        WorldError::Git {
            command: self.words.clone(),
            message,
        }
    }
}
