//! The outbox.

use std::time::Duration;

use async_trait::async_trait;
use domain::DeliveryId;
use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};
use store::{
    Deliveries, DeliveryRow, Inserted, NewDelivery, PendingDeliveries, StoreError, StoreResult,
    deliveries::body_digest,
};

use crate::{
    columns::{Columns, integer, json},
    database::Database,
    error::failed,
};

/// Characters kept of an error or outcome.
const MOST_TEXT: usize = 2_000;

fn delivery(row: &SqliteRow) -> StoreResult<DeliveryRow> {
    Ok(DeliveryRow {
        id: row.parsed("id")?,
        hook: row.parsed("hook_id")?,
        key: row.text("delivery_key")?,
        source: row.text("source")?,
        headers: row.json("headers_json")?,
        body: row.try_get("body").map_err(failed)?,
        body_digest: row.text("body_digest")?,
        received_at: row.time("received_at")?,
        tries: row.small("tries")?,
        last_error: row.optional_text("last_error")?,
        processed_at: row.optional_time("processed_at")?,
        outcome: row.optional_text("outcome")?,
    })
}

fn cut(text: &str) -> String {
    text.chars().take(MOST_TEXT).collect()
}

#[async_trait]
impl Deliveries for Database {
    async fn insert(&self, delivery: NewDelivery) -> StoreResult<Inserted> {
        let id = DeliveryId::new();
        let received = delivery.received_at.as_millisecond();
        let mut tx = self.write().await?;
        let inserted = sqlx::query(
            "INSERT INTO deliveries
                 (id, hook_id, delivery_key, source, headers_json, body, body_digest, received_at, due_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
             ON CONFLICT (hook_id, delivery_key) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(delivery.hook.as_str())
        .bind(&delivery.key)
        .bind(&delivery.source)
        .bind(json(&delivery.headers)?)
        .bind(&delivery.body)
        .bind(body_digest(&delivery.body))
        .bind(received)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        if inserted.rows_affected() == 1 {
            tx.commit().await.map_err(failed)?;
            return Ok(Inserted::New(id));
        }
        let row = sqlx::query("SELECT id FROM deliveries WHERE hook_id = $1 AND delivery_key = $2")
            .bind(delivery.hook.as_str())
            .bind(&delivery.key)
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        Ok(Inserted::Duplicate(row.parsed("id")?))
    }

    async fn claim(
        &self,
        limit: u32,
        lease: Duration,
        now: Timestamp,
    ) -> StoreResult<Vec<DeliveryRow>> {
        let lease = integer(u64::try_from(lease.as_millis()).unwrap_or(u64::MAX));
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "UPDATE deliveries SET tries = tries + 1, due_at = $2
             WHERE id IN (SELECT id FROM deliveries WHERE processed_at IS NULL AND due_at <= $1
                          ORDER BY received_at, id LIMIT $3)
             RETURNING *",
        )
        .bind(now.as_millisecond())
        .bind(now.as_millisecond().saturating_add(lease))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        let mut claimed = rows.iter().map(delivery).collect::<StoreResult<Vec<_>>>()?;
        claimed.sort_by(|a, b| (a.received_at, &a.id).cmp(&(b.received_at, &b.id)));
        Ok(claimed)
    }

    async fn mark_processed(
        &self,
        id: &DeliveryId,
        outcome: &str,
        now: Timestamp,
    ) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE deliveries SET processed_at = $2, outcome = $3, body = NULL WHERE id = $1 AND processed_at IS NULL",
        )
        .bind(id.as_str())
        .bind(now.as_millisecond())
        .bind(cut(outcome))
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn mark_failed(
        &self,
        id: &DeliveryId,
        tries: u32,
        error: &str,
        next_at: Timestamp,
    ) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE deliveries SET due_at = $3, last_error = $4
             WHERE id = $1 AND tries = $2 AND processed_at IS NULL",
        )
        .bind(id.as_str())
        .bind(i64::from(tries))
        .bind(next_at.as_millisecond())
        .bind(cut(error))
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn pending(&self) -> StoreResult<PendingDeliveries> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS waiting, MIN(received_at) AS oldest FROM deliveries WHERE processed_at IS NULL",
        )
        .fetch_one(self.read())
        .await
        .map_err(failed)?;
        Ok(PendingDeliveries {
            count: row.count("waiting")?,
            oldest: row.optional_time("oldest")?,
        })
    }

    async fn get(&self, id: &DeliveryId) -> StoreResult<DeliveryRow> {
        let row = sqlx::query("SELECT * FROM deliveries WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("delivery", id)), delivery)
    }

    async fn recent(&self, limit: u32) -> StoreResult<Vec<DeliveryRow>> {
        let rows = sqlx::query("SELECT * FROM deliveries ORDER BY id DESC LIMIT $1")
            .bind(i64::from(limit))
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(delivery).collect()
    }

    async fn purge(&self, before: Timestamp) -> StoreResult<u64> {
        let mut tx = self.write().await?;
        let gone = sqlx::query("DELETE FROM deliveries WHERE processed_at < $1")
            .bind(before.as_millisecond())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(gone.rows_affected())
    }
}
