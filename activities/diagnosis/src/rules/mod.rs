//! The user's rules: compiled once, tried in order. What an action does is the workflow's business.

mod compile;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use domain::{Diagnosis, Platform, RuleAction, RuleId};

use compile::Compiled;
pub use compile::RuleError;

/// What rules are matched against.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The verdict on the log.
    pub diagnosis: &'a Diagnosis,
    /// Where the deployment failed.
    pub platform: Platform,
    /// `owner/name`.
    pub repository: &'a str,
    /// Branch, without `refs/heads/`; a rule with branch globs does not match without one.
    pub branch: Option<&'a str>,
}

/// The rule that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMatch {
    /// Its id.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// The conditions that held, in words.
    pub why: String,
}

/// How one rule stands to a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleTrial {
    /// Every condition holds.
    Matches {
        /// The conditions, in words.
        why: String,
    },
    /// A condition does not hold.
    Differs {
        /// The first such condition, in words.
        why: String,
    },
}

/// What to do about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDecision {
    /// The rule that says so; `None` when no rule matched.
    pub matched: Option<RuleMatch>,
    /// The rule's action; without a rule a fix with no changes.
    pub action: RuleAction,
}

/// Rules ready to be tried.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Compiled>,
}

impl RuleSet {
    /// Compiles the enabled rules. A rule that cannot be compiled is left out and reported; it never stops the others.
    #[must_use]
    pub fn compile(rules: &[domain::Rule]) -> (Self, Vec<RuleError>) {
        let mut compiled = Vec::new();
        let mut errors = Vec::new();
        for rule in rules.iter().filter(|rule| rule.enabled) {
            match Compiled::new(rule) {
                Ok(rule) => compiled.push(rule),
                Err(error) => errors.push(error),
            }
        }
        compiled.sort_by(order);
        (Self { rules: compiled }, errors)
    }

    /// Checks one rule as it is saved, enabled or not.
    ///
    /// # Errors
    /// The first condition that is not understood, with its position.
    pub fn check(rule: &domain::Rule) -> Result<(), RuleError> {
        Compiled::new(rule).map(|_| ())
    }

    /// Tries one rule by itself, enabled or not: why it matches, or why it does not.
    ///
    /// # Errors
    /// A rule that cannot be compiled.
    pub fn try_rule(rule: &domain::Rule, facts: &Facts<'_>) -> Result<RuleTrial, RuleError> {
        Ok(match Compiled::new(rule)?.judge(facts) {
            Ok(why) => RuleTrial::Matches { why },
            Err(why) => RuleTrial::Differs { why },
        })
    }

    /// The first rule that matches, by priority, then id.
    #[must_use]
    pub fn decide(&self, facts: &Facts<'_>) -> RuleDecision {
        for rule in &self.rules {
            if let Ok(why) = rule.judge(facts) {
                let matched = Some(RuleMatch {
                    id: rule.id.clone(),
                    name: rule.name.clone(),
                    why,
                });
                return RuleDecision {
                    matched,
                    action: rule.action.clone(),
                };
            }
        }
        RuleDecision {
            matched: None,
            action: RuleAction::fix(),
        }
    }
}

fn order(one: &Compiled, other: &Compiled) -> Ordering {
    one.priority
        .cmp(&other.priority)
        .then_with(|| one.id.cmp(&other.id))
}
