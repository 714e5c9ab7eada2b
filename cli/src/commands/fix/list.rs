//! `regreen fix list`.

use std::process::ExitCode;

use clap::Args;
use domain::{EndReason, FixStatus, GitHost, Platform, Repository, Waiting};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use operations::{Cursor, FixFilter, FixSummary, PageRequest};

use crate::{
    failure::{Failure, Outcome},
    globals::Globals,
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only with this status (may be repeated)
    #[arg(long, value_name = "STATUS", value_parser = parse_status)]
    status: Vec<FixStatus>,
    /// Only of this platform
    #[arg(long)]
    platform: Option<Platform>,
    /// Only of this project: its id or name
    #[arg(long)]
    project: Option<String>,
    /// Only of this repository: owner/name, or host:owner/name
    #[arg(long, value_parser = parse_repository)]
    repository: Option<Repository>,
    /// Only on this branch
    #[arg(long)]
    branch: Option<String>,
    /// Only those that ended for this reason
    #[arg(long, value_name = "REASON", value_parser = parse_reason)]
    reason: Option<EndReason>,
    /// Only those made since then: a date, a time (RFC 3339), or how long ago, such as 36h or 7d
    #[arg(long, value_name = "WHEN", value_parser = parse_since)]
    since: Option<Timestamp>,
    /// Only with this root cause
    #[arg(long)]
    fingerprint: Option<String>,
    /// Only where this text occurs: title, error, branch, repository, project, ids
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// How many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// Go on after this cursor, from the page before
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let filter = FixFilter {
            statuses: arguments.status.clone(),
            repository: arguments.repository.clone(),
            platform: arguments.platform,
            project: arguments.project.clone(),
            fingerprint: arguments.fingerprint.clone(),
            source_pull_request: None,
            branch: arguments.branch.clone(),
            reason: arguments.reason,
            since: arguments.since,
            text: arguments.search.clone(),
        };
        let page = PageRequest {
            limit: arguments.limit,
            after: arguments.after.clone().map(Cursor),
        };
        let page = operations.list_fixes(filter, page).await?;
        if output.json {
            output.value(&page)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = [
            "FIX",
            "STATUS",
            "PROJECT",
            "BRANCH",
            "ERROR",
            "PULL REQUEST",
            "SINCE",
        ];
        output.table(
            &head,
            page.items.iter().map(row).collect(),
            "No fix matches.",
        )?;
        if let Some(next) = page.next {
            output.line(format!("\nMore: --after {}", next.0))?;
        }
        Ok::<_, Failure>(ExitCode::SUCCESS)
    })
}

fn row(fix: &FixSummary) -> Vec<String> {
    let mut status = report::details::standing(fix.status, fix.reason);
    let sandbox = fix.waits_for_sandbox.then_some("a free sandbox");
    if let Some(word) = fix.waiting.as_ref().and_then(waits_for).or(sandbox) {
        status.push_str(&format!(" (waits for {word})"));
    }
    let error = match fix.error_type {
        Some(kind) => format!("{kind}: {}", short(&fix.primary_line, 60)),
        None => String::new(),
    };
    vec![
        fix.id.to_string(),
        status,
        fix.project.clone(),
        fix.branch.clone().unwrap_or_default(),
        error,
        fix.pull_request
            .as_ref()
            .map(|it| it.url.clone())
            .unwrap_or_default(),
        fix.created_at.strftime("%Y-%m-%d %H:%M").to_string(),
    ]
}

/// What a fix waits for, in a word; `None` where its status says it.
fn waits_for(waiting: &Waiting) -> Option<&'static str> {
    match waiting {
        Waiting::Approval { .. } => Some("a decision"),
        Waiting::Leader { .. } => Some("another fix"),
        Waiting::Redeploy { .. } => Some("a redeploy"),
        Waiting::Budget { .. } => Some("budget"),
        Waiting::PullRequest | Waiting::Retry => None,
    }
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

fn parse_status(text: &str) -> Result<FixStatus, String> {
    text.parse().map_err(|error: String| {
        let all: Vec<&str> = FixStatus::ALL
            .iter()
            .map(|status| status.as_str())
            .collect();
        format!("{error}: use {}", all.join(", "))
    })
}

fn parse_reason(text: &str) -> Result<EndReason, String> {
    text.parse().map_err(|_| {
        let all: Vec<&str> = EndReason::ALL.iter().map(|it| it.as_str()).collect();
        format!("use {}", all.join(", "))
    })
}

fn parse_since(text: &str) -> Result<Timestamp, String> {
    let wrong = || {
        "a date such as 2026-11-20, a time such as 2026-11-20T12:00:00Z, or 36h or 7d".to_owned()
    };
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    if let Ok(date) = text.parse::<Date>() {
        let begins = date.to_zoned(TimeZone::UTC).map_err(|_| wrong())?;
        return Ok(begins.timestamp());
    }
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text[..text.len() - unit.len_utf8()]
        .parse()
        .map_err(|_| wrong())?;
    let hours = match unit {
        'h' => Some(number),
        'd' => number.checked_mul(24),
        'w' => number.checked_mul(7 * 24),
        _ => None,
    };
    let ago = hours
        .filter(|hours| (0..=876_000).contains(hours))
        .ok_or_else(wrong)?;
    Ok(Timestamp::now() - SignedDuration::from_hours(ago))
}

fn parse_repository(text: &str) -> Result<Repository, String> {
    let (host, rest) = text.split_once(':').unwrap_or(("github", text));
    let host = [GitHost::Github, GitHost::Gitlab, GitHost::Bitbucket]
        .into_iter()
        .find(|known| known.as_str() == host)
        .ok_or_else(|| "the host is github, gitlab or bitbucket".to_owned())?;
    match rest.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() => Ok(Repository {
            host,
            owner: owner.to_owned(),
            name: name.to_owned(),
        }),
        _ => Err("give owner/name".to_owned()),
    }
}

#[cfg(test)]
mod tests;
