//! Pages of lists, with GitHub's `Link` header.

use serde_json::Value;

use crate::{
    github::GitHub,
    http::{Call, Reply},
};

const DEFAULT_SIZE: usize = 30;
const LARGEST_SIZE: usize = 100;

/// The page that the request asks for.
pub(super) fn page(github: &GitHub, call: &Call, all: Vec<Value>) -> Reply {
    let asked = |name: &str| {
        call.query
            .number(name)
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| *number > 0)
    };
    let size = asked("per_page").unwrap_or(DEFAULT_SIZE).min(LARGEST_SIZE);
    let number = asked("page").unwrap_or(1);
    let last = all.len().div_ceil(size).max(1);
    let shown: Vec<Value> = all
        .into_iter()
        .skip((number - 1).saturating_mul(size))
        .take(size)
        .collect();
    let reply = Reply::json(200, &Value::Array(shown));
    let links = links(github, call, size, number, last);
    if links.is_empty() {
        reply
    } else {
        reply.header("link", &links)
    }
}

fn links(github: &GitHub, call: &Call, size: usize, number: usize, last: usize) -> String {
    let mut links = Vec::new();
    let mut link = |page: usize, relation: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in call
            .query
            .with_prefix("")
            .filter(|(name, _)| *name != "page" && *name != "per_page")
        {
            query.append_pair(name, value);
        }
        query
            .append_pair("per_page", &size.to_string())
            .append_pair("page", &page.to_string());
        links.push(format!(
            "<{}{}?{}>; rel=\"{relation}\"",
            github.url(),
            call.path,
            query.finish()
        ));
    };
    if number > 1 {
        link(number - 1, "prev");
    }
    if number < last {
        link(number + 1, "next");
        link(last, "last");
    }
    if number > 1 {
        link(1, "first");
    }
    links.join(", ")
}
