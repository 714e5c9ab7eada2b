//! From a request to the code that answers it.

use async_trait::async_trait;
use http::Method;

use super::{
    GitHub,
    access::Caller,
    errors::{self, Refusal},
    rest,
};
use crate::{
    clock,
    http::{Call, Faults, Reply, Service, Traffic},
};

const CURRENT_VERSION: &str = "2022-11-28";
const VERSIONS: [&str; 2] = [CURRENT_VERSION, "2026-03-10"];

/// A request to the REST API with its caller.
pub(super) struct Api {
    pub(super) call: Call,
    pub(super) caller: Caller,
}

/// Refusals are answers, too: `?` ends a handler with one.
pub(super) type Answer = Result<Reply, Refusal>;

#[async_trait]
impl Service for GitHub {
    async fn answer(&self, call: Call) -> Reply {
        let segments = call.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match parts[..] {
            ["api", "v3", ref rest @ ..] => self.api_answer(call, rest).await,
            [owner, repository, "info", "refs"]
            | [owner, repository, "git-upload-pack" | "git-receive-pack"] => {
                self.git_answer(call, owner, repository).await
            }
            [owner, repository, "pull", number] if call.method == Method::GET => self
                .pull_page(owner, repository, number)
                .await
                .unwrap_or_else(Reply::from),
            [owner, repository] if call.method == Method::GET => self
                .repository_page(owner, repository)
                .await
                .unwrap_or_else(Reply::from),
            [] => self.index_page(),
            _ => errors::not_found().into(),
        }
    }

    fn faults(&self) -> &Faults {
        &self.faults
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}

impl GitHub {
    async fn api_answer(&self, call: Call, path: &[&str]) -> Reply {
        if call.header("user-agent").is_none_or(str::is_empty) {
            return errors::no_user_agent();
        }
        let version = call
            .header("x-github-api-version")
            .unwrap_or(CURRENT_VERSION)
            .to_owned();
        if !VERSIONS.contains(&version.as_str()) {
            return errors::refuse(400, "The specified API version is not supported. Supported versions: 2022-11-28, 2026-03-10").into();
        }
        let mut scopes = None;
        let mut reply = match self.caller(&call) {
            Ok(caller) => {
                if let Caller::Token(grant) = &caller {
                    scopes = grant.scopes.as_ref().map(|scopes| scopes.join(", "));
                }
                rest::answer(self, Api { call, caller }, path)
                    .await
                    .unwrap_or_else(Reply::from)
            }
            Err(refusal) => refusal.into(),
        };
        // Only classic tokens have scopes.
        if let Some(scopes) = scopes {
            reply = reply.header("x-oauth-scopes", &scopes);
        }
        let used = self.traffic.exchanges().len() % 5000;
        let reset = clock::now_seconds() / 3600 * 3600 + 3600;
        reply
            .header("x-ratelimit-limit", "5000")
            .header("x-ratelimit-remaining", &(5000 - used).to_string())
            .header("x-ratelimit-used", &used.to_string())
            .header("x-ratelimit-reset", &reset.to_string())
            .header("x-ratelimit-resource", "core")
            .header("x-github-request-id", &self.ids.letters(20).to_uppercase())
            .header("x-github-api-version-selected", &version)
    }
}
