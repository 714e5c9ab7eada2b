//! The checks, in the order in which things depend on each other.

use std::{os::unix::fs::MetadataExt, path::Path};

use bootstrap::{Addresses, Config};

use super::{Check, programs};

pub(super) async fn all(config: &Config) -> Vec<Check> {
    let mut checks = vec![data_directory(config), programs::temporal(config)];
    checks.push(temporal_server(config).await);
    checks.push(store(config).await);
    checks.push(vault(&config.vault.key_file));
    checks.push(blobs(config));
    checks.push(programs::git());
    checks.push(programs::node(&config.sandbox));
    checks.push(programs::opencode(&config.sandbox, config.model.is_some()));
    checks.extend(sandbox(config).await);
    checks
}

fn data_directory(config: &Config) -> Check {
    let shown = config.data_dir.display().to_string();
    match config.create_data_dir() {
        Ok(()) => Check::good("data directory", shown),
        Err(error) => Check::bad(
            "data directory",
            format!("{shown}: {error}"),
            "give one that can be written with --data-dir",
        ),
    }
}

async fn temporal_server(config: &Config) -> Check {
    let name = "temporal server";
    match bootstrap::connect_temporal(&config.temporal, "regreen-doctor").await {
        Ok(_) => {
            let dev = Addresses::read(&config.data_dir).ok().flatten();
            let place = dev.map_or_else(
                || "by Temporal's own settings".to_owned(),
                |it| format!("{} (regreen dev)", it.temporal),
            );
            Check::good(name, format!("answers, {place}"))
        }
        Err(error) => Check::bad(
            name,
            error.to_string(),
            "run `regreen dev`, or set TEMPORAL_ADDRESS to a server of yours",
        ),
    }
}

async fn store(config: &Config) -> Check {
    let name = "database";
    let remedy = "run `regreen migrate` (or `regreen dev`, which does)";
    match bootstrap::open_store(&config.store).await {
        Err(error) => Check::bad(name, error.to_string(), remedy),
        Ok(store) => match store.health.describe().await {
            Ok(line) => Check::good(name, line),
            Err(error) => Check::bad(name, error.to_string(), remedy),
        },
    }
}

/// Looks without making a key: that is done at the first start.
fn vault(key_file: &Path) -> Check {
    let name = "vault key";
    let shown = key_file.display();
    match std::fs::metadata(key_file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Check::good(name, format!("{shown}: made at the first start"))
        }
        Err(error) => Check::bad(
            name,
            format!("{shown}: {error}"),
            "let regreen's user read it",
        ),
        Ok(metadata) if metadata.mode() & 0o077 != 0 => {
            let remedy = format!("run `chmod 600 {shown}`");
            Check::bad(name, format!("{shown}: others can read it"), remedy)
        }
        Ok(_) => match vault_opens(key_file) {
            Ok(()) => Check::good(name, format!("{shown}: mode 600")),
            Err(error) => Check::bad(name, error, "restore the key file from a backup"),
        },
    }
}

fn vault_opens(key_file: &Path) -> Result<(), String> {
    let config = bootstrap::config::VaultConfig {
        key_file: key_file.to_owned(),
    };
    bootstrap::open_vault(&config)
        .map(drop)
        .map_err(|error| error.to_string())
}

fn blobs(config: &Config) -> Check {
    match bootstrap::open_blobs(&config.blobs) {
        Ok(_) => Check::good("blobs", config.blobs.url.clone()),
        Err(error) => Check::bad(
            "blobs",
            error.to_string(),
            "give a folder that can be written as `blobs.url`",
        ),
    }
}

async fn sandbox(config: &Config) -> Vec<Check> {
    match workers::doctor::sandbox(&config.sandbox).await {
        Ok(found) => found
            .into_iter()
            .map(|check| Check {
                name: format!("sandbox: {}", check.name),
                ok: check.ok,
                detail: check.detail,
                remedy: check.remedy,
            })
            .collect(),
        Err(error) => vec![Check::bad(
            "sandbox",
            format!("{error:#}"),
            "correct the section `sandbox` of the configuration",
        )],
    }
}
