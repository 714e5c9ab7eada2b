//! Accounts at platforms and git hosts: tokens leave the vault here, and go into clients only.

mod guide;
mod refusal;

use std::sync::Arc;

use githosts::GitHost;
use outbound::Url;
use platforms::Platform;
use secrecy::SecretString;
use store::{ConnectionRow, ConnectionStatus, Provider};

use crate::{
    Operations,
    error::{OperationError, OperationResult},
};

pub use guide::token_guide;
pub(crate) use refusal::{ProviderError, Trouble, trouble};

/// The platforms and git hosts that regreen can talk to.
#[must_use]
pub fn supported_providers() -> Vec<Provider> {
    let platforms = platforms::supported().map(Provider::Platform);
    platforms
        .chain(githosts::supported().map(Provider::GitHost))
        .collect()
}

/// A client of an account.
#[derive(Clone)]
pub(crate) enum Account {
    /// On a platform.
    Platform(Arc<dyn Platform>),
    /// On a git host.
    GitHost(Arc<dyn GitHost>),
}

/// How to reach an account, stored or not.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) provider: Provider,
    pub(crate) token: SecretString,
    pub(crate) team: Option<String>,
    /// `None`: where the configuration says.
    pub(crate) base_url: Option<String>,
}

impl Operations {
    /// A client of a stored connection.
    pub(crate) fn account(&self, row: &ConnectionRow) -> OperationResult<Account> {
        self.open_account(self.access(row)?)
    }

    /// How a stored connection is reached.
    pub(crate) fn access(&self, row: &ConnectionRow) -> OperationResult<Access> {
        Ok(Access {
            provider: row.provider,
            token: self.open_connection_token(&row.id, &row.token)?,
            team: row.team.clone(),
            base_url: row.base_url.clone(),
        })
    }

    /// A client of the platform account of a stored connection.
    pub(crate) fn platform_account(
        &self,
        row: &ConnectionRow,
    ) -> OperationResult<Arc<dyn Platform>> {
        match self.account(row)? {
            Account::Platform(platform) => Ok(platform),
            Account::GitHost(_) => Err(OperationError::invalid(format!(
                "the connection `{}` is on {}: this needs one on a platform",
                row.name, row.provider
            ))),
        }
    }

    /// A client of the git host account of a stored connection.
    pub(crate) fn git_account(&self, row: &ConnectionRow) -> OperationResult<Arc<dyn GitHost>> {
        match self.account(row)? {
            Account::GitHost(host) => Ok(host),
            Account::Platform(_) => Err(OperationError::invalid(format!(
                "the connection `{}` is on {}: this needs one on a git host",
                row.name, row.provider
            ))),
        }
    }

    /// A client. Nothing is sent yet.
    pub(crate) fn open_account(&self, access: Access) -> OperationResult<Account> {
        let base_url = self.address(&access)?;
        let Access {
            provider,
            token,
            team,
            ..
        } = access;
        match provider {
            Provider::Platform(kind) => {
                let credentials = platforms::Credentials {
                    token,
                    team,
                    base_url,
                };
                platforms::connect(kind, credentials, self.http.clone())
                    .map(Account::Platform)
                    .map_err(|error| trouble(provider, &error).error())
            }
            Provider::GitHost(kind) => {
                let credentials = githosts::Credentials {
                    token,
                    api_url: base_url,
                    git_url: None,
                };
                githosts::connect(kind, credentials, self.http.clone())
                    .map(Account::GitHost)
                    .map_err(|error| trouble(provider, &error).error())
            }
        }
    }

    fn address(&self, access: &Access) -> OperationResult<Option<Url>> {
        match access.base_url.as_deref() {
            Some(text) => Url::parse(text).map(Some).map_err(OperationError::internal),
            None => Ok(self.endpoints.get(&access.provider).cloned()),
        }
    }

    /// The error of a call of a stored connection; notes when its token is refused.
    pub(crate) async fn failed_call(
        &self,
        row: &ConnectionRow,
        trouble: Trouble,
    ) -> OperationError {
        if trouble.is_token()
            && let Err(error) = self
                .store
                .connections
                .set_status(&row.id, ConnectionStatus::Refused)
                .await
        {
            tracing::warn!(%error, "the status of a connection cannot be noted");
        }
        trouble.of(&row.name).error()
    }
}
