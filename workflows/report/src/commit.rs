//! Commit messages.

use domain::{FixView, Patch};

use crate::{details, neutral};

/// The message of a fix commit: what was red, what was changed, who made it, and for which fix.
#[must_use]
pub fn message(view: &FixView, patch: &Patch) -> String {
    let subject = subject(view);
    let why = view
        .diagnosis
        .as_ref()
        .map(details::diagnosed)
        .unwrap_or_default();
    let explanation = neutral::plain(&patch.explanation, 600);
    let mut parts = vec![subject];
    if !why.is_empty() {
        parts.push(format!(
            "The deployment {} failed:\n{why}",
            view.deployment_id
        ));
    }
    if !explanation.is_empty() {
        parts.push(explanation);
    }
    parts.push(format!(
        "Regreen-Fix: {}\nRegreen-Fixer: {}",
        view.fix, patch.fixer
    ));
    parts.join("\n\n")
}

/// The subject line, which is the pull request's title too; at most 72 characters and an ellipsis.
#[must_use]
pub fn subject(view: &FixView) -> String {
    let cause = view
        .diagnosis
        .as_ref()
        .map(|d| d.primary_line.as_str())
        .unwrap_or_default();
    let cause = neutral::plain(cause, 56);
    if cause.is_empty() {
        "fix: repair the failing build".to_owned()
    } else {
        format!("fix: build: {cause}")
    }
}
