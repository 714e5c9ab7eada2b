//! The users' rules.

use async_trait::async_trait;
use domain::{Rule, RuleAction, RuleConditions, RuleId, SubscriptionId};
use sqlx::sqlite::SqliteRow;
use store::{RuleRow, Rules, StoreError, StoreResult};

use crate::{
    columns::{Columns, json},
    database::Database,
    error::{failed, taken},
};

fn rule(row: &SqliteRow) -> StoreResult<RuleRow> {
    let contents: StoreResult<(RuleConditions, RuleAction)> = row
        .json("conditions_json")
        .and_then(|conditions| Ok((conditions, row.json("action_json")?)));
    let (contents, unreadable) = match contents {
        Ok(contents) => (contents, None),
        Err(error) => (
            (RuleConditions::default(), RuleAction::NotifyOnly),
            Some(error.to_string()),
        ),
    };
    Ok(RuleRow {
        rule: Rule {
            id: row.parsed("id")?,
            name: row.text("name")?,
            priority: i32::try_from(row.integer("priority")?).unwrap_or(i32::MAX),
            enabled: row.flag("enabled")?,
            conditions: contents.0,
            action: contents.1,
        },
        subscription: row.optional_parsed("subscription_id")?,
        created_at: row.time("created_at")?,
        version: row.small("version")?,
        unreadable,
    })
}

#[async_trait]
impl Rules for Database {
    async fn insert(&self, row: RuleRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO fix_rules (id, subscription_id, name, priority, enabled, conditions_json, action_json,
                                    created_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
        )
        .bind(row.rule.id.as_str())
        .bind(row.subscription.as_ref().map(SubscriptionId::as_str))
        .bind(&row.rule.name)
        .bind(row.rule.priority)
        .bind(row.rule.enabled)
        .bind(json(&row.rule.conditions)?)
        .bind(json(&row.rule.action)?)
        .bind(row.created_at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(taken(|| format!("rule `{}` exists already", row.rule.id)))?;
        tx.commit().await.map_err(failed)
    }

    async fn get(&self, id: &RuleId) -> StoreResult<RuleRow> {
        let row = sqlx::query("SELECT * FROM fix_rules WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("rule", id)), rule)
    }

    async fn list(&self) -> StoreResult<Vec<RuleRow>> {
        let rows = sqlx::query("SELECT * FROM fix_rules ORDER BY priority, id")
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(rule).collect()
    }

    async fn applicable(&self, subscription: &SubscriptionId) -> StoreResult<Vec<RuleRow>> {
        let rows = sqlx::query(
            "SELECT * FROM fix_rules WHERE enabled = 1 AND (subscription_id IS NULL OR subscription_id = $1)
             ORDER BY priority, id",
        )
        .bind(subscription.as_str())
        .fetch_all(self.read())
        .await
        .map_err(failed)?;
        rows.iter().map(rule).collect()
    }

    async fn update(&self, row: RuleRow) -> StoreResult<RuleRow> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE fix_rules SET subscription_id = $3, name = $4, priority = $5, enabled = $6, conditions_json = $7,
                                  action_json = $8, version = version + 1
             WHERE id = $1 AND version = $2",
        )
        .bind(row.rule.id.as_str())
        .bind(i64::from(row.version))
        .bind(row.subscription.as_ref().map(SubscriptionId::as_str))
        .bind(&row.rule.name)
        .bind(row.rule.priority)
        .bind(row.rule.enabled)
        .bind(json(&row.rule.conditions)?)
        .bind(json(&row.rule.action)?)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        let stored = Rules::get(self, &row.rule.id).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::conflict(format!(
                "rule `{}` was changed meanwhile: it has version {}",
                stored.rule.id, stored.version
            )));
        }
        Ok(stored)
    }

    async fn delete(&self, id: &RuleId) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM fix_rules WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
