//! `regreen fix cancel|retry|approve|reject`.

use std::process::ExitCode;

use clap::Args;
use domain::Actor;
use operations::{OperationResult, Operations, Sent};

use crate::{commands::actor::actor, failure::Outcome, globals::Globals};

/// Arguments of `cancel`.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
}

/// Arguments of `retry`.
#[derive(Debug, Args)]
pub(crate) struct Retry {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// A hint for the fixer
    #[arg(long, default_value = "")]
    hint: String,
}

/// Arguments of `approve`.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Only this patch; without it the one now under review
    #[arg(long)]
    patch: Option<String>,
}

/// Arguments of `reject`.
#[derive(Debug, Args)]
pub(crate) struct Reject {
    /// The fix: its id, workflow id, or deployment
    fix: String,
    /// Only this patch; without it the one now under review
    #[arg(long)]
    patch: Option<String>,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
}

pub(crate) fn cancel(globals: &Globals, it: &Cancel) -> Outcome {
    send(globals, async |operations, actor| {
        operations.cancel_fix(&it.fix, &it.reason, actor).await
    })
}

pub(crate) fn retry(globals: &Globals, it: &Retry) -> Outcome {
    send(globals, async |operations, actor| {
        operations.retry_fix(&it.fix, &it.hint, actor).await
    })
}

pub(crate) fn approve(globals: &Globals, it: &Approve) -> Outcome {
    send(globals, async |operations, actor| {
        operations
            .approve_fix(&it.fix, it.patch.clone(), actor)
            .await
    })
}

pub(crate) fn reject(globals: &Globals, it: &Reject) -> Outcome {
    send(globals, async |operations, actor| {
        operations
            .reject_fix(&it.fix, it.patch.clone(), &it.reason, actor)
            .await
    })
}

fn send(
    globals: &Globals,
    message: impl AsyncFnOnce(&Operations, Actor) -> OperationResult<Sent>,
) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let sent = message(operations, actor()).await?;
        if output.json {
            output.value(&sent)?;
        } else {
            let said = sent.said.unwrap_or_else(|| {
                "sent; no worker answers at the moment, it acts as soon as one does".to_owned()
            });
            output.line(format!("{} {}: {said}", sent.message, sent.fix))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
