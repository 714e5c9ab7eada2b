//! Alert channels: where people hear of fixes outside the pull request.

use std::sync::Arc;

use alerts::{Alert, AlertError, AlertEvent, Channel, ChannelKind, Destination};
use domain::{Actor, ChannelId};
use jiff::Timestamp;
use outbound::{FailureKind, Url};
use secrecy::{ExposeSecret, SecretString};
use store::{ChannelRow, StoreError, SubscriptionFilter};

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
    input,
};

#[cfg(test)]
mod tests;
mod view;

pub use view::{AddedChannel, ChannelDetails, ChannelSummary, ChannelTest};

/// A webhook channel to be made.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// The name by which settings refer to it; unique.
    pub name: String,
    /// The receiver's address.
    pub url: String,
    /// The secret, where the receiver made one (`whsec_…`); else a new one is made.
    pub secret: Option<SecretString>,
}

impl Operations {
    /// Stores a channel; its secret only as a vault ciphertext. Nothing is sent: [`Operations::test_channel`] tries it.
    ///
    /// # Errors
    /// `invalid_argument`, `name_taken`, and when the store or the vault cannot be used.
    pub async fn add_channel(
        &self,
        new: NewChannel,
        actor: &Actor,
    ) -> OperationResult<AddedChannel> {
        let id = ChannelId::new();
        let url = address(&new.url)?;
        let kind = ChannelKind::Webhook;
        let (secret, made) = self.usable_secret(kind, &url, new.secret)?;
        let row = ChannelRow {
            secret: self.seal_channel_secret(&id, &secret)?,
            id,
            name: name(&new.name)?,
            kind,
            url: url.into(),
            enabled: true,
            created_at: Timestamp::now(),
            last_sent_at: None,
            last_error: None,
            version: 1,
        };
        self.store
            .channels
            .insert(row.clone())
            .await
            .map_err(|error| match error {
                StoreError::Conflict { .. } => OperationError::new(
                    Code::NameTaken,
                    format!(
                        "there is a channel named `{}` already: choose another name",
                        row.name
                    ),
                ),
                other => OperationError::store(other),
            })?;
        self.audit_channel(actor, "channel.add", &row).await?;
        let row = self.store.channels.get(&row.id).await?;
        Ok(AddedChannel {
            channel: row.into(),
            secret,
            made,
        })
    }

    /// Every channel, oldest first.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_channels(&self) -> OperationResult<Vec<ChannelSummary>> {
        let rows = self.store.channels.list().await?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// One channel, by id or name, and the subscriptions that use it.
    ///
    /// # Errors
    /// `channel_not_found`.
    pub async fn show_channel(&self, reference: &str) -> OperationResult<ChannelDetails> {
        let row = self.find_channel(reference).await?;
        let active = self
            .store
            .subscriptions
            .list(SubscriptionFilter::default())
            .await?;
        let used_by = active
            .into_iter()
            .filter(|subscription| subscription.settings.notify.contains(&row.name))
            .map(|subscription| subscription.id)
            .collect();
        Ok(ChannelDetails {
            channel: row.into(),
            used_by,
        })
    }

    /// Sends a test alert once, to a disabled channel too, and says what the receiver answered.
    ///
    /// # Errors
    /// `channel_not_found`, and when the store or the vault cannot be used. That the receiver did not take it is a
    /// result, not an error.
    pub async fn test_channel(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<ChannelTest> {
        let row = self.find_channel(reference).await?;
        let at = Timestamp::now();
        let text = report::alert::test(&row.name);
        let alert = Alert::new(
            format!("msg_{}", ulid::Ulid::generate().to_string().to_lowercase()),
            at.as_millisecond(),
            AlertEvent::Test,
            text.title,
            text.text,
            &text.data,
        );
        let sent = match self.channel(&row)? {
            Ok(channel) => channel.send(&alert).await,
            Err(error) => Err(error),
        };
        let refused = sent.as_ref().err().map(AlertError::to_string);
        self.store
            .channels
            .note_result(&row.id, refused.as_deref(), at)
            .await?;
        self.audit_channel(actor, "channel.test", &row).await?;
        Ok(ChannelTest {
            channel: row.name,
            message: alert.id,
            taken: sent.is_ok(),
            retryable: sent
                .as_ref()
                .is_err_and(|error| error.kind().is_retryable()),
            answer: match sent {
                Ok(answer) => answer.text,
                Err(error) => hint(&error),
            },
        })
    }

    /// Lets a channel be told of fixes, or not.
    ///
    /// # Errors
    /// `channel_not_found`, `conflict` (somebody else changed it).
    pub async fn set_channel_enabled(
        &self,
        reference: &str,
        enabled: bool,
        actor: &Actor,
    ) -> OperationResult<ChannelSummary> {
        let mut row = self.find_channel(reference).await?;
        if row.enabled == enabled {
            return Ok(row.into());
        }
        row.enabled = enabled;
        let row = self.write_channel(row).await?;
        let action = if enabled {
            "channel.enable"
        } else {
            "channel.disable"
        };
        self.audit_channel(actor, action, &row).await?;
        Ok(row.into())
    }

    /// Gives a channel another secret: the given one, or a new one. The old one signs nothing from now on.
    ///
    /// # Errors
    /// `channel_not_found`, `invalid_argument`, `conflict` (somebody else changed it).
    pub async fn rotate_channel(
        &self,
        reference: &str,
        secret: Option<SecretString>,
        actor: &Actor,
    ) -> OperationResult<AddedChannel> {
        let mut row = self.find_channel(reference).await?;
        let (secret, made) = self.usable_secret(row.kind, &address(&row.url)?, secret)?;
        row.secret = self.seal_channel_secret(&row.id, &secret)?;
        let row = self.write_channel(row).await?;
        self.audit_channel(actor, "channel.rotate", &row).await?;
        Ok(AddedChannel {
            channel: row.into(),
            secret,
            made,
        })
    }

    /// Deletes a channel and its secret.
    ///
    /// # Errors
    /// `channel_not_found`; `channel_in_use` while the settings of an active subscription name it.
    pub async fn remove_channel(
        &self,
        reference: &str,
        actor: &Actor,
    ) -> OperationResult<ChannelSummary> {
        let row = self.find_channel(reference).await?;
        self.store
            .channels
            .delete(&row.id)
            .await
            .map_err(|error| match error {
                StoreError::Conflict { what } => OperationError::new(Code::ChannelInUse, what),
                other => OperationError::store(other),
            })?;
        self.audit_channel(actor, "channel.remove", &row).await?;
        Ok(row.into())
    }

    async fn find_channel(&self, reference: &str) -> OperationResult<ChannelRow> {
        if let Ok(id) = reference.parse::<ChannelId>() {
            return self
                .store
                .channels
                .get(&id)
                .await
                .map_err(|error| OperationError::store_with(error, Code::ChannelNotFound));
        }
        self.store
            .channels
            .find_by_name(reference.trim())
            .await?
            .ok_or_else(|| unknown(reference))
    }

    async fn write_channel(&self, row: ChannelRow) -> OperationResult<ChannelRow> {
        self.store
            .channels
            .update(row)
            .await
            .map_err(|error| OperationError::store_with(error, Code::ChannelNotFound))
    }

    async fn audit_channel(
        &self,
        actor: &Actor,
        action: &str,
        row: &ChannelRow,
    ) -> OperationResult<()> {
        let detail = serde_json::json!({ "kind": row.kind, "name": row.name });
        self.audit(actor, action, row.id.as_str(), detail).await
    }

    /// The channel itself; the inner error is what a test tells.
    fn channel(&self, row: &ChannelRow) -> OperationResult<Result<Arc<dyn Channel>, AlertError>> {
        let destination = Destination {
            kind: row.kind,
            url: address(&row.url)?,
            secret: self.open_channel_secret(&row.id, &row.secret)?,
        };
        Ok(alerts::connect(destination, self.http.clone()))
    }

    /// The given secret, or a new one; and whether it is new. Both address and secret are such that alerts can be sent.
    fn usable_secret(
        &self,
        kind: ChannelKind,
        url: &Url,
        given: Option<SecretString>,
    ) -> OperationResult<(SecretString, bool)> {
        let made = given.is_none();
        let secret = match given {
            Some(secret) => SecretString::from(secret.expose_secret().trim()),
            None => alerts::new_secret().map_err(OperationError::internal)?,
        };
        let destination = Destination {
            kind,
            url: url.clone(),
            secret: secret.clone(),
        };
        match alerts::connect(destination, self.http.clone()) {
            Ok(_) => Ok((secret, made)),
            Err(error @ AlertError::InvalidSecret) => Err(OperationError::invalid(format!(
                "{error}; leave it out to have one made"
            ))),
            Err(error) => Err(OperationError::invalid(error.to_string())),
        }
    }
}

/// An error as the one who tests a channel should read it.
fn hint(error: &AlertError) -> String {
    match error.kind() {
        FailureKind::Unauthorized => {
            format!("{error}; does the receiver know the channel's secret?")
        }
        _ => error.to_string(),
    }
}

fn unknown(reference: &str) -> OperationError {
    let shown: String = reference.chars().take(64).collect();
    OperationError::new(
        Code::ChannelNotFound,
        format!("there is no channel `{shown}`: `regreen channel list` shows what there is"),
    )
}

fn address(text: &str) -> OperationResult<Url> {
    Url::parse(text.trim()).map_err(|_| {
        OperationError::invalid("the address of a channel looks like `https://host[:port]/path`")
    })
}

/// Settings and command lines name channels, several with commas between them, and ids are no names.
fn name(text: &str) -> OperationResult<String> {
    let name = input::name("channel", text)?;
    if name.contains(',') || name.parse::<ChannelId>().is_ok() {
        return Err(OperationError::invalid(
            "the name of a channel has no comma and does not look like an id (`chn_…`)",
        ));
    }
    Ok(name)
}
