//! What the control queue's activities work with.

use std::{collections::HashMap, path::PathBuf};

use blobs::Blobs;
use domain::{Budget, Windows};
use store::{Provider, Store};
use url::Url;
use vault::Vault;

/// The ports; one for all activities of a worker.
pub struct Ports {
    /// The database.
    pub store: Store,
    /// Large things.
    pub blobs: Blobs,
    /// Secrets.
    pub vault: Vault,
    /// The HTTP client of platforms and git hosts.
    pub http: outbound::Client,
    /// Where the APIs are for connections without an address of their own.
    pub endpoints: HashMap<Provider, Url>,
    /// Long waits, as configured.
    pub windows: Windows,
    /// The most that all fixes of one root cause may spend.
    pub budget_of_cause: Budget,
    /// The most that the installation may spend in a day.
    pub budget_of_day: Budget,
    /// A folder for checkouts; what is in it may be lost at any time.
    pub scratch: PathBuf,
    /// Address of the Temporal Web UI up to and with the namespace, when it is known.
    pub temporal_pages: Option<String>,
    /// To signal fixes that wait.
    pub temporal: temporalio_client::Client,
    /// The `git` program.
    pub git: githosts::git::Git,
    /// Who commits.
    pub identity: githosts::git::Identity,
    /// Takes secrets out of foreign text.
    pub redactor: redaction::Redactor,
}

impl Ports {
    /// The page of a workflow in the Temporal Web UI, when it is known.
    pub(super) fn page(&self, workflow_id: &str) -> Option<String> {
        let pages = self.temporal_pages.as_ref()?;
        Some(format!("{pages}/workflows/{workflow_id}"))
    }
}

/// Now, to the millisecond.
pub(super) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
