//! Channels for people.

use operations::{AddedChannel, ChannelDetails, ChannelSummary, ChannelTest};
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::{
    failure::Failure,
    page::{Page, minute},
};

#[cfg(test)]
mod tests;

/// A line of the list.
pub(super) fn line(it: &ChannelSummary) -> Vec<String> {
    vec![
        it.name.clone(),
        it.kind.to_string(),
        it.url.clone(),
        state(it).to_owned(),
        it.last_sent_at.map_or_else(|| "never".to_owned(), minute),
        it.id.to_string(),
    ]
}

/// A channel that was just made or got another secret, which is shown this once if it was made here.
pub(super) fn added(it: &AddedChannel) -> String {
    let mut page = page(&it.channel);
    if it.made {
        page.row("secret", it.secret.expose_secret());
        page.more("It is not shown again: give it to the receiver now.");
    }
    page.row(
        "next",
        format!("regreen channel test {}", shell(&it.channel.name)),
    );
    page.text()
}

/// The same for programs.
pub(super) fn added_json(it: &AddedChannel) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(&it.channel).map_err(Failure::internal)?;
    if it.made {
        value["secret"] = it.secret.expose_secret().into();
    }
    Ok(value)
}

/// One channel.
pub(super) fn summary(it: &ChannelSummary) -> String {
    page(it).text()
}

/// One channel with its past and who uses it.
pub(super) fn details(it: &ChannelDetails) -> String {
    let mut page = page(&it.channel);
    page.row("since", minute(it.channel.created_at));
    page.row(
        "last sent",
        it.channel
            .last_sent_at
            .map_or_else(|| "never".to_owned(), minute),
    );
    if let Some(error) = &it.channel.last_error {
        page.row("last error", error);
    }
    page.rows("used by", it.used_by.iter().map(ToString::to_string));
    if it.used_by.is_empty() {
        page.row(
            "used by",
            "nobody: `regreen subscription set PROJECT --notify …` names it",
        );
    }
    page.text()
}

/// What the receiver said.
pub(super) fn test(it: &ChannelTest) -> String {
    let mut page = Page::default();
    page.row("message", &it.message);
    if it.taken {
        page.row("taken", &it.answer);
    } else {
        page.row("NOT taken", &it.answer);
        page.more(if it.retryable {
            "Such an alert would be sent again until the receiver takes it."
        } else {
            "Such an alert would be given up: sending it again changes nothing."
        });
    }
    page.text()
}

fn page(it: &ChannelSummary) -> Page {
    let mut page = Page::default();
    page.row("channel", format!("{} ({})", it.name, it.id));
    page.row("kind", it.kind.as_str());
    page.row("address", &it.url);
    page.row("state", state(it));
    page
}

fn state(it: &ChannelSummary) -> &'static str {
    match (it.enabled, &it.last_error) {
        (false, _) => "disabled",
        (true, Some(_)) => "failing",
        (true, None) => "enabled",
    }
}

/// A name as one word of a shell.
fn shell(name: &str) -> String {
    if name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
