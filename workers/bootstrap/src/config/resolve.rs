//! From what is written to what is used: paths made absolute, addresses parsed, contradictions refused.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::Windows;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::{
    ApiConfig, Bind, BlobsConfig, BudgetConfig, Config, ConfigError, LogConfig, OutboundConfig,
    ProvidersConfig, SandboxConfig, SourceLimits, Sources, StoreConfig, TemporalConfig,
    VaultConfig, WorkerConfig, keys,
    layers::{Merged, Origins},
    model, raw, sandbox_root, shown,
    urls::{blobs_url, http_url, public_url, store_url},
};

/// 25 hours in milliseconds: less than Temporal lets the activity live.
const LONGEST_RENEWAL: u64 = 90_000_000;
/// No window and interval is shorter: the server's timers are not exact enough.
const SHORTEST: u64 = 100;

pub(super) fn resolve(merged: Merged, sources: &Sources) -> Result<Config, ConfigError> {
    let Merged {
        raw,
        values,
        origins,
    } = merged;
    let path = |text: &str| (!text.is_empty()).then(|| sources.working_directory.join(text));
    let Some(data_dir) = path(&raw.data_dir).or_else(|| sources.usual_data_dir()) else {
        return Err(origins.invalid("data_dir", "must be set, since HOME is not"));
    };
    check_numbers(&values, raw.sandbox.uid_base, &origins)?;
    check_windows(&raw.windows, &origins)?;

    let vercel = http_url(&raw.vercel.base_url, "vercel.base_url", &origins)?;
    let github = http_url(&raw.github.base_url, "github.base_url", &origins)?;
    let model = model::resolve(&raw.model, &origins, sources)?;
    let allowed_hosts = allowed_hosts(&raw, &origins, [&vercel, &github]);
    EnvFilter::try_new(&raw.log.filter)
        .map_err(|error| origins.invalid("log.filter", format!("is no filter: {error}")))?;
    let shown = shown::Shown::new(&values, &origins);
    Ok(Config {
        api: api(&raw.api, &origins)?,
        store: StoreConfig {
            url: store_url(raw.store.url, &data_dir, &origins)?,
        },
        blobs: BlobsConfig {
            url: blobs_url(raw.blobs.url, &data_dir, &origins)?,
        },
        vault: VaultConfig {
            key_file: path(&raw.vault.key_file).unwrap_or_else(|| data_dir.join("vault.key")),
        },
        temporal: temporal(&raw.temporal, &origins, &data_dir, path(&raw.temporal.cli))?,
        worker: WorkerConfig {
            control_slots: raw.worker.control_slots,
            cached_workflows: raw.worker.cached_workflows,
            shutdown: Duration::from_millis(raw.worker.shutdown_ms),
        },
        sandbox: SandboxConfig {
            root: path(&raw.sandbox.root).unwrap_or_else(|| {
                sandbox_root::usual(&data_dir, nix::unistd::geteuid().is_root())
            }),
            slots: raw.sandbox.slots,
            uid_base: raw.sandbox.uid_base,
            bwrap: path(&raw.sandbox.bwrap),
            node_dir: path(&raw.sandbox.node_dir),
            node_tools: path(&raw.sandbox.node_tools),
            tool_dirs: raw
                .sandbox
                .tool_dirs
                .iter()
                .filter_map(|text| path(text))
                .collect(),
            opencode: path(&raw.sandbox.opencode),
            agent_wall: Duration::from_millis(raw.sandbox.agent_wall_ms),
            limits: raw.sandbox.limits,
            source: SourceLimits {
                total_bytes: raw.source.total_bytes,
                file_bytes: raw.source.file_bytes,
                files: raw.source.files,
            },
        },
        model,
        budget: BudgetConfig {
            cause: raw.budget.cause,
            day: raw.budget.day,
        },
        windows: raw.windows,
        providers: ProvidersConfig { vercel, github },
        outbound: OutboundConfig {
            allowed_hosts,
            connect_timeout: Duration::from_millis(raw.outbound.connect_timeout_ms),
            total_timeout: Duration::from_millis(raw.outbound.total_timeout_ms),
        },
        log: LogConfig {
            format: raw.log.format,
            filter: raw.log.filter,
        },
        data_dir,
        shown,
    })
}

/// Numbers that make no sense as zero; prices, budgets and windows have rules of their own.
fn check_numbers(
    values: &figment::value::Dict,
    uid_base: u32,
    origins: &Origins,
) -> Result<(), ConfigError> {
    for (key, value) in keys::leaves(values) {
        let free = ["model.price_", "budget.", "windows."]
            .iter()
            .any(|prefix| key.starts_with(prefix));
        if !free && keys::whole(value) == Some(0) {
            return Err(origins.invalid(&key, "must be greater than zero"));
        }
    }
    if uid_base < 1_000 {
        return Err(origins.invalid(
            "sandbox.uid_base",
            "must be at least 1000: lower numbers belong to the system",
        ));
    }
    Ok(())
}

fn check_windows(windows: &Windows, origins: &Origins) -> Result<(), ConfigError> {
    let Windows {
        rest,
        review,
        follow,
        preview,
        redeploy,
        claim,
        poll_first,
        poll_most,
        outage,
        poll,
        reconcile,
        renew,
    } = *windows;
    for (name, value) in [
        ("rest", rest),
        ("review", review),
        ("follow", follow),
        ("preview", preview),
        ("redeploy", redeploy),
        ("claim", claim),
        ("poll_first", poll_first),
        ("poll_most", poll_most),
        ("outage", outage),
        ("poll", poll),
        ("reconcile", reconcile),
        ("renew", renew),
    ] {
        if value < SHORTEST {
            return Err(origins.invalid(
                &format!("windows.{name}"),
                format!("must be at least {SHORTEST} milliseconds"),
            ));
        }
    }
    if renew > LONGEST_RENEWAL {
        return Err(origins.invalid("windows.renew", "must not be longer than 25 hours"));
    }
    if poll_first > poll_most {
        return Err(origins.invalid(
            "windows.poll_first",
            "must not be longer than `windows.poll_most`",
        ));
    }
    Ok(())
}

fn api(raw: &raw::Api, origins: &Origins) -> Result<ApiConfig, ConfigError> {
    let address = raw.bind.parse().map_err(|_| {
        origins.invalid(
            "api.bind",
            "must be an address and a port, such as 127.0.0.1:8470",
        )
    })?;
    let public_url = (!raw.public_url.is_empty()).then(|| public_url(&raw.public_url, origins));
    Ok(ApiConfig {
        bind: Bind {
            address,
            configured: origins.configured("api.bind"),
        },
        public_url: public_url.transpose()?,
        max_connections: raw.max_connections,
        header_timeout: Duration::from_millis(raw.header_timeout_ms),
        body_timeout: Duration::from_millis(raw.body_timeout_ms),
        body_limit: raw.body_limit,
        shutdown: Duration::from_millis(raw.shutdown_ms),
        dispatch_interval: Duration::from_millis(raw.dispatch_interval_ms),
        dispatch_lease: Duration::from_millis(raw.dispatch_lease_ms),
    })
}

fn temporal(
    raw: &raw::Temporal,
    origins: &Origins,
    data_dir: &Path,
    cli: Option<PathBuf>,
) -> Result<TemporalConfig, ConfigError> {
    if raw.port == raw.ui_port {
        return Err(ConfigError::Contradiction(format!(
            "`temporal.port` and `temporal.ui_port` are both {}: the server and its Web UI need a port each",
            raw.port
        )));
    }
    let local = |port, key| Bind {
        address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
        configured: origins.configured(key),
    };
    Ok(TemporalConfig {
        server: local(raw.port, "temporal.port"),
        ui: local(raw.ui_port, "temporal.ui_port"),
        cli,
        connect_timeout: Duration::from_millis(raw.connect_timeout_ms),
        retention_days: raw.retention_days,
        data_dir: data_dir.to_owned(),
    })
}

/// Who names a host in the configuration means it.
fn allowed_hosts(raw: &raw::Raw, origins: &Origins, providers: [&Url; 2]) -> Vec<String> {
    let named = [
        ("vercel.base_url", providers[0]),
        ("github.base_url", providers[1]),
    ];
    let named = named
        .into_iter()
        .filter(|(key, _)| origins.configured(key))
        .filter_map(|(_, url)| url.host_str());
    let mut hosts: Vec<String> = raw
        .outbound
        .allowed_hosts
        .iter()
        .map(String::as_str)
        .chain(named)
        .map(str::to_lowercase)
        .collect();
    hosts.sort();
    hosts.dedup();
    hosts
}
