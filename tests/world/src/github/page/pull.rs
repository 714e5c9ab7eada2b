//! The page of one pull request: description, comments, commits, checks, diff.

use super::{badge, document};
use crate::{
    clock,
    git::{CommitInfo, FileDiff},
    github::{
        GitHub, errors,
        errors::Refusal,
        markdown::render,
        rest::latest,
        state::{PullRequest, Repository, Status},
    },
    html::escape,
    http::Reply,
};

/// Lines of a diff shown per file.
const LINES_SHOWN: usize = 1_000;

impl GitHub {
    pub(in crate::github) async fn pull_page(
        &self,
        owner: &str,
        name: &str,
        number: &str,
    ) -> Result<Reply, Refusal> {
        let number: u64 = number.parse().map_err(|_| errors::not_found())?;
        let (head, talk, checks, pull, git) = {
            let state = self.state();
            let repository = state
                .repositories
                .get(&Repository::key(owner, name))
                .ok_or_else(errors::not_found)?;
            let pull = repository
                .pulls
                .get(&number)
                .ok_or_else(errors::not_found)?
                .clone();
            let checks: String = latest(&repository.statuses, &pull.head_sha)
                .into_iter()
                .map(check)
                .collect();
            (
                heading(repository, &pull),
                talk(repository, &pull),
                checks,
                pull,
                repository.git.clone(),
            )
        };
        let base = if pull.open {
            git.tip(&pull.base).await?
        } else {
            None
        }
        .unwrap_or_else(|| pull.base_sha.clone());
        let commits = git.log(&format!("{base}..{}", pull.head_sha), 250).await?;
        let files = git.diff(&base, &pull.head_sha, true).await?;
        let additions: u64 = files.iter().map(|file| file.additions).sum();
        let deletions: u64 = files.iter().map(|file| file.deletions).sum();
        let checks = if checks.is_empty() {
            "<li class=quiet>No checks have reported.</li>".to_owned()
        } else {
            checks
        };
        let content = format!(
            "{head}{talk}<h2>Commits</h2><ul class=plain>{}</ul><h2>Checks</h2><ul class=plain>{checks}</ul>\
             <h2>Files changed <span class=quiet>{}</span> <span class=plus>+{additions}</span> <span class=minus>−{deletions}</span></h2>{}",
            commits.iter().rev().map(commit).collect::<String>(),
            files.len(),
            files.iter().map(file).collect::<String>(),
        );
        Ok(document(
            &format!("{} · Pull Request #{number} · {owner}/{name}", pull.title),
            &content,
        ))
    }
}

fn heading(repository: &Repository, pull: &PullRequest) -> String {
    let (class, word) = badge(pull);
    let full_name = escape(&repository.full_name());
    let labels: String = pull
        .labels
        .iter()
        .map(|label| format!("<span class=label>{}</span>", escape(label)))
        .collect();
    format!(
        "<p><a href=\"/{full_name}\">{full_name}</a></p><h1>{} <span class=quiet>#{}</span></h1>\
         <p><span class=\"badge {class}\">{word}</span> <b>{}</b> wants to merge <code>{}</code> into <code>{}</code> {labels}</p>",
        escape(&pull.title),
        pull.number,
        escape(&pull.author),
        escape(&pull.head),
        escape(&pull.base),
    )
}

fn talk(repository: &Repository, pull: &PullRequest) -> String {
    let body = pull
        .body
        .as_deref()
        .filter(|body| !body.is_empty())
        .unwrap_or("*No description provided.*");
    let comments = repository
        .comments
        .values()
        .filter(|comment| comment.issue == pull.number);
    let rest: String = comments
        .map(|comment| spoken(&comment.author, comment.created, &comment.body))
        .collect();
    format!("{}{rest}", spoken(&pull.author, pull.created, body))
}

fn spoken(author: &str, seconds: i64, body: &str) -> String {
    format!(
        "<article class=box><header><b>{}</b> <span class=quiet>{}</span></header><div>{}</div></article>",
        escape(author),
        clock::iso(seconds),
        render(body)
    )
}

fn commit(commit: &CommitInfo) -> String {
    let title = commit.message.lines().next().unwrap_or_default();
    format!(
        "<li><code>{:.7}</code> {} <span class=quiet>{}</span></li>",
        commit.sha,
        escape(title),
        escape(&commit.author.name)
    )
}

fn check(status: &Status) -> String {
    let word = status.state.word();
    let link = status
        .target_url
        .as_deref()
        .filter(|url| url.starts_with("http"));
    let link = link.map_or_else(String::new, |url| {
        format!(" <a href=\"{}\">Details</a>", escape(url))
    });
    format!(
        "<li><b class=state-{word}>{word}</b> {} <span class=quiet>{}</span>{link}</li>",
        escape(&status.context),
        escape(status.description.as_deref().unwrap_or_default())
    )
}

fn file(file: &FileDiff) -> String {
    let renamed = file
        .previous
        .as_ref()
        .map_or_else(String::new, |previous| format!("{} → ", escape(previous)));
    let lines: String = file.patch.lines().take(LINES_SHOWN).map(line).collect();
    let lines = if file.patch.is_empty() {
        "<span class=quiet>No lines to show.</span>".to_owned()
    } else {
        lines
    };
    format!(
        "<section class=box><header>{renamed}<b>{}</b> <span class=plus>+{}</span> <span class=minus>−{}</span> \
         <span class=quiet>{}</span></header><pre class=diff>{lines}</pre></section>",
        escape(&file.path),
        file.additions,
        file.deletions,
        file.status,
    )
}

fn line(line: &str) -> String {
    let class = match line.as_bytes().first() {
        Some(b'+') => "a",
        Some(b'-') => "d",
        Some(b'@') => "h",
        _ => "c",
    };
    format!("<span class={class}>{}</span>", escape(line))
}
