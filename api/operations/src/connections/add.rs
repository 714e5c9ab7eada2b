//! Adding a connection: the provider is asked first.

use domain::{Actor, ConnectionId};
use jiff::Timestamp;
use secrecy::SecretString;
use store::{ConnectionRow, ConnectionStatus, Provider, StoreError};

use super::{ConnectionSummary, Probe};
use crate::{
    Operations,
    accounts::Access,
    error::{Code, OperationError, OperationResult},
    input,
};

/// A connection to be made.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Where the account is.
    pub provider: Provider,
    /// A name for people, unique; `None`: the provider's, with the team's when that is taken.
    pub name: Option<String>,
    /// The API token.
    pub token: SecretString,
    /// The team, by id or short name, or `personal`; `None`: the only one that the token sees.
    pub team: Option<String>,
    /// The API's address when it is not the configured one.
    pub base_url: Option<String>,
}

impl Operations {
    /// Asks the provider who the token belongs to, and stores the connection; the token only as a vault ciphertext.
    ///
    /// # Errors
    /// `token_refused`, `provider_unavailable`, `team_needed`, `team_not_found`, `name_taken`, `invalid_argument`, and
    /// when the store or the vault cannot be used.
    pub async fn add_connection(
        &self,
        new: NewConnection,
        actor: &Actor,
    ) -> OperationResult<ConnectionSummary> {
        let token = input::token(&new.token)?;
        let base_url = new.base_url.as_deref().map(input::base_url).transpose()?;
        let name = match &new.name {
            Some(name) => Some(self.free_name(input::name("connection", name)?).await?),
            None => None,
        };
        let access = Access {
            provider: new.provider,
            token: token.clone(),
            team: None,
            base_url: base_url.clone(),
        };
        let probe = self.probe(access).await?;
        let team = probe.choose(new.team.as_deref())?.cloned();
        let name = match name {
            Some(name) => name,
            None => {
                let second = team.as_ref().map_or(&probe.account, |team| &team.slug);
                self.usual_name(new.provider, second).await?
            }
        };
        let id = ConnectionId::new();
        let row = ConnectionRow {
            id: id.clone(),
            provider: new.provider,
            name,
            account: who(&probe),
            team: team.as_ref().map(|team| team.id.clone()),
            team_name: team.map(|team| team.name),
            expires_at: probe.expires_at,
            base_url,
            token: self.seal_connection_token(&id, &token)?,
            status: ConnectionStatus::Active,
            created_at: Timestamp::now(),
            version: 1,
        };
        self.store
            .connections
            .insert(row.clone())
            .await
            .map_err(|error| match error {
                StoreError::Conflict { .. } => taken(&row.name),
                other => OperationError::store(other),
            })?;
        self.audit(
            actor,
            "connection.add",
            id.as_str(),
            serde_json::json!({ "provider": row.provider, "name": row.name }),
        )
        .await?;
        Ok(row.into())
    }

    async fn free_name(&self, name: String) -> OperationResult<String> {
        match self.store.connections.find_by_name(&name).await? {
            Some(_) => Err(taken(&name)),
            None => Ok(name),
        }
    }

    /// `vercel`, else `vercel-acme`, else `vercel-acme-2` and so on.
    async fn usual_name(&self, provider: Provider, second: &str) -> OperationResult<String> {
        let second: String = second
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .take(40)
            .collect();
        let long = format!("{provider}-{second}");
        let numbered = (2..1_000).map(|number| format!("{long}-{number}"));
        for name in [provider.to_string(), long.clone()]
            .into_iter()
            .chain(numbered)
        {
            if self.store.connections.find_by_name(&name).await?.is_none() {
                return Ok(name);
            }
        }
        Err(taken(&long))
    }
}

/// The account as it is stored: foreign text, cut.
pub(super) fn who(probe: &Probe) -> String {
    let printable = probe.account.chars().filter(|c| !c.is_control());
    printable.take(200).collect()
}

pub(super) fn taken(name: &str) -> OperationError {
    OperationError::new(
        Code::NameTaken,
        format!("there is a connection named `{name}` already: choose another name"),
    )
}
