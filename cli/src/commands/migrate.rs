//! `regreen migrate`: the database's schema, and what regreen needs in the Temporal namespace.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use bootstrap::{
    Config, ConnectError,
    temporal::{NamespaceError, Registered, keep_closed_workflows, register_search_attributes},
};
use clap::Args;

use crate::{
    failure::{Failure, Outcome},
    globals::{Globals, runtime},
};

/// Pause between two tries to reach Temporal.
const PAUSE: Duration = Duration::from_millis(100);

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only the database
    #[arg(long)]
    store_only: bool,
    /// Wait for Temporal to come up, so many seconds at most
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u64,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let config = globals.load_command()?;
    config.create_data_dir()?;
    let output = globals.output();
    runtime()?.block_on(async {
        let store = bootstrap::migrate_store(&config.store)
            .await
            .map_err(|error| Failure::new("store", error.to_string()))?;
        bootstrap::open_vault(&config.vault).map_err(|error| Failure::new("vault", error.to_string()))?;
        if !output.json {
            let applied = store.applied.len();
            output.line(format!("database: version {}, {applied} migrations applied now", store.version))?;
        }
        let namespace = if arguments.store_only { None } else { Some(prepare(&config, arguments.wait).await?) };
        if output.json {
            output.value(&serde_json::json!({
                "store": { "version": store.version, "applied": store.applied },
                "temporal": namespace.as_ref().map(|(registered, days)| serde_json::json!({
                    "added": registered.added, "present": registered.present, "retention_days": days,
                })),
            }))?;
        } else if let Some((registered, days)) = namespace {
            let (added, present) = (registered.added.len(), registered.present.len());
            output.line(format!("temporal: {added} search attributes registered now, {present} were there"))?;
            output.line(format!("temporal: closed workflows are kept {days} days"))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Prepares the namespace; while the server comes up it is asked again.
async fn prepare(config: &Config, wait: u64) -> Result<(Registered, u64), Failure> {
    let deadline = Instant::now() + Duration::from_secs(wait);
    loop {
        match attempt(config).await {
            Ok(done) => return Ok(done),
            Err((_, true)) if Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            Err((failure, _)) => return Err(failure),
        }
    }
}

/// One try; the flag says whether waiting may help.
async fn attempt(config: &Config) -> Result<(Registered, u64), (Failure, bool)> {
    let client = bootstrap::connect_temporal(&config.temporal, "regreen-migrate")
        .await
        .map_err(|error| connect(&error))?;
    let registered = register_search_attributes(&client, &operations::SEARCH_ATTRIBUTES)
        .await
        .map_err(|error| namespace(&error))?;
    let days = keep_closed_workflows(&client, config.temporal.retention_days)
        .await
        .map_err(|error| namespace(&error))?;
    Ok((registered, days))
}

fn connect(error: &ConnectError) -> (Failure, bool) {
    (
        Failure::new("temporal_unavailable", error.to_string()),
        error.is_retryable(),
    )
}

fn namespace(error: &NamespaceError) -> (Failure, bool) {
    let waiting_helps = matches!(error, NamespaceError::Failed { .. });
    (
        Failure::new("temporal_namespace", error.to_string()),
        waiting_helps,
    )
}
