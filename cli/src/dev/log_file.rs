//! The output of a child, in a file of bounded size: when it is full it becomes `<name>.old.log`, replacing that.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

#[cfg(test)]
mod tests;

/// Bytes of one file.
pub(super) const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of a line that are kept together.
const MOST_LINE: u64 = 64 * 1024;

/// A file that begins anew when it is full.
pub(super) struct LogFile {
    path: PathBuf,
    file: File,
    bytes: u64,
    most: u64,
}

impl LogFile {
    pub(super) fn open(folder: &Path, name: &str, most: u64) -> io::Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        let path = folder.join(format!("{name}.log"));
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        let bytes = file.metadata()?.len();
        Ok(Self {
            path,
            file,
            bytes,
            most,
        })
    }

    pub(super) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        if self.bytes > 0 && self.bytes + line.len() as u64 > self.most {
            fs::rename(&self.path, self.path.with_extension("old.log"))?;
            self.file = OpenOptions::new()
                .create(true)
                .append(true)
                .open(&self.path)?;
            self.bytes = 0;
        }
        self.file.write_all(line)?;
        self.bytes += line.len() as u64;
        Ok(())
    }
}

/// Copies until the child closes its output. A full disk must not stop the child: what cannot be written is dropped.
pub(super) async fn drain(output: impl AsyncRead + Unpin, mut log: LogFile) {
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut reader)
            .take(MOST_LINE)
            .read_until(b'\n', &mut line)
            .await
        {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                if line.last() != Some(&b'\n') {
                    line.push(b'\n');
                }
                let _ = log.write(&line);
            }
        }
    }
}

/// The last lines of a program's log, for an error's text.
pub(super) fn tail(folder: &Path, name: &str, lines: usize) -> String {
    let bytes = fs::read(folder.join(format!("{name}.log"))).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
