//! How regreen hears of things: webhook registrations (an unguessable address and a secret), or polls.

mod platform;
mod remove;
mod repository;

#[cfg(test)]
mod tests;

use domain::{Actor, ConnectionId, HookId};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use store::{ConnectionRow, HookRow, HookStatus, Provider};

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
    /// The repository (`github:owner/name`) at a git host. At a platform it follows from the connection.
    pub target: Option<String>,
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
    /// The whole address, where it is known how others reach us.
    pub url: Option<String>,
    /// Names of the events that it needs.
    pub events: &'static [&'static str],
    /// Its secret: this is the only time that it is shown.
    pub secret: SecretString,
}

/// A hook without its address and secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HookSummary {
    /// Who calls, or is polled.
    pub provider: Provider,
    /// Whether deliveries are taken.
    pub status: HookStatus,
    /// The repository, or the platform's team.
    pub target: Option<String>,
    /// The provider's id of the registration; `None` for polls, and for what was registered by hand.
    pub remote_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl From<HookRow> for HookSummary {
    fn from(row: HookRow) -> Self {
        Self {
            provider: row.provider,
            status: row.status,
            target: row.target,
            remote_id: row.remote_id,
            created_at: row.created_at,
        }
    }
}

/// How regreen hears of a project's deployments, or of a repository's pull requests.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Listening {
    /// The provider calls us.
    Webhook {
        /// It was registered just now; otherwise it was there before.
        new: bool,
    },
    /// The platform is polled.
    Poll {
        /// Why there is no webhook, a sentence.
        because: String,
        /// How often, in milliseconds.
        every: u64,
    },
    /// Each fix asks the git host about its own pull request.
    Ask {
        /// Why there is no webhook, a sentence.
        because: String,
    },
    /// A person registers the webhook.
    Manual {
        /// Its address and secret, which are never shown again; `None`: there is one already.
        #[serde(skip)]
        hook: Option<AddedHook>,
    },
}

/// Why no webhook could be had.
enum NoHook {
    /// In words, for the person who wanted it; regreen can do without.
    Because(String),
    /// Something of ours failed.
    Failed(OperationError),
}

impl From<OperationError> for NoHook {
    fn from(error: OperationError) -> Self {
        Self::Failed(error)
    }
}

impl From<store::StoreError> for NoHook {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Operations {
    /// A new unguessable hook id.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new_hook_id(&self) -> OperationResult<HookId> {
        Ok(HookId::from_random(random()?))
    }

    /// Stores a hook that somebody registers by hand; its secret only as a vault ciphertext.
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
            None => new_secret()?,
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
            target: match connection.provider {
                Provider::Platform(_) => connection.team.clone(),
                Provider::GitHost(_) => new.target,
            },
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
        Ok(AddedHook {
            path: path(connection.provider, &id),
            url: self.hook_url(connection.provider, &id),
            events: match connection.provider {
                Provider::Platform(platform) => platforms::webhook::events(platform),
                Provider::GitHost(host) => githosts::webhook::events(host),
            },
            id,
            provider: connection.provider,
            connection: connection.id,
            secret,
        })
    }

    /// The address of a hook, where it is known how others reach us.
    fn hook_url(&self, provider: Provider, id: &HookId) -> Option<String> {
        let base = self.public_url.as_ref()?.as_str().trim_end_matches('/');
        Some(format!("{base}{}", path(provider, id)))
    }

    /// The same, or why nobody can call us.
    fn needed_hook_url(&self, provider: Provider, id: &HookId) -> Result<String, NoHook> {
        self.hook_url(provider, id).ok_or_else(|| {
            NoHook::Because(format!(
                "{provider} could not reach regreen: `api.public_url` is not set in the configuration"
            ))
        })
    }

    /// A hook by hand, unless there is one that works.
    async fn manual_hook(
        &self,
        row: &ConnectionRow,
        target: Option<&str>,
        actor: &Actor,
    ) -> OperationResult<Listening> {
        let known = self.store.hooks.by_target(&row.id, target).await?;
        if known.iter().any(|hook| hook.status == HookStatus::Active) {
            return Ok(Listening::Manual { hook: None });
        }
        let new = NewHook {
            connection: row.id.to_string(),
            target: target.map(str::to_owned),
            ..NewHook::default()
        };
        let hook = self.add_hook(new, actor).await?;
        Ok(Listening::Manual { hook: Some(hook) })
    }
}

fn path(provider: Provider, id: &HookId) -> String {
    format!("/webhooks/{provider}/{id}")
}

fn new_secret() -> OperationResult<SecretString> {
    Ok(SecretString::from(hex(&random()?)))
}

fn random() -> OperationResult<[u8; 20]> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| OperationError::internal(error.to_string()))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
