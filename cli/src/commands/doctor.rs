//! `regreen doctor`: what this machine has and lacks, one line each.

mod checks;
mod programs;

use std::process::ExitCode;

use serde::Serialize;

use crate::{
    failure::Outcome,
    globals::{Globals, runtime},
};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Check {
    name: String,
    ok: bool,
    /// What was found.
    detail: String,
    /// What to do; empty when all is well.
    remedy: String,
}

impl Check {
    fn good(name: &str, detail: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            ok: true,
            detail: detail.into(),
            remedy: String::new(),
        }
    }

    fn bad(name: &str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            ok: false,
            detail: detail.into(),
            remedy: remedy.into(),
        }
    }
}

pub(crate) fn run(globals: &Globals) -> Outcome {
    let output = globals.output();
    let checks = match globals.load_command() {
        Ok(config) => runtime()?.block_on(checks::all(&config)),
        Err(failure) => vec![Check::bad(
            "configuration",
            failure.sentence(),
            "set what the sentence names",
        )],
    };
    let ok = checks.iter().all(|check| check.ok);
    if output.json {
        output.value(&serde_json::json!({ "ok": ok, "checks": checks }))?;
    } else {
        for check in &checks {
            let mark = if check.ok { "ok     " } else { "problem" };
            output.line(format!(
                "{mark}  {:<18} {}",
                check.name,
                crate::output::printable(&check.detail)
            ))?;
            if !check.ok && !check.remedy.is_empty() {
                output.line(format!("         {:<18} -> {}", "", check.remedy))?;
            }
        }
    }
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
