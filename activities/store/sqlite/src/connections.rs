//! Accounts on platforms and git hosts.

use async_trait::async_trait;
use domain::ConnectionId;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use store::{ConnectionRow, ConnectionStatus, Connections, StoreError, StoreResult};

use crate::{
    columns::Columns,
    database::Database,
    error::{failed, taken},
};

fn connection(row: &SqliteRow) -> StoreResult<ConnectionRow> {
    Ok(ConnectionRow {
        id: row.parsed("id")?,
        provider: row.parsed("provider")?,
        name: row.text("name")?,
        account: row.text("account")?,
        team: row.optional_text("team")?,
        team_name: row.optional_text("team_name")?,
        expires_at: row.optional_time("expires_at")?,
        base_url: row.optional_text("base_url")?,
        token: row.text("token")?,
        status: row.parsed("status")?,
        created_at: row.time("created_at")?,
        version: row.small("version")?,
    })
}

#[async_trait]
impl Connections for Database {
    async fn insert(&self, connection: ConnectionRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO connections (id, provider, name, account, team, base_url, token, status, created_at, version,
                                      team_name, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)",
        )
        .bind(connection.id.as_str())
        .bind(connection.provider.as_str())
        .bind(&connection.name)
        .bind(&connection.account)
        .bind(&connection.team)
        .bind(&connection.base_url)
        .bind(&connection.token)
        .bind(connection.status.as_str())
        .bind(connection.created_at.as_millisecond())
        .bind(&connection.team_name)
        .bind(connection.expires_at.map(Timestamp::as_millisecond))
        .execute(&mut *tx)
        .await
        .map_err(taken(|| format!("a connection with the name `{}` exists already", connection.name)))?;
        tx.commit().await.map_err(failed)
    }

    async fn get(&self, id: &ConnectionId) -> StoreResult<ConnectionRow> {
        let row = sqlx::query("SELECT * FROM connections WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("connection", id)), connection)
    }

    async fn find_by_name(&self, name: &str) -> StoreResult<Option<ConnectionRow>> {
        let row = sqlx::query("SELECT * FROM connections WHERE name = $1")
            .bind(name)
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(connection).transpose()
    }

    async fn list(&self) -> StoreResult<Vec<ConnectionRow>> {
        let rows = sqlx::query("SELECT * FROM connections ORDER BY created_at, id")
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(connection).collect()
    }

    async fn update(&self, connection: ConnectionRow) -> StoreResult<ConnectionRow> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE connections SET name = $3, account = $4, team = $5, base_url = $6, token = $7, status = $8,
                                    team_name = $9, expires_at = $10, version = version + 1
             WHERE id = $1 AND version = $2",
        )
        .bind(connection.id.as_str())
        .bind(i64::from(connection.version))
        .bind(&connection.name)
        .bind(&connection.account)
        .bind(&connection.team)
        .bind(&connection.base_url)
        .bind(&connection.token)
        .bind(connection.status.as_str())
        .bind(&connection.team_name)
        .bind(connection.expires_at.map(Timestamp::as_millisecond))
        .execute(&mut *tx)
        .await
        .map_err(taken(|| format!("a connection with the name `{}` exists already", connection.name)))?;
        tx.commit().await.map_err(failed)?;
        let stored = Connections::get(self, &connection.id).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::conflict(format!(
                "connection `{}` was changed meanwhile: it has version {}",
                stored.id, stored.version
            )));
        }
        Ok(stored)
    }

    async fn set_status(&self, id: &ConnectionId, status: ConnectionStatus) -> StoreResult<bool> {
        // Asked for after every call to the other side, so the usual answer must not need the writer.
        if Connections::get(self, id).await?.status == status {
            return Ok(false);
        }
        let mut tx = self.write().await?;
        let done = sqlx::query("UPDATE connections SET status = $2 WHERE id = $1 AND status <> $2")
            .bind(id.as_str())
            .bind(status.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn delete(&self, id: &ConnectionId) -> StoreResult<()> {
        let mut tx = self.write().await?;
        let user = sqlx::query(
            "SELECT id FROM subscriptions WHERE active = 1 AND (platform_connection = $1 OR git_connection = $1) LIMIT 1",
        )
        .bind(id.as_str())
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed)?;
        if let Some(row) = user {
            return Err(StoreError::conflict(format!(
                "connection `{id}` is used by subscription `{}`: remove that first",
                row.text("id")?
            )));
        }
        sqlx::query("DELETE FROM connections WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
