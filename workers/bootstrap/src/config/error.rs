//! What can be wrong with a configuration, in sentences that say what to set.

use thiserror::Error;

/// A configuration that stops the start. Holds no values of secret keys.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file is missing or cannot be read.
    #[error("the configuration file {file} cannot be read: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the configuration file {file} is not valid TOML: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// Where and why.
        message: String,
    },
    /// A key that regreen does not know.
    #[error("{origin}: there is no setting `{key}`; {hint}")]
    Unknown {
        /// The key, with dots.
        key: String,
        /// Where it was found.
        origin: String,
        /// What there is.
        hint: String,
    },
    /// A value that cannot be used.
    #[error("{origin}: `{key}` {problem} (set it as {ways})")]
    Invalid {
        /// The key, with dots.
        key: String,
        /// Where the value was found.
        origin: String,
        /// What is wrong, beginning with a verb.
        problem: String,
        /// How it can be set.
        ways: String,
    },
    /// Two values that exclude each other, or one that lacks its other half.
    #[error("{0}")]
    Contradiction(String),
}
