//! Another token for a connection that exists.

use domain::Actor;
use secrecy::SecretString;
use store::ConnectionStatus;

use super::{ConnectionSummary, add::who};
use crate::{
    Operations,
    accounts::Access,
    error::{Code, OperationError, OperationResult},
    input,
};

impl Operations {
    /// Replaces the token of a connection after asking the provider about it. It must see the connection's team.
    ///
    /// # Errors
    /// `connection_not_found`, `token_refused`, `team_not_found`, `provider_unavailable`, `conflict`.
    pub async fn set_connection_token(
        &self,
        reference: &str,
        token: &SecretString,
        actor: &Actor,
    ) -> OperationResult<ConnectionSummary> {
        let mut row = self.find_connection(reference).await?;
        let token = input::token(token)?;
        let access = Access {
            provider: row.provider,
            token: token.clone(),
            team: None,
            base_url: row.base_url.clone(),
        };
        let probe = self.probe(access).await?;
        if let Some(team) = &row.team {
            row.team_name = probe.choose(Some(team))?.map(|team| team.name.clone());
        }
        row.account = who(&probe);
        row.expires_at = probe.expires_at;
        row.token = self.seal_connection_token(&row.id, &token)?;
        row.status = ConnectionStatus::Active;
        let row = self
            .store
            .connections
            .update(row)
            .await
            .map_err(|error| OperationError::store_with(error, Code::ConnectionNotFound))?;
        let detail = serde_json::json!({ "account": row.account });
        self.audit(actor, "connection.set_token", row.id.as_str(), detail)
            .await?;
        Ok(row.into())
    }
}
