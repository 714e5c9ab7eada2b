//! `regreen rule list|show`.

use std::process::ExitCode;

use super::text;
use crate::{failure::Outcome, globals::Globals};

pub(super) fn all(globals: &Globals) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let rules = operations.list_rules().await?;
        if output.json {
            output.value(&rules)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = ["PRIORITY", "RULE", "WHEN", "THEN", "FOR", "ID"];
        output.table(
            &head,
            rules.iter().map(text::line).collect(),
            "No rule yet: every failure is fixed as its subscription says.",
        )?;
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn one(globals: &Globals, reference: &str) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let rule = operations.show_rule(reference).await?;
        if output.json {
            output.value(&rule)?;
        } else {
            output.line(text::details(&rule))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
