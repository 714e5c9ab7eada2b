//! What package managers inside a sandbox are told.

use std::collections::BTreeMap;

use super::NpmUpstream;

/// Variables that point the package managers at `127.0.0.1:port` and stop what could only fail there:
/// audits, update notices, telemetry.
///
/// npm and pnpm replace the host of a lockfile's addresses by the registry's; yarn 1 does not.
pub fn environment(port: u16, upstream: &NpmUpstream) -> BTreeMap<String, String> {
    let registry = inside(port);
    let mut all: BTreeMap<String, String> = [
        // npm and pnpm.
        ("npm_config_registry", registry.as_str()),
        ("npm_config_replace_registry_host", "always"),
        ("npm_config_update_notifier", "false"),
        ("npm_config_audit", "false"),
        ("npm_config_fund", "false"),
        ("npm_config_progress", "false"),
        ("npm_config_fetch_retries", "2"),
        ("npm_config_fetch_retry_mintimeout", "500"),
        ("npm_config_fetch_retry_maxtimeout", "5000"),
        ("NO_UPDATE_NOTIFIER", "1"),
        // corepack, which fetches package managers themselves.
        ("COREPACK_NPM_REGISTRY", registry.trim_end_matches('/')),
        ("COREPACK_ENABLE_DOWNLOAD_PROMPT", "0"),
        ("COREPACK_ENABLE_AUTO_PIN", "0"),
        // yarn 1, then yarn 2 and later.
        ("YARN_REGISTRY", registry.as_str()),
        ("YARN_NPM_REGISTRY_SERVER", registry.trim_end_matches('/')),
        ("YARN_UNSAFE_HTTP_WHITELIST", "127.0.0.1"),
        ("YARN_ENABLE_TELEMETRY", "0"),
        ("YARN_ENABLE_GLOBAL_CACHE", "false"),
        ("BUN_CONFIG_REGISTRY", registry.as_str()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    for scope in upstream.scopes.keys() {
        all.insert(format!("npm_config_{scope}:registry"), registry.clone());
    }
    all
}

/// The address of the registry inside.
pub(super) fn inside(port: u16) -> String {
    format!("http://127.0.0.1:{port}/")
}
