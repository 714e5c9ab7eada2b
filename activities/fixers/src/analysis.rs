//! Logs of our own builds, read by the diagnosis crate.

use domain::Diagnosis;

use crate::FixerError;

/// Bytes of an excerpt.
const EXCERPT_BYTES: usize = 12 * 1024;

/// Diagnoses a log, and gives the part of it that is worth reading. `repository` goes into the fingerprint.
pub(crate) async fn diagnose(
    repository: &str,
    log: &str,
) -> Result<(Diagnosis, String), FixerError> {
    let (repository, log) = (repository.to_owned(), log.to_owned());
    // Megabytes of text: not on the threads that drive connections.
    let task = tokio::task::spawn_blocking(move || {
        let mut analyzer = diagnosis::Analyzer::new(Some(&repository));
        analyzer.push_bytes(log.as_bytes());
        analyzer.finish_with_excerpt(EXCERPT_BYTES)
    });
    task.await
        .map_err(|error| FixerError::io("diagnosis")(std::io::Error::other(error)))
}
