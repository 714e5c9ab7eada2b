//! Logging: lines to standard error, pretty or JSON, with secrets taken out of every line.
//!
//! Standard output belongs to what commands answer.

use std::io::{self, IsTerminal, Write};

use redaction::Redactor;
use thiserror::Error;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::config::{LogConfig, LogFormat};

#[cfg(test)]
mod tests;

/// Why logging could not begin.
#[derive(Debug, Error)]
pub enum TelemetryError {
    /// The filter cannot be read.
    #[error("`log.filter` is no filter: {0}")]
    Filter(String),
    /// Somebody else logs already in this process.
    #[error("logging has begun already")]
    Twice,
}

/// Begins logging for the whole process.
///
/// # Errors
/// When the filter cannot be read, or logging has begun before.
pub fn init(config: &LogConfig) -> Result<(), TelemetryError> {
    let subscriber = subscriber(
        config,
        io::stderr().is_terminal(),
        RedactingWriter::new(io::stderr),
    )?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| TelemetryError::Twice)
}

fn subscriber<W>(
    config: &LogConfig,
    terminal: bool,
    writer: W,
) -> Result<Box<dyn tracing::Subscriber + Send + Sync>, TelemetryError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&config.filter)
        .map_err(|error| TelemetryError::Filter(error.to_string()))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer);
    Ok(match (config.format, terminal) {
        (LogFormat::Json, _) | (LogFormat::Auto, false) => Box::new(
            builder
                .json()
                .flatten_event(true)
                .with_current_span(true)
                .with_span_list(false)
                .finish(),
        ),
        (LogFormat::Pretty, _) | (LogFormat::Auto, true) => Box::new(
            builder
                .with_ansi(terminal)
                .with_target(false)
                .compact()
                .finish(),
        ),
    })
}

/// Gives out writers that clean what they are given before it goes on.
struct RedactingWriter<W> {
    inner: W,
    redactor: Redactor,
}

impl<W> RedactingWriter<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            redactor: Redactor::new(),
        }
    }
}

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for RedactingWriter<W> {
    type Writer = Line<'a, W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line {
            inner: self.inner.make_writer(),
            redactor: &self.redactor,
        }
    }
}

/// One event: it is written at once, so a secret is never cut in two.
struct Line<'a, W> {
    inner: W,
    redactor: &'a Redactor,
}

impl<W: Write> Write for Line<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write_all(&self.redactor.redact_bytes(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
