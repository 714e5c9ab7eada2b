//! `regreen fix cost`.

use std::process::ExitCode;

use clap::Args;
use domain::Spend;
use operations::FixCost;

use crate::{
    failure::Outcome,
    globals::Globals,
    page::{Page, dollars},
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The fix: its id, workflow id, or deployment
    fix: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let cost = operations.fix_cost(&arguments.fix).await?;
        if output.json {
            output.value(&cost)?;
        } else {
            output.line(text(&cost))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn text(it: &FixCost) -> String {
    let mut page = Page::default();
    page.row("fix", it.fix.as_str());
    page.row("spent", spend(&it.spent));
    if it.reserved != Spend::default() {
        page.row(
            "reserved",
            format!("{} by the attempt that runs now", spend(&it.reserved)),
        );
    }
    if let Some(cap) = &it.cap {
        page.row(
            "cap",
            format!(
                "{}, {} tokens, {} calls",
                dollars(cap.cost_micros),
                cap.tokens,
                cap.model_calls
            ),
        );
    }
    for attempt in &it.attempts {
        let fixer = attempt.fixer.as_deref().unwrap_or("no patch");
        let seconds = attempt.sandbox_milliseconds as f64 / 1000.0;
        page.row(
            &format!("attempt {}", attempt.number),
            format!(
                "{}, {seconds:.1} s in the sandbox  {fixer}",
                spend(&attempt.spend)
            ),
        );
    }
    page.text()
}

fn spend(it: &Spend) -> String {
    format!(
        "{}, {} tokens, {} calls",
        dollars(it.cost_micros),
        it.tokens(),
        it.model_calls
    )
}

#[cfg(test)]
mod tests;
