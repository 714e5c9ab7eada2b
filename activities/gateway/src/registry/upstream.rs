//! The registries behind the gateway, and which credential belongs to which address.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::environment::inside;
use crate::GatewayError;

/// What is sent in the `Authorization` header. Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A token (`_authToken`).
    Bearer(SecretString),
    /// User and password in base64 (`_auth`).
    Basic(SecretString),
}

impl Credential {
    /// The header's value, marked as sensitive; `None` when it holds what no header may.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let text = match self {
            Self::Bearer(token) => format!("Bearer {}", token.expose_secret()),
            Self::Basic(pair) => format!("Basic {}", pair.expose_secret()),
        };
        let mut value = HeaderValue::try_from(text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

/// One registry.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Its base address, with a slash at the end and without user information.
    pub base: Url,
}

/// All registries that the host's package manager is configured to use.
#[derive(Clone, Debug)]
pub struct NpmUpstream {
    /// For packages without a scope of their own.
    pub default: Upstream,
    /// By scope, with the `@`.
    pub scopes: BTreeMap<String, Upstream>,
    /// By address without its scheme, as npm writes it: `//host[:port]/path/`.
    pub(super) credentials: BTreeMap<String, Credential>,
    /// Certificate bundles to trust besides the system's.
    pub certificates: Vec<PathBuf>,
    /// The package manager's own proxy, besides those of the environment.
    pub proxy: Option<Url>,
    /// Hosts that are reached without it.
    pub no_proxy: Option<String>,
}

impl NpmUpstream {
    /// A single registry.
    ///
    /// # Errors
    /// When the address is not an `http` or `https` address with a host.
    pub fn single(registry: &str, credential: Option<Credential>) -> Result<Self, GatewayError> {
        let default = Upstream {
            base: base(registry)?,
        };
        let credentials = credential
            .map(|credential| (nerf(&default.base), credential))
            .into_iter()
            .collect();
        Ok(Self {
            default,
            scopes: BTreeMap::new(),
            credentials,
            certificates: Vec::new(),
            proxy: None,
            no_proxy: None,
        })
    }

    /// From npm's settings by name, file and environment together.
    pub(super) fn from_settings(settings: &BTreeMap<String, String>) -> Result<Self, GatewayError> {
        let registry = settings.get("registry").ok_or(GatewayError::NoRegistry)?;
        let mut upstream = Self::single(registry, None)?;
        for (key, value) in settings {
            if let Some(scope) = key
                .strip_suffix(":registry")
                .filter(|scope| scope.starts_with('@'))
            {
                upstream
                    .scopes
                    .insert(scope.to_owned(), Upstream { base: base(value)? });
            }
        }
        upstream.credentials = credentials(settings);
        let present = |name: &str| {
            settings
                .get(name)
                .filter(|value| !matches!(value.as_str(), "" | "null"))
        };
        upstream.certificates = present("cafile").map(PathBuf::from).into_iter().collect();
        upstream.proxy = ["https-proxy", "proxy"]
            .iter()
            .find_map(|name| Url::parse(present(name)?).ok());
        upstream.no_proxy = present("noproxy").cloned();
        Ok(upstream)
    }

    /// The registry of a package.
    pub(super) fn of(&self, scope: Option<&str>) -> &Upstream {
        scope
            .and_then(|scope| self.scopes.get(scope))
            .unwrap_or(&self.default)
    }

    /// What to send along to an address: the credential of the longest configured prefix.
    pub(super) fn credential(&self, url: &Url) -> Option<&Credential> {
        let mut prefix = nerf(url);
        loop {
            if let Some(credential) = self.credentials.get(&prefix) {
                return Some(credential);
            }
            // The last slash ends the prefix itself.
            let shorter = prefix[..prefix.len() - 1].rfind('/')? + 1;
            if shorter <= 2 {
                return None;
            }
            prefix.truncate(shorter);
        }
    }

    pub(super) fn addresses(&self) -> impl Iterator<Item = &Url> {
        std::iter::once(&self.default)
            .chain(self.scopes.values())
            .map(|upstream| &upstream.base)
    }

    /// See [`RegistryGateway::outside`](super::RegistryGateway::outside).
    pub fn outside(&self, text: &str, port: u16) -> String {
        let mut text = text.to_owned();
        for (scope, upstream) in &self.scopes {
            for separator in ["/", "%2f", "%2F"] {
                let from = format!("{}{scope}{separator}", inside(port));
                text = text.replace(&from, &format!("{}{scope}{separator}", upstream.base));
            }
        }
        text.replace(&inside(port), self.default.base.as_str())
    }
}

/// npm's name for an address in credential settings: no scheme, the directory of the path.
fn nerf(url: &Url) -> String {
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let path = url.path();
    let directory = &path[..=path.rfind('/').unwrap_or(0)];
    format!("//{}{port}{directory}", url.host_str().unwrap_or_default())
}

fn credentials(settings: &BTreeMap<String, String>) -> BTreeMap<String, Credential> {
    let mut found = BTreeMap::new();
    for (key, value) in settings {
        let Some((address, name)) = key
            .rsplit_once(':')
            .filter(|(address, _)| address.starts_with("//"))
        else {
            continue;
        };
        let secret = || SecretString::from(value.as_str());
        let credential = match name {
            "_authToken" => Credential::Bearer(secret()),
            "_auth" => Credential::Basic(secret()),
            "_password" => match basic(settings, address, value) {
                Some(pair) => Credential::Basic(pair),
                None => continue,
            },
            _ => continue,
        };
        let address = if address.ends_with('/') {
            address.to_owned()
        } else {
            format!("{address}/")
        };
        // A token is what npm itself prefers.
        if name == "_authToken" || !found.contains_key(&address) {
            found.insert(address, credential);
        }
    }
    found
}

/// `username` beside a password that is itself in base64.
fn basic(
    settings: &BTreeMap<String, String>,
    address: &str,
    password: &str,
) -> Option<SecretString> {
    let user = settings.get(&format!("{address}:username"))?;
    let password = String::from_utf8(STANDARD.decode(password).ok()?).ok()?;
    Some(STANDARD.encode(format!("{user}:{password}")).into())
}

fn base(text: &str) -> Result<Url, GatewayError> {
    // The value may hold a password: it is not repeated.
    let refused = |reason: &str| GatewayError::Address {
        what: "registry address",
        value: text.rsplit('@').next().unwrap_or_default().to_owned(),
        reason: reason.to_owned(),
    };
    let mut url = Url::parse(text.trim()).map_err(|error| refused(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused("it must begin with http:// or https://"));
    }
    url.set_query(None);
    url.set_fragment(None);
    url.set_username("")
        .and_then(|()| url.set_password(None))
        .map_err(|()| refused("it has no host"))?;
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

#[cfg(test)]
mod tests;
