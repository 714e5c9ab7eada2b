//! Fetching logs, redacted at the source, and diagnosing them.

use std::sync::Arc;

use contract::{
    FailureKind,
    activities::log::{DiagnoseInput, DiagnoseLog, Diagnosed, FetchLog, FetchLogInput, FetchedLog},
};
use diagnosis::Analyzer;
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::Ports;
use crate::{
    blob::Blob,
    failure::{Failure, Outcome},
};

/// So much of a build log is looked at, from its end.
const LOG_BYTES: usize = 4 << 20;

/// So much of it is shown to a fixer.
const EXCERPT_BYTES: usize = 8 << 10;

/// The group.
pub struct LogActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl LogActivities {
    #[activity(definition = FetchLog)]
    pub async fn fetch(
        self: Arc<Self>,
        _: ActivityContext,
        input: FetchLogInput,
    ) -> Result<FetchedLog, ActivityError> {
        Ok(self.fetch_log(input).await?)
    }

    #[activity(definition = DiagnoseLog)]
    pub async fn diagnose(
        self: Arc<Self>,
        _: ActivityContext,
        input: DiagnoseInput,
    ) -> Result<Diagnosed, ActivityError> {
        Ok(self.diagnose_log(input).await?)
    }
}

impl LogActivities {
    async fn fetch_log(&self, input: FetchLogInput) -> Outcome<FetchedLog> {
        let account = self.ports.platform(&input.subscription).await?;
        let log = match account
            .platform
            .build_log(&input.deployment, LOG_BYTES)
            .await
        {
            Ok(log) => log,
            // A deployment can fail before there is a log: the diagnosis then goes by the platform's own message.
            Err(error) if error.kind() == outbound::FailureKind::NotFound => {
                platforms::BuildLog::default()
            }
            Err(error) => return Err(error.into()),
        };
        let text = self.ports.redactor.redact(&log.to_string()).into_owned();
        let kept = self.ports.blobs.put(text.into_bytes()).await?;
        Ok(FetchedLog {
            log: Blob(kept).into(),
            lines: log.lines.len() as u64,
            truncated: log.truncated_at_start,
        })
    }

    async fn diagnose_log(&self, input: DiagnoseInput) -> Outcome<Diagnosed> {
        let bytes = self
            .ports
            .blobs
            .get(&input.log.digest, LOG_BYTES as u64 * 2)
            .await?;
        let work = move || {
            let mut analyzer = Analyzer::new(Some(&input.repository.to_string()));
            if bytes.is_empty()
                && let Some(error) = &input.platform_error
            {
                analyzer.push_line(error);
            }
            analyzer.push_bytes(&bytes);
            let (diagnosis, excerpt) = analyzer.finish_with_excerpt(EXCERPT_BYTES);
            Diagnosed { diagnosis, excerpt }
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| Failure::new(FailureKind::Internal, "the log analyser stopped"))
    }
}
