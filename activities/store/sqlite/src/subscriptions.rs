//! Platform projects linked to repositories.

use async_trait::async_trait;
use domain::{Platform, SubscriptionId};
use sqlx::{QueryBuilder, Sqlite, Transaction, sqlite::SqliteRow};
use store::{StoreError, StoreResult, SubscriptionFilter, SubscriptionRow, Subscriptions};

use crate::{
    columns::{Columns, json},
    database::Database,
    error::{failed, taken},
};

fn subscription(row: &SqliteRow) -> StoreResult<SubscriptionRow> {
    Ok(SubscriptionRow {
        id: row.parsed("id")?,
        platform: row.parsed("platform")?,
        project: row.text("project")?,
        project_name: row.text("project_name")?,
        platform_connection: row.parsed("platform_connection")?,
        git_connection: row.parsed("git_connection")?,
        repository: row.repository("repository")?,
        settings: row.json("settings_json")?,
        active: row.flag("active")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.small("version")?,
    })
}

fn second_active(subscription: &SubscriptionRow) -> String {
    format!(
        "the {} project `{}` has an active subscription already",
        subscription.platform, subscription.project_name
    )
}

/// An active subscription needs its connections; one that is history may have lost them.
async fn require_connections(
    tx: &mut Transaction<'_, Sqlite>,
    subscription: &SubscriptionRow,
) -> StoreResult<()> {
    for id in [
        &subscription.platform_connection,
        &subscription.git_connection,
    ] {
        sqlx::query("SELECT 1 FROM connections WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut **tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("connection", id))?;
    }
    Ok(())
}

#[async_trait]
impl Subscriptions for Database {
    async fn insert(&self, subscription: SubscriptionRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        require_connections(&mut tx, &subscription).await?;
        sqlx::query(
            "INSERT INTO subscriptions (id, platform, project, project_name, platform_connection, git_connection,
                                        repository, settings_json, active, created_at, updated_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
        )
        .bind(subscription.id.as_str())
        .bind(subscription.platform.as_str())
        .bind(&subscription.project)
        .bind(&subscription.project_name)
        .bind(subscription.platform_connection.as_str())
        .bind(subscription.git_connection.as_str())
        .bind(subscription.repository.to_string())
        .bind(json(&subscription.settings)?)
        .bind(subscription.active)
        .bind(subscription.created_at.as_millisecond())
        .bind(subscription.updated_at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(taken(|| second_active(&subscription)))?;
        tx.commit().await.map_err(failed)
    }

    async fn get(&self, id: &SubscriptionId) -> StoreResult<SubscriptionRow> {
        let row = sqlx::query("SELECT * FROM subscriptions WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map_or_else(
            || Err(StoreError::not_found("subscription", id)),
            subscription,
        )
    }

    async fn find_active(
        &self,
        platform: Platform,
        project: &str,
    ) -> StoreResult<Option<SubscriptionRow>> {
        let row = sqlx::query(
            "SELECT * FROM subscriptions WHERE platform = $1 AND project = $2 AND active = 1",
        )
        .bind(platform.as_str())
        .bind(project)
        .fetch_optional(self.read())
        .await
        .map_err(failed)?;
        row.as_ref().map(subscription).transpose()
    }

    async fn list(&self, filter: SubscriptionFilter) -> StoreResult<Vec<SubscriptionRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM subscriptions WHERE 1 = 1");
        if !filter.inactive_too {
            query.push(" AND active = 1");
        }
        if let Some(connection) = &filter.connection {
            query
                .push(" AND (platform_connection = ")
                .push_bind(connection.as_str().to_owned());
            query
                .push(" OR git_connection = ")
                .push_bind(connection.as_str().to_owned())
                .push(")");
        }
        if let Some(repository) = &filter.repository {
            query
                .push(" AND repository = ")
                .push_bind(repository.to_string());
        }
        query.push(" ORDER BY created_at, id");
        let rows = query.build().fetch_all(self.read()).await.map_err(failed)?;
        rows.iter().map(subscription).collect()
    }

    async fn update(&self, subscription: SubscriptionRow) -> StoreResult<SubscriptionRow> {
        let mut tx = self.write().await?;
        if subscription.active {
            require_connections(&mut tx, &subscription).await?;
        }
        let done = sqlx::query(
            "UPDATE subscriptions SET project_name = $3, platform_connection = $4, git_connection = $5, repository = $6,
                                      settings_json = $7, active = $8, updated_at = $9, version = version + 1
             WHERE id = $1 AND version = $2",
        )
        .bind(subscription.id.as_str())
        .bind(i64::from(subscription.version))
        .bind(&subscription.project_name)
        .bind(subscription.platform_connection.as_str())
        .bind(subscription.git_connection.as_str())
        .bind(subscription.repository.to_string())
        .bind(json(&subscription.settings)?)
        .bind(subscription.active)
        .bind(subscription.updated_at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(taken(|| second_active(&subscription)))?;
        tx.commit().await.map_err(failed)?;
        let stored = Subscriptions::get(self, &subscription.id).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::conflict(format!(
                "subscription `{}` was changed meanwhile: it has version {}",
                stored.id, stored.version
            )));
        }
        Ok(stored)
    }
}
