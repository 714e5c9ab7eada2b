//! Lists of fixes with filters and search.

use sqlx::{QueryBuilder, Sqlite};
use store::{FixFilter, FixRow, Page, PageRequest, StoreResult};

use crate::{columns::integer, database::Database, error::failed, fixes::fix};

/// Everything but the view, which only the page of one fix needs.
const COLUMNS: &str = "SELECT id, workflow_id, platform, deployment, project, project_name, subscription_id, repository,
    branch, commit_sha, title, status, reason, error_type, primary_line, fingerprint, fixer, attempts, spend_json,
    pull_request_json, waiting_json, source_pull_request, leader, ended_at, 'null' AS detail_json, lineage_json, created_at, updated_at, run_id,
    run_ordinal, revision FROM fixes WHERE 1 = 1";

/// Where a search looks.
const SEARCHED: [&str; 9] = [
    "title",
    "primary_line",
    "branch",
    "repository",
    "project",
    "project_name",
    "id",
    "deployment",
    "fingerprint",
];

pub(crate) async fn list(
    database: &Database,
    filter: FixFilter,
    page: PageRequest,
) -> StoreResult<Page<FixRow>> {
    let limit = page.bounded_limit();
    let mut query = QueryBuilder::<Sqlite>::new(COLUMNS);
    if !filter.statuses.is_empty() {
        let mut statuses = query.push(" AND status IN (").separated(", ");
        for status in &filter.statuses {
            statuses.push_bind(status.as_str());
        }
        query.push(")");
    }
    if let Some(repository) = &filter.repository {
        query
            .push(" AND repository = ")
            .push_bind(repository.to_string());
    }
    if let Some(platform) = filter.platform {
        query.push(" AND platform = ").push_bind(platform.as_str());
    }
    if let Some(project) = filter.project {
        query.push(" AND (project = ").push_bind(project.clone());
        query
            .push(" OR project_name = ")
            .push_bind(project)
            .push(")");
    }
    if let Some(fingerprint) = filter.fingerprint {
        query.push(" AND fingerprint = ").push_bind(fingerprint);
    }
    if let Some(number) = filter.source_pull_request {
        query
            .push(" AND source_pull_request = ")
            .push_bind(integer(number));
    }
    if let Some(branch) = filter.branch {
        query.push(" AND branch = ").push_bind(branch);
    }
    if let Some(reason) = filter.reason {
        query.push(" AND reason = ").push_bind(reason.as_str());
    }
    if let Some(since) = filter.since {
        query
            .push(" AND created_at >= ")
            .push_bind(since.as_millisecond());
    }
    if let Some(text) = filter.text.filter(|text| !text.trim().is_empty()) {
        let pattern = contains(&text);
        let mut places = query.push(" AND (").separated(" OR ");
        for column in SEARCHED {
            places
                .push("lower(")
                .push_unseparated(column)
                .push_unseparated(") LIKE ");
            places
                .push_bind_unseparated(pattern.clone())
                .push_unseparated(" ESCAPE '\\'");
        }
        query.push(")");
    }
    if let Some(after) = page.after {
        query.push(" AND id < ").push_bind(after.0);
    }
    // Ids sort by the time they were made.
    query
        .push(" ORDER BY id DESC LIMIT ")
        .push_bind(i64::from(limit) + 1);
    let rows = query
        .build()
        .fetch_all(database.read())
        .await
        .map_err(failed)?;
    let fixes = rows.iter().map(fix).collect::<StoreResult<Vec<_>>>()?;
    Ok(Page::cut(fixes, limit, |fix| fix.id.to_string()))
}

/// A LIKE pattern for a part of a text, wildcards taken literally. Long searches are cut.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().chars().take(200).flat_map(char::to_lowercase) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
