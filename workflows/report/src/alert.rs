//! Alerts: what a fix tells people through the channels of its subscription.

use std::fmt::Write as _;

use domain::{AlertEvent, Diagnosis, FixView, Spend, Waiting};
use serde_json::{Value, json};

use crate::{details, neutral};

#[cfg(test)]
mod tests;

/// Most characters of a name or address.
const NAME: usize = 200;
/// Most characters of a sentence.
const SENTENCE: usize = 400;
/// Most reasons why a patch waits.
const REASONS: usize = 10;

/// An alert in the three forms channels need.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertText {
    /// One line of plain text.
    pub title: String,
    /// A few lines of Markdown for chats.
    pub text: String,
    /// The `data` of webhooks: an object whose shape is documented in `docs/operations.md` and only grows;
    /// always below 32 KiB. What is not known is null.
    pub data: Value,
}

/// The alert about a fix. `page` is the workflow's page in the Temporal Web UI, when it is known.
#[must_use]
pub fn alert(view: &FixView, event: AlertEvent, page: Option<&str>) -> AlertText {
    let page = page.and_then(details::safe_link);
    let title = title(view, event);
    AlertText {
        text: text(view, &title, page),
        data: data(view, page),
        title,
    }
}

/// The alert by which somebody tries a channel.
#[must_use]
pub fn test(channel: &str) -> AlertText {
    let title = format!(
        "regreen: test of the channel {}",
        neutral::prose(channel, 80)
    );
    AlertText {
        text: format!(
            "A test of the channel **{}**: alerts of regreen arrive here.",
            neutral::line(channel, 80)
        ),
        data: json!({ "channel": neutral::exact(channel, NAME) }),
        title,
    }
}

/// When what the alert tells happened, in Unix time in milliseconds: the newest entry of the timeline. It does not
/// change when the same alert is sent again.
#[must_use]
pub fn happened_at(view: &FixView) -> Option<i64> {
    view.timeline.last().map(|entry| entry.at)
}

fn title(view: &FixView, event: AlertEvent) -> String {
    let project = view.deployment.as_ref().map_or_else(
        || view.deployment_id.to_string(),
        |d| d.project_name.clone(),
    );
    let project = neutral::prose(&project, 80);
    let number = view
        .pull_request
        .as_ref()
        .map(|link| format!(" #{}", link.number))
        .unwrap_or_default();
    let why = view
        .reason
        .filter(|reason| reason.as_str() != view.status.as_str())
        .map(|reason| format!(" ({reason})"))
        .unwrap_or_default();
    let what = match event {
        AlertEvent::Reviewing => "a patch waits for a decision".to_owned(),
        AlertEvent::PrCreated => format!("pull request{number} is open"),
        AlertEvent::Merged => format!("pull request{number} was merged"),
        AlertEvent::Failed => format!("the fix failed{why}"),
        AlertEvent::Skipped => format!("no fix was needed or possible{why}"),
        AlertEvent::Cancelled => "the fix was cancelled".to_owned(),
        AlertEvent::Observed => "a fix was proved and, as wished, not published".to_owned(),
        AlertEvent::Test => "a test of this channel".to_owned(),
    };
    format!("{project}: {what}")
}

fn text(view: &FixView, title: &str, page: Option<&str>) -> String {
    let mut text = format!("**{}**\n", neutral::line(title, 2 * NAME));
    if let Some(repository) = &view.repository {
        let _ = write!(text, "{}", neutral::line(&repository.full_name(), NAME));
        if let Some(branch) = view.deployment.as_ref().and_then(|d| d.branch.as_deref()) {
            let _ = write!(text, " on {}", neutral::code(branch, 100));
        }
        text.push('\n');
    }
    if let Some(diagnosis) = &view.diagnosis {
        let _ = writeln!(
            text,
            "{}",
            neutral::line(&details::diagnosed(diagnosis), 260)
        );
    }
    if !view.detail.is_empty() {
        let _ = writeln!(text, "{}", neutral::line(&view.detail, SENTENCE));
    }
    if let Some(Waiting::Approval { patch, why }) = &view.waiting {
        for why in why.iter().take(REASONS) {
            let _ = writeln!(text, "- {}", neutral::line(why, NAME));
        }
        let _ = writeln!(
            text,
            "`regreen fix approve {}` or `regreen fix reject {}` decides on patch {}",
            view.fix,
            view.fix,
            neutral::code(patch, 40)
        );
    }
    if let Some(url) = view
        .pull_request
        .as_ref()
        .and_then(|link| details::safe_link(&link.url))
    {
        let _ = writeln!(text, "{url}");
    }
    if let Some(page) = page {
        let _ = writeln!(text, "[workflow]({page})");
    }
    text
}

fn data(view: &FixView, page: Option<&str>) -> Value {
    let deployment = view.deployment.as_ref();
    json!({
        "fix": view.fix,
        "workflow": neutral::exact(&view.workflow_id, NAME),
        "status": view.status,
        "reason": view.reason,
        "detail": neutral::prose(&view.detail, SENTENCE),
        "page": page,
        "platform": view.platform,
        "project": deployment.map(|d| json!({
            "id": neutral::exact(&d.project, NAME),
            "name": neutral::prose(&d.project_name, NAME),
        })),
        "deployment": {
            "id": neutral::exact(view.deployment_id.as_str(), NAME),
            "target": deployment.map(|d| neutral::exact(&d.target, NAME)),
            "url": deployment.and_then(|d| d.page.as_deref()).and_then(details::safe_link),
        },
        "repository": view.repository.as_ref().map(|repository| json!({
            "host": repository.host,
            "name": neutral::exact(&repository.full_name(), NAME),
        })),
        "branch": deployment.and_then(|d| d.branch.as_deref()).map(|b| neutral::exact(b, NAME)),
        "commit": deployment.and_then(|d| d.commit.as_ref()).map(|c| neutral::exact(&c.sha, NAME)),
        "diagnosis": view.diagnosis.as_ref().map(diagnosis),
        "pull_request": view.pull_request.as_ref().map(|link| json!({
            "number": link.number,
            "url": details::safe_link(&link.url),
            "state": neutral::exact(&link.state, NAME),
        })),
        "waiting": view.waiting.as_ref().and_then(waiting),
        "cost": cost(&view.spend),
    })
}

fn diagnosis(diagnosis: &Diagnosis) -> Value {
    json!({
        "error_type": diagnosis.error_type,
        "primary_line": neutral::prose(&diagnosis.primary_line, SENTENCE),
        "fingerprint": neutral::exact(&diagnosis.fingerprint, NAME),
    })
}

/// Only what a person can decide on.
fn waiting(waiting: &Waiting) -> Option<Value> {
    let Waiting::Approval { patch, why } = waiting else {
        return None;
    };
    let why: Vec<String> = why
        .iter()
        .take(REASONS)
        .map(|why| neutral::prose(why, NAME))
        .collect();
    Some(json!({ "patch": neutral::exact(patch, NAME), "why": why }))
}

fn cost(spend: &Spend) -> Value {
    json!({
        "model_calls": spend.model_calls,
        "input_tokens": spend.input_tokens,
        "output_tokens": spend.output_tokens,
        "cost_micros": spend.cost_micros,
    })
}
