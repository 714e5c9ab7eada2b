//! Platform projects linked to repositories.

use domain::{Actor, ConnectionId, FixSettings, GitHost, Platform, Repository, SubscriptionId};
use jiff::Timestamp;
use serde::Serialize;
use store::{ConnectionRow, Provider, StoreError, SubscriptionFilter, SubscriptionRow};

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

mod settings;

/// A subscription to be made.
#[derive(Debug, Clone)]
pub struct NewSubscription {
    /// The connection that reads deployments and logs: id or name.
    pub platform_connection: String,
    /// The connection that reads the source and writes fixes: id or name.
    pub git_connection: String,
    /// The platform's id of the project.
    pub project: String,
    /// The project's name, for people.
    pub project_name: String,
    /// The repository: `owner/name` on the git connection's host.
    pub repository: String,
    /// How failures are to be fixed.
    pub settings: FixSettings,
}

/// A change of a subscription; `None` leaves what is.
#[derive(Debug, Clone, Default)]
pub struct SubscriptionChange {
    /// New settings.
    pub settings: Option<FixSettings>,
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
    /// Links a platform project to a repository. Whether the project and the repository exist is not asked here.
    ///
    /// # Errors
    /// `invalid_argument`, `connection_not_found`, `conflict` (the project has an active subscription).
    pub async fn add_subscription(
        &self,
        new: NewSubscription,
        actor: &Actor,
    ) -> OperationResult<SubscriptionSummary> {
        let platform_connection = self.find_connection(&new.platform_connection).await?;
        let git_connection = self.find_connection(&new.git_connection).await?;
        let now = Timestamp::now();
        let row = SubscriptionRow {
            id: SubscriptionId::new(),
            platform: platform_of(&platform_connection)?,
            project: input::foreign_id("a project", &new.project)?,
            project_name: input::name("project", &new.project_name)?,
            repository: repository(git_host_of(&git_connection)?, &new.repository)?,
            platform_connection: platform_connection.id,
            git_connection: git_connection.id,
            settings: settings::checked(new.settings)?,
            active: true,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        self.store.subscriptions.insert(row.clone()).await.map_err(|error| match error {
            StoreError::Conflict { .. } => OperationError::new(
                Code::Conflict,
                format!("the project `{}` has a subscription already: change that one, or remove it first", row.project),
            ),
            other => OperationError::store_with(other, Code::ConnectionNotFound),
        })?;
        let detail =
            serde_json::json!({ "project": row.project, "repository": row.repository.to_string() });
        self.audit(actor, "subscription.add", row.id.as_str(), detail)
            .await?;
        Ok(row.into())
    }

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
        if let Some(settings) = change.settings {
            row.settings = settings::checked(settings)?;
        }
        if let Some(name) = &change.project_name {
            row.project_name = input::name("project", name)?;
        }
        self.write_subscription(row, "subscription.set", actor)
            .await
    }

    /// Ends a subscription: new failures of the project are left alone. Its fixes stay in the lists.
    ///
    /// # Errors
    /// `subscription_not_found`, `conflict` (somebody else changed it).
    pub async fn remove_subscription(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<SubscriptionSummary> {
        let mut row = self.find_subscription(reference).await?;
        row.active = false;
        self.write_subscription(row, "subscription.remove", actor)
            .await
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

fn platform_of(connection: &ConnectionRow) -> OperationResult<Platform> {
    match connection.provider {
        Provider::Platform(platform) => Ok(platform),
        Provider::GitHost(host) => Err(OperationError::invalid(format!(
            "the connection `{}` is on {host}: deployments need one on a platform",
            connection.name
        ))),
    }
}

fn git_host_of(connection: &ConnectionRow) -> OperationResult<GitHost> {
    match connection.provider {
        Provider::GitHost(host) => Ok(host),
        Provider::Platform(platform) => Err(OperationError::invalid(format!(
            "the connection `{}` is on {platform}: the source needs one on a git host",
            connection.name
        ))),
    }
}

fn repository(host: GitHost, text: &str) -> OperationResult<Repository> {
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
