//! The file, its one writer connection and its readers.

use std::{
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use async_trait::async_trait;
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use store::{Health, StoreError, StoreResult};

use crate::error::failed;

/// How long a write waits for another process's transaction; ours last milliseconds.
const BUSY: Duration = Duration::from_secs(15);

/// How long a call waits for a connection: longer than one busy wait.
const ACQUIRE: Duration = Duration::from_secs(20);

/// Readers at once.
const READERS: u32 = 4;

/// One database file. Implements every trait of the `store` crate.
pub(crate) struct Database {
    path: PathBuf,
    writer: SqlitePool,
    reader: SqlitePool,
}

impl Database {
    /// Opens the file, making it (readable by its owner only) if there is none. Does not look at the schema.
    pub(crate) async fn open(url: &str) -> StoreResult<Self> {
        let not_sqlite = |why: String| {
            StoreError::Internal(format!(
                "`{}` is not a SQLite address such as sqlite:///path/to/file{why}",
                url.split('@').next_back().unwrap_or_default()
            ))
        };
        // The library takes any text for a path, and would make a file of an address of another database.
        if !url.starts_with("sqlite:") {
            return Err(not_sqlite(String::new()));
        }
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| not_sqlite(format!(": {error}")))?;
        let path = options.get_filename().to_owned();
        if url.contains(":memory:") || url.contains("mode=memory") {
            return Err(StoreError::Internal(
                "an in-memory database cannot be shared by processes".to_owned(),
            ));
        }
        create(&path).map_err(|error| {
            StoreError::Unavailable(format!(
                "the database file {} cannot be opened: {error}",
                path.display()
            ))
        })?;
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .foreign_keys(true)
            .optimize_on_close(false, None);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE)
            .connect_with(options.pragma("query_only", "ON"))
            .await
            .map_err(failed)?;
        Ok(Self {
            path,
            writer,
            reader,
        })
    }

    /// Begins a write: waits for its turn among tasks and processes.
    pub(crate) async fn write(&self) -> StoreResult<Transaction<'static, Sqlite>> {
        self.writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(failed)
    }

    /// The connection that writes, for migrations.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    /// The readers.
    pub(crate) fn read(&self) -> &SqlitePool {
        &self.reader
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// Makes the file and its folder, for the owner's eyes only; SQLite gives its side files the same mode.
fn create(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map(drop)
}

#[async_trait]
impl Health for Database {
    async fn check(&self) -> StoreResult<()> {
        sqlx::query("SELECT 1")
            .execute(self.read())
            .await
            .map(drop)
            .map_err(failed)
    }

    async fn describe(&self) -> StoreResult<String> {
        let version: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations")
                .fetch_one(self.read())
                .await
                .map_err(failed)?;
        Ok(format!(
            "SQLite at {}, schema version {version}",
            self.path.display()
        ))
    }
}
