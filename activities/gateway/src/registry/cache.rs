//! Archives on disk. An archive never changes under its address, and package managers check its hash.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use reqwest::Url;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::GatewayError;

/// Larger archives are not kept.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A folder of archives, the longest unused of which make room for new ones.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    size: u64,
    /// One tidies at a time.
    tidying: Arc<Mutex<()>>,
}

/// An archive on its way into the cache; dropping it leaves nothing.
pub(super) struct Entry {
    file: NamedTempFile,
    target: PathBuf,
    written: u64,
    cache: Cache,
}

impl Cache {
    pub(super) fn open(folder: PathBuf, size: u64) -> Result<Self, GatewayError> {
        fs::create_dir_all(&folder).map_err(|source| GatewayError::Cache {
            path: folder.display().to_string(),
            source,
        })?;
        Ok(Self {
            folder,
            size,
            tidying: Arc::default(),
        })
    }

    /// The whole archive, if it is here.
    pub(super) fn get(&self, url: &Url) -> Option<Vec<u8>> {
        let path = self.path(url);
        let content = fs::read(&path).ok()?;
        // What is used stays; a clock that cannot be set only changes the order.
        if let Ok(file) = fs::File::options().write(true).open(&path) {
            let _ = file.set_modified(SystemTime::now());
        }
        Some(content)
    }

    /// Begins an entry; none when the folder cannot be written.
    pub(super) fn begin(&self, url: &Url) -> Option<Entry> {
        let file = tempfile::Builder::new()
            .prefix(".new-")
            .tempfile_in(&self.folder)
            .ok()?;
        Some(Entry {
            file,
            target: self.path(url),
            written: 0,
            cache: self.clone(),
        })
    }

    fn path(&self, url: &Url) -> PathBuf {
        self.folder.join(hex::encode(Sha256::digest(url.as_str())))
    }

    fn tidy(&self) -> io::Result<()> {
        let _one = self.tidying.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files: Vec<(SystemTime, u64, PathBuf)> = fs::read_dir(&self.folder)?
            .flatten()
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                let hidden = entry
                    .file_name()
                    .to_str()
                    .is_none_or(|name| name.starts_with('.'));
                (metadata.is_file() && !hidden)
                    .then(|| (metadata.modified().ok(), metadata.len(), entry.path()))
            })
            .filter_map(|(modified, length, path)| Some((modified?, length, path)))
            .collect();
        files.sort();
        let mut total: u64 = files.iter().map(|(_, length, _)| length).sum();
        for (_, length, path) in files {
            if total <= self.size {
                break;
            }
            fs::remove_file(path)?;
            total -= length;
        }
        Ok(())
    }
}

impl Entry {
    /// Adds a piece; `None` when the archive is not to be kept after all.
    pub(super) fn add(mut self, piece: &[u8]) -> Option<Self> {
        self.written += piece.len() as u64;
        if self.written > LARGEST.min(self.cache.size) {
            return None;
        }
        self.file.write_all(piece).ok()?;
        Some(self)
    }

    /// Makes it available; the caller knows that it is whole.
    pub(super) fn finish(self) {
        // Without room for it the next one is fetched again.
        if self.file.persist(&self.target).is_ok() {
            let _ = self.cache.tidy();
        }
    }
}

#[cfg(test)]
mod tests;
