//! The mirror: making, finding and writing fixes. Lists are in `fix_list`.

use async_trait::async_trait;
use domain::{
    DeploymentId, EndReason, ErrorType, FixId, FixStatus, Platform, Repository, SubscriptionId,
};
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction, sqlite::SqliteRow};
use store::{
    Created, FixFilter, FixRow, FixState, Fixes, MirrorOutcome, MirrorWrite, NewFix, Page,
    PageRequest, StoreError, StoreResult,
};

use crate::{
    columns::{Columns, integer, json, optional_json},
    database::Database,
    error::failed,
};

pub(crate) fn fix(row: &SqliteRow) -> StoreResult<FixRow> {
    Ok(FixRow {
        id: row.parsed("id")?,
        workflow_id: row.text("workflow_id")?,
        platform: row.parsed("platform")?,
        deployment: DeploymentId(row.text("deployment")?),
        project: row.text("project")?,
        state: FixState {
            subscription: row.optional_parsed("subscription_id")?,
            project_name: row.optional_text("project_name")?,
            repository: row.optional_repository("repository")?,
            branch: row.optional_text("branch")?,
            commit: row.optional_text("commit_sha")?,
            title: row.optional_text("title")?,
            status: row.parsed("status")?,
            reason: row.optional_parsed("reason")?,
            error_type: row.optional_parsed("error_type")?,
            primary_line: row.text("primary_line")?,
            fingerprint: row.optional_text("fingerprint")?,
            fixer: row.optional_text("fixer")?,
            attempts: row.small("attempts")?,
            spend: row.json("spend_json")?,
            pull_request: row.optional_json("pull_request_json")?,
            source_pull_request: row
                .optional_integer("source_pull_request")?
                .and_then(|number| u64::try_from(number).ok()),
            waiting: row.optional_json("waiting_json")?,
            leader: row.optional_parsed("leader")?,
            ended_at: row.optional_time("ended_at")?,
            detail: row.json("detail_json")?,
        },
        lineage: row.json("lineage_json")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        run_id: row.optional_text("run_id")?,
        run_ordinal: row.small("run_ordinal")?,
        revision: row.count("revision")?,
    })
}

/// Writes the state, and the place of the write in the order of writes.
async fn write_state(
    tx: &mut Transaction<'_, Sqlite>,
    id: &FixId,
    state: &FixState,
    at: Timestamp,
    run: (Option<&str>, u32, u64),
) -> StoreResult<()> {
    sqlx::query(
        "UPDATE fixes SET
             subscription_id = COALESCE($2, subscription_id), project_name = COALESCE($3, project_name),
             repository = COALESCE($4, repository), branch = COALESCE($5, branch),
             commit_sha = COALESCE($6, commit_sha), title = COALESCE($7, title),
             status = $8, reason = $9, error_type = $10, primary_line = $11, fingerprint = $12, fixer = $13,
             attempts = $14, spend_json = $15, pull_request_json = $16, leader = $17, ended_at = $18, detail_json = $19,
             updated_at = $20, run_id = $21, run_ordinal = $22, revision = $23, waiting_json = $24,
             source_pull_request = COALESCE($25, source_pull_request)
         WHERE id = $1",
    )
    .bind(id.as_str())
    .bind(state.subscription.as_ref().map(SubscriptionId::as_str))
    .bind(&state.project_name)
    .bind(state.repository.as_ref().map(Repository::to_string))
    .bind(&state.branch)
    .bind(&state.commit)
    .bind(&state.title)
    .bind(state.status.as_str())
    .bind(state.reason.map(EndReason::as_str))
    .bind(state.error_type.map(ErrorType::as_str))
    .bind(&state.primary_line)
    .bind(&state.fingerprint)
    .bind(&state.fixer)
    .bind(i64::from(state.attempts))
    .bind(json(&state.spend)?)
    .bind(optional_json(state.pull_request.as_ref())?)
    .bind(state.leader.as_ref().map(FixId::as_str))
    .bind(state.ended_at.map(Timestamp::as_millisecond))
    .bind(json(&state.detail)?)
    .bind(at.as_millisecond())
    .bind(run.0)
    .bind(i64::from(run.1))
    .bind(integer(run.2))
    .bind(optional_json(state.waiting.as_ref())?)
    .bind(state.source_pull_request.map(integer))
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    Ok(())
}

#[async_trait]
impl Fixes for Database {
    async fn create_or_get(&self, new: NewFix) -> StoreResult<Created> {
        if let Some(fix) = self
            .find_by_deployment(new.platform, &new.deployment)
            .await?
        {
            return Ok(Created { fix, new: false });
        }
        let id = FixId::new();
        let mut tx = self.write().await?;
        let inserted = sqlx::query(
            "INSERT INTO fixes (id, workflow_id, platform, deployment, project, status, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
             ON CONFLICT (platform, deployment) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(domain::workflow_id(new.platform, &new.deployment))
        .bind(new.platform.as_str())
        .bind(new.deployment.as_str())
        .bind(&new.project)
        .bind(new.state.status.as_str())
        .bind(new.created_at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let made = inserted.rows_affected() == 1;
        if made {
            write_state(&mut tx, &id, &new.state, new.created_at, (None, 0, 0)).await?;
        }
        tx.commit().await.map_err(failed)?;
        let fix = self
            .find_by_deployment(new.platform, &new.deployment)
            .await?
            .ok_or_else(|| StoreError::not_found("fix of deployment", &new.deployment))?;
        Ok(Created { fix, new: made })
    }

    async fn get(&self, id: &FixId) -> StoreResult<FixRow> {
        let row = sqlx::query("SELECT * FROM fixes WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref()
            .map_or_else(|| Err(StoreError::not_found("fix", id)), fix)
    }

    async fn find_by_workflow(&self, workflow_id: &str) -> StoreResult<Option<FixRow>> {
        let row = sqlx::query("SELECT * FROM fixes WHERE workflow_id = $1")
            .bind(workflow_id)
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(fix).transpose()
    }

    async fn find_by_deployment(
        &self,
        platform: Platform,
        deployment: &DeploymentId,
    ) -> StoreResult<Option<FixRow>> {
        let row = sqlx::query("SELECT * FROM fixes WHERE platform = $1 AND deployment = $2")
            .bind(platform.as_str())
            .bind(deployment.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(fix).transpose()
    }

    async fn run_ordinal(&self, id: &FixId, run_id: &str) -> StoreResult<u32> {
        let mut tx = self.write().await?;
        sqlx::query("SELECT 1 FROM fixes WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("fix", id))?;
        sqlx::query(
            "INSERT INTO fix_runs (fix_id, run_id, ordinal)
             SELECT $1, $2, COALESCE(MAX(ordinal), 0) + 1 FROM fix_runs WHERE fix_id = $1
             ON CONFLICT (fix_id, run_id) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(run_id)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let row = sqlx::query("SELECT ordinal FROM fix_runs WHERE fix_id = $1 AND run_id = $2")
            .bind(id.as_str())
            .bind(run_id)
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        row.small("ordinal")
    }

    async fn mirror(&self, id: &FixId, write: MirrorWrite) -> StoreResult<MirrorOutcome> {
        let mut tx = self.write().await?;
        let row = sqlx::query("SELECT run_ordinal, revision FROM fixes WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("fix", id))?;
        let run = sqlx::query("SELECT run_id FROM fix_runs WHERE fix_id = $1 AND ordinal = $2")
            .bind(id.as_str())
            .bind(i64::from(write.ordinal))
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| {
                StoreError::conflict(format!(
                    "fix `{id}` has no run with ordinal {}",
                    write.ordinal
                ))
            })?;
        if (write.ordinal, write.revision) <= (row.small("run_ordinal")?, row.count("revision")?) {
            return Ok(MirrorOutcome::Stale);
        }
        let run_id = run.text("run_id")?;
        write_state(
            &mut tx,
            id,
            &write.state,
            write.at,
            (Some(&run_id), write.ordinal, write.revision),
        )
        .await?;
        tx.commit().await.map_err(failed)?;
        Ok(MirrorOutcome::Applied)
    }

    async fn list(&self, filter: FixFilter, page: PageRequest) -> StoreResult<Page<FixRow>> {
        crate::fix_list::list(self, filter, page).await
    }

    async fn count_by_status(&self) -> StoreResult<Vec<(FixStatus, u64)>> {
        let rows = sqlx::query("SELECT status, COUNT(*) AS fixes FROM fixes GROUP BY status")
            .fetch_all(self.read())
            .await
            .map_err(failed)?;
        let mut counts = rows
            .iter()
            .map(|row| Ok((row.parsed("status")?, row.count("fixes")?)))
            .collect::<StoreResult<Vec<(FixStatus, u64)>>>()?;
        counts.sort_unstable();
        Ok(counts)
    }
}
