//! Platform projects linked to repositories.

mod add;
mod change;
mod remove;
mod settings;

#[cfg(test)]
mod tests;

use domain::{Actor, ConnectionId, FixSettings, GitHost, Platform, Repository, SubscriptionId};
use jiff::Timestamp;
use serde::Serialize;
use store::{SubscriptionFilter, SubscriptionRow};

use crate::{
    Listening, Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

pub use add::{AddedSubscription, Hearing, NewSubscription};
pub use change::SettingsChange;
pub use remove::RemovedSubscription;

/// A change of a subscription; `None` leaves what is.
#[derive(Debug, Clone, Default)]
pub struct SubscriptionChange {
    /// Changes of the settings.
    pub settings: SettingsChange,
    /// Another name, for people.
    pub project_name: Option<String>,
    /// The version that was read, to refuse a change of something else; `None`: whatever is there.
    pub version: Option<u32>,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubscriptionSummary {
    /// Its id.
    pub id: SubscriptionId,
    /// The platform.
    pub platform: Platform,
    /// The platform's id of the project.
    pub project: String,
    /// The project's name.
    pub project_name: String,
    /// Reads deployments and logs.
    pub platform_connection: ConnectionId,
    /// Reads the source and writes fixes.
    pub git_connection: ConnectionId,
    /// The repository.
    pub repository: Repository,
    /// How failures are to be fixed.
    pub settings: FixSettings,
    /// An inactive one is history.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last change.
    pub updated_at: Timestamp,
    /// Changes with every write.
    pub version: u32,
}

impl From<SubscriptionRow> for SubscriptionSummary {
    fn from(row: SubscriptionRow) -> Self {
        Self {
            id: row.id,
            platform: row.platform,
            project: row.project,
            project_name: row.project_name,
            platform_connection: row.platform_connection,
            git_connection: row.git_connection,
            repository: row.repository,
            settings: row.settings,
            active: row.active,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

impl Operations {
    /// Subscriptions that match, oldest first.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_subscriptions(
        &self,
        inactive_too: bool,
    ) -> OperationResult<Vec<SubscriptionSummary>> {
        let filter = SubscriptionFilter {
            inactive_too,
            ..SubscriptionFilter::default()
        };
        Ok(self
            .store
            .subscriptions
            .list(filter)
            .await?
            .into_iter()
            .map(Into::into)
            .collect())
    }

    /// One subscription, by its id or, when it is active, by the project's id or name.
    ///
    /// # Errors
    /// `subscription_not_found`; `invalid_argument` when a name stands for several.
    pub async fn show_subscription(&self, reference: &str) -> OperationResult<SubscriptionSummary> {
        Ok(self.find_subscription(reference).await?.into())
    }

    /// Changes a subscription. Fixes that run already keep the settings they were started with.
    ///
    /// # Errors
    /// `subscription_not_found`, `invalid_argument`, `conflict` (somebody else changed it).
    pub async fn set_subscription(
        &self,
        reference: &str,
        change: SubscriptionChange,
        actor: &Actor,
    ) -> OperationResult<SubscriptionSummary> {
        let mut row = self.find_subscription(reference).await?;
        if let Some(version) = change.version {
            row.version = version;
        }
        row.settings = settings::checked(change.settings.apply(row.settings))?;
        if change.settings.notify.is_some() {
            self.notify_names_exist(&row.settings.notify).await?;
        }
        if let Some(name) = &change.project_name {
            row.project_name = input::name("project", name)?;
        }
        self.write_subscription(row, "subscription.set", actor)
            .await
    }

    /// Makes sure, in the wanted way if it can be had, that regreen hears of a subscription's failures: all projects of
    /// its connection are heard of in the same way. Says how deployments and pull requests are heard of.
    ///
    /// # Errors
    /// `subscription_not_found`; when the store or Temporal is away.
    pub async fn hear_subscription(
        &self,
        reference: &str,
        hearing: Hearing,
        actor: &Actor,
    ) -> OperationResult<(Listening, Listening)> {
        let row = self.find_subscription(reference).await?;
        let platform = self.connection_of(&row.platform_connection).await?;
        let git = self.connection_of(&row.git_connection).await?;
        let deployments = self.ensure_platform_hook(&platform, hearing, actor).await?;
        let pull_requests = self
            .ensure_repository_hook(&git, &row.repository, hearing, actor)
            .await?;
        Ok((deployments, pull_requests))
    }

    /// Whether every alert channel that is named exists.
    ///
    /// # Errors
    /// `invalid_argument` with the names that there are.
    async fn notify_names_exist(&self, names: &[String]) -> OperationResult<()> {
        for name in names {
            if self.store.channels.find_by_name(name).await?.is_none() {
                let known = self.store.channels.list().await?;
                let known: Vec<String> = known.into_iter().map(|row| row.name).collect();
                return Err(OperationError::invalid(if known.is_empty() {
                    format!("there is no alert channel `{name}`, nor any other: make one first")
                } else {
                    format!(
                        "there is no alert channel `{name}`: there are {}",
                        known.join(", ")
                    )
                }));
            }
        }
        Ok(())
    }

    async fn write_subscription(
        &self,
        mut row: SubscriptionRow,
        action: &str,
        actor: &Actor,
    ) -> OperationResult<SubscriptionSummary> {
        row.updated_at = Timestamp::now();
        let row = self
            .store
            .subscriptions
            .update(row)
            .await
            .map_err(|error| OperationError::store_with(error, Code::SubscriptionNotFound))?;
        self.audit(
            actor,
            action,
            row.id.as_str(),
            serde_json::json!({ "version": row.version }),
        )
        .await?;
        Ok(row.into())
    }

    pub(crate) async fn find_subscription(
        &self,
        reference: &str,
    ) -> OperationResult<SubscriptionRow> {
        if let Ok(id) = reference.parse::<SubscriptionId>() {
            return self
                .store
                .subscriptions
                .get(&id)
                .await
                .map_err(|error| OperationError::store_with(error, Code::SubscriptionNotFound));
        }
        let reference = reference.trim();
        let all = self
            .store
            .subscriptions
            .list(SubscriptionFilter::default())
            .await?;
        let mut found = all
            .into_iter()
            .filter(|row| row.project == reference || row.project_name == reference);
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row),
            (Some(_), Some(_)) => Err(OperationError::invalid(
                "several projects have this name: use the id (`sub_…`)",
            )),
            (None, _) => {
                let shown: String = reference.chars().take(64).collect();
                Err(OperationError::new(
                    Code::SubscriptionNotFound,
                    format!("no project `{shown}` is subscribed"),
                ))
            }
        }
    }
}

/// `owner/name` on a git host.
pub(crate) fn repository(host: GitHost, text: &str) -> OperationResult<Repository> {
    let part = |part: &str| {
        !part.is_empty()
            && part.len() <= 100
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    match text.trim().split_once('/') {
        Some((owner, name)) if part(owner) && part(name) => Ok(Repository {
            host,
            owner: owner.to_owned(),
            name: name.to_owned(),
        }),
        _ => Err(OperationError::invalid(
            "a repository is given as `owner/name`",
        )),
    }
}
