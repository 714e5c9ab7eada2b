//! Where builds run when nobody says so.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Of all system folders that every user can pass through, the one for such data.
const SYSTEM: &str = "/var/lib/regreen";

/// Beside the data; but where regreen is root its builds run as other users, who must be able to pass through every
/// folder above: then in a system folder, named after the data directory.
pub(super) fn usual(data_dir: &Path, root: bool) -> PathBuf {
    if !root || passable(data_dir) {
        return data_dir.join("sandbox");
    }
    let name = hex::encode(&Sha256::digest(data_dir.as_os_str().as_encoded_bytes())[..4]);
    Path::new(SYSTEM).join(format!("sandbox-{name}"))
}

/// Whether others may pass through every folder that exists; we make the rest so that they may.
fn passable(path: &Path) -> bool {
    path.ancestors()
        .filter_map(|folder| fs::metadata(folder).ok())
        .all(|metadata| metadata.mode() & 0o001 != 0)
}
