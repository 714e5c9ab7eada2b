//! The audit log.

use async_trait::async_trait;
use domain::Actor;
use sqlx::{QueryBuilder, Sqlite, sqlite::SqliteRow};
use store::{AuditEntry, AuditLog, Page, PageRequest, StoreError, StoreResult};

use crate::{
    columns::{Columns, json, word},
    database::Database,
    error::failed,
};

fn entry(row: &SqliteRow) -> StoreResult<(i64, AuditEntry)> {
    let entry = AuditEntry {
        at: row.time("at")?,
        actor: Actor {
            name: row.text("actor_name")?,
            channel: row.word("actor_channel")?,
        },
        action: row.text("action")?,
        target: row.text("target")?,
        detail: row.json("detail_json")?,
    };
    Ok((row.integer("seq")?, entry))
}

#[async_trait]
impl AuditLog for Database {
    async fn append(&self, entry: AuditEntry) -> StoreResult<()> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO audit_log (at, actor_name, actor_channel, action, target, detail_json)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(entry.at.as_millisecond())
        .bind(&entry.actor.name)
        .bind(word(&entry.actor.channel)?)
        .bind(&entry.action)
        .bind(&entry.target)
        .bind(json(&entry.detail)?)
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn list(&self, target: Option<&str>, page: PageRequest) -> StoreResult<Page<AuditEntry>> {
        let limit = page.bounded_limit();
        let mut query = QueryBuilder::<Sqlite>::new("SELECT * FROM audit_log WHERE 1 = 1");
        if let Some(target) = target {
            query.push(" AND target = ").push_bind(target.to_owned());
        }
        if let Some(after) = page.after {
            let seq: i64 = after
                .0
                .parse()
                .map_err(|_| StoreError::conflict("the cursor is not one of this list"))?;
            query.push(" AND seq < ").push_bind(seq);
        }
        query
            .push(" ORDER BY seq DESC LIMIT ")
            .push_bind(i64::from(limit) + 1);
        let rows = query.build().fetch_all(self.read()).await.map_err(failed)?;
        let entries = rows.iter().map(entry).collect::<StoreResult<Vec<_>>>()?;
        let page = Page::cut(entries, limit, |(seq, _)| seq.to_string());
        Ok(Page {
            items: page.items.into_iter().map(|(_, entry)| entry).collect(),
            next: page.next,
        })
    }
}
