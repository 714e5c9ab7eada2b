//! The web pages: a pull request, a repository, the list of repositories. Everything foreign is escaped.

mod pull;
mod style;

use super::{
    GitHub, errors,
    errors::Refusal,
    state::{PullRequest, Repository},
};
use crate::{html::escape, http::Reply};

impl GitHub {
    pub(super) fn index_page(&self) -> Reply {
        let state = self.state();
        let rows: String = state
            .repositories
            .values()
            .map(|repository| {
                format!(
                    "<li><a href=\"/{0}\">{0}</a></li>",
                    escape(&repository.full_name())
                )
            })
            .collect();
        document(
            "Repositories",
            &format!("<h1>Repositories</h1><ul>{rows}</ul>"),
        )
    }

    pub(super) async fn repository_page(&self, owner: &str, name: &str) -> Result<Reply, Refusal> {
        let (full_name, git, pulls) = {
            let state = self.state();
            let repository = state
                .repositories
                .get(&Repository::key(owner, name))
                .ok_or_else(errors::not_found)?;
            let pulls: String = repository
                .pulls
                .values()
                .rev()
                .map(|pull| row(repository, pull))
                .collect();
            (repository.full_name(), repository.git.clone(), pulls)
        };
        let branches: String = git
            .branches()
            .await?
            .iter()
            .map(|(branch, sha)| {
                format!(
                    "<li><code>{}</code> <span class=quiet>{sha:.7}</span></li>",
                    escape(branch)
                )
            })
            .collect();
        let content = format!(
            "<h1>{}</h1><h2>Pull requests</h2><ul class=pulls>{pulls}</ul><h2>Branches</h2><ul>{branches}</ul>",
            escape(&full_name)
        );
        Ok(document(&full_name, &content))
    }
}

fn row(repository: &Repository, pull: &PullRequest) -> String {
    let (class, word) = badge(pull);
    format!(
        "<li><span class=\"badge {class}\">{word}</span> <a href=\"/{}/pull/{2}\">{} <span class=quiet>#{2}</span></a></li>",
        escape(&repository.full_name()),
        escape(&pull.title),
        pull.number
    )
}

fn badge(pull: &PullRequest) -> (&'static str, &'static str) {
    match pull {
        PullRequest {
            merged: Some(_), ..
        } => ("merged", "Merged"),
        PullRequest { open: false, .. } => ("closed", "Closed"),
        PullRequest { draft: true, .. } => ("draft", "Draft"),
        _ => ("open", "Open"),
    }
}

fn document(title: &str, content: &str) -> Reply {
    let page = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{}</title><style>{}</style></head><body><main>{content}</main></body></html>",
        escape(title),
        style::SHEET
    );
    Reply::html(200, page)
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src https: http:",
        )
        .header("x-content-type-options", "nosniff")
}
