//! Every condition and every detail of the action as a flag.

use clap::{Args, ValueEnum};
use domain::{ErrorType, Platform};
use operations::{ActionChange, ActionKind, ConditionsChange};

use crate::commands::{money, switch::Switch};

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Action {
    /// Leave the failure alone.
    Skip,
    /// Tell people, do not fix.
    Notify,
    /// Fix, with the details given.
    Fix,
}

/// When a rule applies: every condition that is set must hold.
#[derive(Debug, Clone, Default, Args)]
#[command(
    next_help_heading = "Conditions (a list's flag may be repeated; an empty text removes the condition)"
)]
pub(super) struct Conditions {
    /// The error's type is one of these
    #[arg(long, value_name = "TYPE", value_parser = error_type)]
    error_type: Option<Vec<Listed<ErrorType>>>,
    /// This regular expression matches the error's line or its context
    #[arg(long, value_name = "REGEX")]
    pattern: Option<String>,
    /// The platform is one of these
    #[arg(long, value_name = "PLATFORM", value_parser = platform)]
    platform: Option<Vec<Listed<Platform>>>,
    /// The repository (owner/name) matches one of these
    #[arg(long, value_name = "GLOB")]
    repository: Option<Vec<String>>,
    /// The branch matches one of these
    #[arg(long, value_name = "GLOB")]
    branch: Option<Vec<String>>,
    /// An affected file matches one of these
    #[arg(long, value_name = "GLOB")]
    file: Option<Vec<String>>,
}

/// What it does.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Action")]
pub(super) struct Details {
    /// Leave the failure alone, only tell people, or fix it with the details below
    #[arg(long, value_name = "skip|notify|fix", hide_possible_values = true)]
    action: Option<Action>,
    /// Words added to the agent's prompt
    #[arg(long, value_name = "TEXT")]
    prompt: Option<String>,
    /// Use nothing but this: recipe, or the name of an agent
    #[arg(long, value_name = "NAME")]
    fixer: Option<String>,
    /// A person must approve the patch
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    require_approval: Option<Switch>,
    /// At most so many attempts
    #[arg(long, value_name = "NUMBER")]
    max_attempts: Option<u32>,
    /// At most so much money, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = money::micros)]
    budget_dollars: Option<u64>,
}

/// A value of a list, or the empty text that clears the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed<T>(Option<T>);

impl Conditions {
    pub(super) fn change(&self) -> ConditionsChange {
        let flags = self.clone();
        ConditionsChange {
            error_types: flags.error_type.map(values),
            pattern: flags.pattern,
            platforms: flags.platform.map(values),
            repositories: flags.repository,
            branches: flags.branch,
            files: flags.file,
        }
    }
}

impl Details {
    pub(super) fn change(&self) -> ActionChange {
        let flags = self.clone();
        ActionChange {
            kind: flags.action.map(|action| match action {
                Action::Skip => ActionKind::Skip,
                Action::Notify => ActionKind::NotifyOnly,
                Action::Fix => ActionKind::Fix,
            }),
            prompt: flags.prompt,
            fixer: flags.fixer,
            require_approval: flags.require_approval.map(Switch::is_on),
            max_attempts: flags.max_attempts,
            max_cost_micros: flags.budget_dollars,
        }
    }
}

fn values<T>(listed: Vec<Listed<T>>) -> Vec<T> {
    listed.into_iter().filter_map(|listed| listed.0).collect()
}

fn error_type(text: &str) -> Result<Listed<ErrorType>, String> {
    known(text, &ErrorType::ALL.map(|it| (it.as_str(), it)))
}

fn platform(text: &str) -> Result<Listed<Platform>, String> {
    let all = [Platform::Vercel, Platform::Cloudflare, Platform::Render];
    known(text, &all.map(|it| (it.as_str(), it)))
}

fn known<T: Copy>(text: &str, all: &[(&str, T)]) -> Result<Listed<T>, String> {
    if text.is_empty() {
        return Ok(Listed(None));
    }
    let found = all.iter().find(|(name, _)| *name == text);
    found.map(|(_, it)| Listed(Some(*it))).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        format!("use {}", names.join(", "))
    })
}
