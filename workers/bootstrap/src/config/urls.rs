//! Addresses: of the store, the blobs, and other systems.

use std::path::Path;

use url::Url;

use super::{ConfigError, layers::Origins};

pub(super) fn store_url(
    url: String,
    data_dir: &Path,
    origins: &Origins,
) -> Result<String, ConfigError> {
    if url.is_empty() {
        return Ok(format!(
            "sqlite://{}",
            data_dir.join("regreen.db").display()
        ));
    }
    if url.starts_with("sqlite://") && !url.contains(":memory:") {
        Ok(url)
    } else {
        Err(origins.invalid(
            "store.url",
            "must be the address of a SQLite file, such as sqlite:///var/lib/regreen/regreen.db",
        ))
    }
}

pub(super) fn blobs_url(
    url: String,
    data_dir: &Path,
    origins: &Origins,
) -> Result<String, ConfigError> {
    if url.is_empty() {
        let folder = Url::from_directory_path(data_dir.join("blobs"));
        return folder
            .map(String::from)
            .map_err(|()| origins.invalid("data_dir", "must be an absolute path"));
    }
    match Url::parse(&url) {
        Ok(parsed) if parsed.scheme() == "file" && parsed.to_file_path().is_ok() => Ok(url),
        _ => Err(origins.invalid(
            "blobs.url",
            "must be the address of a folder, such as file:///var/lib/regreen/blobs",
        )),
    }
}

pub(super) fn http_url(text: &str, key: &str, origins: &Origins) -> Result<Url, ConfigError> {
    let problem = "must be an http or https address without user and password";
    let url = Url::parse(text).map_err(|_| origins.invalid(key, problem))?;
    let plain = matches!(url.scheme(), "http" | "https") && url.has_host();
    if plain && url.username().is_empty() && url.password().is_none() {
        Ok(url)
    } else {
        Err(origins.invalid(key, problem))
    }
}

/// Others reach us there with what must not be read on the way: TLS, or this machine.
pub(super) fn public_url(text: &str, origins: &Origins) -> Result<Url, ConfigError> {
    let url = http_url(text, "api.public_url", origins)?;
    let is_here = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if (url.scheme() == "https" || is_here) && url.query().is_none() && url.fragment().is_none() {
        Ok(url)
    } else {
        Err(origins.invalid(
            "api.public_url",
            "must be an https address without query, such as https://regreen.example.com",
        ))
    }
}
