//! The door to the engine: lines or bytes in, one diagnosis out.

use domain::Diagnosis;

use crate::{excerpt, judge::Judge, splitter::Splitter, verdict};

/// Reads a log of any length in flat memory and gives one [`Diagnosis`].
///
/// ```
/// let mut analyzer = diagnosis::Analyzer::new(Some("github:acme/web"));
/// analyzer.push_bytes(b"src/a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\n");
/// let diagnosis = analyzer.finish();
/// assert_eq!(diagnosis.error_type, domain::ErrorType::Typescript);
/// assert_eq!(diagnosis.affected_files, ["src/a.ts"]);
/// ```
#[derive(Debug)]
pub struct Analyzer {
    repository: Option<String>,
    splitter: Splitter,
    judge: Judge,
}

impl Analyzer {
    /// `repository` (`github:owner/name`) goes into the fingerprint: equal errors of two repositories differ.
    #[must_use]
    pub fn new(repository: Option<&str>) -> Self {
        Self {
            repository: repository.map(str::to_owned),
            splitter: Splitter::default(),
            judge: Judge::new(),
        }
    }

    /// Takes one line, with or without its line end; not after [`Analyzer::push_bytes`], which may hold a part of one.
    pub fn push_line(&mut self, line: &str) {
        let mut bytes = line.trim_end_matches(['\n', '\r']).as_bytes().to_vec();
        bytes.push(b'\n');
        self.judge.lines(&bytes);
    }

    /// Takes the next bytes of the log, cut anywhere. A line over [`crate::MAX_LINE_BYTES`] is cut.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        let judge = &mut self.judge;
        self.splitter.push(bytes, |lines| judge.lines(lines));
    }

    /// The verdict.
    #[must_use]
    pub fn finish(mut self) -> Diagnosis {
        self.end();
        self.verdict()
    }

    /// The verdict, and the lines that show the failure, for a fixer: the cause with its surroundings, the other errors,
    /// the end of the log. Never longer than `budget` bytes. Repeated lines are left out, prefixes and colours removed,
    /// secrets redacted, and marks that could end a fence are broken up, so that the text can stand between fences.
    #[must_use]
    pub fn finish_with_excerpt(mut self, budget: usize) -> (Diagnosis, String) {
        self.end();
        let tail = self.judge.tail(excerpt::TAIL);
        let excerpt = excerpt::write(&self.judge.tally, &tail, budget);
        (self.verdict(), excerpt)
    }

    fn end(&mut self) {
        let judge = &mut self.judge;
        self.splitter.finish(|lines| judge.lines(lines));
        self.judge.drain();
    }

    fn verdict(&self) -> Diagnosis {
        verdict::reach(
            &self.judge.tally,
            &self.judge.facts,
            self.repository.as_deref(),
        )
    }
}

#[cfg(test)]
pub(crate) mod tests;
