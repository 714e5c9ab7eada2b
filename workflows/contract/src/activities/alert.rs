//! Telling people through alert channels.

use domain::{AlertEvent, FixView};
use serde::{Deserialize, Serialize};

use super::activity;

activity!(
    /// Sends one alert. A repeat carries the same message id and the same body, so that a receiver can drop it.
    /// A channel that is gone or disabled is no failure.
    SendAlert = "alert.send", SendAlertInput => ()
);

/// Input of [`SendAlert`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendAlertInput {
    /// Name of the channel.
    pub channel: String,
    /// The message id: equal for repeats of the same alert, unlike every other. 1 to 200 letters, digits and `-_.`.
    pub id: String,
    /// What it is about.
    pub event: AlertEvent,
    /// The fix as it stood then.
    pub view: FixView,
}
