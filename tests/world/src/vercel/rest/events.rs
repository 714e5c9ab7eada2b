//! Build logs: as an array or one object per line, whole or in part, finished or as they grow.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream;
use serde_json::Value;

use crate::{
    http::Reply,
    vercel::{
        Vercel,
        router::{Answer, Api},
        state::{Deployment, EventFormat, LogEvent},
        view,
    },
};

/// A keep-alive line stands before every so many events.
const KEEP_ALIVE_EVERY: usize = 100;

/// What a request asks of a log.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    backward: bool,
    /// `None` is all.
    limit: Option<usize>,
    since: Option<i64>,
    until: Option<i64>,
}

pub(super) fn answer(vercel: &Vercel, api: &Api, id: &str) -> Answer {
    let query = &api.call.query;
    let wanted = Wanted {
        backward: query.get("direction") == Some("backward"),
        // -1 is all, and so is no limit.
        limit: query
            .number("limit")
            .and_then(|limit| usize::try_from(limit).ok()),
        since: query.number("since"),
        until: query.number("until"),
    };
    let asked_for_lines = query.get("format") == Some("lines")
        || api.call.path.starts_with("/v3/now/")
        || api.call.header("accept").is_some_and(prefers_lines);
    let state = vercel.state();
    let deployment = api.caller.deployment(&state, id)?;
    if !asked_for_lines && deployment.events.1 == EventFormat::AsAsked {
        let events: Vec<Value> = select(deployment, wanted)
            .map(|event| view::event(deployment, event))
            .collect();
        return Ok(Reply::json(200, &Value::Array(events)));
    }
    let text = lines(deployment, select(deployment, wanted));
    if query.switch("follow") && !deployment.state.finished() {
        let (id, seen) = (deployment.id.clone(), deployment.log.len());
        drop(state);
        if let Some(me) = vercel.me.upgrade() {
            return Ok(follow(me, id, text, seen));
        }
        return Ok(Reply::status(503));
    }
    Ok(Reply::status(200)
        .header("content-type", "application/stream+json")
        .content(text))
}

/// A client that takes both gets an array, unless it names lines first.
fn prefers_lines(accept: &str) -> bool {
    let place = |kind: &str| accept.find(kind);
    place("application/stream+json")
        .is_some_and(|lines| place("application/json").is_none_or(|array| lines < array))
}

fn select(deployment: &Deployment, wanted: Wanted) -> impl Iterator<Item = &LogEvent> {
    let fits = move |event: &&LogEvent| {
        wanted.since.is_none_or(|since| event.created >= since)
            && wanted.until.is_none_or(|until| event.created <= until)
    };
    let events: Box<dyn Iterator<Item = &LogEvent> + Send> = if wanted.backward {
        Box::new(deployment.log.iter().rev())
    } else {
        Box::new(deployment.log.iter())
    };
    events.filter(fits).take(wanted.limit.unwrap_or(usize::MAX))
}

/// One object per line, with `{}` lines between as Vercel sends them to keep the connection open.
fn lines<'e>(deployment: &Deployment, events: impl Iterator<Item = &'e LogEvent>) -> String {
    let mut text = String::new();
    for (index, event) in events.enumerate() {
        if index % KEEP_ALIVE_EVERY == 0 {
            text.push_str("{}\n");
        }
        text.push_str(&view::event(deployment, event).to_string());
        text.push('\n');
    }
    text
}

/// What is there, then each new event, until the deployment has ended.
fn follow(vercel: Arc<Vercel>, id: String, first: String, seen: usize) -> Reply {
    let changes = vercel.changed.subscribe();
    let start = (vercel, id, seen, changes, Some(first));
    let chunks = stream::unfold(
        start,
        |(vercel, id, mut seen, mut changes, first)| async move {
            if let Some(first) = first {
                return Some((Ok(Bytes::from(first)), (vercel, id, seen, changes, None)));
            }
            loop {
                let (text, finished) = {
                    let state = vercel.state();
                    let deployment = state.deployment(&id)?;
                    let text = lines(deployment, deployment.log.iter().skip(seen));
                    seen = deployment.log.len();
                    (text, deployment.state.finished())
                };
                if !text.is_empty() {
                    return Some((Ok(Bytes::from(text)), (vercel, id, seen, changes, None)));
                }
                if finished || changes.changed().await.is_err() {
                    return None;
                }
            }
        },
    );
    Reply::stream(200, "application/stream+json", Box::pin(chunks))
}
