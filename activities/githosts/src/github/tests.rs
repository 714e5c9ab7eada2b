//! GitHub's client against a scripted server: what it asks, and what it makes of good and awkward answers.

use std::{sync::Arc, time::Duration};

use domain::Repository;
use outbound::testing::{Received, Server};
use serde_json::{Value, json};

use crate::{Credentials, GitHost, NewPullRequest, connect};

mod comments;
mod failures;
mod hooks;
mod misreadings;
mod pull_requests;
mod repositories;

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";
const LONG: Duration = Duration::from_secs(20);
const TOKEN: &str = "ghs_1_aaaa.bbbb_cccc";
const MARKER: &str = "<!-- regreen:fix_1 -->";

fn host(server: &Server, timeout: Duration) -> Arc<dyn GitHost> {
    let api_url = Some(server.url.join("api/v3").unwrap());
    connect(
        domain::GitHost::Github,
        Credentials {
            token: TOKEN.into(),
            api_url,
            git_url: None,
        },
        Server::client(timeout),
    )
    .unwrap()
}

fn repository() -> Repository {
    Repository {
        host: domain::GitHost::Github,
        owner: "acme".to_owned(),
        name: "app".to_owned(),
    }
}

fn body(number: u64, state: &str) -> Value {
    json!({"number": number, "state": state, "merged_at": null, "draft": false, "title": "Fix the build", "body": "Because.", "html_url": format!("https://github.com/acme/app/pull/{number}"),
        "mergeable": null, "updated_at": "2026-05-01T12:00:00Z", "user": {"login": "bot"},
        "head": {"ref": "regreen/fix-1", "sha": SHA, "repo": {"full_name": "acme/app"}}, "base": {"ref": "main", "sha": SHA}})
}

fn wanted() -> NewPullRequest {
    NewPullRequest {
        head: "regreen/fix-1".to_owned(),
        base: "main".to_owned(),
        title: "Fix the build".to_owned(),
        body: "Because.".to_owned(),
        draft: false,
        reopen: false,
    }
}

fn calls(server: &Server) -> Vec<String> {
    let shown = |request: &Received| {
        format!(
            "{} {}",
            request.method,
            request
                .path
                .split('?')
                .next()
                .unwrap()
                .trim_start_matches("/api/v3/repos/acme/app/")
        )
    };
    server.received().iter().map(shown).collect()
}
