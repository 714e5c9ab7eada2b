//! From a request to the code that answers it.

use async_trait::async_trait;

use super::{Vercel, access::Caller, errors::Refusal, rest};
use crate::{
    clock,
    http::{Call, Faults, Reply, Service, Traffic},
};

/// A request to the REST API with its caller.
pub(super) struct Api {
    pub(super) call: Call,
    pub(super) caller: Caller,
}

/// Refusals are answers, too: `?` ends a handler with one.
pub(super) type Answer = Result<Reply, Refusal>;

/// Requests per minute that the headers speak of; nothing is refused for exceeding it.
const LIMIT: usize = 500;

#[async_trait]
impl Service for Vercel {
    async fn answer(&self, call: Call) -> Reply {
        let segments = call.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        if let [_team, _project, id] = parts[..]
            && !is_version(parts[0])
        {
            return self.inspector(id).unwrap_or_else(Reply::from);
        }
        let answer = match self.caller(&call) {
            Ok(caller) => rest::answer(self, Api { call, caller }, &parts).await,
            Err(refusal) => Err(refusal),
        };
        let now = clock::now_seconds();
        let used = self.traffic.exchanges().len() % LIMIT;
        answer
            .unwrap_or_else(Reply::from)
            .header("x-ratelimit-limit", &LIMIT.to_string())
            .header("x-ratelimit-remaining", &(LIMIT - used).to_string())
            .header("x-ratelimit-reset", &(now / 60 * 60 + 60).to_string())
            .header("server", "Vercel")
            .header(
                "x-vercel-id",
                &format!("iad1::{}", self.ids.letters(12).to_lowercase()),
            )
    }

    fn faults(&self) -> &Faults {
        &self.faults
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}

/// `v1`, `v13`: the API's first path segment.
fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
