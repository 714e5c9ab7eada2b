//! Asking the provider now what a connection can do.

use githosts::GitHost;
use outbound::FailureKind;
use platforms::{Platform, PlatformError};
use serde::Serialize;
use store::{ConnectionRow, ConnectionStatus, Provider};

use super::{
    ConnectionSummary,
    findings::{Finding, Findings, Standing, expiry, scopes},
    probe::date,
};
use crate::{
    Operations,
    accounts::{Account, ProviderError, trouble},
    error::{Code, OperationError, OperationResult},
    subscriptions::repository,
};

/// What a connection can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConnectionCheck {
    /// The connection, with its status as of now.
    pub connection: ConnectionSummary,
    /// Nothing was found to be bad.
    pub ok: bool,
    /// What was tried, in order.
    pub findings: Vec<Finding>,
}

impl Operations {
    /// Tries what fixes will need, and notes whether the token works. `repository` (`owner/name`) is looked at on a
    /// git host.
    ///
    /// # Errors
    /// `connection_not_found`; `provider_unavailable` when nothing could be tried.
    pub async fn test_connection(
        &self,
        reference: &str,
        repository: Option<&str>,
    ) -> OperationResult<ConnectionCheck> {
        let row = self.find_connection(reference).await?;
        let mut findings = Findings::default();
        let accepted = match self.account(&row)? {
            Account::Platform(platform) => {
                if repository.is_some() {
                    return Err(OperationError::invalid(
                        "--repository is for connections on a git host",
                    ));
                }
                self.test_platform(&row, platform.as_ref(), &mut findings)
                    .await?
            }
            Account::GitHost(host) => {
                self.test_git_host(&row, host.as_ref(), repository, &mut findings)
                    .await?
            }
        };
        let status = if accepted {
            ConnectionStatus::Active
        } else {
            ConnectionStatus::Refused
        };
        self.store.connections.set_status(&row.id, status).await?;
        let row = self
            .store
            .connections
            .get(&row.id)
            .await
            .map_err(|error| OperationError::store_with(error, Code::ConnectionNotFound))?;
        Ok(ConnectionCheck {
            connection: row.into(),
            ok: findings.0.iter().all(|it| it.standing != Standing::Bad),
            findings: findings.0,
        })
    }

    /// Whether the token is accepted; an answer that says neither ends the test.
    fn accepted<T>(
        &self,
        row: &ConnectionRow,
        answer: Result<T, impl ProviderError>,
        findings: &mut Findings,
    ) -> OperationResult<Option<T>> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => {
                let trouble = trouble(row.provider, &error)
                    .of_proof()
                    .of(&row.name)
                    .at(row.base_url.as_deref());
                let refused = trouble.is_token();
                let error = trouble.error();
                if !refused {
                    return Err(error);
                }
                findings.bad("token", error.sentence());
                Ok(None)
            }
        }
    }

    async fn test_platform(
        &self,
        row: &ConnectionRow,
        platform: &dyn Platform,
        findings: &mut Findings,
    ) -> OperationResult<bool> {
        let Some(account) = self.accepted(row, platform.whoami().await, findings)? else {
            return Ok(false);
        };
        findings.good("token", format!("belongs to {}", account.login));
        match (&row.team, platform.teams().await) {
            (None, _) => findings.unknown("team", "none: the account's own projects"),
            (Some(id), Ok(teams)) => match teams.iter().find(|team| team.id == *id) {
                Some(team) => findings.good("team", team.name.clone()),
                None => findings.bad(
                    "team",
                    format!(
                        "the token does not see {id} (any more): ask a member for another token"
                    ),
                ),
            },
            (Some(_), Err(error)) => findings.bad("team", error.to_string()),
        }
        match platform.projects(None, None).await {
            Ok(page) => {
                let more = if page.next.is_some() { " or more" } else { "" };
                findings.good("projects", format!("reads {}{more}", page.projects.len()));
            }
            Err(error) => findings.bad("projects", error.to_string()),
        }
        match platform.webhooks().await {
            Ok(hooks) => findings.good("webhooks", format!("{} registered", hooks.len())),
            Err(error) => {
                let standing = match error.failure() {
                    // The plan's or the token's limit, not a fault: regreen can do without.
                    FailureKind::Forbidden | FailureKind::Refused => Standing::Unknown,
                    _ if matches!(error, PlatformError::WebhooksRefused { .. }) => {
                        Standing::Unknown
                    }
                    _ => Standing::Bad,
                };
                let detail = format!("{error}; without webhooks regreen polls");
                findings.add("webhooks", standing, detail);
            }
        }
        let expires_at = match platform.token().await {
            Ok(token) => token.expires_at.and_then(date),
            // A token that may not look at itself: its date stays what was known.
            Err(_) => row.expires_at,
        };
        expiry(expires_at, findings);
        if (&row.account, row.expires_at) != (&account.login, expires_at) {
            let fresh = ConnectionRow {
                account: account.login.chars().take(200).collect(),
                expires_at,
                ..row.clone()
            };
            // Somebody else's change at this moment is worth more than this one.
            let _lost = self.store.connections.update(fresh).await;
        }
        Ok(true)
    }

    async fn test_git_host(
        &self,
        row: &ConnectionRow,
        host: &dyn GitHost,
        wanted: Option<&str>,
        findings: &mut Findings,
    ) -> OperationResult<bool> {
        let Provider::GitHost(kind) = row.provider else {
            return Ok(false);
        };
        let wanted = wanted.map(|text| repository(kind, text)).transpose()?;
        let Some(account) = self.accepted(row, host.whoami().await, findings)? else {
            return Ok(false);
        };
        findings.good("token", format!("belongs to {}", account.login));
        scopes(account.scopes.as_deref(), findings);
        let Some(wanted) = wanted else {
            findings.unknown(
                "repository",
                "give --repository owner/name to test the rights on one",
            );
            return Ok(true);
        };
        match host.repository(&wanted).await {
            Ok(info) => {
                findings.good(
                    "repository",
                    format!(
                        "{}, default branch {}",
                        info.repository.full_name(),
                        info.default_branch
                    ),
                );
                match (info.archived, info.can_push) {
                    (true, _) => findings.bad("push", "the repository is archived"),
                    (false, Some(true)) => findings.good("push", "allowed"),
                    (false, Some(false)) => findings.bad(
                        "push",
                        format!("{} has no write access to it", account.login),
                    ),
                    (false, None) => findings.unknown("push", "the answer does not say"),
                }
                match host.hooks(&wanted).await {
                    Ok(hooks) => findings.good("hooks", format!("{} registered", hooks.len())),
                    Err(error) if is_hidden(&error) => findings.unknown(
                        "hooks",
                        "not allowed to the token: regreen asks about its pull requests by itself instead",
                    ),
                    Err(error) => findings.bad("hooks", error.to_string()),
                }
            }
            Err(error) => findings.bad("repository", error.to_string()),
        }
        Ok(true)
    }
}

fn is_hidden(error: &impl ProviderError) -> bool {
    let kind = error.failure();
    kind.is_auth() || kind == FailureKind::NotFound
}
