//! `regreen rule add|set|remove|enable|disable`.

use std::process::ExitCode;

use clap::Args;
use domain::{RuleAction, RuleConditions};
use operations::{NewRule, OperationResult, Operations, RuleChange, RuleSummary};

use super::{
    flags::{Conditions, Details},
    text,
};
use crate::{
    commands::actor::actor,
    failure::{Failure, Outcome},
    globals::Globals,
};

/// Arguments of `add`.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// A name, for people
    name: String,
    /// Lower numbers are tried first
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        allow_negative_numbers = true
    )]
    priority: i32,
    /// Only for this subscription: its id, or the project's id or name [default: all]
    #[arg(long, value_name = "SUBSCRIPTION")]
    subscription: Option<String>,
    #[command(flatten)]
    conditions: Conditions,
    #[command(flatten)]
    action: Details,
}

/// Arguments of `set`.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The rule: its id or name
    rule: String,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    /// Another place in the order: lower numbers are tried first
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    priority: Option<i32>,
    /// Only for this subscription; empty: for all
    #[arg(long, value_name = "SUBSCRIPTION")]
    subscription: Option<String>,
    /// Change only this version (see `show`), so that nobody's change is lost
    #[arg(long, value_name = "NUMBER")]
    version: Option<u32>,
    #[command(flatten)]
    conditions: Conditions,
    #[command(flatten)]
    action: Details,
}

pub(super) fn add(globals: &Globals, arguments: &Add) -> Outcome {
    let action = arguments.action.change();
    if action == operations::ActionChange::default() {
        return Err(Failure::usage(
            "action_missing",
            "say what the rule does: --action skip, --action notify, or --action fix with its details",
        ));
    }
    done(globals, async |operations| {
        // Details without an action mean: fix, but so.
        let fix = RuleAction::fix();
        let new = NewRule {
            name: arguments.name.clone(),
            subscription: arguments.subscription.clone(),
            priority: arguments.priority,
            conditions: arguments
                .conditions
                .change()
                .apply(RuleConditions::default()),
            action: action.apply(fix)?,
        };
        operations.add_rule(new, &actor()).await
    })
}

pub(super) fn set(globals: &Globals, arguments: &Set) -> Outcome {
    let change = RuleChange {
        name: arguments.name.clone(),
        priority: arguments.priority,
        enabled: None,
        subscription: arguments.subscription.clone(),
        conditions: arguments.conditions.change(),
        action: arguments.action.change(),
        version: arguments.version,
    };
    let nothing = RuleChange {
        version: arguments.version,
        ..RuleChange::default()
    };
    if change == nothing {
        return Err(Failure::usage(
            "nothing_to_change",
            "say what to change: `regreen rule set --help` lists conditions and actions",
        ));
    }
    done(globals, async |operations| {
        operations.set_rule(&arguments.rule, change, &actor()).await
    })
}

pub(super) fn enable(globals: &Globals, rule: &str, enabled: bool) -> Outcome {
    let change = RuleChange {
        enabled: Some(enabled),
        ..RuleChange::default()
    };
    done(globals, async |operations| {
        operations.set_rule(rule, change, &actor()).await
    })
}

pub(super) fn remove(globals: &Globals, rule: &str) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let removed = operations.remove_rule(rule, &actor()).await?;
        if output.json {
            output.value(&removed)?;
        } else {
            output.line(format!(
                "removed {} ({})",
                removed.rule.name, removed.rule.id
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn done(
    globals: &Globals,
    work: impl AsyncFnOnce(&Operations) -> OperationResult<RuleSummary>,
) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let rule = work(operations).await?;
        if output.json {
            output.value(&rule)?;
        } else {
            output.line(text::details(&rule))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}
