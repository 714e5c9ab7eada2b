//! Webhook registrations.

use async_trait::async_trait;
use domain::{ConnectionId, HookId};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use store::{HookRow, HookStatus, Hooks, StoreError, StoreResult};

use crate::{
    columns::Columns,
    database::Database,
    error::{failed, taken},
};

fn hook(row: &SqliteRow) -> StoreResult<HookRow> {
    Ok(HookRow {
        id: row.parsed("id")?,
        provider: row.parsed("provider")?,
        connection: row.parsed("connection_id")?,
        status: row.parsed("status")?,
        remote_id: row.optional_text("remote_id")?,
        target: row.optional_text("target")?,
        secret: row.optional_text("secret")?,
        previous_secret: row.optional_text("previous_secret")?,
        previous_until: row.optional_time("previous_until")?,
        created_at: row.time("created_at")?,
    })
}

#[async_trait]
impl Hooks for Database {
    async fn insert(&self, hook: HookRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO hooks (id, provider, connection_id, status, remote_id, secret, previous_secret,
                                previous_until, created_at, target)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(hook.id.as_str())
        .bind(hook.provider.as_str())
        .bind(hook.connection.as_str())
        .bind(hook.status.as_str())
        .bind(&hook.remote_id)
        .bind(&hook.secret)
        .bind(&hook.previous_secret)
        .bind(hook.previous_until.map(Timestamp::as_millisecond))
        .bind(hook.created_at.as_millisecond())
        .bind(&hook.target)
        .execute(&mut *tx)
        .await
        .map_err(taken(|| "a hook with this id exists already".to_owned()))?;
        tx.commit().await.map_err(failed)
    }

    async fn find(&self, id: &HookId) -> StoreResult<Option<HookRow>> {
        let row = sqlx::query("SELECT * FROM hooks WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(hook).transpose()
    }

    async fn list(&self) -> StoreResult<Vec<HookRow>> {
        let rows = sqlx::query("SELECT * FROM hooks ORDER BY created_at, id")
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(hook).collect()
    }

    async fn by_connection(&self, connection: &ConnectionId) -> StoreResult<Vec<HookRow>> {
        let rows =
            sqlx::query("SELECT * FROM hooks WHERE connection_id = $1 ORDER BY created_at, id")
                .bind(connection.as_str())
                .fetch_all(self.read())
                .await
                .map_err(failed)?;
        rows.iter().map(hook).collect()
    }

    async fn by_target(
        &self,
        connection: &ConnectionId,
        target: Option<&str>,
    ) -> StoreResult<Vec<HookRow>> {
        let rows = sqlx::query(
            "SELECT * FROM hooks WHERE connection_id = $1 AND target IS $2 ORDER BY created_at, id",
        )
        .bind(connection.as_str())
        .bind(target)
        .fetch_all(self.read())
        .await
        .map_err(failed)?;
        rows.iter().map(hook).collect()
    }

    async fn register(&self, id: &HookId, remote_id: &str, secret: &str) -> StoreResult<()> {
        let mut tx = self.write().await?;
        let done =
            sqlx::query("UPDATE hooks SET remote_id = $2, secret = $3, status = $4 WHERE id = $1")
                .bind(id.as_str())
                .bind(remote_id)
                .bind(secret)
                .bind(HookStatus::Active.as_str())
                .execute(&mut *tx)
                .await
                .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Err(StoreError::not_found("hook", id));
        }
        tx.commit().await.map_err(failed)
    }

    async fn rotate(
        &self,
        id: &HookId,
        secret: &str,
        previous_until: Timestamp,
    ) -> StoreResult<()> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE hooks SET previous_secret = secret, previous_until = $3, secret = $2 WHERE id = $1",
        )
        .bind(id.as_str())
        .bind(secret)
        .bind(previous_until.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Err(StoreError::not_found("hook", id));
        }
        tx.commit().await.map_err(failed)
    }

    async fn set_status(&self, id: &HookId, status: HookStatus) -> StoreResult<()> {
        let mut tx = self.write().await?;
        let done = sqlx::query("UPDATE hooks SET status = $2 WHERE id = $1")
            .bind(id.as_str())
            .bind(status.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        if done.rows_affected() == 0 {
            return Err(StoreError::not_found("hook", id));
        }
        tx.commit().await.map_err(failed)
    }

    async fn delete(&self, id: &HookId) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM hooks WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
