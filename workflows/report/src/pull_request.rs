//! The pull request's title and text: diagnosis, what changed and why, proof, how to steer.

use std::fmt::Write as _;

use domain::{AttemptView, FixView, Proof};

use crate::{commit, details, neutral};

/// The title.
#[must_use]
pub fn title(view: &FixView) -> String {
    commit::subject(view)
}

/// The text. `page` is the workflow's page in the Temporal Web UI, when it is known.
#[must_use]
pub fn body(view: &FixView, page: Option<&str>) -> String {
    let mut text = String::new();
    let deployment = view.deployment.as_ref();
    let name = deployment.map_or("the project", |d| d.project_name.as_str());
    let link = deployment
        .and_then(|d| d.page.as_deref())
        .and_then(details::safe_link);
    let shown = link.map_or_else(
        || neutral::code(view.deployment_id.as_str(), 80),
        |link| format!("[{}]({link})", view.deployment_id),
    );
    let _ = writeln!(
        text,
        "The {} deployment {shown} of **{}** failed. This change makes its build pass.\n",
        view.platform,
        neutral::line(name, 80)
    );
    diagnosis(&mut text, view);
    if let Some(attempt) = view.shown_attempt() {
        change(&mut text, attempt);
        match &attempt.proof {
            Some(proof) if proof.holds() => proved(&mut text, proof),
            Some(proof) => unproved(&mut text, proof),
            None => text.push_str("### Proof\n\nNone: the build with this change was not run.\n\n"),
        }
        cost(&mut text, view, attempt);
    }
    text.push_str(
        "### Steering\n\nMerge it, close it (regreen then leaves this failure alone), or say in a comment what you want; \
         people who may write here are obeyed:\n\n",
    );
    let _ = writeln!(
        text,
        "```\n/regreen retry <hint>\n/regreen cancel <reason>\n/regreen help\n```\n\nThe same from a shell: `regreen fix retry {}`.\n",
        view.fix
    );
    let page = page
        .and_then(details::safe_link)
        .map(|page| format!(" · [workflow]({page})"))
        .unwrap_or_default();
    let _ = writeln!(
        text,
        "<sub>{} · {}{page}</sub>",
        view.fix,
        neutral::code(&view.workflow_id, 120)
    );
    text
}

fn diagnosis(text: &mut String, view: &FixView) {
    let Some(diagnosis) = &view.diagnosis else {
        return;
    };
    let _ = writeln!(text, "### Diagnosis\n\n**{}**", diagnosis.error_type);
    text.push('\n');
    text.push_str(&neutral::fenced(&diagnosis.primary_line, "text", 500));
    text.push_str("\n\n");
    if !diagnosis.affected_files.is_empty() {
        let files: Vec<String> = diagnosis
            .affected_files
            .iter()
            .take(10)
            .map(|f| neutral::code(f, 150))
            .collect();
        let _ = writeln!(text, "Files: {}\n", files.join(", "));
    }
    if diagnosis.context.len() > 1 {
        text.push_str("<details><summary>Log around it</summary>\n\n");
        text.push_str(&neutral::fenced(
            &diagnosis.context.join("\n"),
            "text",
            4_000,
        ));
        text.push_str("\n\n</details>\n\n");
    }
}

fn change(text: &mut String, attempt: &AttemptView) {
    let Some(patch) = &attempt.patch else { return };
    let _ = writeln!(
        text,
        "### Change\n\nMade by {} (+{} −{}):\n",
        neutral::code(&patch.fixer, 60),
        patch.added,
        patch.removed
    );
    for file in patch.files.iter().take(20) {
        let _ = writeln!(text, "- {}", neutral::code(file, 150));
    }
    if patch.files.len() > 20 {
        let _ = writeln!(text, "- and {} more", patch.files.len() - 20);
    }
    text.push('\n');
    if !patch.explanation.trim().is_empty() {
        for line in neutral::paragraphs(&patch.explanation, 2_000).lines() {
            let _ = writeln!(text, "> {line}");
        }
        text.push('\n');
    }
    if !attempt.findings.is_empty() {
        text.push_str("The policy asked for a person's approval:\n\n");
        for finding in &attempt.findings {
            let _ = writeln!(text, "- {}", neutral::line(&details::finding(finding), 300));
        }
        text.push('\n');
    }
}

fn proved(text: &mut String, proof: &Proof) {
    text.push_str("### Proof\n\nThe same commands in clean sandboxes: red before for the platform's own reason, green after.\n\n");
    table(text, proof);
}

fn unproved(text: &mut String, proof: &Proof) {
    text.push_str(
        "### Proof\n\n**The failure itself is not proved**: the sandbox did not fail for the platform's reason. The build with this change is green.\n\n",
    );
    table(text, proof);
}

fn table(text: &mut String, proof: &Proof) {
    text.push_str("| command | before | after |\n|---|---|---|\n");
    for (n, after) in proof.fix.iter().enumerate() {
        let before = proof
            .base
            .get(n)
            .map_or_else(|| "not reached".to_owned(), cell);
        let _ = writeln!(
            text,
            "| {} | {before} | {} |",
            neutral::code(&after.command.replace('|', "/"), 120),
            cell(after)
        );
    }
    text.push_str("\n<details><summary>Evidence</summary>\n\n");
    let _ = writeln!(
        text,
        "- base commit `{}`, tree `{}`",
        proof.base_commit, proof.base_tree
    );
    let _ = writeln!(text, "- tree with this change `{}`", proof.fix_tree);
    let _ = writeln!(
        text,
        "- fingerprint on the platform `{}`, in the sandbox `{}`",
        proof.platform_fingerprint, proof.base_fingerprint
    );
    let _ = writeln!(
        text,
        "- logs: red `{}`, green `{}`",
        proof.base_log, proof.fix_log
    );
    for line in &proof.environment {
        let _ = writeln!(text, "- {}", neutral::line(line, 200));
    }
    text.push_str("\n</details>\n\n");
}

fn cell(run: &domain::CommandRun) -> String {
    let code = run
        .exit_code
        .map_or_else(|| "no exit".to_owned(), |code| format!("exit {code}"));
    format!("{code}, {}", details::seconds(run.milliseconds))
}

fn cost(text: &mut String, view: &FixView, attempt: &AttemptView) {
    let calls = view.spend.model_calls;
    if calls == 0 {
        let _ = writeln!(text, "Attempt {}; no model was called.\n", attempt.number);
    } else {
        let _ = writeln!(
            text,
            "Attempt {}; {calls} model calls, {} tokens, {}.\n",
            attempt.number,
            view.spend.tokens(),
            details::dollars(view.spend.cost_micros)
        );
    }
}
