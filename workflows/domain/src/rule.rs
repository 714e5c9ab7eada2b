//! The user's rules: what to do with which failures.

use serde::{Deserialize, Serialize};

use crate::{deployment::Platform, diagnosis::ErrorType, ids::RuleId};

/// When a rule applies: every condition that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct RuleConditions {
    /// One of these types.
    pub error_types: Vec<ErrorType>,
    /// Regular expression (Rust `regex` syntax) on the primary line or its context.
    pub pattern: Option<String>,
    /// One of these platforms.
    pub platforms: Vec<Platform>,
    /// Globs on `owner/name`.
    pub repositories: Vec<String>,
    /// Globs on the branch.
    pub branches: Vec<String>,
    /// Globs; one affected file must match.
    pub files: Vec<String>,
}

/// What a matching rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum RuleAction {
    /// Do nothing: the fix ends `skipped/rule`.
    Skip,
    /// Tell people, do not fix; the fix ends `skipped/rule`.
    NotifyOnly,
    /// Fix, with the given changes.
    Fix {
        /// Words added to the agent's prompt.
        #[serde(default)]
        prompt: Option<String>,
        /// `recipe`, or the name of an agent: use nothing else.
        #[serde(default)]
        fixer: Option<String>,
        /// A person must approve the patch.
        #[serde(default)]
        require_approval: bool,
        /// At most so many attempts.
        #[serde(default)]
        max_attempts: Option<u32>,
        /// At most so much money for the whole fix, in millionths of a US dollar.
        #[serde(default)]
        max_cost_micros: Option<u64>,
    },
}

impl RuleAction {
    /// Fix as the subscription says.
    #[must_use]
    pub fn fix() -> Self {
        Self::Fix {
            prompt: None,
            fixer: None,
            require_approval: false,
            max_attempts: None,
            max_cost_micros: None,
        }
    }
}

/// One rule; the enabled rule with the lowest priority number that matches wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// Name, for people.
    pub name: String,
    /// Lower numbers are tried first; equal ones by id.
    pub priority: i32,
    /// A disabled rule never matches.
    pub enabled: bool,
    /// When.
    pub conditions: RuleConditions,
    /// What.
    pub action: RuleAction,
}
