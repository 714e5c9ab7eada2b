//! Alert channels.

use async_trait::async_trait;
use domain::ChannelId;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use store::{ChannelRow, Channels, StoreError, StoreResult, channels::MOST_ERROR};

use crate::{
    columns::Columns,
    database::Database,
    error::{failed, taken},
};

fn channel(row: &SqliteRow) -> StoreResult<ChannelRow> {
    Ok(ChannelRow {
        id: row.parsed("id")?,
        name: row.text("name")?,
        kind: row.parsed("kind")?,
        url: row.text("url")?,
        secret: row.text("secret")?,
        enabled: row.flag("enabled")?,
        created_at: row.time("created_at")?,
        last_sent_at: row.optional_time("last_sent_at")?,
        last_error: row.optional_text("last_error")?,
        version: row.small("version")?,
    })
}

fn taken_name(channel: &ChannelRow) -> String {
    format!("a channel with the name `{}` exists already", channel.name)
}

#[async_trait]
impl Channels for Database {
    async fn insert(&self, channel: ChannelRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO alert_channels (id, name, kind, url, secret, enabled, created_at, last_sent_at, last_error,
                                         version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
        )
        .bind(channel.id.as_str())
        .bind(&channel.name)
        .bind(channel.kind.as_str())
        .bind(&channel.url)
        .bind(&channel.secret)
        .bind(channel.enabled)
        .bind(channel.created_at.as_millisecond())
        .bind(channel.last_sent_at.map(Timestamp::as_millisecond))
        .bind(&channel.last_error)
        .execute(&mut *tx)
        .await
        .map_err(taken(|| taken_name(&channel)))?;
        tx.commit().await.map_err(failed)
    }

    async fn get(&self, id: &ChannelId) -> StoreResult<ChannelRow> {
        let row = sqlx::query("SELECT * FROM alert_channels WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("channel", id)), channel)
    }

    async fn find_by_name(&self, name: &str) -> StoreResult<Option<ChannelRow>> {
        let row = sqlx::query("SELECT * FROM alert_channels WHERE name = $1")
            .bind(name)
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(channel).transpose()
    }

    async fn list(&self) -> StoreResult<Vec<ChannelRow>> {
        let rows = sqlx::query("SELECT * FROM alert_channels ORDER BY created_at, id")
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(channel).collect()
    }

    async fn update(&self, channel: ChannelRow) -> StoreResult<ChannelRow> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE alert_channels SET name = $3, url = $4, secret = $5, enabled = $6, version = version + 1
             WHERE id = $1 AND version = $2",
        )
        .bind(channel.id.as_str())
        .bind(i64::from(channel.version))
        .bind(&channel.name)
        .bind(&channel.url)
        .bind(&channel.secret)
        .bind(channel.enabled)
        .execute(&mut *tx)
        .await
        .map_err(taken(|| taken_name(&channel)))?;
        tx.commit().await.map_err(failed)?;
        let stored = Channels::get(self, &channel.id).await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::conflict(format!(
                "channel `{}` was changed meanwhile: it has version {}",
                stored.name, stored.version
            )));
        }
        Ok(stored)
    }

    async fn note_result(
        &self,
        id: &ChannelId,
        error: Option<&str>,
        at: Timestamp,
    ) -> StoreResult<()> {
        let kept = error.map(|error| error.chars().take(MOST_ERROR).collect::<String>());
        let sent_at = error.is_none().then(|| at.as_millisecond());
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE alert_channels SET last_error = $2, last_sent_at = COALESCE($3, last_sent_at) WHERE id = $1",
        )
        .bind(id.as_str())
        .bind(kept)
        .bind(sent_at)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn delete(&self, id: &ChannelId) -> StoreResult<()> {
        let mut tx = self.write().await?;
        let user = sqlx::query(
            "SELECT s.id, s.project_name, c.name FROM alert_channels c
             JOIN subscriptions s ON s.active = 1
             WHERE c.id = $1
               AND EXISTS (SELECT 1 FROM json_each(s.settings_json, '$.notify') n WHERE n.value = c.name)
             ORDER BY s.created_at LIMIT 1",
        )
        .bind(id.as_str())
        .fetch_optional(&mut *tx)
        .await
        .map_err(failed)?;
        if let Some(row) = user {
            return Err(StoreError::conflict(format!(
                "channel `{}` is named in the settings of subscription `{}` ({}): take it out there first",
                row.text("name")?,
                row.text("id")?,
                row.text("project_name")?
            )));
        }
        sqlx::query("DELETE FROM alert_channels WHERE id = $1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
