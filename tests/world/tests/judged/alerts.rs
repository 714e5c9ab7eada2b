//! Alerts of the channel `webhook`, verified by the library that Standard Webhooks publishes for receivers.

use std::time::Duration;

use alerts::{Alert, Destination, connect};
use domain::{AlertEvent, ChannelKind};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use world::Receiver;

use crate::{node::judge, soon};

#[tokio::test]
async fn standard_webhooks_receivers_accept_our_alerts() {
    let receiver = Receiver::start().await.unwrap();
    let secret = alerts::new_secret().unwrap();
    let destination = Destination {
        kind: ChannelKind::Webhook,
        url: receiver.url().parse().unwrap(),
        secret: secret.clone(),
    };
    let client = outbound::testing::Server::client(Duration::from_secs(10));
    let channel = connect(destination, client).unwrap();
    for (number, detail) in ["plain", "größer € @\u{200b}all \"quoted\" \\ \u{1f680}", ""]
        .into_iter()
        .enumerate()
    {
        let alert = Alert::new(
            format!("msg_{number}"),
            jiff::Timestamp::now().as_millisecond(),
            AlertEvent::Reviewing,
            "A patch waits".to_owned(),
            "for a person".to_owned(),
            &json!({ "fix": "fix_1", "detail": detail }),
        );
        channel.send(&alert).await.unwrap();
    }
    let arrived = soon("the alerts", receiver.wait_for(|all| all.len() == 3)).await;
    let described = |one: &world::Received| -> Value {
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
        let headers: serde_json::Map<String, Value> = names
            .into_iter()
            .map(|name| (name.to_owned(), one.header(name).into()))
            .collect();
        json!({ "headers": headers, "body": String::from_utf8_lossy(&one.body) })
    };
    let sent: Vec<Value> = arrived.iter().map(described).collect();
    let world = json!({ "secret": secret.expose_secret(), "alerts": sent });
    judge("alerts.mjs", &world).await;
}
