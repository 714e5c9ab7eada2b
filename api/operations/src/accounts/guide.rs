//! Where people make tokens, and what a token must be allowed to do.

use domain::{GitHost, Platform};
use outbound::Url;
use store::Provider;

/// A sentence that leads to the page where a token is made, and says which rights it needs. `base_url` is the API's
/// address when it is not the public one.
#[must_use]
pub fn token_guide(provider: Provider, base_url: Option<&str>) -> String {
    match provider {
        Provider::Platform(Platform::Vercel) => {
            "make one at https://vercel.com/account/settings/tokens, with the team as its scope"
                .to_owned()
        }
        Provider::GitHost(GitHost::Github) => {
            let site = github_site(base_url);
            format!(
                "make one at {site}/settings/tokens/new?scopes=repo,admin:repo_hook&description=regreen (scopes `repo` \
                 and `admin:repo_hook`), or a fine-grained one at {site}/settings/personal-access-tokens/new with \
                 read and write access to contents, pull requests, commit statuses and webhooks"
            )
        }
        other => format!("make one in the settings of your {other} account"),
    }
}

/// The pages of a GitHub whose API is at this address: `https://host/api/v3` belongs to `https://host`.
fn github_site(base_url: Option<&str>) -> String {
    let public = "https://github.com".to_owned();
    match base_url.and_then(|text| Url::parse(text).ok()) {
        Some(url) if url.path().trim_end_matches('/') == "/api/v3" => {
            url.origin().ascii_serialization()
        }
        _ => public,
    }
}

#[cfg(test)]
mod tests;
