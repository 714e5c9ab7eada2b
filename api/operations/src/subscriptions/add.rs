//! Subscribing a project: platform and git host are asked first, then regreen makes sure that it hears of failures.

use domain::{Actor, FixSettings, GitHost, Platform, Repository, SubscriptionId};
use jiff::Timestamp;
use serde::Serialize;
use store::{ConnectionRow, Provider, StoreError, SubscriptionRow};

use super::{SubscriptionSummary, repository, settings};
use crate::{
    Listening, Operations,
    accounts::trouble,
    error::{Code, OperationError, OperationResult},
    input,
};

/// How regreen shall hear of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hearing {
    /// By webhooks; where there can be none, by polls.
    #[default]
    Webhook,
    /// By polls.
    Poll,
    /// By webhooks that a person registers.
    Manual,
}

/// A subscription to be made.
#[derive(Debug, Clone, Default)]
pub struct NewSubscription {
    /// The connection that reads deployments and logs: id or name; `None`: the only one on a platform.
    pub platform_connection: Option<String>,
    /// The connection that reads the source and writes fixes: id or name; `None`: the only one on a git host.
    pub git_connection: Option<String>,
    /// The project: the platform's id, or its name.
    pub project: String,
    /// The repository: `owner/name` on the git connection's host; `None`: the one that the platform has linked.
    pub repository: Option<String>,
    /// How failures are to be fixed.
    pub settings: FixSettings,
    /// How regreen shall hear of them.
    pub hearing: Hearing,
}

/// A subscription that was made, and how regreen hears of its failures.
#[derive(Debug, Clone, Serialize)]
pub struct AddedSubscription {
    /// The subscription.
    #[serde(flatten)]
    pub subscription: SubscriptionSummary,
    /// How regreen hears of deployments.
    pub deployments: Listening,
    /// How regreen hears of pull requests.
    pub pull_requests: Listening,
}

struct Project {
    id: String,
    name: String,
    repository: Option<Repository>,
}

impl Operations {
    /// Links a platform project to a repository, after asking whether both exist and fixes can be pushed.
    ///
    /// # Errors
    /// `invalid_argument`, `connection_not_found`, `project_not_found`, `repository_not_found`, `repository_unusable`,
    /// `subscription_exists`, `token_refused`, `provider_unavailable`; `temporal_unavailable` when polls cannot begin.
    pub async fn add_subscription(
        &self,
        new: NewSubscription,
        actor: &Actor,
    ) -> OperationResult<AddedSubscription> {
        let platform_connection = self
            .chosen_connection(new.platform_connection.as_deref(), Side::Platform)
            .await?;
        let git_connection = self
            .chosen_connection(new.git_connection.as_deref(), Side::GitHost)
            .await?;
        let platform = platform_of(&platform_connection)?;
        let host = git_host_of(&git_connection)?;
        let settings = settings::checked(new.settings)?;
        self.notify_names_exist(&settings.notify).await?;
        let project = self.project(&platform_connection, &new.project).await?;
        self.must_be_free(platform, &project.id).await?;
        let wanted = match &new.repository {
            Some(text) => repository(host, text)?,
            None => linked(&project, &platform_connection, &git_connection, host)?,
        };
        let repository = self.usable_repository(&git_connection, &wanted).await?;
        let now = Timestamp::now();
        let row = SubscriptionRow {
            id: SubscriptionId::new(),
            platform,
            project: input::foreign_id("a project", &project.id)?,
            project_name: name(&project),
            repository,
            platform_connection: platform_connection.id.clone(),
            git_connection: git_connection.id.clone(),
            settings,
            active: true,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        // Before the row: a subscription whose failures nobody hears of would be worse than a hook without one.
        let deployments = self
            .ensure_platform_hook(&platform_connection, new.hearing, actor)
            .await?;
        let pull_requests = self
            .ensure_repository_hook(&git_connection, &row.repository, new.hearing, actor)
            .await?;
        match self.store.subscriptions.insert(row.clone()).await {
            Ok(()) => {}
            Err(StoreError::Conflict { .. }) => {
                self.must_be_free(platform, &row.project).await?;
                return Err(OperationError::new(
                    Code::Conflict,
                    "somebody changed the project's subscription at the same moment: try again",
                ));
            }
            Err(other) => return Err(OperationError::store_with(other, Code::ConnectionNotFound)),
        }
        let detail =
            serde_json::json!({ "project": row.project, "repository": row.repository.to_string() });
        self.audit(actor, "subscription.add", row.id.as_str(), detail)
            .await?;
        Ok(AddedSubscription {
            subscription: row.into(),
            deployments,
            pull_requests,
        })
    }

    async fn chosen_connection(
        &self,
        reference: Option<&str>,
        side: Side,
    ) -> OperationResult<ConnectionRow> {
        if let Some(reference) = reference {
            return self.find_connection(reference).await;
        }
        let all = self.store.connections.list().await?;
        let mut fitting = all.into_iter().filter(|row| side.has(row.provider));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(OperationError::new(
                Code::ConnectionNotFound,
                format!(
                    "there is no connection on a {}: make one with `regreen connection add {}`",
                    side.what(),
                    side.example()
                ),
            )),
            (Some(one), Some(other)) => Err(OperationError::invalid(format!(
                "there are several connections on a {}, such as `{}` and `{}`: name one with {}",
                side.what(),
                one.name,
                other.name,
                side.flag()
            ))),
        }
    }

    async fn project(&self, row: &ConnectionRow, reference: &str) -> OperationResult<Project> {
        let reference = input::foreign_id("a project", reference)?;
        let platform = self.platform_account(row)?;
        match platform.project_settings(&reference).await {
            Ok(found) => Ok(Project {
                id: found.id,
                name: found.name,
                repository: found.repository,
            }),
            Err(error) => {
                let trouble = trouble(row.provider, &error);
                if trouble.is_missing() {
                    return Err(trouble.or_missing(
                        Code::ProjectNotFound,
                        format!(
                            "the connection `{}` sees no project `{reference}`: `regreen project list --connection {}` shows \
                             what it sees",
                            row.name, row.name
                        ),
                    ));
                }
                Err(self.failed_call(row, trouble).await)
            }
        }
    }

    async fn must_be_free(&self, platform: Platform, project: &str) -> OperationResult<()> {
        match self
            .store
            .subscriptions
            .find_active(platform, project)
            .await?
        {
            None => Ok(()),
            Some(row) => Err(OperationError::new(
                Code::SubscriptionExists,
                format!(
                    "the project {} is subscribed already, as {} for {}: change that one with `regreen subscription set`, \
                     or remove it first",
                    row.project_name,
                    row.id,
                    row.repository.full_name()
                ),
            )),
        }
    }

    /// The repository under its present name, if fixes can be pushed to it.
    async fn usable_repository(
        &self,
        row: &ConnectionRow,
        wanted: &Repository,
    ) -> OperationResult<Repository> {
        let host = self.git_account(row)?;
        let name = wanted.full_name();
        let info = match host.repository(wanted).await {
            Ok(info) => info,
            Err(error) => {
                let trouble = trouble(row.provider, &error);
                if trouble.is_missing() {
                    return Err(trouble.or_missing(
                        Code::RepositoryNotFound,
                        format!(
                            "the connection `{}` sees no repository {name}: its account ({}) needs write access to it",
                            row.name, row.account
                        ),
                    ));
                }
                return Err(self.failed_call(row, trouble).await);
            }
        };
        if info.archived {
            return Err(OperationError::new(
                Code::RepositoryUnusable,
                format!("the repository {name} is archived: nothing can be pushed to it"),
            ));
        }
        if info.can_push == Some(false) {
            return Err(OperationError::new(
                Code::RepositoryUnusable,
                format!(
                    "the account of connection `{}` ({}) may not push to {name}: give it write access",
                    row.name, row.account
                ),
            ));
        }
        Ok(info.repository)
    }
}

/// Which of the two connections.
#[derive(Clone, Copy)]
enum Side {
    Platform,
    GitHost,
}

impl Side {
    fn has(self, provider: Provider) -> bool {
        matches!(
            (self, provider),
            (Self::Platform, Provider::Platform(_)) | (Self::GitHost, Provider::GitHost(_))
        )
    }

    fn what(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::GitHost => "git host",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Platform => "vercel",
            Self::GitHost => "github",
        }
    }

    fn flag(self) -> &'static str {
        match self {
            Self::Platform => "--connection",
            Self::GitHost => "--git-connection",
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

/// The repository that the platform has linked, if the git connection can reach it.
fn linked(
    project: &Project,
    platform: &ConnectionRow,
    git: &ConnectionRow,
    host: GitHost,
) -> OperationResult<Repository> {
    match &project.repository {
        Some(repository) if repository.host == host => Ok(repository.clone()),
        Some(repository) => Err(OperationError::invalid(format!(
            "the project {} is built from {repository}, and the connection `{}` is on {host}: name one on {} with \
             --git-connection",
            project.name, git.name, repository.host
        ))),
        None => Err(OperationError::invalid(format!(
            "{} has linked no repository that regreen knows to the project {}: name it with --repository owner/name",
            platform.provider, project.name
        ))),
    }
}

/// The platform's name of the project, cut to what is kept.
fn name(project: &Project) -> String {
    let printable = project.name.chars().filter(|c| !c.is_control());
    let name: String = printable.take(64).collect();
    if name.trim().is_empty() {
        project.id.clone()
    } else {
        name
    }
}
