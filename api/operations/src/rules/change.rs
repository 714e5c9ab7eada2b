//! Changes of a rule, part by part.

use domain::{ErrorType, Platform, Rule, RuleAction, RuleConditions};

use crate::error::{OperationError, OperationResult};

/// What a rule does, without the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Do nothing.
    Skip,
    /// Tell people, do not fix.
    NotifyOnly,
    /// Fix.
    Fix,
}

/// Changes of the conditions; `None` leaves what is, empty removes the condition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConditionsChange {
    /// One of these types.
    pub error_types: Option<Vec<ErrorType>>,
    /// Regular expression on the primary line or its context.
    pub pattern: Option<String>,
    /// One of these platforms.
    pub platforms: Option<Vec<Platform>>,
    /// Globs on `owner/name`.
    pub repositories: Option<Vec<String>>,
    /// Globs on the branch.
    pub branches: Option<Vec<String>>,
    /// Globs on affected files.
    pub files: Option<Vec<String>>,
}

impl ConditionsChange {
    /// The conditions with what is named changed.
    #[must_use]
    pub fn apply(&self, mut conditions: RuleConditions) -> RuleConditions {
        let kept = |list: &Vec<String>| -> Vec<String> {
            let filled = list.iter().filter(|entry| !entry.trim().is_empty());
            filled.cloned().collect()
        };
        if let Some(types) = &self.error_types {
            conditions.error_types.clone_from(types);
        }
        if let Some(pattern) = &self.pattern {
            conditions.pattern = Some(pattern.clone()).filter(|pattern| !pattern.is_empty());
        }
        if let Some(platforms) = &self.platforms {
            conditions.platforms.clone_from(platforms);
        }
        if let Some(globs) = &self.repositories {
            conditions.repositories = kept(globs);
        }
        if let Some(globs) = &self.branches {
            conditions.branches = kept(globs);
        }
        if let Some(globs) = &self.files {
            conditions.files = kept(globs);
        }
        conditions
    }
}

/// Changes of the action; `None` leaves what is, an empty text removes the detail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActionChange {
    /// What it does.
    pub kind: Option<ActionKind>,
    /// Words added to the agent's prompt.
    pub prompt: Option<String>,
    /// `recipe`, or the name of an agent.
    pub fixer: Option<String>,
    /// A person must approve the patch.
    pub require_approval: Option<bool>,
    /// At most so many attempts.
    pub max_attempts: Option<u32>,
    /// At most so much money, in millionths of a US dollar.
    pub max_cost_micros: Option<u64>,
}

impl ActionChange {
    fn has_details(&self) -> bool {
        self.prompt.is_some()
            || self.fixer.is_some()
            || self.require_approval.is_some()
            || self.max_attempts.is_some()
            || self.max_cost_micros.is_some()
    }

    /// The action with what is named changed.
    ///
    /// # Errors
    /// `invalid_argument`: prompt, fixer, approval and limits belong to the action `fix` alone.
    pub fn apply(&self, action: RuleAction) -> OperationResult<RuleAction> {
        let plain = match self.kind {
            Some(ActionKind::Skip) => Some(RuleAction::Skip),
            Some(ActionKind::NotifyOnly) => Some(RuleAction::NotifyOnly),
            Some(ActionKind::Fix) => None,
            None if matches!(action, RuleAction::Fix { .. }) => None,
            None => Some(action.clone()),
        };
        if let Some(plain) = plain {
            if self.has_details() {
                return Err(OperationError::invalid(
                    "prompt, fixer, approval and limits are for rules that fix: add `--action fix`",
                ));
            }
            return Ok(plain);
        }
        let optional = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut action = match action {
            RuleAction::Fix { .. } => action,
            RuleAction::Skip | RuleAction::NotifyOnly => RuleAction::fix(),
        };
        if let RuleAction::Fix {
            prompt,
            fixer,
            require_approval,
            max_attempts,
            max_cost_micros,
        } = &mut action
        {
            if let Some(text) = &self.prompt {
                *prompt = optional(text);
            }
            if let Some(text) = &self.fixer {
                *fixer = optional(text);
            }
            *require_approval = self.require_approval.unwrap_or(*require_approval);
            *max_attempts = self.max_attempts.or(*max_attempts);
            *max_cost_micros = self.max_cost_micros.or(*max_cost_micros);
        }
        Ok(action)
    }
}

/// A change of a rule; `None` leaves what is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleChange {
    /// Another name.
    pub name: Option<String>,
    /// Another place in the order.
    pub priority: Option<i32>,
    /// Whether it counts.
    pub enabled: Option<bool>,
    /// The subscription it belongs to (id, project id or project name); empty: all of them.
    pub subscription: Option<String>,
    /// Changes of the conditions.
    pub conditions: ConditionsChange,
    /// Changes of the action.
    pub action: ActionChange,
    /// The version that was read, to refuse a change of something else; `None`: whatever is there.
    pub version: Option<u32>,
}

impl RuleChange {
    pub(super) fn apply(&self, mut rule: Rule) -> OperationResult<Rule> {
        if let Some(name) = &self.name {
            rule.name = crate::input::name("rule", name)?;
        }
        rule.priority = self.priority.unwrap_or(rule.priority);
        rule.enabled = self.enabled.unwrap_or(rule.enabled);
        rule.conditions = self.conditions.apply(rule.conditions);
        rule.action = self.action.apply(rule.action)?;
        Ok(rule)
    }
}
