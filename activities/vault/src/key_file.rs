//! The file that holds the key: made once, never overwritten, for its owner's eyes only.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{VaultError, key::Key};

/// A key file is far shorter.
const MOST_BYTES: u64 = 4_096;

pub(crate) fn read_or_create(path: &Path) -> Result<Key, VaultError> {
    match File::open(path) {
        Ok(file) => read(path, file),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            create(path)?;
            // Whoever was first decides: what counts is what the file says now.
            let file = File::open(path).map_err(|error| unusable(path, error))?;
            read(path, file)
        }
        Err(error) => Err(unusable(path, error)),
    }
}

fn unusable(path: &Path, source: std::io::Error) -> VaultError {
    VaultError::KeyFile {
        path: path.display().to_string(),
        source,
    }
}

fn read(path: &Path, file: File) -> Result<Key, VaultError> {
    let metadata = file.metadata().map_err(|error| unusable(path, error))?;
    if metadata.mode() & 0o077 != 0 {
        return Err(VaultError::Exposed {
            path: path.display().to_string(),
        });
    }
    let mut text = Zeroizing::new(String::new());
    file.take(MOST_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| unusable(path, error))?;
    Key::from_text(&text).ok_or_else(|| VaultError::Malformed {
        path: path.display().to_string(),
    })
}

/// Writes a new key beside its place and links it there: the file appears complete or not at all, and a key that
/// another process made meanwhile stays.
fn create(path: &Path) -> Result<(), VaultError> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(|error| unusable(path, error))?;
    }
    let key = Key::random().map_err(|error| VaultError::Random(error.to_string()))?;
    let draft = draft(path, &key.id);
    let linked = write(&draft, key.to_text().as_bytes()).and_then(|()| fs::hard_link(&draft, path));
    // A leftover draft would be a second copy of a key that may be in use.
    let removed = fs::remove_file(&draft);
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(unusable(path, error)),
        _ => removed.map_err(|error| unusable(path, error)),
    }
}

fn draft(path: &Path, key: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{key}"));
    PathBuf::from(name)
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
