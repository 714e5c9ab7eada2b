//! From the configuration to running operations: for `regreen api` and for every command that does what it does.

use std::sync::Arc;

use anyhow::Context;
use bootstrap::{Addresses, Sources, config::ApiProcessConfig, ports};
use operations::{
    DispatchOptions, Dispatcher, Limits as Allowed, Operations, Parts, TemporalEngine, WebUi,
};
use tokio_util::sync::CancellationToken;

use crate::{limits::Limits, server::serve};

/// Opens what the operations need. Temporal is connected to when it is first needed; `role` names this process in its
/// Web UI.
///
/// # Errors
/// When the store, the vault or the blobs cannot be opened; the sentence says what to do.
pub async fn operations(
    config: &ApiProcessConfig,
    role: &'static str,
) -> anyhow::Result<Operations> {
    let parts = Parts {
        store: bootstrap::open_store(&config.store).await?,
        vault: bootstrap::open_vault(&config.vault)?,
        blobs: bootstrap::open_blobs(&config.blobs)?,
        web_ui: web_ui(config),
        http: bootstrap::open_http(&config.outbound)?,
        endpoints: config.providers.endpoints(),
        public_url: config.api.public_url.clone(),
        limits: Allowed {
            budget_of_cause: config.budget.cause,
            budget_of_day: config.budget.day,
            sandbox_slots: config.sandbox_slots,
            poll: config.windows.poll,
        },
    };
    let temporal = config.temporal.clone();
    let engine = TemporalEngine::new(move || {
        let temporal = temporal.clone();
        Box::pin(async move { Ok(bootstrap::connect_temporal(&temporal, role).await?) })
    });
    Ok(Operations::new(parts, Arc::new(engine)))
}

/// Runs the API with its dispatcher until it is told to stop.
///
/// # Errors
/// When something cannot be opened, or the address is taken.
pub async fn run(config: ApiProcessConfig, stop: CancellationToken) -> anyhow::Result<()> {
    let operations = Arc::new(operations(&config, "regreen-api").await?);
    let listener = ports::bind(&config.api.bind, "api.bind").await?;
    let address = listener
        .local_addr()
        .context("the listener has no address")?;
    tracing::info!(http.address = %address, "listening on http://{address}");
    let limits = Limits {
        connections: config.api.max_connections,
        head_time: config.api.header_timeout,
        body_time: config.api.body_timeout,
        body_bytes: config.api.body_limit,
        drain_time: config.api.shutdown,
    };
    let options = DispatchOptions {
        poll: config.api.dispatch_interval,
        lease: config.api.dispatch_lease,
        ..DispatchOptions::default()
    };
    let dispatcher = Dispatcher::new(Arc::clone(&operations), options);
    tokio::join!(
        serve(listener, operations, limits, stop.clone()),
        dispatcher.run(stop)
    );
    Ok(())
}

/// The Web UI is known where `regreen dev` started it.
fn web_ui(config: &ApiProcessConfig) -> Option<WebUi> {
    let addresses = Addresses::read(&config.data_dir).ok().flatten()?;
    let namespace = Sources::of_process()
        .environment
        .remove("TEMPORAL_NAMESPACE")
        .filter(|name| !name.is_empty());
    Some(WebUi {
        address: addresses.temporal_ui,
        namespace: namespace.unwrap_or_else(|| "default".to_owned()),
    })
}
