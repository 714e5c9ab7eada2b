//! Whether the database answers.

use async_trait::async_trait;

use crate::StoreResult;

/// Asked by readiness checks and the doctor.
#[async_trait]
pub trait Health: Send + Sync {
    /// Reads something small.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn check(&self) -> StoreResult<()>;

    /// One line for people: which database, where, which schema version. Holds no password.
    async fn describe(&self) -> StoreResult<String>;
}
