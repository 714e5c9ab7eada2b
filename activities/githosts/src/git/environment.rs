//! The environment of git: what it may know, and how the token reaches it.

use secrecy::ExposeSecret;
use tokio::process::Command;

use crate::git::Remote;

/// What git inherits: where programs and certificates are, and how to get out. Nothing else of our environment, which
/// may hold secrets, is passed on.
const INHERITED: [&str; 15] = [
    "PATH",
    "TMPDIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "CURL_CA_BUNDLE",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Configuration of every run. There is no other: neither the machine's nor the user's files are read.
const CONFIGURATION: [(&str, &str); 16] = [
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.attributesFile", "/dev/null"),
    ("core.excludesFile", "/dev/null"),
    ("core.autocrlf", "false"),
    ("credential.helper", ""),
    ("submodule.recurse", "false"),
    ("fetch.recurseSubmodules", "no"),
    // Packs stay packs, so that their growth can be watched.
    ("fetch.unpackLimit", "1"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    // A redirect could carry the credential elsewhere.
    ("http.followRedirects", "false"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "60"),
    ("protocol.version", "2"),
    ("advice.detachedHead", "false"),
];

/// Replaces the whole environment. Without a remote no protocol is allowed.
pub(super) fn set(command: &mut Command, remote: Option<&Remote>) {
    command.env_clear();
    let inherited = INHERITED.iter();
    command.envs(inherited.filter_map(|name| Some((name, std::env::var_os(name)?))));
    // The library below git does not know this variable by itself.
    if std::env::var_os("GIT_SSL_CAINFO").is_none() {
        command.envs(std::env::var_os("SSL_CERT_FILE").map(|file| ("GIT_SSL_CAINFO", file)));
    }
    command.envs([
        ("LC_ALL", "C"),
        ("HOME", "/nonexistent"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_ASKPASS", "/bin/false"),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_ATTR_NOSYSTEM", "1"),
        ("GIT_LFS_SKIP_SMUDGE", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        (
            "GIT_ALLOW_PROTOCOL",
            remote.map_or("none", Remote::protocol),
        ),
    ]);
    let header = remote.and_then(Remote::header);
    let header = header
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose_secret()));
    let mut count = 0;
    for (name, value) in CONFIGURATION.iter().copied().chain(header) {
        command.env(format!("GIT_CONFIG_KEY_{count}"), name);
        command.env(format!("GIT_CONFIG_VALUE_{count}"), value);
        count += 1;
    }
    command.env("GIT_CONFIG_COUNT", count.to_string());
}
