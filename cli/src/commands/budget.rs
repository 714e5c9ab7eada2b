//! `regreen budget`: what the model may cost in a day, and what it has cost.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::{Budget, Spend};
use operations::{BudgetChange, BudgetReport};

use crate::{
    commands::{actor::actor, money},
    failure::Outcome,
    globals::Globals,
    page::{Page, dollars},
};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Set the cap of a day; it counts for every attempt that begins from now on
    Set(Set),
}

/// Arguments of `set`.
#[derive(Debug, Args)]
#[group(id = "cap", required = true, multiple = true)]
struct Set {
    /// Money that may be spent in a day (UTC), in dollars, such as 12.50
    #[arg(long, value_name = "DOLLARS", value_parser = money::micros)]
    day_dollars: Option<u64>,
    /// Tokens that may be used in a day
    #[arg(long, value_name = "TOKENS")]
    day_tokens: Option<u64>,
    /// Calls to the model in a day
    #[arg(long, value_name = "CALLS")]
    day_calls: Option<u32>,
    /// Go back to what the configuration says
    #[arg(long, conflicts_with_all = ["day_dollars", "day_tokens", "day_calls"])]
    reset: bool,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let report = match &arguments.command {
            None => operations.show_budget().await?,
            Some(Command::Set(set)) if set.reset => operations.reset_budget(&actor()).await?,
            Some(Command::Set(set)) => {
                let change = BudgetChange {
                    model_calls: set.day_calls,
                    tokens: set.day_tokens,
                    cost_micros: set.day_dollars,
                };
                operations.set_budget(change, &actor()).await?
            }
        };
        if output.json {
            output.value(&report)?;
        } else {
            output.line(text(&report))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn text(it: &BudgetReport) -> String {
    let mut page = Page::default();
    let origin = if it.cap_is_set {
        "set by hand; `regreen budget set --reset` goes back to the configuration"
    } else {
        "from the configuration"
    };
    page.row("day", format!("{} (UTC)", it.day));
    page.row("cap", format!("{}  {origin}", cap(&it.cap)));
    page.row("spent", spend(&it.spent));
    page.row(
        "reserved",
        format!("{} by attempts that run now", spend(&it.reserved)),
    );
    page.row("left", cap(&it.left));
    if it.left.is_exhausted() {
        page.more("used up: no attempt calls the model until the day ends or the cap is raised");
    }
    page.row("each cause", cap(&it.cause));
    page.row(
        "each fix",
        format!("{}  unless its subscription says otherwise", cap(&it.fix)),
    );
    page.row("sandbox slots", it.sandbox_slots.to_string());
    page.text()
}

fn cap(it: &Budget) -> String {
    format!(
        "{}, {} tokens, {} calls",
        dollars(it.cost_micros),
        it.tokens,
        it.model_calls
    )
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
