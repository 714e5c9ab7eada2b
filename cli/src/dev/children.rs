//! Child processes: in a process group of their own, and dead when this process is, however it ends.

use std::{
    ffi::OsString,
    io,
    os::fd::OwnedFd,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use tokio::{
    net::unix::pipe::Receiver,
    process::{Child, Command},
};

use super::{
    log_file::{self, LogFile},
    programs::Program,
};

/// A child process.
pub(super) struct Running {
    child: Child,
    pub(super) pid: u32,
}

impl Running {
    /// Starts a program. The kernel kills it when the *thread* that called this ends: that must be the main thread,
    /// which a current-thread runtime guarantees for its tasks.
    pub(super) fn start(program: &Program, logs: &Path) -> io::Result<Self> {
        let log = LogFile::open(logs, program.name, log_file::MOST_BYTES)?;
        let (reader, writer) = io::pipe()?;
        let mut guarded: Vec<OsString> = vec![
            "guard".into(),
            "--parent".into(),
            std::process::id().to_string().into(),
        ];
        if program.private {
            guarded.push("--private".into());
        }
        guarded.push("--".into());
        guarded.extend(program.command.iter().cloned());
        let mut command = Command::new(std::env::current_exe()?);
        command
            .args(guarded)
            .envs(
                program
                    .environment
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            // Ctrl-C reaches this process only: it ends the others in order.
            .process_group(0)
            .kill_on_drop(true);
        let child = command.spawn()?;
        // The command holds the writing ends: while it lives the pipe would never end.
        drop(command);
        let pid = child
            .id()
            .ok_or_else(|| io::Error::other("the process has ended already"))?;
        let output = Receiver::from_owned_fd(OwnedFd::from(reader))?;
        tokio::spawn(log_file::drain(output, log));
        Ok(Self { child, pid })
    }

    /// Waits for its end.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks it to end, and kills its whole group when it has not after `grace`.
    pub(super) async fn stop(mut self, grace: Duration) {
        self.signal(Signal::SIGTERM);
        if tokio::time::timeout(grace, self.child.wait())
            .await
            .is_err()
        {
            self.signal(Signal::SIGKILL);
            let _ = self.child.wait().await;
        }
    }

    fn signal(&self, signal: Signal) {
        // The id is still ours: nobody has waited for the child yet.
        if self.child.id().is_some()
            && let Ok(pid) = i32::try_from(self.pid)
        {
            let _ = killpg(Pid::from_raw(pid), signal);
        }
    }
}
