//! Our one comment on a pull request: the one that failed, or our own at its end.

use std::fmt::Write as _;

use domain::{EndReason, FixId, FixStatus, FixView, Waiting};

use crate::{details, neutral};

/// Names our comment about a fix on a pull request.
#[must_use]
pub fn about(fix: &FixId) -> String {
    format!("regreen:{fix}")
}

/// Names our answer to a comment of somebody else.
#[must_use]
pub fn answer_to(comment: u64) -> String {
    format!("regreen:answer:{comment}")
}

/// The hidden first line by which a comment is found again.
#[must_use]
pub fn marker(name: &str) -> String {
    let clean: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))
        .collect();
    format!("<!-- {clean} -->")
}

/// The text on pull request `number`.
#[must_use]
pub fn text(view: &FixView, number: u64) -> String {
    let mut text = String::new();
    let own = view
        .pull_request
        .as_ref()
        .is_some_and(|link| link.number == number);
    if let Some(diagnosis) = view.diagnosis.as_ref().filter(|_| !own) {
        let _ = writeln!(
            text,
            "The {} deployment failed: **{}**\n",
            view.platform, diagnosis.error_type
        );
        text.push_str(&neutral::fenced(&diagnosis.primary_line, "text", 400));
        text.push_str("\n\n");
    }
    text.push_str(&standing(view, own));
    let _ = writeln!(text, "\n<sub>{}</sub>", view.fix);
    text
}

fn standing(view: &FixView, own: bool) -> String {
    let link = view.pull_request.as_ref().map(|link| {
        details::safe_link(&link.url).map_or_else(
            || format!("#{}", link.number),
            |url| format!("[#{}]({url})", link.number),
        )
    });
    let fix = link.filter(|_| !own);
    match (view.status, view.reason) {
        (FixStatus::Reviewing, _) => waiting(view),
        (FixStatus::PrCreated, _) => {
            match (&fix, view.shown_attempt().and_then(|a| a.proof.as_ref())) {
                (Some(fix), Some(proof)) if proof.holds() => {
                    format!("{fix} repairs it; its build has been seen to pass.\n")
                }
                (Some(fix), _) => format!("{fix} may repair it.\n"),
                (None, _) => "The newest attempt is in this pull request.\n".to_owned(),
            }
        }
        (FixStatus::Merged, _) => fix.map_or_else(
            || "Merged.\n".to_owned(),
            |fix| format!("Repaired by {fix}, which was merged.\n"),
        ),
        (FixStatus::Cancelled, _) => {
            let by = view
                .cancelled_by
                .as_ref()
                .map(|actor| format!(" by {}", neutral::line(&actor.to_string(), 80)));
            format!(
                "regreen stopped working on this: cancelled{}.\n",
                by.unwrap_or_default()
            )
        }
        (FixStatus::Failed, Some(EndReason::PullRequestClosed)) => {
            "The fix was closed without being merged; regreen leaves this failure alone.\n"
                .to_owned()
        }
        (status, reason) => {
            let reason = reason
                .map(|reason| format!(" ({reason})"))
                .unwrap_or_default();
            format!(
                "regreen: {status}{reason}. {}\n",
                neutral::line(&view.detail, 300)
            )
        }
    }
}

/// A patch that waits for a person: why, and what to say.
fn waiting(view: &FixView) -> String {
    let Some(Waiting::Approval { patch, why }) = &view.waiting else {
        return "A patch waits for a person.\n".to_owned();
    };
    let why: Vec<String> = why.iter().map(|why| neutral::line(why, 200)).collect();
    let patch = neutral::code(patch, 40);
    let bare = patch.trim_matches('`');
    format!(
        "A patch whose build passes waits for a person: {}.\n\n`/regreen approve {bare}` publishes it, \
         `/regreen reject {bare} <reason>` does not, `/regreen retry <hint>` asks for another one.\n",
        why.join("; ")
    )
}
