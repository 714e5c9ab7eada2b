//! The installation's own values.

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::Value;
use store::{Installation, Settings, StoreError, StoreResult};

use crate::{
    columns::{Columns, json},
    database::Database,
    error::failed,
};

/// Key of [`Installation`].
const INSTALLATION: &str = "installation";

#[async_trait]
impl Settings for Database {
    async fn find(&self, key: &str) -> StoreResult<Option<Value>> {
        let row = sqlx::query("SELECT value_json FROM settings WHERE key = $1")
            .bind(key)
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(|row| row.json("value_json")).transpose()
    }

    async fn put(&self, key: &str, value: Value, at: Timestamp) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO settings (key, value_json, updated_at) VALUES ($1, $2, $3)
             ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json, updated_at = excluded.updated_at",
        )
        .bind(key)
        .bind(json(&value)?)
        .bind(at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn put_if_absent(&self, key: &str, value: Value, at: Timestamp) -> StoreResult<Value> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO settings (key, value_json, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING",
        )
        .bind(key)
        .bind(json(&value)?)
        .bind(at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let row = sqlx::query("SELECT value_json FROM settings WHERE key = $1")
            .bind(key)
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        row.json("value_json")
    }

    async fn installation(&self, at: Timestamp) -> StoreResult<Installation> {
        let unreadable = |error: serde_json::Error| {
            StoreError::Internal(format!("the installation's name: {error}"))
        };
        if let Some(value) = self.find(INSTALLATION).await? {
            return serde_json::from_value(value).map_err(unreadable);
        }
        let id = format!("ins_{}", ulid::Ulid::generate().to_string().to_lowercase());
        // As it will be read back: to the millisecond.
        let created_at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        let ours = serde_json::to_value(Installation { id, created_at }).map_err(unreadable)?;
        serde_json::from_value(self.put_if_absent(INSTALLATION, ours, at).await?)
            .map_err(unreadable)
    }
}
