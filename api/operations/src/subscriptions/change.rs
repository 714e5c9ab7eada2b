//! Changes of settings, one by one: what is not named stays.

use domain::{FixSettings, UnprovedPolicy};

/// What to change; `None` leaves what is. An empty text clears what may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsChange {
    /// Whether a failure starts a fix by itself.
    pub auto_fix: Option<bool>,
    /// First part of the names of fix branches.
    pub branch_prefix: Option<String>,
    /// Globs of the branches; empty: every branch.
    pub branches: Option<Vec<String>>,
    /// Attempts per root cause.
    pub max_attempts: Option<u32>,
    /// Cap of a fix: calls to a model.
    pub budget_calls: Option<u32>,
    /// Cap of a fix: tokens.
    pub budget_tokens: Option<u64>,
    /// Cap of a fix: millionths of a dollar.
    pub budget_micros: Option<u64>,
    /// A person must approve every patch.
    pub require_approval: Option<bool>,
    /// Open pull requests as drafts.
    pub draft: Option<bool>,
    /// Labels of pull requests.
    pub labels: Option<Vec<String>>,
    /// Globs of paths no patch may touch without approval.
    pub protected_paths: Option<Vec<String>>,
    /// What to do when the failure cannot be reproduced.
    pub unproved: Option<UnprovedPolicy>,
    /// The build may reach the registry gateway after its install step too.
    pub network_during_build: Option<bool>,
    /// `auto`, `recipe`, or the name of an agent.
    pub fixer: Option<String>,
    /// The model of an agent; empty: the configured one.
    pub model: Option<String>,
    /// Write nothing to the git host.
    pub observe: Option<bool>,
    /// Names of the alert channels that are told.
    pub notify: Option<Vec<String>>,
    /// Directory of the project in the repository; empty: the platform's setting.
    pub root_directory: Option<String>,
    /// Install command; empty: the platform's setting, or what is found.
    pub install_command: Option<String>,
    /// Build command; empty: the platform's setting, or what is found.
    pub build_command: Option<String>,
}

impl SettingsChange {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The settings with what is named changed. They are not checked here.
    #[must_use]
    pub fn apply(&self, mut settings: FixSettings) -> FixSettings {
        let optional = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let kept = |list: &Vec<String>| -> Vec<String> {
            let filled = list.iter().filter(|entry| !entry.trim().is_empty());
            filled.cloned().collect()
        };
        let change = self.clone();
        set(&mut settings.auto_fix, change.auto_fix);
        set(&mut settings.branch_prefix, change.branch_prefix);
        set(&mut settings.branches, change.branches.as_ref().map(kept));
        set(&mut settings.max_attempts, change.max_attempts);
        set(&mut settings.budget.model_calls, change.budget_calls);
        set(&mut settings.budget.tokens, change.budget_tokens);
        set(&mut settings.budget.cost_micros, change.budget_micros);
        set(&mut settings.require_approval, change.require_approval);
        set(&mut settings.draft, change.draft);
        set(&mut settings.labels, change.labels.as_ref().map(kept));
        set(
            &mut settings.protected_paths,
            change.protected_paths.as_ref().map(kept),
        );
        set(&mut settings.unproved, change.unproved);
        set(
            &mut settings.network_during_build,
            change.network_during_build,
        );
        set(&mut settings.fixer, change.fixer);
        set(&mut settings.model, change.model.as_ref().map(optional));
        set(&mut settings.observe, change.observe);
        set(&mut settings.notify, change.notify.as_ref().map(kept));
        let build = &mut settings.build;
        set(&mut build.root_directory, change.root_directory);
        set(
            &mut build.install_command,
            change.install_command.as_ref().map(optional),
        );
        set(
            &mut build.build_command,
            change.build_command.as_ref().map(optional),
        );
        settings
    }
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
