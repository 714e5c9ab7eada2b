//! SQLite's errors in the store's words.

use store::StoreError;

/// Primary result codes that pass by themselves: busy, locked, I/O error, full, cannot open, locking protocol.
const PASSING: [u32; 6] = [5, 6, 10, 13, 14, 15];

/// Translates an error. Messages of SQLite name tables and columns, never values.
#[expect(
    clippy::needless_pass_by_value,
    reason = "for use as `map_err(failed)`"
)]
pub(crate) fn failed(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) => {
            // Extended codes carry the primary one in their low byte.
            let code = database
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .map(|code| code & 0xff);
            if database.is_unique_violation() {
                StoreError::conflict("the row exists already")
            } else if database.is_foreign_key_violation() {
                StoreError::conflict("a row that this one refers to does not exist")
            } else if code.is_some_and(|code| PASSING.contains(&code)) {
                StoreError::Unavailable(error.to_string())
            } else {
                StoreError::Internal(error.to_string())
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Internal(error.to_string()),
    }
}

/// Like [`failed`], but a broken uniqueness is told in the given sentence.
pub(crate) fn taken(sentence: impl FnOnce() -> String) -> impl FnOnce(sqlx::Error) -> StoreError {
    move |error| match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => {
            StoreError::conflict(sentence())
        }
        _ => failed(error),
    }
}
