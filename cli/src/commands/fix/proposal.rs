//! `regreen fix proposal`: the pull request that an observed fix would have opened.

use std::process::ExitCode;

use clap::Args;

use crate::{failure::Outcome, globals::Globals};

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The fix: its id, workflow id, or deployment
    fix: String,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let proposal = operations.fix_proposal(&arguments.fix).await?;
        if output.json {
            output.value(&proposal)?;
        } else {
            output.foreign(&format!(
                "{} → {}{}\nlabels: {}\n\n# {}\n\n{}\n",
                proposal.branch,
                proposal.base,
                if proposal.draft { " (draft)" } else { "" },
                proposal.labels.join(", "),
                proposal.title,
                proposal.body.trim_end(),
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
