//! One `regreen dev` of a user chooses its ports and takes them at a time: a port that was found free is free until
//! the process that it was chosen for listens there.

use std::{fs::File, os::unix::fs::OpenOptionsExt};

use nix::{fcntl::OFlag, unistd::geteuid};

/// Waits for our turn; it ends when the file is dropped. Without a usable temporary folder nobody waits: then a port
/// that was taken meanwhile is said, and the next start finds another.
pub(super) async fn take() -> Option<File> {
    let path = std::env::temp_dir().join(format!("regreen-{}-dev.lock", geteuid()));
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .custom_flags(OFlag::O_NOFOLLOW.bits())
        .open(path)
        .ok()?;
    tokio::task::spawn_blocking(move || file.lock().is_ok().then_some(file))
        .await
        .ok()
        .flatten()
}
