//! What the Temporal Web UI shows of a fix, and the sentences of its timeline.

use std::fmt::Write as _;

use domain::{
    AttemptOutcome, AttemptView, CommandRun, Diagnosis, EndReason, FixStatus, FixView,
    PolicyFinding, Waiting,
};

use crate::neutral;

/// The static summary of a fix workflow: one line for lists.
#[must_use]
pub fn summary(project: &str, repository: &str, branch: Option<&str>) -> String {
    let branch = branch
        .map(|branch| format!(" on {}", neutral::plain(branch, 60)))
        .unwrap_or_default();
    format!(
        "Fix {} ({}){branch}",
        neutral::plain(project, 60),
        neutral::plain(repository, 80)
    )
}

/// A diagnosis in one sentence.
#[must_use]
pub fn diagnosed(diagnosis: &Diagnosis) -> String {
    let line = if diagnosis.primary_line.is_empty() {
        "no cause found".to_owned()
    } else {
        neutral::plain(&diagnosis.primary_line, 200)
    };
    let mut text = format!("{}: {line}", diagnosis.error_type);
    if diagnosis.transient {
        text.push_str(" (a fault of the platform or network)");
    }
    text
}

/// A finding of the policy in one sentence.
#[must_use]
pub fn finding(finding: &PolicyFinding) -> String {
    let place = match finding.line {
        Some(line) => format!("{}:{line}", finding.path),
        None => finding.path.clone(),
    };
    format!(
        "{} ({})",
        neutral::plain(&finding.detail, 200),
        neutral::plain(&place, 120)
    )
}

/// Commands with exit codes and durations in one sentence.
#[must_use]
pub fn built(what: &str, runs: &[CommandRun]) -> String {
    let commands: Vec<String> = runs.iter().map(ran).collect();
    let commands = commands.join(", ");
    if what.is_empty() {
        commands
    } else {
        format!("{what}: {commands}")
    }
}

/// One command, its exit code and duration.
#[must_use]
pub fn ran(run: &CommandRun) -> String {
    let code = run
        .exit_code
        .map_or_else(|| "did not end".to_owned(), |code| format!("exit {code}"));
    format!(
        "{} → {code} in {}",
        neutral::plain(&run.command, 80),
        seconds(run.milliseconds)
    )
}

/// Milliseconds as seconds with one digit.
#[must_use]
pub fn seconds(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100)
}

/// Millionths of a dollar as dollars.
#[must_use]
pub fn dollars(micros: u64) -> String {
    format!("${}.{:04}", micros / 1_000_000, micros % 1_000_000 / 100)
}

/// An outcome in words.
#[must_use]
pub fn outcome(outcome: AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Running => "under way",
        AttemptOutcome::NotReproduced => "not reproduced",
        AttemptOutcome::NoChange => "no change made",
        AttemptOutcome::BudgetExhausted => "budget exhausted",
        AttemptOutcome::Refused => "refused by the policy",
        AttemptOutcome::StillRed => "still red",
        AttemptOutcome::Green => "green",
        AttemptOutcome::Rejected => "dropped by a person",
        AttemptOutcome::PreviewFailed => "preview failed",
        AttemptOutcome::Faulted => "faulted",
    }
}

/// The current details: the whole story on one Markdown page.
#[must_use]
pub fn current(view: &FixView) -> String {
    let mut page = String::new();
    let _ = writeln!(
        page,
        "### {}\n\n{}\n",
        standing(view.status, view.reason),
        neutral::line(&view.detail, 400)
    );
    if let Some(waiting) = &view.waiting {
        let _ = writeln!(page, "**Waiting:** {}\n", waiting_for(view, waiting));
    }
    if let Some(deployment) = &view.deployment {
        let name = neutral::line(&deployment.project_name, 80);
        let link = deployment.page.as_deref().and_then(safe_link);
        let id = link.map_or_else(
            || neutral::code(deployment.id.as_str(), 80),
            |link| format!("[{}]({link})", deployment.id),
        );
        let _ = writeln!(page, "**Deployment** {id} of {name} on {}", view.platform);
        if let (Some(branch), Some(commit)) = (&deployment.branch, &deployment.commit) {
            let author = commit
                .author
                .as_deref()
                .map(|a| format!(" by {}", neutral::line(a, 60)))
                .unwrap_or_default();
            let _ = writeln!(
                page,
                "\n**Commit** {} on {}{author}: {}",
                neutral::code(&commit.sha[..commit.sha.len().min(10)], 10),
                neutral::code(branch, 100),
                neutral::line(&commit.subject, 120)
            );
        }
        page.push('\n');
    }
    if let Some(diagnosis) = &view.diagnosis {
        let _ = writeln!(
            page,
            "**Diagnosis** {}",
            neutral::line(&diagnosed(diagnosis), 260)
        );
        if !diagnosis.affected_files.is_empty() {
            let files: Vec<String> = diagnosis
                .affected_files
                .iter()
                .take(5)
                .map(|f| neutral::code(f, 120))
                .collect();
            let _ = writeln!(page, "\n**Files** {}", files.join(", "));
        }
        page.push('\n');
    }
    if !view.attempts.is_empty() {
        page.push_str(
            "| attempt | outcome | fixer | model calls | cost |\n|---|---|---|---|---|\n",
        );
        for attempt in &view.attempts {
            page.push_str(&attempt_row(attempt));
        }
        page.push('\n');
    }
    if let Some(proof) = view.shown_attempt().and_then(|a| a.proof.as_ref()) {
        let verdict = if proof.holds() {
            "red before for the same reason, green after"
        } else {
            "the failure itself is not proved"
        };
        let _ = writeln!(
            page,
            "**Proof** {verdict}: before {}; after {}\n",
            neutral::line(&built("", &proof.base), 300),
            neutral::line(&built("", &proof.fix), 300)
        );
    }
    if let Some(link) = &view.pull_request {
        let shown = safe_link(&link.url).map_or_else(
            || format!("#{}", link.number),
            |url| format!("[#{}]({url})", link.number),
        );
        let _ = writeln!(
            page,
            "**Pull request** {shown} ({})\n",
            neutral::line(&link.state, 20)
        );
    }
    if let Some(proposal) = &view.proposal {
        let _ = writeln!(
            page,
            "**Would open** a pull request from {} to {}: the subscription only observes\n",
            neutral::code(&proposal.branch, 100),
            neutral::code(&proposal.base, 100)
        );
    }
    story(&mut page, view);
    page
}

/// Status, and reason where it says more than the status.
#[must_use]
pub fn standing(status: FixStatus, reason: Option<EndReason>) -> String {
    match reason {
        Some(reason) if reason.as_str() != status.as_str() => format!("{status}/{reason}"),
        _ => status.to_string(),
    }
}

/// What happened, and what was remarked: the newest entries, in the order of time.
fn story(page: &mut String, view: &FixView) {
    for (title, entries, most) in [
        ("What happened", &view.timeline, 25),
        ("Notes", &view.notes, 8),
    ] {
        if entries.is_empty() {
            continue;
        }
        let _ = writeln!(page, "**{title}** (UTC)\n");
        for entry in &entries[entries.len().saturating_sub(most)..] {
            let _ = writeln!(
                page,
                "- {} {}",
                clock(entry.at),
                neutral::line(&entry.text, 240)
            );
        }
        page.push('\n');
    }
}

/// The time of day of a Unix time in milliseconds.
fn clock(at: i64) -> String {
    let seconds = at.div_euclid(1_000).rem_euclid(86_400);
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

fn waiting_for(view: &FixView, waiting: &Waiting) -> String {
    match waiting {
        Waiting::Approval { patch, why } => {
            let why: Vec<String> = why.iter().map(|w| neutral::line(w, 200)).collect();
            format!(
                "a decision on patch `{patch}`: {}. `regreen fix approve {}` or `regreen fix reject {}`",
                why.join("; "),
                view.fix,
                view.fix
            )
        }
        Waiting::Leader { leader } => format!("fix `{leader}`, which works on the same root cause"),
        Waiting::Redeploy { deployment } => {
            format!("the redeploy {}", neutral::code(deployment.as_str(), 80))
        }
        Waiting::PullRequest => "the pull request to be merged or closed".to_owned(),
        Waiting::Budget { until } => format!(
            "the installation's budget: that of today is used up, the next day begins at {} (UTC), and `regreen budget set` raises it",
            clock(*until)
        ),
        Waiting::Retry => format!(
            "nothing; `regreen fix retry {}` starts another attempt",
            view.fix
        ),
    }
}

fn attempt_row(attempt: &AttemptView) -> String {
    let fixer = attempt
        .patch
        .as_ref()
        .map_or("-", |patch| patch.fixer.as_str());
    format!(
        "| {} | {} | {} | {} | {} |\n",
        attempt.number,
        outcome(attempt.outcome),
        neutral::line(fixer, 60),
        attempt.spend.model_calls,
        dollars(attempt.spend.cost_micros)
    )
}

/// A link that a page may follow: plain HTTP(S) without characters that end Markdown links.
#[must_use]
pub fn safe_link(url: &str) -> Option<&str> {
    let plain = url.starts_with("https://") || url.starts_with("http://");
    let clean = url.chars().all(|c| {
        c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '"' | '\\' | '`')
    });
    (plain && clean && url.len() <= 500).then_some(url)
}
