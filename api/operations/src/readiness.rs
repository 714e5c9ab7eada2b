//! Whether this process can do its work.

use serde::Serialize;

use crate::Operations;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Check {
    /// It answers.
    Ok,
    /// It does not.
    Away,
}

/// Where things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Deliveries can be taken: all that the intake needs is the store.
    pub ready: bool,
    /// The database.
    pub store: Check,
    /// The Temporal server. While it is away deliveries wait in the outbox.
    pub temporal: Check,
    /// Deliveries that wait.
    pub waiting_deliveries: Option<u64>,
}

impl Operations {
    /// Looks at everything this process depends on.
    pub async fn readiness(&self) -> Readiness {
        let (store, temporal, pending) = tokio::join!(
            self.store.health.check(),
            self.engine.check(),
            self.store.deliveries.pending()
        );
        if let Err(error) = &store {
            tracing::warn!(error = %error, "the database does not answer");
        }
        Readiness {
            ready: store.is_ok(),
            store: if store.is_ok() {
                Check::Ok
            } else {
                Check::Away
            },
            temporal: if temporal.is_ok() {
                Check::Ok
            } else {
                Check::Away
            },
            waiting_deliveries: pending.ok().map(|pending| pending.count),
        }
    }

    /// Whether the Temporal server answers, and what it says when it does not.
    ///
    /// # Errors
    /// `temporal_unavailable`.
    pub async fn check_temporal(&self) -> crate::OperationResult<()> {
        Ok(self.engine.check().await?)
    }

    /// One line about the database: which, where, which schema.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn describe_store(&self) -> crate::OperationResult<String> {
        Ok(self.store.health.describe().await?)
    }
}
