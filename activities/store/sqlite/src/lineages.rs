//! What fixes carry from run to run, and the branches they own.

use async_trait::async_trait;
use domain::{FixId, Lineage, Repository};
use jiff::Timestamp;
use store::{Lineages, StoreError, StoreResult, lineages::merge};

use crate::{
    columns::{Columns, integer, json},
    database::Database,
    error::{failed, taken},
};

#[async_trait]
impl Lineages for Database {
    async fn get(&self, fix: &FixId) -> StoreResult<Lineage> {
        sqlx::query("SELECT lineage_json FROM fixes WHERE id = $1")
            .bind(fix.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("fix", fix))?
            .json("lineage_json")
    }

    async fn save(
        &self,
        fix: &FixId,
        repository: &Repository,
        lineage: &Lineage,
        at: Timestamp,
    ) -> StoreResult<Lineage> {
        let mut tx = self.write().await?;
        let old: Lineage = sqlx::query("SELECT lineage_json FROM fixes WHERE id = $1")
            .bind(fix.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("fix", fix))?
            .json("lineage_json")?;
        let merged = merge(&old, lineage);
        // The pull request's own head is a branch of ours, too.
        let head = merged.pull_request.as_ref();
        let mut branches: Vec<(&str, Option<u64>)> = Vec::new();
        if let Some(pull_request) = head {
            branches.push((&pull_request.branch, Some(pull_request.number)));
        }
        if let Some(branch) = merged
            .branch
            .as_deref()
            .filter(|branch| head.is_none_or(|head| head.branch != *branch))
        {
            branches.push((branch, None));
        }
        for (branch, number) in branches {
            let owned = sqlx::query(
                "INSERT INTO fix_branches (repository, branch, fix_id, pull_request) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (repository, branch)
                 DO UPDATE SET pull_request = COALESCE(excluded.pull_request, fix_branches.pull_request)
                 WHERE fix_branches.fix_id = excluded.fix_id",
            )
            .bind(repository.to_string())
            .bind(branch)
            .bind(fix.as_str())
            .bind(number.map(integer))
            .execute(&mut *tx)
            .await
            .map_err(taken(|| format!("a pull request of fix `{fix}` belongs to another fix of {repository}")))?;
            if owned.rows_affected() == 0 {
                return Err(StoreError::conflict(format!(
                    "branch `{branch}` of {repository} belongs to another fix"
                )));
            }
        }
        sqlx::query(
            "UPDATE fixes SET lineage_json = $2, updated_at = MAX(updated_at, $3) WHERE id = $1",
        )
        .bind(fix.as_str())
        .bind(json(&merged)?)
        .bind(at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(merged)
    }

    async fn find_by_branch(
        &self,
        repository: &Repository,
        branch: &str,
    ) -> StoreResult<Option<FixId>> {
        let row =
            sqlx::query("SELECT fix_id FROM fix_branches WHERE repository = $1 AND branch = $2")
                .bind(repository.to_string())
                .bind(branch)
                .fetch_optional(self.read())
                .await
                .map_err(failed)?;
        row.as_ref().map(|row| row.parsed("fix_id")).transpose()
    }

    async fn find_by_pull_request(
        &self,
        repository: &Repository,
        number: u64,
    ) -> StoreResult<Option<FixId>> {
        let row = sqlx::query(
            "SELECT fix_id FROM fix_branches WHERE repository = $1 AND pull_request = $2",
        )
        .bind(repository.to_string())
        .bind(integer(number))
        .fetch_optional(self.read())
        .await
        .map_err(failed)?;
        row.as_ref().map(|row| row.parsed("fix_id")).transpose()
    }
}
