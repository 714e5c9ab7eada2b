//! Calls to Vercel's REST API: team, errors, pages.

use std::{collections::HashSet, sync::Arc};

use outbound::{Client, FailureKind, Method, OutboundError, Response, Url, endpoint, json};
use serde_json::Value;

use crate::{
    error::PlatformError,
    platform::{Credentials, Platform},
};

/// Pages of 100 deployments.
const MOST_LIST_PAGES: usize = 5;

pub(super) struct Vercel {
    client: Client,
    base: Url,
    credentials: Credentials,
}

pub(super) fn connect(
    credentials: Credentials,
    client: Client,
) -> Result<Arc<dyn Platform>, PlatformError> {
    let base = match &credentials.base_url {
        Some(url) => url.clone(),
        None => Url::parse("https://api.vercel.com").map_err(|error| {
            call(OutboundError::InvalidRequest {
                reason: error.to_string(),
            })
        })?,
    };
    Ok(Arc::new(Vercel {
        client,
        base,
        credentials,
    }))
}

pub(super) fn call(source: OutboundError) -> PlatformError {
    PlatformError::Call {
        platform: domain::Platform::Vercel,
        source,
    }
}

/// An answer to [`Vercel::list`] that is read too late to know its response.
pub(super) fn unreadable(reason: &str) -> PlatformError {
    call(OutboundError::InvalidAnswer {
        target: "the list of deployments".to_owned(),
        reason: reason.to_owned(),
    })
}

/// The id of a deployment in either form.
pub(super) fn listed_id(item: &Value) -> Option<String> {
    json::string(item, "/uid").or_else(|| json::string(item, "/id"))
}

/// Where the page after this one begins; `None` after the last.
///
/// # Errors
/// When the page does not say: taking it for the last could lose all that follow.
pub(super) fn next_page(page: &Value) -> Result<Option<String>, &'static str> {
    match page.pointer("/pagination/next") {
        Some(Value::Null) => Ok(None),
        _ => json::string(page, "/pagination/next")
            .or_else(|| json::positive(page, "/pagination/next").map(|next| next.to_string()))
            .map(Some)
            .ok_or("a page that does not say whether it is the last"),
    }
}

impl Vercel {
    /// A call about the team's things.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
        limit: Option<usize>,
    ) -> Result<Response, PlatformError> {
        let mut query = query.to_vec();
        query.extend(
            self.credentials
                .team
                .as_deref()
                .map(|team| ("teamId", team)),
        );
        self.send_as_is(method, path, &query, body, limit).await
    }

    async fn send_as_is(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
        limit: Option<usize>,
    ) -> Result<Response, PlatformError> {
        let url = endpoint(&self.base, path).map_err(call)?;
        let mut request = self
            .client
            .request(method, url)
            .bearer(&self.credentials.token);
        for (name, value) in query {
            request = request.query(name, value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(limit) = limit {
            request = request.body_limit(limit);
        }
        let response = request.send().await.map_err(call)?;
        // A bad token gets 403 with one of these flags; a good one without the right gets a bare 403.
        let is_bad_token = response.status == 403
            && response.json().is_ok_and(|body| {
                ["invalidToken", "missingToken"]
                    .iter()
                    .any(|flag| json::flag(&body, &format!("/error/{flag}")) == Some(true))
            });
        response.success().map_err(|error| match error {
            OutboundError::Status(mut failure) if is_bad_token => {
                failure.kind = FailureKind::Unauthorized;
                call(failure.into())
            }
            other => call(other),
        })
    }

    pub(super) async fn get(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<(Value, Response), PlatformError> {
        let response = self.send(Method::GET, path, query, None, None).await?;
        Ok((response.json().map_err(call)?, response))
    }

    /// A call about the token's owner, whatever the team.
    pub(super) async fn get_own(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<(Value, Response), PlatformError> {
        let response = self
            .send_as_is(Method::GET, path, query, None, None)
            .await?;
        Ok((response.json().map_err(call)?, response))
    }

    /// Deployments of a project, page by page, until `enough` or the end. Those that two pages have in common come once.
    pub(super) async fn list(
        &self,
        project: &str,
        query: &[(&str, &str)],
        enough: impl Fn(&[Value]) -> bool,
    ) -> Result<Vec<Value>, PlatformError> {
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        let mut until: Option<String> = None;
        for _ in 0..MOST_LIST_PAGES {
            let mut query = [&[("projectId", project), ("limit", "100")], query].concat();
            query.extend(until.as_deref().map(|until| ("until", until)));
            let (page, response) = self.get(&["v6", "deployments"], &query).await?;
            let invalid = |reason| call(response.invalid(reason));
            let Some(Value::Array(items)) = page.get("deployments") else {
                return Err(invalid("no list of deployments"));
            };
            let before = all.len();
            // One without an id stays: who looks for something must see that there is more than can be read.
            let is_new = |item: &&Value| listed_id(item).is_none_or(|id| seen.insert(id));
            all.extend(items.iter().filter(is_new).cloned());
            let next = next_page(&page).map_err(invalid)?;
            if enough(&all) || all.len() == before || next.is_none() || next == until {
                break;
            }
            until = next;
        }
        Ok(all)
    }
}
