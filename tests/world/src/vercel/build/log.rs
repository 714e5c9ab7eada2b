//! Where a build writes its output.

use std::sync::Arc;

/// The two streams of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

type Write = Arc<dyn Fn(Stream, &str) + Send + Sync>;

/// Takes a build's output line by line and shows paths as Vercel's machines have them.
#[derive(Clone)]
pub struct LogSink {
    write: Write,
    shown: Vec<(String, String)>,
}

impl LogSink {
    pub(crate) fn new(write: impl Fn(Stream, &str) + Send + Sync + 'static) -> Self {
        Self {
            write: Arc::new(write),
            shown: Vec::new(),
        }
    }

    /// A sink that shows the folder `from` as `to`, in addition to what this one replaces.
    #[must_use]
    pub fn showing(&self, from: &str, to: &str) -> Self {
        let mut shown = self.shown.clone();
        shown.push((from.trim_end_matches('/').to_owned(), to.to_owned()));
        Self {
            write: Arc::clone(&self.write),
            shown,
        }
    }

    /// One line, without its end.
    pub fn line(&self, stream: Stream, line: &str) {
        let line = line.trim_end_matches(['\r', '\n']);
        let shown = self.shown.iter().fold(line.to_owned(), |line, (from, to)| {
            replace_folder(&line, from, to)
        });
        (self.write)(stream, &shown);
    }

    /// Several lines.
    pub fn lines(&self, stream: Stream, text: &str) {
        for line in text.lines() {
            self.line(stream, line);
        }
    }
}

/// Replaces a folder's path where it stands as a whole path segment: `/work` in `/work/a`, not in `/workshop`.
fn replace_folder(line: &str, from: &str, to: &str) -> String {
    if from.is_empty() {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(from) {
        let after = &rest[at + from.len()..];
        let inside =
            |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
        let ends = !after.starts_with(inside) || after.starts_with(". ") || after == ".";
        let begins = !rest[..at].ends_with(|character: char| inside(character) || character == '/')
            || rest[..at].ends_with("file://");
        out.push_str(&rest[..at]);
        out.push_str(if ends && begins { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
}
