//! From a subscription to the accounts it uses: tokens leave the vault here and go into clients only.

use std::sync::Arc;

use contract::FailureKind;
use domain::{ConnectionId, SubscriptionId};
use githosts::git::Remote;
use platforms::{Credentials, Platform};
use secrecy::SecretString;
use store::{ConnectionRow, Provider, SubscriptionRow};
use url::Url;
use vault::Aad;

use super::ports::Ports;
use crate::failure::{Failure, Outcome};

/// A subscription and its platform account.
pub(super) struct PlatformAccount {
    pub(super) subscription: SubscriptionRow,
    pub(super) platform: Arc<dyn Platform>,
}

/// A git host account.
pub(super) struct GitAccount {
    pub(super) host: Arc<dyn githosts::GitHost>,
    pub(super) remote: Remote,
}

impl Ports {
    /// The platform account of a subscription.
    pub(super) async fn platform(&self, subscription: &SubscriptionId) -> Outcome<PlatformAccount> {
        let subscription = self.store.subscriptions.get(subscription).await?;
        let row = self
            .store
            .connections
            .get(&subscription.platform_connection)
            .await?;
        let credentials = Credentials {
            token: self.token(&row)?,
            team: row.team.clone(),
            base_url: self.address(&row)?,
        };
        let platform = platforms::connect(subscription.platform, credentials, self.http.clone())?;
        Ok(PlatformAccount {
            subscription,
            platform,
        })
    }

    /// The git host account of a subscription.
    pub(super) async fn git(&self, subscription: &SubscriptionId) -> Outcome<GitAccount> {
        let subscription = self.store.subscriptions.get(subscription).await?;
        self.git_connection(&subscription.git_connection, &subscription)
            .await
    }

    async fn git_connection(
        &self,
        id: &ConnectionId,
        subscription: &SubscriptionRow,
    ) -> Outcome<GitAccount> {
        let row = self.store.connections.get(id).await?;
        let Provider::GitHost(kind) = row.provider else {
            return Err(Failure::new(
                FailureKind::Invalid,
                format!("connection {} is not on a git host", row.name),
            ));
        };
        let credentials = githosts::Credentials {
            token: self.token(&row)?,
            api_url: self.address(&row)?,
            git_url: None,
        };
        let host = githosts::connect(kind, credentials, self.http.clone())?;
        let remote = host.remote(&subscription.repository)?;
        Ok(GitAccount { host, remote })
    }

    fn token(&self, row: &ConnectionRow) -> Outcome<SecretString> {
        let place = Aad::new("connections", row.id.as_str(), "token");
        self.vault.open_secret(&place, &row.token).map_err(|error| {
            Failure::new(
                FailureKind::Invalid,
                format!(
                    "the token of connection {} cannot be opened: {error}",
                    row.name
                ),
            )
        })
    }

    /// Where the connection's API is: its own address, else the configured one.
    fn address(&self, row: &ConnectionRow) -> Outcome<Option<Url>> {
        match row.base_url.as_deref() {
            Some(text) => text.parse().map(Some).map_err(|_| {
                Failure::new(
                    FailureKind::Invalid,
                    format!("the address of connection {} is not a URL", row.name),
                )
            }),
            None => Ok(self.endpoints.get(&row.provider).cloned()),
        }
    }
}
