//! Programs that the suites start.

use std::path::PathBuf;

/// A program that is not there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ProgramError(String);

/// The product's own binary, as `REGREEN_BIN` names it.
///
/// # Errors
/// A sentence that says how to get it.
pub fn regreen() -> Result<PathBuf, ProgramError> {
    let path = std::env::var_os("REGREEN_BIN").map(PathBuf::from).ok_or_else(|| {
        ProgramError(
            "REGREEN_BIN does not name the regreen binary: run the suites with `make test`, or build it with `cargo build -p regreen` and set REGREEN_BIN to its absolute path"
                .to_owned(),
        )
    })?;
    if path.is_file() {
        Ok(path)
    } else {
        Err(ProgramError(format!(
            "REGREEN_BIN names {}, which is not a file",
            path.display()
        )))
    }
}
