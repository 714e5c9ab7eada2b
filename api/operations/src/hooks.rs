//! Webhook registrations: an unguessable address and a secret.

use domain::{Actor, ConnectionId, HookId};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use store::{HookRow, HookStatus, Provider};

use crate::{
    Operations,
    error::{OperationError, OperationResult},
    input,
};

/// A hook to be made.
#[derive(Debug, Clone, Default)]
pub struct NewHook {
    /// The connection whose projects it serves: id or name.
    pub connection: String,
    /// An id from [`Operations::new_hook_id`], when the address had to be known before the secret was.
    pub id: Option<HookId>,
    /// The secret, where the sender made one; else a new one is made.
    pub secret: Option<SecretString>,
    /// The sender's id of the registration.
    pub remote_id: Option<String>,
}

/// A hook that was made.
#[derive(Debug, Clone)]
pub struct AddedHook {
    /// Its id.
    pub id: HookId,
    /// Who will call it.
    pub provider: Provider,
    /// The connection.
    pub connection: ConnectionId,
    /// The path of its address, such as `/webhooks/vercel/hok_…`.
    pub path: String,
    /// Its secret: this is the only time that it is shown.
    pub secret: SecretString,
}

impl Operations {
    /// A new unguessable hook id.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new_hook_id(&self) -> OperationResult<HookId> {
        Ok(HookId::from_random(random()?))
    }

    /// Stores a hook; its secret only as a vault ciphertext.
    ///
    /// # Errors
    /// `invalid_argument`, `connection_not_found`, `conflict`, and when the store or the vault cannot be used.
    pub async fn add_hook(&self, new: NewHook, actor: &Actor) -> OperationResult<AddedHook> {
        let connection = self.find_connection(&new.connection).await?;
        let id = match new.id {
            Some(id) => id,
            None => self.new_hook_id()?,
        };
        let secret = match new.secret {
            Some(secret) => input::token(&secret)?,
            None => SecretString::from(hex(&random()?)),
        };
        if secret.expose_secret().len() < 8 {
            return Err(OperationError::invalid(
                "a webhook secret has 8 characters or more",
            ));
        }
        let row = HookRow {
            id: id.clone(),
            provider: connection.provider,
            connection: connection.id.clone(),
            status: HookStatus::Active,
            remote_id: new
                .remote_id
                .as_deref()
                .map(|id| input::foreign_id("a registration", id))
                .transpose()?,
            secret: Some(self.seal_hook_secret(&id, &secret)?),
            previous_secret: None,
            previous_until: None,
            created_at: Timestamp::now(),
        };
        self.store.hooks.insert(row).await?;
        // The id is half of a secret address: the audit log names the connection instead.
        self.audit(
            actor,
            "hook.add",
            connection.id.as_str(),
            serde_json::json!({ "provider": connection.provider }),
        )
        .await?;
        let path = format!("/webhooks/{}/{id}", connection.provider);
        Ok(AddedHook {
            id,
            provider: connection.provider,
            connection: connection.id,
            path,
            secret,
        })
    }
}

fn random() -> OperationResult<[u8; 20]> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| OperationError::internal(error.to_string()))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
