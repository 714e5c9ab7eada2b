//! The users' rules.

mod change;
mod check;
mod trial;

#[cfg(test)]
mod tests;

use domain::{Actor, Rule, RuleAction, RuleConditions, RuleId, SubscriptionId};
use jiff::Timestamp;
use serde::Serialize;
use store::RuleRow;

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

pub use change::{ActionChange, ActionKind, ConditionsChange, RuleChange};
use check::checked;
pub use trial::{RuleCase, RuleTestReport, RuleVerdict, TriedRule};

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
    /// Why it cannot be read: it counts for nothing, and can only be removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
}

impl From<RuleRow> for RuleSummary {
    fn from(row: RuleRow) -> Self {
        Self {
            rule: row.rule,
            subscription: row.subscription,
            created_at: row.created_at,
            version: row.version,
            unreadable: row.unreadable,
        }
    }
}

impl Operations {
    /// Stores a rule. It counts for every failure that is judged from now on.
    ///
    /// # Errors
    /// `bad_pattern` (a pattern or glob that cannot be used), `invalid_argument`, `subscription_not_found`.
    pub async fn add_rule(&self, new: NewRule, actor: &Actor) -> OperationResult<RuleSummary> {
        let subscription = match &new.subscription {
            Some(reference) => Some(self.find_subscription(reference).await?.id),
            None => None,
        };
        let rule = Rule {
            id: RuleId::new(),
            name: input::name("rule", &new.name)?,
            priority: new.priority,
            enabled: true,
            conditions: new.conditions,
            action: new.action,
        };
        let row = RuleRow {
            rule: checked(rule)?,
            subscription,
            created_at: Timestamp::now(),
            version: 1,
            unreadable: None,
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

    /// One rule, by its id or, if only one has it, its name.
    ///
    /// # Errors
    /// `rule_not_found`; `invalid_argument` when a name stands for several.
    pub async fn show_rule(&self, reference: &str) -> OperationResult<RuleSummary> {
        Ok(self.find_rule(reference).await?.into())
    }

    /// Changes a rule. It counts for every failure that is judged from now on.
    ///
    /// # Errors
    /// `rule_not_found`, `subscription_not_found`, `bad_pattern`, `invalid_argument`, `conflict` (somebody else changed
    /// it).
    pub async fn set_rule(
        &self,
        reference: &str,
        change: RuleChange,
        actor: &Actor,
    ) -> OperationResult<RuleSummary> {
        let mut row = self.find_rule(reference).await?;
        if let Some(why) = &row.unreadable {
            return Err(OperationError::invalid(format!(
                "rule `{}` cannot be read ({why}): remove it with `regreen rule remove {}`, and add it again",
                row.rule.name, row.rule.id
            )));
        }
        match change.subscription.as_deref() {
            None => {}
            Some("") => row.subscription = None,
            Some(reference) => {
                row.subscription = Some(self.find_subscription(reference).await?.id);
            }
        }
        if let Some(version) = change.version {
            row.version = version;
        }
        row.rule = checked(change.apply(row.rule)?)?;
        let row = self
            .store
            .rules
            .update(row)
            .await
            .map_err(|error| OperationError::store_with(error, Code::RuleNotFound))?;
        self.audit(
            actor,
            "rule.set",
            row.rule.id.as_str(),
            serde_json::json!({ "name": row.rule.name, "version": row.version }),
        )
        .await?;
        Ok(row.into())
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
        let row = self.find_rule(reference).await?;
        self.store.rules.delete(&row.rule.id).await?;
        self.audit(
            actor,
            "rule.remove",
            row.rule.id.as_str(),
            serde_json::json!({ "name": row.rule.name }),
        )
        .await?;
        Ok(row.into())
    }

    async fn find_rule(&self, reference: &str) -> OperationResult<RuleRow> {
        let reference = reference.trim();
        if let Ok(id) = reference.parse::<RuleId>() {
            return self
                .store
                .rules
                .get(&id)
                .await
                .map_err(|error| OperationError::store_with(error, Code::RuleNotFound));
        }
        let all = self.store.rules.list().await?;
        let mut named = all.into_iter().filter(|row| row.rule.name == reference);
        match (named.next(), named.next()) {
            (Some(row), None) => Ok(row),
            (Some(_), Some(_)) => Err(OperationError::invalid(
                "several rules have this name: use the id (`rul_…`)",
            )),
            (None, _) => {
                let shown: String = reference.chars().take(64).collect();
                Err(OperationError::new(
                    Code::RuleNotFound,
                    format!("there is no rule `{shown}`: `regreen rule list` shows them"),
                ))
            }
        }
    }
}
