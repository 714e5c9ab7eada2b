//! Where `regreen dev` runs its processes: written by it, found by every command with the same data directory.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
};

use nix::{errno::Errno, sys::signal::kill, unistd::Pid};
use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// Name of the file in the data directory.
const NAME: &str = "addresses.json";

/// The file is far smaller.
const MOST_BYTES: u64 = 64 * 1024;

/// What runs where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// Base address of the API, such as `http://127.0.0.1:8470`.
    pub api: String,
    /// Temporal's address, such as `http://127.0.0.1:7233`.
    pub temporal: String,
    /// Base address of Temporal's Web UI.
    pub temporal_ui: String,
    /// The process that runs all the others.
    pub pid: u32,
    /// Processes by name (`temporal`, `api`, `control`, `sandbox`).
    #[serde(default)]
    pub pids: BTreeMap<String, u32>,
    /// When it was started, RFC 3339.
    pub started_at: String,
}

impl Addresses {
    /// Where the file lies.
    #[must_use]
    pub fn path(data_dir: &Path) -> PathBuf {
        data_dir.join(NAME)
    }

    /// Writes the file; readers see the old one or the new one.
    ///
    /// # Errors
    /// When the data directory cannot be written.
    pub fn write(&self, data_dir: &Path) -> io::Result<()> {
        let mut draft = tempfile::NamedTempFile::new_in(data_dir)?;
        draft.write_all(&serde_json::to_vec_pretty(self)?)?;
        draft
            .persist(Self::path(data_dir))
            .map_err(|error| error.error)?;
        Ok(())
    }

    /// Reads the file; `None` when there is none, or when its writer was killed and does not run any more.
    ///
    /// # Errors
    /// When the file is there and cannot be read or understood.
    pub fn read(data_dir: &Path) -> io::Result<Option<Self>> {
        let mut text = String::new();
        match File::open(Self::path(data_dir)) {
            Ok(file) => drop(file.take(MOST_BYTES).read_to_string(&mut text)?),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        let addresses: Self = serde_json::from_str(&text)?;
        Ok(addresses.is_alive().then_some(addresses))
    }

    /// Removes the file, if it is still this one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, data_dir: &Path) -> io::Result<()> {
        match Self::read(data_dir) {
            Ok(Some(present)) if present.pid == self.pid => fs::remove_file(Self::path(data_dir)),
            _ => Ok(()),
        }
    }

    /// Whether the writer runs. A process that belongs to somebody else runs, too.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        i32::try_from(self.pid)
            .is_ok_and(|pid| pid > 0 && kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH))
    }
}
