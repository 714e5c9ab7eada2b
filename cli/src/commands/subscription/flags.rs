//! Every setting of a subscription as a flag.

use clap::{Args, ValueEnum};
use domain::UnprovedPolicy;
use operations::SettingsChange;

use crate::commands::{money, switch::Switch};

/// What to do when a failure cannot be reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Unproved {
    /// End the fix.
    Stop,
    /// Open a draft that says it is unproved.
    Draft,
}

/// The settings.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Settings (a list's flag may be repeated; an empty text clears it)")]
pub(super) struct Flags {
    /// Whether a failure starts a fix by itself
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    auto_fix: Option<Switch>,
    /// First part of the names of fix branches
    #[arg(long, value_name = "TEXT")]
    branch_prefix: Option<String>,
    /// Only failures on these branches
    #[arg(long, value_name = "GLOB")]
    branch: Option<Vec<String>>,
    /// Attempts for one root cause
    #[arg(long, value_name = "NUMBER")]
    max_attempts: Option<u32>,
    /// What a fix may cost: calls to the model
    #[arg(long, value_name = "CALLS")]
    budget_calls: Option<u32>,
    /// What a fix may cost: tokens
    #[arg(long, value_name = "TOKENS")]
    budget_tokens: Option<u64>,
    /// What a fix may cost: money, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = money::micros)]
    budget_dollars: Option<u64>,
    /// auto (recipes, then the agent), recipe, or the name of an agent
    #[arg(long, value_name = "NAME")]
    fixer: Option<String>,
    /// The agent's model; empty: the configured one
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// A person must approve every patch
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    require_approval: Option<Switch>,
    /// Open pull requests as drafts
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    draft: Option<Switch>,
    /// Labels of pull requests
    #[arg(long, value_name = "LABEL")]
    label: Option<Vec<String>>,
    /// Paths that no patch may touch without approval
    #[arg(long, value_name = "GLOB")]
    protect: Option<Vec<String>>,
    /// When a failure cannot be reproduced: stop, or open a draft that says so
    #[arg(long, value_name = "stop|draft", hide_possible_values = true)]
    unproved: Option<Unproved>,
    /// The build may fetch packages after its install step, too
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    network_during_build: Option<Switch>,
    /// Diagnose, fix and prove, but push nothing: `regreen fix show` has what would have been opened
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on", hide_possible_values = true)]
    observe: Option<Switch>,
    /// Channels that are told about the fixes
    #[arg(long, value_name = "CHANNEL")]
    notify: Option<Vec<String>>,
    /// Directory of the project in the repository; empty: the platform's setting
    #[arg(long, value_name = "DIR")]
    root_directory: Option<String>,
    /// Install command; empty: the platform's setting
    #[arg(long, value_name = "COMMAND")]
    install_command: Option<String>,
    /// Build command; empty: the platform's setting
    #[arg(long, value_name = "COMMAND")]
    build_command: Option<String>,
}

impl Flags {
    pub(super) fn change(&self) -> SettingsChange {
        let on = |switch: Option<Switch>| switch.map(Switch::is_on);
        let flags = self.clone();
        SettingsChange {
            auto_fix: on(flags.auto_fix),
            branch_prefix: flags.branch_prefix,
            branches: flags.branch,
            max_attempts: flags.max_attempts,
            budget_calls: flags.budget_calls,
            budget_tokens: flags.budget_tokens,
            budget_micros: flags.budget_dollars,
            require_approval: on(flags.require_approval),
            draft: on(flags.draft),
            labels: flags.label,
            protected_paths: flags.protect,
            unproved: flags.unproved.map(|it| match it {
                Unproved::Stop => UnprovedPolicy::Stop,
                Unproved::Draft => UnprovedPolicy::Draft,
            }),
            network_during_build: on(flags.network_during_build),
            fixer: flags.fixer,
            model: flags.model,
            observe: on(flags.observe),
            notify: flags.notify,
            root_directory: flags.root_directory,
            install_command: flags.install_command,
            build_command: flags.build_command,
        }
    }
}
