//! Deciding by the user's rules.

use std::sync::Arc;

use contract::activities::rules::{DecideRules, RulesDecision, RulesInput};
use diagnosis::{Facts, RuleSet};
use domain::Rule;
use store::RuleRow;
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::Ports;
use crate::failure::Outcome;

/// The group.
pub struct RuleActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl RuleActivities {
    #[activity(definition = DecideRules)]
    pub async fn decide(
        self: Arc<Self>,
        _: ActivityContext,
        input: RulesInput,
    ) -> Result<RulesDecision, ActivityError> {
        Ok(self.decide_rules(input).await?)
    }
}

impl RuleActivities {
    async fn decide_rules(&self, input: RulesInput) -> Outcome<RulesDecision> {
        let rules = self
            .ports
            .store
            .rules
            .applicable(&input.subscription)
            .await?;
        let (rules, broken) = readable(rules);
        let (set, errors) = RuleSet::compile(&rules);
        let repository = input.repository.full_name();
        let decision = set.decide(&facts(&input, &repository));
        let wrong = errors.iter().map(ToString::to_string);
        let broken = wrong
            .chain(broken)
            .map(|why| format!("a rule cannot be used: {why}"))
            .collect();
        Ok(match decision.matched {
            Some(rule) => RulesDecision {
                rule: Some(rule.name),
                action: Some(decision.action),
                why: rule.why,
                broken,
            },
            None => RulesDecision {
                rule: None,
                action: None,
                why: "no rule matches".to_owned(),
                broken,
            },
        })
    }
}

fn facts<'a>(input: &'a RulesInput, repository: &'a str) -> Facts<'a> {
    Facts {
        diagnosis: &input.diagnosis,
        platform: input.platform,
        repository,
        // A branch that is not known is none, which no glob matches.
        branch: Some(input.branch.as_str()).filter(|branch| !branch.is_empty()),
    }
}

/// The rules that can be read, and what is wrong with the others.
fn readable(rows: Vec<RuleRow>) -> (Vec<Rule>, Vec<String>) {
    let (mut rules, mut broken) = (Vec::new(), Vec::new());
    for row in rows {
        match row.unreadable {
            None => rules.push(row.rule),
            Some(why) => broken.push(format!("rule {}: {why}", row.rule.name)),
        }
    }
    (rules, broken)
}

#[cfg(test)]
mod tests;
