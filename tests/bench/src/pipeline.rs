//! One pass over a log: split, strip, redact, match, excerpt.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
    time::Instant,
};

use anyhow::Context;
use diagnosis::Analyzer;
use serde::{Deserialize, Serialize};

/// Bytes that the analyser is given at once, as the command line does.
const CHUNK: usize = 64 * 1024;
/// Bytes of the excerpt.
const EXCERPT: usize = 8 * 1024;

/// What a pass took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Took {
    pub(crate) bytes: u64,
    pub(crate) seconds: f64,
    /// Peak resident memory of the process, in KiB.
    pub(crate) peak: u64,
    pub(crate) primary_line: String,
    pub(crate) excerpt: usize,
}

/// Reads `log`, or repeats it from memory to `bytes`, and prints a [`Took`].
pub(crate) fn pass(log: &Path, bytes: Option<u64>) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut analyzer = Analyzer::new(None);
    let done = match bytes {
        None => read(log, &mut analyzer)?,
        Some(bytes) => repeat(&fs::read(log)?, bytes, &mut analyzer),
    };
    let (diagnosis, excerpt) = analyzer.finish_with_excerpt(EXCERPT);
    let took = Took {
        bytes: done,
        seconds: start.elapsed().as_secs_f64(),
        peak: peak()?,
        primary_line: diagnosis.primary_line,
        excerpt: excerpt.len(),
    };
    println!("{}", serde_json::to_string(&took)?);
    Ok(())
}

fn read(log: &Path, analyzer: &mut Analyzer) -> anyhow::Result<u64> {
    let mut file = File::open(log).with_context(|| log.display().to_string())?;
    let mut chunk = vec![0; CHUNK];
    let mut done = 0;
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return Ok(done);
        }
        analyzer.push_bytes(&chunk[..length]);
        done += length as u64;
    }
}

fn repeat(text: &[u8], bytes: u64, analyzer: &mut Analyzer) -> u64 {
    let mut done = 0;
    while done < bytes && !text.is_empty() {
        for chunk in text.chunks(CHUNK) {
            let room = usize::try_from(bytes - done).unwrap_or(usize::MAX);
            let chunk = &chunk[..chunk.len().min(room)];
            analyzer.push_bytes(chunk);
            done += chunk.len() as u64;
        }
    }
    done
}

fn peak() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .context("the kernel does not tell the peak of memory")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
