//! Signals of the operating system; a process of its own, since signals are the whole process's.

use std::time::Duration;

use bootstrap::shutdown::signal;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

#[tokio::test]
async fn a_termination_signal_asks_to_stop() {
    let token = signal().unwrap();
    let clone = token.clone();
    assert!(!clone.is_cancelled());
    kill(Pid::this(), Signal::SIGTERM).unwrap();
    tokio::time::timeout(Duration::from_secs(30), clone.cancelled())
        .await
        .unwrap();
}
