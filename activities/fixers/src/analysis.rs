//! Logs of our own builds, read by the diagnosis crate.

use domain::Diagnosis;

use crate::FixerError;

/// Diagnoses a log. `repository` goes into the fingerprint.
pub(crate) async fn diagnose(repository: &str, log: &str) -> Result<Diagnosis, FixerError> {
    let (repository, log) = (repository.to_owned(), log.to_owned());
    // Megabytes of text: not on the threads that drive connections.
    let task = tokio::task::spawn_blocking(move || {
        let mut analyzer = diagnosis::Analyzer::new(Some(&repository));
        analyzer.push_bytes(log.as_bytes());
        analyzer.finish()
    });
    task.await
        .map_err(|error| FixerError::io("diagnosis")(std::io::Error::other(error)))
}

/// The part of a red log that is worth reading.
pub(crate) fn excerpt(log: &str, diagnosis: &Diagnosis) -> String {
    diagnosis::excerpt(log, diagnosis, MOST_EXCERPT)
}

/// Bytes of an excerpt.
const MOST_EXCERPT: usize = 12 * 1024;
