//! The migrations, one by one, over sample data.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::{Path, PathBuf};

use domain::{DeploymentId, FixStatus, GitHost, Platform, Repository};
use futures::future::join_all;
use jiff::Timestamp;
use sqlx::{Row, SqlitePool, migrate::Migrator};
use store::{FixFilter, PageRequest, Scope, StoreError};
use store_sqlite::{migrate, open};

fn folder(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

async fn pool(file: &Path) -> SqlitePool {
    SqlitePool::connect(&format!("sqlite://{}?mode=rwc", file.display()))
        .await
        .unwrap()
}

/// Every table and its number of rows.
async fn counts(pool: &SqlitePool) -> Vec<(String, i64)> {
    let mut counts = Vec::new();
    let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name")
        .fetch_all(pool)
        .await
        .unwrap();
    for table in tables {
        let name: String = table.get(0);
        let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {name}"));
        counts.push((name, sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()));
    }
    counts
}

#[tokio::test]
async fn one_by_one_over_sample_data() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("regreen.db");
    let migrator = Migrator::new(folder("../../../migrations/sqlite"))
        .await
        .unwrap();
    let pool_before = pool(&file).await;
    for migration in migrator.iter() {
        let before = counts(&pool_before).await;
        migrator
            .run_to(migration.version, &pool_before)
            .await
            .unwrap();
        let after = counts(&pool_before).await;
        for table in &before {
            assert!(
                after.contains(table),
                "migration {} changed the rows of {table:?}",
                migration.version
            );
        }
        let name = format!(
            "{:04}_{}.sql",
            migration.version,
            migration.description.replace(' ', "_")
        );
        let samples = std::fs::read_to_string(folder("tests/samples").join(&name))
            .unwrap_or_else(|error| panic!("migration {name} has no sample data: {error}"));
        sqlx::raw_sql(sqlx::AssertSqlSafe(samples))
            .execute(&pool_before)
            .await
            .unwrap();
        let empty: Vec<_> = counts(&pool_before)
            .await
            .into_iter()
            .filter(|(_, rows)| *rows == 0)
            .collect();
        assert_eq!(empty, [], "every table has samples");
    }
    pool_before.close().await;

    let store = open(&format!("sqlite://{}", file.display())).await.unwrap();
    let row = store
        .fixes
        .find_by_deployment(Platform::Vercel, &DeploymentId("dpl_1".to_owned()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (row.state.status, row.lineage.attempts, row.revision),
        (FixStatus::PrCreated, 1, 12)
    );
    let shop = Repository {
        host: GitHost::Github,
        owner: "acme".to_owned(),
        name: "shop".to_owned(),
    };
    assert_eq!(
        store.lineages.find_by_pull_request(&shop, 7).await,
        Ok(Some(row.id.clone()))
    );
    assert_eq!(store.attempts.list(&row.id).await.unwrap().len(), 1);
    assert_eq!(store.events.list(&row.id).await.unwrap().len(), 1);
    let held = store.root_causes.held().await.unwrap().remove(0);
    assert_eq!(
        (held.attempts, held.granted, held.spend.model_calls),
        (1, 1, 3)
    );
    assert_eq!(
        store.root_causes.followers(&held.id).await.unwrap().len(),
        1
    );
    assert_eq!(
        store
            .budgets
            .account(Scope::Fix(row.id.clone()))
            .await
            .unwrap()
            .spent
            .cost_micros,
        12_000
    );
    let subscription = store
        .subscriptions
        .find_active(Platform::Vercel, "prj_shop")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            subscription.settings.max_attempts,
            subscription.settings.auto_fix
        ),
        (2, true)
    );
    assert_eq!(
        store
            .rules
            .applicable(&subscription.id)
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(store.connections.list().await.unwrap().len(), 2);
    let channel = store.channels.find_by_name("ops").await.unwrap().unwrap();
    assert_eq!((channel.enabled, channel.version), (true, 2));
    let targets: Vec<_> = store
        .hooks
        .list()
        .await
        .unwrap()
        .into_iter()
        .map(|hook| hook.target)
        .collect();
    assert_eq!(
        targets,
        [
            Some("team_acme".to_owned()),
            Some("github:acme/shop".to_owned())
        ],
        "a platform's hook is about the team of its connection"
    );
    assert_eq!(store.deliveries.pending().await.unwrap().count, 1);
    assert_eq!(store.deliveries.recent(9).await.unwrap().len(), 2);
    assert_eq!(store.deployments.recent(None, 9).await.unwrap().len(), 1);
    assert_eq!(
        store
            .audit
            .list(None, PageRequest::default())
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    assert_eq!(
        store
            .fixes
            .list(FixFilter::default(), PageRequest::default())
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let installation = store
        .settings
        .installation(Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    assert_eq!(installation.id, "ins_01k0000000000000000000000");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_may_migrate_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!(
        "sqlite://{}",
        directory.path().join("folder/regreen.db").display()
    );
    let results = join_all((0..6).map(|_| migrate(&url))).await;
    let applied: usize = results
        .into_iter()
        .map(|result| result.unwrap().applied.len())
        .sum();
    assert_eq!(
        applied,
        std::fs::read_dir(folder("../../../migrations/sqlite"))
            .unwrap()
            .count()
    );
    assert_eq!(
        migrate(&url).await.unwrap().applied,
        Vec::<String>::new(),
        "nothing left to do"
    );
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("regreen.db");
    let url = format!("sqlite://{}", file.display());
    migrate(&url).await.unwrap();
    let other = pool(&file).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&other)
    .await
    .unwrap();
    for error in [
        open(&url).await.unwrap_err(),
        migrate(&url).await.unwrap_err(),
    ] {
        assert!(
            matches!(&error, StoreError::Conflict { what } if what.contains("9999")),
            "{error}"
        );
    }
}

/// Rows exist when a migration runs: a new column that must not be null needs a default.
#[test]
fn no_column_without_default() {
    for entry in std::fs::read_dir(folder("../../../migrations/sqlite")).unwrap() {
        let path = entry.unwrap().path();
        let sql = std::fs::read_to_string(&path).unwrap().to_uppercase();
        for statement in sql
            .split(';')
            .filter(|statement| statement.contains("ADD COLUMN"))
        {
            assert!(
                !statement.contains("NOT NULL") || statement.contains("DEFAULT"),
                "{}: {statement}",
                path.display()
            );
        }
    }
}
