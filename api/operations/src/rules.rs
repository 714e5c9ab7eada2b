//! The users' rules.

use domain::{Actor, Rule, RuleAction, RuleConditions, RuleId, SubscriptionId};
use jiff::Timestamp;
use serde::Serialize;
use store::RuleRow;

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

/// A rule to be made.
#[derive(Debug, Clone)]
pub struct NewRule {
    /// Name, for people.
    pub name: String,
    /// The subscription it belongs to (id, project id or project name); `None`: all of them.
    pub subscription: Option<String>,
    /// Lower numbers are tried first.
    pub priority: i32,
    /// When it applies.
    pub conditions: RuleConditions,
    /// What it does.
    pub action: RuleAction,
}

/// A rule and where it applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleSummary {
    /// The rule.
    #[serde(flatten)]
    pub rule: Rule,
    /// The subscription it belongs to; `None`: all of them.
    pub subscription: Option<SubscriptionId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Changes with every write.
    pub version: u32,
}

impl From<RuleRow> for RuleSummary {
    fn from(row: RuleRow) -> Self {
        Self {
            rule: row.rule,
            subscription: row.subscription,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

impl Operations {
    /// Stores a rule. It counts for every failure that is judged from now on.
    ///
    /// # Errors
    /// `invalid_argument` (a pattern or glob that cannot be used), `subscription_not_found`.
    pub async fn add_rule(&self, new: NewRule, actor: &Actor) -> OperationResult<RuleSummary> {
        let subscription = match &new.subscription {
            Some(reference) => Some(self.find_subscription(reference).await?.id),
            None => None,
        };
        check(&new.conditions, &new.action)?;
        let row = RuleRow {
            rule: Rule {
                id: RuleId::new(),
                name: input::name("rule", &new.name)?,
                priority: new.priority,
                enabled: true,
                conditions: new.conditions,
                action: new.action,
            },
            subscription,
            created_at: Timestamp::now(),
            version: 1,
        };
        self.store.rules.insert(row.clone()).await?;
        self.audit(
            actor,
            "rule.add",
            row.rule.id.as_str(),
            serde_json::json!({ "name": row.rule.name }),
        )
        .await?;
        Ok(row.into())
    }

    /// Every rule, in the order in which they are tried.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_rules(&self) -> OperationResult<Vec<RuleSummary>> {
        Ok(self
            .store
            .rules
            .list()
            .await?
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// Deletes a rule.
    ///
    /// # Errors
    /// `rule_not_found`.
    pub async fn remove_rule(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<RuleSummary> {
        let id: RuleId = reference
            .trim()
            .parse()
            .map_err(|error: domain::ids::IdError| OperationError::invalid(error.to_string()))?;
        let row = self
            .store
            .rules
            .get(&id)
            .await
            .map_err(|error| OperationError::store_with(error, Code::RuleNotFound))?;
        self.store.rules.delete(&id).await?;
        self.audit(
            actor,
            "rule.remove",
            id.as_str(),
            serde_json::json!({ "name": row.rule.name }),
        )
        .await?;
        Ok(row.into())
    }
}

fn check(conditions: &RuleConditions, action: &RuleAction) -> OperationResult<()> {
    if let Some(pattern) = &conditions.pattern {
        input::pattern(pattern)?;
    }
    for (what, globs) in [
        ("repositories", &conditions.repositories),
        ("branches", &conditions.branches),
        ("files", &conditions.files),
    ] {
        input::entries(what, globs, 50)?;
        for glob in globs {
            input::glob(glob)?;
        }
    }
    if let RuleAction::Fix {
        prompt: Some(prompt),
        ..
    } = action
        && prompt.chars().count() > 4_000
    {
        return Err(OperationError::invalid(
            "a rule's prompt has 4,000 characters at most",
        ));
    }
    if let RuleAction::Fix {
        max_attempts: Some(0),
        ..
    } = action
    {
        return Err(OperationError::invalid(
            "a rule that fixes allows 1 attempt or more; to do nothing use the action `skip`",
        ));
    }
    Ok(())
}
