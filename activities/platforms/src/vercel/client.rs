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

impl Vercel {
    pub(super) async fn send(
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
        if let Some(team) = &self.credentials.team {
            request = request.query("teamId", team);
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

    /// Deployments of a project, page by page, until `enough` or the end.
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
            if page
                .get("deployments")
                .is_none_or(|deployments| !deployments.is_array())
            {
                return Err(call(response.invalid("no list of deployments")));
            }
            let before = all.len();
            let is_new = |item: &&Value| {
                json::text(item, "/uid")
                    .or_else(|| json::text(item, "/id"))
                    .is_some_and(|id| seen.insert(id))
            };
            all.extend(
                json::list(&page, "/deployments")
                    .iter()
                    .filter(is_new)
                    .cloned(),
            );
            let next = json::text(&page, "/pagination/next");
            if enough(&all) || all.len() == before || next.is_none() || next == until {
                break;
            }
            until = next;
        }
        Ok(all)
    }
}
