//! What people paste for a deployment of Vercel.

use domain::DeploymentId;
use outbound::{Url, clean};

/// Where the pages for people are: `/<team>/<project>/<id without its prefix>`.
const PAGES: [&str; 2] = ["vercel.com", "www.vercel.com"];
const PREFIX: &str = "dpl_";
const MOST_BYTES: usize = 2_000;
/// Pages of a project that stand where a deployment's id could.
const OTHER_PAGES: [&str; 18] = [
    "activity",
    "agent",
    "ai",
    "ai-gateway",
    "analytics",
    "deployments",
    "domains",
    "environments",
    "firewall",
    "flags",
    "integrations",
    "logs",
    "monitoring",
    "observability",
    "settings",
    "speed-insights",
    "storage",
    "usage",
];

/// Reads an id (`dpl_…`), the address of a deployment (`….vercel.app`) or of its page on vercel.com.
///
/// # Errors
/// A sentence that says what would do.
pub(super) fn read(text: &str) -> Result<DeploymentId, String> {
    let text = text.trim();
    let unusable = || {
        let shown: String = clean(text).chars().take(100).collect();
        format!(
            "`{shown}` names no deployment on Vercel: give its id (dpl_…), its address (….vercel.app) or the address of \
             its page on vercel.com"
        )
    };
    if text.len() > MOST_BYTES {
        return Err(unusable());
    }
    if is_id(text) {
        return Ok(DeploymentId(text.to_owned()));
    }
    let address = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("https://{text}"))
    };
    let url = address
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(unusable)?;
    let host = url.host_str().unwrap_or_default();
    if PAGES.contains(&host) {
        return of_page(&url).ok_or_else(|| {
            format!(
                "{host}{} is not the page of one deployment: open the deployment, and give the address of that page",
                url.path()
            )
        });
    }
    let name = host.strip_suffix(".vercel.app").ok_or_else(unusable)?;
    // One label; the URL parser has made it lower-case.
    let is_label = (1..=63).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_label {
        Ok(DeploymentId(host.to_owned()))
    } else {
        Err(unusable())
    }
}

fn of_page(url: &Url) -> Option<DeploymentId> {
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    let (_team, _project) = (parts.next()?, parts.next()?);
    let mut part = parts.next()?;
    if part == "deployments" {
        part = parts.next()?;
    }
    if OTHER_PAGES.contains(&part) {
        return None;
    }
    let id = if part.starts_with(PREFIX) {
        part.to_owned()
    } else {
        format!("{PREFIX}{part}")
    };
    is_id(&id).then_some(DeploymentId(id))
}

fn is_id(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(|rest| {
        (1..=100).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
