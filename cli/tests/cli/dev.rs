//! `regreen dev` with a real Temporal server: it starts, mends, stops, and leaves nothing behind.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use bootstrap::Addresses;

/// A condition that does not come within this time fails the test.
const PATIENCE: Duration = Duration::from_secs(120);

struct Dev {
    process: Child,
    data_dir: PathBuf,
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Dev {
    fn start(home: &Path) -> Self {
        let cli = std::env::var_os("REGREEN_TEMPORAL_CLI");
        let cli = cli.expect(
            "REGREEN_TEMPORAL_CLI must name the `temporal` program: run this through `make test`",
        );
        let data_dir = home.join("data");
        let process = Command::new(env!("CARGO_BIN_EXE_regreen"))
            .args(["dev", "--bind", "127.0.0.1:0", "--data-dir"])
            .arg(&data_dir)
            .env_clear()
            .env("HOME", home)
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("REGREEN_TEMPORAL_CLI", cli)
            .current_dir(home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { process, data_dir }
    }

    /// The processes, once all of them run.
    fn pids(&mut self) -> BTreeMap<String, u32> {
        let mut found = None;
        until("all processes run", || {
            assert!(
                self.process.try_wait().unwrap().is_none(),
                "regreen dev ended early"
            );
            found = Addresses::read(&self.data_dir)
                .unwrap()
                .map(|addresses| addresses.pids);
            found.as_ref().is_some_and(|pids| pids.len() == 4)
        });
        found.unwrap()
    }

    fn signal(&self, signal: nix::sys::signal::Signal) {
        kill(self.process.id(), signal);
    }

    fn ended(&mut self) -> ExitStatus {
        let mut status = None;
        until("regreen dev ends", || {
            status = self.process.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }
}

fn kill(pid: u32, signal: nix::sys::signal::Signal) {
    nix::sys::signal::kill(
        nix::unistd::Pid::from_raw(i32::try_from(pid).unwrap()),
        signal,
    )
    .unwrap();
}

fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::yield_now();
    }
}

fn all_gone(pids: &BTreeMap<String, u32>) -> bool {
    pids.values().all(|pid| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
        stat.map_or(true, |stat| stat.contains(") Z "))
    })
}

#[test]
fn everything_starts_is_mended_and_ends() {
    use nix::sys::signal::Signal::{SIGINT, SIGKILL};
    let home = tempfile::tempdir().unwrap();
    // Builds of a regreen that is root run as other users: they must be able to pass through.
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
    let mut dev = Dev::start(home.path());
    let first = dev.pids();
    assert!(
        ["temporal", "control", "sandbox", "api"]
            .iter()
            .all(|name| first.contains_key(*name))
    );

    // What dies is started again, and only that.
    kill(first["api"], SIGKILL);
    let mut second = first.clone();
    until("the API runs again", || {
        second = dev.pids();
        second["api"] != first["api"]
    });
    assert_eq!(
        (second["temporal"], second["control"]),
        (first["temporal"], first["control"])
    );

    // A second one over the same data is refused.
    let mut rival = Dev::start(home.path());
    assert_eq!(rival.ended().code(), Some(1));

    // Ctrl-C ends all.
    dev.signal(SIGINT);
    assert_eq!(dev.ended().code(), Some(0));
    assert!(all_gone(&second));
    assert_eq!(Addresses::read(&dev.data_dir).unwrap(), None);

    // Killed outright, it leaves no process either.
    let mut dev = Dev::start(home.path());
    let third = dev.pids();
    dev.signal(SIGKILL);
    dev.ended();
    until("nothing is left", || all_gone(&third));
}
