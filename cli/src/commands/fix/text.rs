//! A fix for people.

use std::fmt::Write;

use domain::{AttemptView, CommandRun, Diagnosis, Spend, Waiting};
use jiff::Timestamp;
use operations::{Change, FixDetails, ProofReport, ViewSource};

use crate::output::printable;

#[cfg(test)]
mod tests;

/// Files of a diagnosis that are named.
const FILES: usize = 10;

/// One fix on a page.
pub(super) fn details(fix: &FixDetails) -> String {
    let (summary, view) = (&fix.summary, &fix.view);
    let mut out = String::new();
    row(&mut out, "fix", summary.id.as_str());
    let standing = report::details::standing(view.status, view.reason);
    row(&mut out, "status", &format!("{standing}  {}", view.detail));
    if let ViewSource::Mirror { because } = &fix.source {
        row(&mut out, "", &format!("(as last stored: {because})"));
    }
    if let Some(waiting) = &view.waiting {
        row(&mut out, "waiting for", &waiting_for(waiting));
    }
    for line in &fix.doing {
        row(&mut out, "doing", line);
    }
    row(
        &mut out,
        "deployment",
        &format!(
            "{} on {}, project {}",
            summary.deployment, summary.platform, summary.project
        ),
    );
    if let Some(repository) = &summary.repository {
        let branch = summary.branch.as_deref().unwrap_or("?");
        let commit = summary
            .commit
            .as_deref()
            .map_or("?", |sha| sha.get(..10).unwrap_or(sha));
        row(
            &mut out,
            "source",
            &format!("{repository}, branch {branch} at {commit}"),
        );
    }
    if let Some(diagnosis) = &view.diagnosis {
        row(
            &mut out,
            "diagnosis",
            &format!("{}: {}", diagnosis.error_type, diagnosis.primary_line),
        );
        row(&mut out, "", &about(diagnosis));
    }
    if let Some(rule) = &view.rule {
        row(&mut out, "rule", rule);
    }
    if let Some(leader) = &view.leader {
        row(
            &mut out,
            "behind",
            &format!("{} ({})", leader.fix, leader.workflow_id),
        );
    }
    for attempt in &view.attempts {
        row(
            &mut out,
            &format!("attempt {}", attempt.number),
            &attempt_line(attempt),
        );
        for finding in &attempt.findings {
            let line = finding
                .line
                .map(|line| format!(":{line}"))
                .unwrap_or_default();
            row(
                &mut out,
                "",
                &format!("policy: {}{line}: {}", finding.path, finding.detail),
            );
        }
        if attempt.spend.model_calls > 0 {
            row(&mut out, "", &spent(&attempt.spend));
        }
    }
    if let Some(proof) = view.shown_attempt().and_then(|it| it.proof.as_ref()) {
        row(&mut out, "proof", verdict(proof.holds()));
        row(&mut out, "", "before:");
        commands(&mut out, &proof.base);
        row(&mut out, "", "after:");
        commands(&mut out, &proof.fix);
    }
    if let Some(pull_request) = &summary.pull_request {
        row(
            &mut out,
            "pull request",
            &format!("{} ({})", pull_request.url, pull_request.state),
        );
    }
    if let Some(proposal) = &view.proposal {
        let draft = if proposal.draft { "a draft" } else { "one" };
        row(
            &mut out,
            "would open",
            &format!(
                "{draft} from {} to {}, labels {} (the subscription only observes; `regreen fix proposal` prints it)",
                proposal.branch,
                proposal.base,
                proposal.labels.join(", ")
            ),
        );
    }
    if view.spend.model_calls > 0 {
        row(&mut out, "model", &spent(&view.spend));
    }
    if let Some(page) = &summary.web_ui {
        row(&mut out, "workflow", page);
    } else {
        row(&mut out, "workflow", &summary.workflow_id);
    }
    for entry in &view.timeline {
        row(&mut out, &time(entry.at), &entry.text);
    }
    for note in &view.notes {
        row(&mut out, &time(note.at), &format!("note: {}", note.text));
    }
    printable(out.trim_end())
}

/// A proof.
pub(super) fn proof(report: &ProofReport) -> String {
    let proof = &report.proof;
    let mut out = String::new();
    row(
        &mut out,
        "proof",
        &format!("of attempt {}, {}", report.attempt, verdict(report.holds)),
    );
    row(
        &mut out,
        "before",
        &format!("commit {}, tree {}", proof.base_commit, proof.base_tree),
    );
    commands(&mut out, &proof.base);
    row(&mut out, "after", &format!("tree {}", proof.fix_tree));
    commands(&mut out, &proof.fix);
    row(
        &mut out,
        "fingerprint",
        &format!(
            "platform {}, sandbox {}",
            proof.platform_fingerprint, proof.base_fingerprint
        ),
    );
    row(
        &mut out,
        "logs",
        &format!("{}, {}", proof.base_log, proof.fix_log),
    );
    row(&mut out, "ran with", &proof.environment.join(", "));
    printable(out.trim_end())
}

/// A change on one line; `None` for those that say nothing to people.
pub(super) fn change(change: &Change) -> Option<String> {
    let line = match change {
        Change::Seen { fix } => details(fix),
        Change::Status {
            status,
            reason,
            detail,
        } => {
            let reason = reason
                .map(|reason| format!("/{reason}"))
                .unwrap_or_default();
            format!("==> {status}{reason}  {detail}")
        }
        Change::Detail { detail } if detail.is_empty() => return None,
        Change::Detail { detail } => format!("    {detail}"),
        Change::Happened { at, text } => format!("{}  {text}", time(*at)),
        Change::Note { at, text } => format!("{}  note: {text}", time(*at)),
        Change::Step {
            step,
            attempt,
            failure,
            progress,
            ..
        } => {
            let mut line = format!("    … {step}");
            if *attempt > 1 {
                let _ = write!(line, ", try {attempt}");
            }
            if let Some(failure) = failure {
                let _ = write!(line, " (last: {failure})");
            }
            if let Some(progress) = progress {
                let _ = write!(line, ": {progress}");
            }
            line
        }
        Change::Attempt {
            number,
            outcome,
            detail,
        } => {
            let outcome = serde_json::to_value(outcome).ok()?;
            format!(
                "    attempt {number}: {} {detail}",
                outcome.as_str().unwrap_or_default()
            )
        }
        Change::PullRequest { pull_request } => format!(
            "    pull request {} ({})",
            pull_request.url, pull_request.state
        ),
        Change::Source {
            source: ViewSource::Workflow,
        } => "    the workflow answers again".to_owned(),
        Change::Source {
            source: ViewSource::Mirror { because },
        } => format!("    as last stored: {because}"),
    };
    Some(printable(&line))
}

/// Where the failure is, and how sure that is.
fn about(diagnosis: &Diagnosis) -> String {
    let files = &diagnosis.affected_files;
    let mut parts: Vec<String> = files.iter().take(FILES).cloned().collect();
    let more = files.len().saturating_sub(FILES);
    if more > 0 {
        parts.push(format!("{more} more files"));
    }
    if let Some(package) = &diagnosis.workspace_package {
        parts.push(format!("package {package}"));
    }
    if let Some(command) = &diagnosis.failed_command {
        let code = diagnosis
            .exit_code
            .map(|code| format!(" (exit code {code})"));
        parts.push(format!("`{command}`{}", code.unwrap_or_default()));
    }
    if diagnosis.other_errors > 0 {
        parts.push(format!("{} other errors", diagnosis.other_errors));
    }
    parts.push(format!("sure to {:.0} %", diagnosis.confidence * 100.0));
    parts.join(", ")
}

fn verdict(holds: bool) -> &'static str {
    if holds {
        "holds: red for the platform's reason, green with the patch"
    } else {
        "does not hold"
    }
}

fn spent(spend: &Spend) -> String {
    format!(
        "{} calls, {} tokens, ${:.4}",
        spend.model_calls,
        spend.tokens(),
        spend.cost_micros as f64 / 1_000_000.0
    )
}

fn row(out: &mut String, label: &str, text: &str) {
    let _ = writeln!(out, "{label:<14}{}", text.trim_end());
}

fn time(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds)
        .map(|at| at.strftime("%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

fn waiting_for(waiting: &Waiting) -> String {
    match waiting {
        Waiting::Approval { patch, why } => {
            format!("a decision on patch {patch} ({})", why.join("; "))
        }
        Waiting::Leader { leader } => format!("fix {leader}, which works on the same root cause"),
        Waiting::Redeploy { deployment } => format!("deployment {deployment}, made again"),
        Waiting::PullRequest => "the pull request's fate".to_owned(),
        Waiting::Budget { until } => format!(
            "budget: the installation's of today is used up; the next day begins at {}, `regreen budget set` raises it",
            time(*until)
        ),
        Waiting::Retry => "a person's retry".to_owned(),
    }
}

fn attempt_line(attempt: &AttemptView) -> String {
    let outcome = serde_json::to_value(attempt.outcome).ok();
    let outcome = outcome
        .as_ref()
        .and_then(|value| value.as_str())
        .unwrap_or_default()
        .replace('_', " ");
    let mut line = format!("{outcome}  {}", attempt.detail);
    if let Some(patch) = &attempt.patch {
        let files = match patch.files.len() {
            1 => "1 file".to_owned(),
            files => format!("{files} files"),
        };
        let _ = write!(
            line,
            "  patch {} by {}: {files}, +{} -{}",
            patch.id, patch.fixer, patch.added, patch.removed
        );
    }
    line
}

fn commands(out: &mut String, runs: &[CommandRun]) {
    for run in runs {
        let code = run.exit_code.map_or_else(
            || "no exit code".to_owned(),
            |code| format!("exit code {code}"),
        );
        row(
            out,
            "",
            &format!(
                "{}  ({code}, {:.1} s)",
                run.command,
                run.milliseconds as f64 / 1000.0
            ),
        );
    }
}
