//! A diagnosis for people and for scripts.

use std::fmt::Write;

use domain::{Diagnosis, ErrorType};
use serde_json::{Value, json};

use crate::patterns::sources;

/// The diagnosis of one file as a JSON object: `file` and every field of [`Diagnosis`] under its own name.
#[must_use]
pub fn report_json(file: &str, diagnosis: &Diagnosis) -> Value {
    let mut report = json!({ "file": file });
    if let (Value::Object(report), Ok(Value::Object(fields))) =
        (&mut report, serde_json::to_value(diagnosis))
    {
        report.extend(fields);
    }
    report
}

/// The diagnosis as plain text: what, where, why, and what to expect of a fix.
#[must_use]
pub fn explain(diagnosis: &Diagnosis) -> String {
    let mut out = String::new();
    let sure = diagnosis.confidence * 100.0;
    row(
        &mut out,
        "type",
        &format!(
            "{} ({}), {sure:.0} % sure",
            diagnosis.error_type,
            meaning(diagnosis.error_type)
        ),
    );
    let cause = if diagnosis.primary_line.is_empty() {
        "no cause was found in this log"
    } else {
        &diagnosis.primary_line
    };
    let at = diagnosis
        .primary_line_number
        .map_or_else(String::new, |line| format!("  (line {line})"));
    row(&mut out, "cause", &format!("{cause}{at}"));
    if diagnosis.other_errors > 0 {
        row(
            &mut out,
            "more",
            &format!("{} further errors", diagnosis.other_errors),
        );
    }
    list(&mut out, "files", &diagnosis.affected_files);
    list(&mut out, "packages", &diagnosis.packages);
    if let Some(command) = &diagnosis.failed_command {
        let code = diagnosis
            .exit_code
            .map_or_else(String::new, |code| format!("  (exit code {code})"));
        row(&mut out, "command", &format!("{command}{code}"));
    }
    if let Some(package) = &diagnosis.workspace_package {
        row(&mut out, "workspace", package);
    }
    row(
        &mut out,
        "built with",
        &format!("{}, {}", diagnosis.framework, diagnosis.package_manager),
    );
    let retry = if diagnosis.transient {
        "a retry could succeed"
    } else {
        "a retry would fail again"
    };
    let fix = if diagnosis.fixable_in_repository {
        "a change in the repository could help"
    } else {
        "needs a change outside the repository"
    };
    row(&mut out, "outlook", &format!("{retry}; {fix}"));
    row(&mut out, "fingerprint", &diagnosis.fingerprint);
    if !diagnosis.context.is_empty() {
        out.push_str("\ncontext\n");
        for line in &diagnosis.context {
            let mark = if *line == diagnosis.primary_line {
                '>'
            } else {
                ' '
            };
            let _ = writeln!(out, "{mark} {line}");
        }
    }
    if !diagnosis.votes.is_empty() {
        out.push_str("\nvotes\n");
        for vote in &diagnosis.votes {
            let text: String = vote.text.chars().take(100).collect();
            let _ = writeln!(out, "  {:<28} line {:<6} {text}", vote.pattern, vote.line);
        }
    }
    if let Some(vote) = diagnosis.votes.first() {
        let source = sources::of(&vote.pattern);
        if !source.is_empty() {
            let _ = writeln!(out, "\n{} is known from {source}", vote.pattern);
        }
    }
    out
}

fn row(out: &mut String, label: &str, text: &str) {
    let _ = writeln!(out, "{label:<12} {text}");
}

/// At most ten, then how many more.
fn list(out: &mut String, label: &str, items: &[String]) {
    for (index, item) in items.iter().take(10).enumerate() {
        row(out, if index == 0 { label } else { "" }, item);
    }
    if items.len() > 10 {
        row(out, "", &format!("and {} more", items.len() - 10));
    }
}

fn meaning(kind: ErrorType) -> &'static str {
    match kind {
        ErrorType::Typescript => "the type checker says so",
        ErrorType::Dependency => "a package, lockfile, registry or tool version",
        ErrorType::Config => "a setting, not code",
        ErrorType::Runtime => "project code ran and threw",
        ErrorType::Build => "bundler, compiler, linter, memory, time",
        ErrorType::Other => "outside the build, or the platform itself",
    }
}

#[cfg(test)]
mod tests;
