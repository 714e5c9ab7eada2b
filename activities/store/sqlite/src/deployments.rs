//! Deployments as last heard of.

use async_trait::async_trait;
use domain::{DeploymentId, Platform, Repository};
use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, sqlite::SqliteRow};
use store::{DeploymentRow, Deployments, StoreResult, deployments::combine};

use crate::{
    columns::{Columns, word},
    database::Database,
    error::failed,
};

fn deployment(row: &SqliteRow) -> StoreResult<DeploymentRow> {
    Ok(DeploymentRow {
        platform: row.parsed("platform")?,
        id: DeploymentId(row.text("id")?),
        project: row.text("project")?,
        project_name: row.text("project_name")?,
        repository: row.optional_repository("repository")?,
        branch: row.optional_text("branch")?,
        commit: row.optional_text("commit_sha")?,
        state: row.word("state")?,
        target: row.text("target")?,
        page: row.optional_text("page")?,
        updated_at: row.time("updated_at")?,
    })
}

#[async_trait]
impl Deployments for Database {
    async fn observe(&self, news: DeploymentRow) -> StoreResult<bool> {
        let mut tx = self.write().await?;
        let row = sqlx::query("SELECT * FROM deployments WHERE platform = $1 AND id = $2")
            .bind(news.platform.as_str())
            .bind(news.id.as_str())
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?;
        let known = row.as_ref().map(deployment).transpose()?;
        let Some(row) = combine(known, news) else {
            return Ok(false);
        };
        sqlx::query(
            "INSERT INTO deployments (platform, id, project, project_name, repository, branch, commit_sha, state, target,
                                      page, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (platform, id) DO UPDATE SET
                 project = excluded.project, project_name = excluded.project_name, repository = excluded.repository,
                 branch = excluded.branch, commit_sha = excluded.commit_sha, state = excluded.state,
                 target = excluded.target, page = excluded.page, updated_at = excluded.updated_at",
        )
        .bind(row.platform.as_str())
        .bind(row.id.as_str())
        .bind(&row.project)
        .bind(&row.project_name)
        .bind(row.repository.as_ref().map(Repository::to_string))
        .bind(&row.branch)
        .bind(&row.commit)
        .bind(word(&row.state)?)
        .bind(&row.target)
        .bind(&row.page)
        .bind(row.updated_at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(true)
    }

    async fn find(
        &self,
        platform: Platform,
        id: &DeploymentId,
    ) -> StoreResult<Option<DeploymentRow>> {
        let row = sqlx::query("SELECT * FROM deployments WHERE platform = $1 AND id = $2")
            .bind(platform.as_str())
            .bind(id.as_str())
            .fetch_optional(self.read())
            .await
            .map_err(failed)?;
        row.as_ref().map(deployment).transpose()
    }

    async fn recent(
        &self,
        project: Option<(Platform, String)>,
        limit: u32,
    ) -> StoreResult<Vec<DeploymentRow>> {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM deployments");
        if let Some((platform, project)) = project {
            query
                .push(" WHERE platform = ")
                .push_bind(platform.as_str());
            query.push(" AND project = ").push_bind(project);
        }
        query
            .push(" ORDER BY updated_at DESC, id DESC LIMIT ")
            .push_bind(i64::from(limit));
        let rows = query.build().fetch_all(self.read()).await.map_err(failed)?;
        rows.iter().map(deployment).collect()
    }

    async fn purge(&self, before: Timestamp) -> StoreResult<u64> {
        let mut tx = self.write().await?;
        let gone = sqlx::query("DELETE FROM deployments WHERE updated_at < $1")
            .bind(before.as_millisecond())
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(gone.rows_affected())
    }
}
