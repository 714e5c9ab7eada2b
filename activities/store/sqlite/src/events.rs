//! Timelines.

use async_trait::async_trait;
use domain::FixId;
use store::{
    FixEvent, FixEvents, StoreResult,
    events::{MOST_EVENTS, MOST_TEXT},
};

use crate::{columns::Columns, database::Database, error::failed};

#[async_trait]
impl FixEvents for Database {
    async fn append(&self, fix: &FixId, events: &[FixEvent]) -> StoreResult<()> {
        let mut tx = self.write().await?;
        for event in events {
            sqlx::query(
                "INSERT INTO fix_events (fix_id, event_key, at, kind, text) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (fix_id, event_key) DO NOTHING",
            )
            .bind(fix.as_str())
            .bind(&event.key)
            .bind(event.at.as_millisecond())
            .bind(&event.kind)
            .bind(event.text.chars().take(MOST_TEXT).collect::<String>())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        sqlx::query(
            "DELETE FROM fix_events WHERE fix_id = $1 AND seq <=
                 (SELECT seq FROM fix_events WHERE fix_id = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)",
        )
        .bind(fix.as_str())
        .bind(i64::from(MOST_EVENTS))
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn list(&self, fix: &FixId) -> StoreResult<Vec<FixEvent>> {
        let rows = sqlx::query("SELECT * FROM fix_events WHERE fix_id = $1 ORDER BY at, seq")
            .bind(fix.as_str())
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter()
            .map(|row| {
                Ok(FixEvent {
                    key: row.text("event_key")?,
                    at: row.time("at")?,
                    kind: row.text("kind")?,
                    text: row.text("text")?,
                })
            })
            .collect()
    }
}
