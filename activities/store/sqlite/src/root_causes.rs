//! Claims on root causes.

use async_trait::async_trait;
use domain::{EndReason, FixId};
use jiff::Timestamp;
use sqlx::{Sqlite, SqliteConnection, Transaction, sqlite::SqliteRow};
use store::{
    CauseId, CauseKey, Claim, GrantedAttempt, Release, RootCauseRow, RootCauses, StoreError,
    StoreResult,
};

use crate::{
    columns::{Columns, word},
    database::Database,
    error::failed,
};

/// Counters start anew when the cause was solved.
const CAUSES: &str = "SELECT c.*,
    (SELECT COUNT(*) FROM attempts a WHERE a.cause_id = c.id AND a.started_at > c.solved_at) AS attempts,
    (SELECT COUNT(*) FROM cause_grants g WHERE g.cause_id = c.id AND g.at > c.solved_at) AS granted,
    s.* FROM root_causes c LEFT JOIN
    (SELECT r.cause_id AS spender, SUM(r.spent_calls) AS calls, SUM(r.spent_input) AS input,
            SUM(r.spent_output) AS output, SUM(r.spent_cost) AS cost
     FROM budget_reservations r JOIN root_causes k ON k.id = r.cause_id
     WHERE r.created_at > k.solved_at GROUP BY r.cause_id) s ON s.spender = c.id";

fn cause(row: &SqliteRow) -> StoreResult<RootCauseRow> {
    let sum = |name| {
        Ok(u64::try_from(row.optional_integer(name)?.unwrap_or_default()).unwrap_or_default())
    };
    let solved = row.integer("solved_at")?;
    Ok(RootCauseRow {
        id: CauseId(row.text("id")?),
        key: CauseKey {
            repository: row.repository("repository")?,
            base_branch: row.text("base_branch")?,
            root_directory: row.text("root_directory")?,
            fingerprint: row.text("fingerprint")?,
        },
        holder: row.optional_parsed("holder")?,
        attempts: row.small("attempts")?,
        granted: row.small("granted")?,
        spend: domain::Spend {
            model_calls: u32::try_from(sum("calls")?).unwrap_or(u32::MAX),
            input_tokens: sum("input")?,
            output_tokens: sum("output")?,
            cost_micros: sum("cost")?,
        },
        outcome: row.optional_parsed("outcome")?,
        solved_at: if solved == 0 {
            None
        } else {
            Some(row.time("solved_at")?)
        },
        created_at: row.time("created_at")?,
    })
}

async fn followers(connection: &mut SqliteConnection, cause: &CauseId) -> StoreResult<Vec<FixId>> {
    let rows = sqlx::query(
        "SELECT fix_id FROM cause_followers WHERE cause_id = $1 ORDER BY attached_at, fix_id",
    )
    .bind(cause.as_str())
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    rows.iter().map(|row| row.parsed("fix_id")).collect()
}

async fn unfollow(
    tx: &mut Transaction<'_, Sqlite>,
    cause: &CauseId,
    fix: &FixId,
) -> StoreResult<()> {
    sqlx::query("DELETE FROM cause_followers WHERE cause_id = $1 AND fix_id = $2")
        .bind(cause.as_str())
        .bind(fix.as_str())
        .execute(&mut **tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// Takes the cause from its owner; whether `fix` was that.
async fn give_up(
    tx: &mut Transaction<'_, Sqlite>,
    cause: &CauseId,
    fix: &FixId,
    outcome: EndReason,
    at: Timestamp,
) -> StoreResult<bool> {
    let done = sqlx::query(
        "UPDATE root_causes SET holder = NULL, claimed_at = NULL, outcome = $3,
                                solved_at = CASE WHEN $4 THEN $5 ELSE solved_at END
         WHERE id = $1 AND holder = $2",
    )
    .bind(cause.as_str())
    .bind(fix.as_str())
    .bind(outcome.as_str())
    .bind(outcome.solves())
    .bind(at.as_millisecond())
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected() == 1)
}

async fn take(
    tx: &mut Transaction<'_, Sqlite>,
    cause: &CauseId,
    fix: &FixId,
    at: Timestamp,
) -> StoreResult<()> {
    sqlx::query("UPDATE root_causes SET holder = $2, claimed_at = $3 WHERE id = $1")
        .bind(cause.as_str())
        .bind(fix.as_str())
        .bind(at.as_millisecond())
        .execute(&mut **tx)
        .await
        .map_err(failed)?;
    unfollow(tx, cause, fix).await
}

async fn holder(tx: &mut Transaction<'_, Sqlite>, cause: &CauseId) -> StoreResult<Option<FixId>> {
    let row = sqlx::query("SELECT holder FROM root_causes WHERE id = $1")
        .bind(cause.as_str())
        .fetch_optional(&mut **tx)
        .await
        .map_err(failed)?;
    row.map_or(Ok(None), |row| row.optional_parsed("holder"))
}

#[async_trait]
impl RootCauses for Database {
    async fn claim(&self, key: &CauseKey, fix: &FixId, at: Timestamp) -> StoreResult<Claim> {
        let id = key.id();
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO root_causes (id, repository, base_branch, root_directory, fingerprint, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(key.repository.to_string())
        .bind(&key.base_branch)
        .bind(&key.root_directory)
        .bind(&key.fingerprint)
        .bind(at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let claim = match holder(&mut tx, &id).await? {
            Some(leader) if leader != *fix => {
                sqlx::query(
                    "INSERT INTO cause_followers (cause_id, fix_id, attached_at) VALUES ($1, $2, $3)
                     ON CONFLICT (cause_id, fix_id) DO NOTHING",
                )
                .bind(id.as_str())
                .bind(fix.as_str())
                .bind(at.as_millisecond())
                .execute(&mut *tx)
                .await
                .map_err(failed)?;
                Claim::Held { leader }
            }
            Some(_) => Claim::Acquired,
            None => {
                take(&mut tx, &id, fix, at).await?;
                Claim::Acquired
            }
        };
        tx.commit().await.map_err(failed)?;
        Ok(claim)
    }

    async fn release(
        &self,
        cause: &CauseId,
        fix: &FixId,
        outcome: EndReason,
        at: Timestamp,
    ) -> StoreResult<Release> {
        let mut tx = self.write().await?;
        let released = give_up(&mut tx, cause, fix, outcome, at).await?;
        let followers = followers(&mut tx, cause).await?;
        tx.commit().await.map_err(failed)?;
        Ok(Release {
            released,
            followers,
        })
    }

    async fn hand_over(
        &self,
        cause: &CauseId,
        fix: &FixId,
        outcome: EndReason,
        at: Timestamp,
    ) -> StoreResult<Option<FixId>> {
        let mut tx = self.write().await?;
        let owner = if give_up(&mut tx, cause, fix, outcome, at).await? {
            let next = followers(&mut tx, cause).await?.into_iter().next();
            if let Some(next) = &next {
                take(&mut tx, cause, next, at).await?;
            }
            next
        } else {
            holder(&mut tx, cause).await?
        };
        tx.commit().await.map_err(failed)?;
        Ok(owner)
    }

    async fn detach(&self, cause: &CauseId, fix: &FixId) -> StoreResult<()> {
        let mut tx = self.write().await?;
        unfollow(&mut tx, cause, fix).await?;
        tx.commit().await.map_err(failed)
    }

    async fn followers(&self, cause: &CauseId) -> StoreResult<Vec<FixId>> {
        let mut connection = self.read().acquire().await.map_err(failed)?;
        followers(&mut connection, cause).await
    }

    async fn grant_attempt(&self, cause: &CauseId, grant: GrantedAttempt) -> StoreResult<u32> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO cause_grants (cause_id, grant_key, fix_id, actor_name, actor_channel, at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (cause_id, grant_key) DO NOTHING",
        )
        .bind(cause.as_str())
        .bind(&grant.key)
        .bind(grant.fix.as_str())
        .bind(&grant.actor.name)
        .bind(word(&grant.actor.channel)?)
        .bind(grant.at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(|error| match failed(error) {
            StoreError::Conflict { .. } => StoreError::not_found("root cause", cause),
            other => other,
        })?;
        tx.commit().await.map_err(failed)?;
        Ok(RootCauses::get(self, cause).await?.granted)
    }

    async fn get(&self, id: &CauseId) -> StoreResult<RootCauseRow> {
        let row = sqlx::QueryBuilder::<Sqlite>::new(CAUSES)
            .push(" WHERE c.id = ")
            .push_bind(id.as_str())
            .build()
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("root cause", id)), cause)
    }

    async fn held(&self) -> StoreResult<Vec<RootCauseRow>> {
        let rows = sqlx::QueryBuilder::<Sqlite>::new(CAUSES)
            .push(" WHERE c.holder IS NOT NULL ORDER BY c.claimed_at, c.id")
            .build()
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        rows.iter().map(cause).collect()
    }
}
