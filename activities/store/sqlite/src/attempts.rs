//! Attempts.

use async_trait::async_trait;
use domain::FixId;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use store::{AttemptRow, Attempts, CauseId, StoreResult};

use crate::{
    columns::{Columns, json, optional_json},
    database::Database,
    error::failed,
};

fn attempt(row: &SqliteRow) -> StoreResult<AttemptRow> {
    Ok(AttemptRow {
        fix: row.parsed("fix_id")?,
        number: row.small("number")?,
        cause: row.optional_text("cause_id")?.map(CauseId),
        base_commit: row.text("base_commit")?,
        fixer: row.optional_text("fixer")?,
        outcome: row.optional_text("outcome")?,
        summary: row.text("summary")?,
        patch: row.optional_json("patch_json")?,
        proof: row.optional_json("proof_json")?,
        logs: row.json("logs_json")?,
        durations: row.json("durations_json")?,
        spend: row.json("spend_json")?,
        detail: row.json("detail_json")?,
        started_at: row.time("started_at")?,
        ended_at: row.optional_time("ended_at")?,
    })
}

#[async_trait]
impl Attempts for Database {
    async fn save(&self, attempt: &AttemptRow) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO attempts (fix_id, number, cause_id, base_commit, fixer, outcome, summary, patch_json,
                                   proof_json, logs_json, durations_json, spend_json, detail_json, started_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             ON CONFLICT (fix_id, number) DO UPDATE SET
                 cause_id = COALESCE(attempts.cause_id, excluded.cause_id), base_commit = excluded.base_commit,
                 fixer = excluded.fixer, outcome = excluded.outcome, summary = excluded.summary,
                 patch_json = excluded.patch_json, proof_json = excluded.proof_json, logs_json = excluded.logs_json,
                 durations_json = excluded.durations_json, spend_json = excluded.spend_json,
                 detail_json = excluded.detail_json, ended_at = excluded.ended_at
             WHERE attempts.ended_at IS NULL OR excluded.ended_at IS NOT NULL",
        )
        .bind(attempt.fix.as_str())
        .bind(i64::from(attempt.number))
        .bind(attempt.cause.as_ref().map(CauseId::as_str))
        .bind(&attempt.base_commit)
        .bind(&attempt.fixer)
        .bind(&attempt.outcome)
        .bind(&attempt.summary)
        .bind(optional_json(attempt.patch.as_ref())?)
        .bind(optional_json(attempt.proof.as_ref())?)
        .bind(json(&attempt.logs)?)
        .bind(json(&attempt.durations)?)
        .bind(json(&attempt.spend)?)
        .bind(json(&attempt.detail)?)
        .bind(attempt.started_at.as_millisecond())
        .bind(attempt.ended_at.map(Timestamp::as_millisecond))
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn list(&self, fix: &FixId) -> StoreResult<Vec<AttemptRow>> {
        let rows = sqlx::query("SELECT * FROM attempts WHERE fix_id = $1 ORDER BY number")
            .bind(fix.as_str())
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(attempt).collect()
    }
}
