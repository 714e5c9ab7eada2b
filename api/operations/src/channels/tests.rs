use outbound::testing::{Received, Reply, Server};
use secrecy::{ExposeSecret, SecretString};
use store::PageRequest;

use super::NewChannel;
use crate::{
    AddedChannel, Code, OperationError, SettingsChange, SubscriptionChange,
    testing::{Bench, actor},
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn new(name: &str, url: &str, secret: Option<&str>) -> NewChannel {
    NewChannel {
        name: name.to_owned(),
        url: url.to_owned(),
        secret: secret.map(SecretString::from),
    }
}

async fn add(bench: &Bench, name: &str, url: &str) -> AddedChannel {
    bench
        .operations
        .add_channel(new(name, url, None), &actor())
        .await
        .unwrap()
}

async fn receiver(status: u16) -> Server {
    Server::start(move |_| Reply::text(status, "text/plain", "wrong signature")).await
}

fn signature_of(request: &Received) -> (String, String) {
    let header = |name| request.header(name).unwrap_or_default().to_owned();
    (header("webhook-id"), header("webhook-signature"))
}

#[tokio::test]
async fn a_made_secret_is_shown_once_and_a_given_one_never() {
    let bench = Bench::new().await;
    let added = add(&bench, "ops", "https://receiver.example/x?token=canary").await;
    let secret = added.secret.clone();
    assert!(secret.expose_secret().starts_with("whsec_"));
    assert_eq!(added.channel.url, "https://receiver.example/x");
    let given = new(
        "team",
        "https://receiver.example/",
        Some(&format!(" {SECRET}\n")),
    );
    let given = bench.operations.add_channel(given, &actor()).await.unwrap();
    assert!(added.made && !given.made);

    let shown = bench.operations.show_channel("ops").await.unwrap();
    assert_eq!(shown.channel, added.channel);
    let list = bench.operations.list_channels().await.unwrap();
    assert_eq!(list, [added.channel.clone(), given.channel.clone()]);
    let audit = bench
        .operations
        .store
        .audit
        .list(None, PageRequest::default())
        .await
        .unwrap();
    let rows = bench.operations.store.channels.list().await.unwrap();
    let everything = format!(
        "{added:?} {given:?} {} {audit:?} {rows:?} {}",
        serde_json::to_string(&list).unwrap(),
        rows.iter()
            .map(|row| row.secret.as_str())
            .collect::<String>()
    );
    for canary in [secret.expose_secret(), SECRET, "token=canary"] {
        assert!(!everything.contains(canary), "{canary} in {everything}");
    }
}

#[tokio::test]
async fn what_cannot_work_is_refused_in_words() {
    let bench = Bench::new().await;
    add(&bench, "ops", "https://receiver.example/").await;
    let good = "https://receiver.example/";
    let wrong = [
        (new("ops", good, None), Code::NameTaken),
        (new("", good, None), Code::InvalidArgument),
        (new("one,two", good, None), Code::InvalidArgument),
        (new("chn_1", good, None), Code::InvalidArgument),
        (new("a", "receiver.example", None), Code::InvalidArgument),
        (
            new("a", "ftp://receiver.example/", None),
            Code::InvalidArgument,
        ),
        (
            new("a", "https://u:canary@receiver.example/", None),
            Code::InvalidArgument,
        ),
        (new("a", good, Some("canary")), Code::InvalidArgument),
        (new("a", good, Some("whsec_canary")), Code::InvalidArgument),
    ];
    for (wish, code) in wrong {
        let shown = format!("{wish:?}");
        let error = bench
            .operations
            .add_channel(wish, &actor())
            .await
            .unwrap_err();
        assert_eq!(error.code(), code, "{shown}: {error}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    let missing: Vec<OperationError> = vec![
        bench.operations.show_channel("nobody").await.unwrap_err(),
        bench
            .operations
            .show_channel("chn_01k0000000000000000000000a")
            .await
            .unwrap_err(),
    ];
    for error in missing {
        assert_eq!(error.code(), Code::ChannelNotFound, "{error}");
    }
}

#[tokio::test]
async fn a_test_tells_what_the_receiver_said_and_leaves_a_trace() {
    let bench = Bench::new().await;
    let (good, bad) = (receiver(204).await, receiver(401).await);
    add(&bench, "good", good.url.as_str()).await;
    add(&bench, "bad", bad.url.as_str()).await;
    add(&bench, "away", "http://127.0.0.1:1/").await;
    add(&bench, "private", "https://10.1.2.3/").await;

    let test = async |name: &str| bench.operations.test_channel(name, &actor()).await.unwrap();
    let show = async |name: &str| bench.operations.show_channel(name).await.unwrap().channel;
    let taken = test("good").await;
    assert!(taken.taken && !taken.retryable, "{taken:?}");
    assert_eq!(taken.answer, "204 No Content");
    assert!(show("good").await.last_sent_at.is_some());
    let [request] = good.received().try_into().unwrap();
    assert_eq!(signature_of(&request).0, taken.message);
    assert_eq!(
        (&request.json()["type"], &request.json()["data"]["channel"]),
        (&"test".into(), &"good".into())
    );
    assert_ne!(test("good").await.message, taken.message, "another message");

    let refused = test("bad").await;
    assert!(!refused.taken && !refused.retryable, "{refused:?}");
    assert!(
        refused.answer.contains("401: wrong signature") && refused.answer.contains("secret?"),
        "{refused:?}"
    );
    let after = show("bad").await;
    assert!(after.last_error.unwrap().contains("401") && after.last_sent_at.is_none());
    assert!(test("away").await.retryable);
    let private = test("private").await;
    assert!(
        !private.taken && private.answer.contains("operator must allow"),
        "{private:?}"
    );
    assert!(
        bench
            .operations
            .test_channel("nobody", &actor())
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_rotated_secret_signs_at_once() {
    let bench = Bench::new().await;
    let server = receiver(200).await;
    let first = add(&bench, "ops", server.url.as_str()).await;
    let rotate = async |secret: Option<&str>| {
        bench
            .operations
            .rotate_channel("ops", secret.map(SecretString::from), &actor())
            .await
    };
    let second = rotate(None).await.unwrap();
    assert_ne!(first.secret.expose_secret(), second.secret.expose_secret());
    assert_eq!(second.channel.version, 2);
    assert_eq!(
        rotate(Some("short")).await.unwrap_err().code(),
        Code::InvalidArgument
    );
    let third = rotate(Some(SECRET)).await.unwrap();
    assert!(second.made && !third.made);
    let row = bench
        .operations
        .store
        .channels
        .find_by_name("ops")
        .await
        .unwrap()
        .unwrap();
    let opened = bench
        .operations
        .open_channel_secret(&row.id, &row.secret)
        .unwrap();
    assert_eq!(opened.expose_secret(), SECRET);
}

#[tokio::test]
async fn disabled_is_remembered_and_enabled_again() {
    let bench = Bench::new().await;
    add(&bench, "ops", "https://receiver.example/").await;
    for (enabled, version) in [(true, 1), (false, 2), (false, 2), (true, 3)] {
        let channel = bench
            .operations
            .set_channel_enabled("ops", enabled, &actor())
            .await
            .unwrap();
        assert_eq!((channel.enabled, channel.version), (enabled, version));
    }
}

#[tokio::test]
async fn a_channel_in_use_stays_until_it_is_taken_out() {
    let bench = Bench::new().await;
    let ops = add(&bench, "ops", "https://receiver.example/")
        .await
        .channel;
    let (subscription, ..) = bench.subscribed().await;
    let notify = async |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let change = SubscriptionChange {
            settings: SettingsChange {
                notify: Some(names),
                ..SettingsChange::default()
            },
            ..SubscriptionChange::default()
        };
        bench
            .operations
            .set_subscription(subscription.id.as_str(), change, &actor())
            .await
    };
    let unknown = notify(&["ops", "nobody"]).await.unwrap_err();
    assert_eq!(unknown.code(), Code::InvalidArgument, "{unknown}");
    notify(&["ops"]).await.unwrap();
    let details = bench
        .operations
        .show_channel(ops.id.as_str())
        .await
        .unwrap();
    assert_eq!(details.used_by, std::slice::from_ref(&subscription.id));
    let refused = bench
        .operations
        .remove_channel("ops", &actor())
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Code::ChannelInUse);
    assert!(
        refused.to_string().contains(subscription.id.as_str()),
        "{refused}"
    );
    notify(&[]).await.unwrap();
    let removed = bench
        .operations
        .remove_channel("ops", &actor())
        .await
        .unwrap();
    assert_eq!(removed.id, ops.id);
    assert!(bench.operations.list_channels().await.unwrap().is_empty());
}
