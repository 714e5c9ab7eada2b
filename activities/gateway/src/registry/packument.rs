//! Package metadata: archives' addresses are changed so that they, too, lead through the gateway.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use reqwest::Url;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::path::Resource;

/// Addresses elsewhere that are remembered; more are not reachable.
const MOST_ELSEWHERE: usize = 100_000;

/// Archive addresses that the registry gave and that are not below its own address. Only what the
/// registry itself named is ever asked for: the sandbox cannot make up an address.
#[derive(Debug, Default)]
pub(super) struct Elsewhere(Mutex<BTreeMap<String, Url>>);

impl Elsewhere {
    pub(super) fn get(&self, key: &str) -> Option<Url> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }

    fn add(&self, url: &Url) -> Option<String> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = hex::encode(&Sha256::digest(url.as_str())[..16]);
        if known.len() >= MOST_ELSEWHERE && !known.contains_key(&key) {
            return None;
        }
        known.insert(key.clone(), url.clone());
        Some(key)
    }
}

/// Metadata with the archives' addresses below `inside`; `None` when it is not JSON.
pub(super) fn rewrite(
    body: &[u8],
    base: &Url,
    inside: &str,
    elsewhere: &Elsewhere,
) -> Option<Vec<u8>> {
    let mut document: Value = serde_json::from_slice(body).ok()?;
    if let Some(dist) = document.get_mut("dist") {
        change(dist, base, inside, elsewhere);
    }
    if let Some(versions) = document.get_mut("versions").and_then(Value::as_object_mut) {
        for dist in versions
            .values_mut()
            .filter_map(|version| version.get_mut("dist"))
        {
            change(dist, base, inside, elsewhere);
        }
    }
    serde_json::to_vec(&document).ok()
}

fn change(dist: &mut Value, base: &Url, inside: &str, elsewhere: &Elsewhere) {
    let Some(tarball) = dist.get_mut("tarball") else {
        return;
    };
    let url = tarball.as_str().and_then(|text| Url::parse(text).ok());
    let changed = url.and_then(|url| address(&url, base, inside, elsewhere));
    // An address that cannot be reached through here is better gone than tried in vain.
    *tarball = changed.map_or(Value::Null, Value::String);
}

fn address(url: &Url, base: &Url, inside: &str, elsewhere: &Elsewhere) -> Option<String> {
    if url.query().is_none()
        && same_place(url, base)
        && let Some(rest) = url.path().strip_prefix(base.path())
        && let Some(resource @ Resource::Archive(..)) = Resource::parse(&format!("/{rest}"), None)
        // Only if the gateway would ask for exactly this.
        && base.join(&resource.upstream_path()).ok()?.path() == url.path()
    {
        return Some(format!("{inside}{rest}"));
    }
    let file = url
        .path()
        .rsplit('/')
        .next()
        .filter(|file| file.ends_with(".tgz"))
        .unwrap_or("package.tgz");
    let key = elsewhere.add(url)?;
    let path = format!("-/elsewhere/{key}/{file}");
    Resource::parse(&format!("/{path}"), None).map(|_| format!("{inside}{path}"))
}

/// Registries behind a proxy often name themselves with the other scheme.
fn same_place(url: &Url, base: &Url) -> bool {
    url.host_str() == base.host_str()
        && (url.port() == base.port() || url.scheme() != base.scheme())
}

#[cfg(test)]
mod tests;
