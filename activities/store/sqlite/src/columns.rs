//! Values as columns and back: times in milliseconds, enums by name, the rest as JSON.

use std::{fmt::Display, str::FromStr};

use domain::{GitHost, Repository};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row, sqlite::SqliteRow};
use store::{Provider, StoreError, StoreResult};

/// Reads typed values out of a row.
pub(crate) trait Columns {
    fn text(&self, name: &str) -> StoreResult<String>;
    fn optional_text(&self, name: &str) -> StoreResult<Option<String>>;
    fn integer(&self, name: &str) -> StoreResult<i64>;
    fn optional_integer(&self, name: &str) -> StoreResult<Option<i64>>;

    fn flag(&self, name: &str) -> StoreResult<bool> {
        Ok(self.integer(name)? != 0)
    }

    fn count(&self, name: &str) -> StoreResult<u64> {
        Ok(u64::try_from(self.integer(name)?).unwrap_or_default())
    }

    fn small(&self, name: &str) -> StoreResult<u32> {
        u32::try_from(self.integer(name)?).map_err(|error| damaged(name, error))
    }

    fn time(&self, name: &str) -> StoreResult<Timestamp> {
        Timestamp::from_millisecond(self.integer(name)?).map_err(|error| damaged(name, error))
    }

    fn optional_time(&self, name: &str) -> StoreResult<Option<Timestamp>> {
        let value = self.optional_integer(name)?;
        value
            .map(|ms| Timestamp::from_millisecond(ms).map_err(|error| damaged(name, error)))
            .transpose()
    }

    fn parsed<T: FromStr<Err: Display>>(&self, name: &str) -> StoreResult<T> {
        self.text(name)?
            .parse()
            .map_err(|error| damaged(name, error))
    }

    fn optional_parsed<T: FromStr<Err: Display>>(&self, name: &str) -> StoreResult<Option<T>> {
        self.optional_text(name)?
            .map(|text| text.parse().map_err(|error| damaged(name, error)))
            .transpose()
    }

    fn json<T: DeserializeOwned>(&self, name: &str) -> StoreResult<T> {
        serde_json::from_str(&self.text(name)?).map_err(|error| damaged(name, error))
    }

    fn optional_json<T: DeserializeOwned>(&self, name: &str) -> StoreResult<Option<T>> {
        let text = self.optional_text(name)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| damaged(name, error)))
            .transpose()
    }

    /// An enum that serde writes as one word.
    fn word<T: DeserializeOwned>(&self, name: &str) -> StoreResult<T> {
        serde_json::from_value(serde_json::Value::String(self.text(name)?))
            .map_err(|error| damaged(name, error))
    }

    fn repository(&self, name: &str) -> StoreResult<Repository> {
        parse_repository(&self.text(name)?).ok_or_else(|| damaged(name, "not a repository"))
    }

    fn optional_repository(&self, name: &str) -> StoreResult<Option<Repository>> {
        let text = self.optional_text(name)?;
        text.map(|text| parse_repository(&text).ok_or_else(|| damaged(name, "not a repository")))
            .transpose()
    }
}

impl Columns for SqliteRow {
    fn text(&self, name: &str) -> StoreResult<String> {
        self.try_get(name).map_err(crate::error::failed)
    }

    fn optional_text(&self, name: &str) -> StoreResult<Option<String>> {
        self.try_get(name).map_err(crate::error::failed)
    }

    fn integer(&self, name: &str) -> StoreResult<i64> {
        self.try_get(name).map_err(crate::error::failed)
    }

    fn optional_integer(&self, name: &str) -> StoreResult<Option<i64>> {
        self.try_get(name).map_err(crate::error::failed)
    }
}

/// A column whose content this program did not write.
fn damaged(column: &str, error: impl Display) -> StoreError {
    StoreError::Internal(format!(
        "column `{column}` holds an unreadable value: {error}"
    ))
}

/// As JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Internal(format!("a value cannot be stored: {error}")))
}

/// As JSON text, or NULL.
pub(crate) fn optional_json<T: Serialize>(value: Option<&T>) -> StoreResult<Option<String>> {
    value.map(json).transpose()
}

/// The one word as which serde writes an enum.
pub(crate) fn word<T: Serialize>(value: &T) -> StoreResult<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        _ => Err(StoreError::Internal(
            "a value that should be one word is not".to_owned(),
        )),
    }
}

/// SQLite has no unsigned integers.
pub(crate) fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// `host:owner/name`, where the owner may contain slashes.
fn parse_repository(text: &str) -> Option<Repository> {
    let (host, path) = text.split_once(':')?;
    let Ok(Provider::GitHost(host)) = host.parse::<Provider>() else {
        return None;
    };
    let host: GitHost = host;
    let (owner, name) = path.rsplit_once('/')?;
    Some(Repository {
        host,
        owner: owner.to_owned(),
        name: name.to_owned(),
    })
}
