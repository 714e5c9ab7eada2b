//! Applies the embedded migrations, and refuses a schema that this program does not know.

use std::fs::File;

use sqlx::{Row, migrate::Migrator};
use store::{StoreError, StoreResult};

use crate::{database::Database, error::failed};

static MIGRATOR: Migrator = sqlx::migrate!("../../../migrations/sqlite");

/// What [`migrate`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations that were applied now, in order.
    pub applied: Vec<String>,
    /// The schema's version.
    pub version: i64,
}

/// Brings the schema at a `sqlite://path` address up to date; makes the file if there is none. Several processes may
/// do so at once.
///
/// # Errors
/// `Unavailable` when the file cannot be opened; `Conflict` when the schema is newer than this program or a released
/// migration was changed.
pub async fn migrate(url: &str) -> StoreResult<Migrated> {
    let database = Database::open(url).await?;
    let lock = lock(&database).await?;
    let before = applied(&database).await?;
    if let Some(newer) = before
        .iter()
        .find(|version| !MIGRATOR.version_exists(**version))
    {
        return Err(newer_schema(*newer));
    }
    MIGRATOR
        .run(database.writer())
        .await
        .map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) => failed(error),
            other => StoreError::conflict(format!("the database cannot be migrated: {other}")),
        })?;
    drop(lock);
    let applied = MIGRATOR
        .iter()
        .filter(|migration| !before.contains(&migration.version))
        .map(|migration| format!("{:04} {}", migration.version, migration.description))
        .collect();
    Ok(Migrated {
        applied,
        version: latest(),
    })
}

/// Whether the schema is the one that this program knows.
pub(crate) async fn check(database: &Database) -> StoreResult<()> {
    let found = applied(database).await?;
    if let Some(newer) = found
        .iter()
        .find(|version| !MIGRATOR.version_exists(**version))
    {
        return Err(newer_schema(*newer));
    }
    if found.len() < MIGRATOR.iter().count() {
        return Err(StoreError::conflict(format!(
            "the database {} lacks migrations: run `regreen migrate`",
            database.path().display()
        )));
    }
    Ok(())
}

fn latest() -> i64 {
    MIGRATOR
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

fn newer_schema(version: i64) -> StoreError {
    StoreError::conflict(format!(
        "the database has schema version {version}, this program knows up to {}: install the newer regreen",
        latest()
    ))
}

/// Versions that were applied completely.
async fn applied(database: &Database) -> StoreResult<Vec<i64>> {
    let exists = sqlx::query(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'",
    )
    .fetch_optional(database.read())
    .await
    .map_err(failed)?;
    if exists.is_none() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(database.read())
        .await
        .map_err(failed)?;
    rows.iter()
        .map(|row| row.try_get::<i64, _>(0).map_err(failed))
        .collect()
}

/// sqlx has no lock of its own for SQLite: two processes would apply the same migration twice.
async fn lock(database: &Database) -> StoreResult<File> {
    let mut name = database.path().as_os_str().to_owned();
    name.push(".migrate-lock");
    let result = tokio::task::spawn_blocking(move || {
        let file = File::options().create(true).append(true).open(name)?;
        file.lock()?;
        Ok::<File, std::io::Error>(file)
    })
    .await;
    match result {
        Ok(Ok(file)) => Ok(file),
        Ok(Err(error)) => Err(StoreError::Unavailable(format!(
            "the migration lock cannot be taken: {error}"
        ))),
        Err(error) => Err(StoreError::Internal(format!(
            "the migration lock cannot be taken: {error}"
        ))),
    }
}
