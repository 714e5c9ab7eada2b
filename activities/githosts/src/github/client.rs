//! Calls to GitHub's REST API: addresses, headers, pages.

use domain::Repository;
use outbound::{Client, HeaderName, Method, OutboundError, Response, Url, endpoint};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::{error::GitHostError, host::Credentials};

/// Pages of 100 that are read of any list.
const MOST_PAGES: usize = 30;
/// A hundred comments of full length, escaped, fit in.
const PAGE_BYTES: usize = 32 * 1024 * 1024;

pub(super) struct Github {
    client: Client,
    api: Url,
    pub(super) git: Url,
    pub(super) credentials: Credentials,
    /// Login of the token's owner; `None` for an app.
    pub(super) login: OnceCell<Option<String>>,
}

pub(super) fn call(source: OutboundError) -> GitHostError {
    GitHostError::Call {
        host: domain::GitHost::Github,
        source,
    }
}

fn parse(text: &str) -> Result<Url, GitHostError> {
    Url::parse(text)
        .map_err(|error| GitHostError::Invalid(format!("`{text}` is no address: {error}")))
}

impl Github {
    pub(super) fn new(credentials: Credentials, client: Client) -> Result<Self, GitHostError> {
        let api = credentials
            .api_url
            .clone()
            .map_or_else(|| parse("https://api.github.com"), Ok)?;
        let git = match (&credentials.git_url, api.host_str()) {
            (Some(url), _) => url.clone(),
            (None, Some("api.github.com")) => parse("https://github.com")?,
            // Enterprise Server: https://host/api/v3 and https://host/owner/name.git
            (None, _) => {
                let mut url = api.clone();
                let path = url
                    .path()
                    .trim_end_matches('/')
                    .trim_end_matches("/api/v3")
                    .to_owned();
                url.set_path(&path);
                url
            }
        };
        Ok(Self {
            client,
            api,
            git,
            credentials,
            login: OnceCell::new(),
        })
    }

    /// Sends a call about a repository; `path` follows `/repos/<owner>/<name>`.
    pub(super) async fn send(
        &self,
        method: Method,
        repository: &Repository,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Response, GitHostError> {
        let path = [
            &["repos", repository.owner.as_str(), repository.name.as_str()],
            path,
        ]
        .concat();
        self.send_to(method, &path, query, body).await
    }

    pub(super) async fn send_to(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Response, GitHostError> {
        let url = endpoint(&self.api, path).map_err(call)?;
        let mut request = self
            .client
            .request(method, url)
            .bearer(&self.credentials.token)
            .header(
                HeaderName::from_static("accept"),
                "application/vnd.github+json",
            )
            .header(
                HeaderName::from_static("x-github-api-version"),
                "2022-11-28",
            )
            .body_limit(PAGE_BYTES);
        for (name, value) in query {
            request = request.query(name, value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        request
            .send()
            .await
            .and_then(Response::success)
            .map_err(call)
    }

    pub(super) async fn get(
        &self,
        repository: &Repository,
        path: &[&str],
    ) -> Result<(Value, Response), GitHostError> {
        let response = self.send(Method::GET, repository, path, &[], None).await?;
        Ok((response.json().map_err(call)?, response))
    }

    /// An answer to [`Self::list`] that is read too late to know its response.
    pub(super) fn unreadable(
        &self,
        repository: &Repository,
        what: &str,
        reason: &str,
    ) -> GitHostError {
        call(OutboundError::InvalidAnswer {
            target: format!("the {what} of {repository}"),
            reason: reason.to_owned(),
        })
    }

    /// A list, all its pages.
    pub(super) async fn list(
        &self,
        repository: &Repository,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Vec<Value>, GitHostError> {
        let mut all = Vec::new();
        for page in 1..=MOST_PAGES {
            let number = page.to_string();
            let query = [&[("per_page", "100"), ("page", number.as_str())], query].concat();
            let response = self
                .send(Method::GET, repository, path, &query, None)
                .await?;
            let Value::Array(items) = response.json().map_err(call)? else {
                return Err(call(response.invalid("no list")));
            };
            let count = items.len();
            all.extend(items);
            let link = response
                .headers
                .get("link")
                .and_then(|link| link.to_str().ok());
            let is_last = link.map_or(count < 100, |link| !link.contains("rel=\"next\""));
            if count == 0 || is_last {
                return Ok(all);
            }
        }
        tracing::warn!(repository = %repository, pages = MOST_PAGES, "a list at the git host has more pages than are read");
        Ok(all)
    }
}
