//! Telling people through alert channels.

use std::{sync::Arc, time::SystemTime};

use alerts::{Alert, Destination};
use contract::{
    FailureKind,
    activities::alert::{SendAlert, SendAlertInput},
};
use store::ChannelRow;
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};
use vault::Aad;

use super::ports::{Ports, now};
use crate::failure::{Failure, Outcome};

/// The group.
pub struct AlertActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl AlertActivities {
    #[activity(definition = SendAlert)]
    pub async fn send(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: SendAlertInput,
    ) -> Result<(), ActivityError> {
        let wanted = ctx.info().scheduled_time.unwrap_or(SystemTime::UNIX_EPOCH);
        Ok(self.send_alert(input, wanted).await?)
    }
}

impl AlertActivities {
    /// `wanted` is when the workflow asked for it, the same for every try.
    async fn send_alert(&self, input: SendAlertInput, wanted: SystemTime) -> Outcome<()> {
        let store = &self.ports.store;
        let found = store.channels.find_by_name(&input.channel).await?;
        let Some(row) = found.filter(|row| row.enabled) else {
            tracing::info!(
                alert.channel = %input.channel, alert.event = %input.event, fix = %input.view.fix,
                "no alert is sent: the channel is gone or disabled"
            );
            return Ok(());
        };
        let destination = self.destination(&row)?;
        let result = match alerts::connect(destination, self.ports.http.clone()) {
            Ok(channel) => channel.send(&self.alert(input, wanted)).await,
            Err(error) => Err(error),
        };
        let why = result.as_ref().err().map(ToString::to_string);
        let noted = store
            .channels
            .note_result(&row.id, why.as_deref(), now())
            .await;
        if let Err(error) = noted {
            // The alert is out or refused already: a note that is lost must not send it again.
            tracing::warn!(%error, alert.channel = %row.name, "the result of an alert is not noted");
        }
        result.map(drop).map_err(Failure::from)
    }

    fn alert(&self, input: SendAlertInput, wanted: SystemTime) -> Alert {
        let SendAlertInput {
            id, event, view, ..
        } = input;
        let page = self.ports.page(&view.workflow_id);
        let text = report::alert::alert(&view, event, page.as_deref());
        // Never the clock of this try: a repeat must have the same body.
        let at = report::alert::happened_at(&view).unwrap_or_else(|| {
            jiff::Timestamp::try_from(wanted)
                .unwrap_or_default()
                .as_millisecond()
        });
        Alert::new(id, at, event, text.title, text.text, &text.data)
    }

    fn destination(&self, row: &ChannelRow) -> Outcome<Destination> {
        let invalid = |what: String| {
            Failure::new(
                FailureKind::Invalid,
                format!("the alert channel {} cannot be used: {what}", row.name),
            )
        };
        let place = Aad::new("alert_channels", row.id.as_str(), "secret");
        let secret = self
            .ports
            .vault
            .open_secret(&place, &row.secret)
            .map_err(|error| invalid(error.to_string()))?;
        Ok(Destination {
            kind: row.kind,
            url: row
                .url
                .parse()
                .map_err(|_| invalid("its address is no URL".to_owned()))?,
            secret,
        })
    }
}
