use http::{HeaderMap, HeaderValue};

use super::*;
use crate::{
    NewHook,
    testing::{
        Bench, VERCEL_SECRET, actor, deployment, github_signature, vercel_event, vercel_signature,
    },
};

fn signed(signature: &str) -> HeaderMap {
    HeaderMap::from_iter([(
        "x-vercel-signature".parse().unwrap(),
        HeaderValue::from_str(signature).unwrap(),
    )])
}

async fn send(
    bench: &Bench,
    provider: &str,
    hook: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Receipt, Code> {
    let incoming = Incoming {
        provider,
        hook,
        headers,
        body,
    };
    bench
        .operations
        .accept_webhook(incoming)
        .await
        .map_err(|error| error.code())
}

#[tokio::test]
async fn the_vector_of_vercel_is_authentic() {
    let bench = Bench::new().await;
    bench.connect("vercel", "v").await;
    let vercel = bench.hook("v", "s3cr3t!!").await;
    // The vector's secret is shorter than what we let people choose: it is sealed by hand.
    let row = bench
        .operations
        .store
        .hooks
        .find(&vercel.id)
        .await
        .unwrap()
        .unwrap();
    let sealed = bench
        .operations
        .seal_hook_secret(&row.id, &"s3cr3t".to_owned().into())
        .unwrap();
    bench
        .operations
        .store
        .hooks
        .rotate(&row.id, &sealed, Timestamp::now())
        .await
        .unwrap();
    let body = br#"{"id":"evt_1","type":"deployment.error"}"#;
    let headers = signed("4f44fdb3536bd30dc34b7cfce2182494f8a3dc6b");
    // Authentic, but of no use: it names no deployment.
    assert_eq!(
        send(&bench, "vercel", vercel.id.as_str(), &headers, body).await,
        Err(Code::MalformedRequest)
    );

    let short = NewHook {
        connection: "v".to_owned(),
        secret: Some("s3cr3t".to_owned().into()),
        ..NewHook::default()
    };
    assert_eq!(
        bench
            .operations
            .add_hook(short, &actor())
            .await
            .unwrap_err()
            .code(),
        Code::InvalidArgument
    );
}

#[tokio::test]
async fn what_is_not_authentic_is_refused_before_it_is_read() {
    let bench = Bench::new().await;
    let (_, vercel, github) = bench.subscribed().await;
    let body = vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main");
    let good = signed(&vercel_signature(VERCEL_SECRET, &body));
    let hook = vercel.id.as_str();
    assert_eq!(
        send(&bench, "vercel", hook, &HeaderMap::new(), &body).await,
        Err(Code::MissingSignature)
    );
    let other = signed(&vercel_signature("another secret", &body));
    assert_eq!(
        send(&bench, "vercel", hook, &other, &body).await,
        Err(Code::BadSignature)
    );
    assert_eq!(
        send(&bench, "vercel", hook, &good, b"\xff not json").await,
        Err(Code::BadSignature)
    );
    for unknown in [
        "hok_0000000000000000000000000000000000000000",
        "hok_",
        "x",
        "",
        "../..",
        github.id.as_str(),
    ] {
        assert_eq!(
            send(&bench, "vercel", unknown, &good, &body).await,
            Err(Code::UnknownHook),
            "{unknown}"
        );
    }
    assert_eq!(
        send(&bench, "github", hook, &good, &body).await,
        Err(Code::UnknownHook)
    );
    assert_eq!(
        bench
            .operations
            .store
            .deliveries
            .pending()
            .await
            .unwrap()
            .count,
        0
    );
}

#[tokio::test]
async fn nonsense_of_an_authentic_sender_is_refused_and_not_stored() {
    let bench = Bench::new().await;
    let (_, vercel, _) = bench.subscribed().await;
    for body in [
        b"\xff\xfe".to_vec(),
        "[".repeat(100_000).into_bytes(),
        Vec::new(),
        b"{}".to_vec(),
    ] {
        let headers = signed(&vercel_signature(VERCEL_SECRET, &body));
        let answer = send(&bench, "vercel", vercel.id.as_str(), &headers, &body).await;
        assert_eq!(answer, Err(Code::MalformedRequest), "{:?}", body.get(..20));
    }
    assert_eq!(
        bench
            .operations
            .store
            .deliveries
            .pending()
            .await
            .unwrap()
            .count,
        0
    );
}

#[tokio::test]
async fn a_delivery_is_accepted_once_and_an_unknown_event_not_at_all() {
    let bench = Bench::new().await;
    let (_, vercel, _) = bench.subscribed().await;
    let body = vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main");
    let headers = signed(&vercel_signature(VERCEL_SECRET, &body));
    let hook = vercel.id.as_str();
    let first = send(&bench, "vercel", hook, &headers, &body).await.unwrap();
    let Receipt::Accepted { delivery } = first else {
        panic!("{first:?}")
    };
    assert_eq!(
        send(&bench, "vercel", hook, &headers, &body).await,
        Ok(Receipt::Duplicate {
            delivery: delivery.clone()
        })
    );
    let created = vercel_event("evt_2", "deployment.created", &deployment("dpl_1"), "main");
    let headers = signed(&vercel_signature(VERCEL_SECRET, &created));
    let ignored = Receipt::Ignored {
        event: "deployment.created".to_owned(),
    };
    assert_eq!(
        send(&bench, "vercel", hook, &headers, &created).await,
        Ok(ignored)
    );
    let row = bench
        .operations
        .store
        .deliveries
        .get(&delivery)
        .await
        .unwrap();
    assert_eq!((row.key.as_str(), row.source.as_str()), ("evt_1", "vercel"));
    assert!(!format!("{:?}", row.headers).contains("signature"));
    assert_eq!(
        bench
            .operations
            .store
            .deliveries
            .pending()
            .await
            .unwrap()
            .count,
        1
    );
}

#[tokio::test]
async fn both_secrets_of_a_rotation_are_taken_until_it_is_over() {
    let bench = Bench::new().await;
    let (_, vercel, _) = bench.subscribed().await;
    let hooks = &bench.operations.store.hooks;
    let rotate = async |until: Timestamp| {
        let sealed = bench
            .operations
            .seal_hook_secret(&vercel.id, &format!("secret until {until}").into())
            .unwrap();
        hooks.rotate(&vercel.id, &sealed, until).await.unwrap();
    };
    let body = vercel_event("evt_1", "deployment.error", &deployment("dpl_1"), "main");
    let old = signed(&vercel_signature(VERCEL_SECRET, &body));
    let far = Timestamp::from_second(7_000_000_000).unwrap();
    rotate(far).await;
    assert!(matches!(
        send(&bench, "vercel", vercel.id.as_str(), &old, &body).await,
        Ok(Receipt::Accepted { .. })
    ));
    let ended = Timestamp::from_second(1).unwrap();
    rotate(ended).await;
    let newest = signed(&vercel_signature(&format!("secret until {ended}"), &body));
    assert!(matches!(
        send(&bench, "vercel", vercel.id.as_str(), &newest, &body).await,
        Ok(Receipt::Duplicate { .. })
    ));
    let before = signed(&vercel_signature(&format!("secret until {far}"), &body));
    assert_eq!(
        send(&bench, "vercel", vercel.id.as_str(), &before, &body).await,
        Err(Code::BadSignature)
    );
}

#[tokio::test]
async fn a_git_host_is_asked_in_its_own_way() {
    let bench = Bench::new().await;
    bench.connect("github", "g").await;
    let secret = "It's a Secret to Everybody";
    let hook = bench.operations.new_hook_id().unwrap();
    let sealed = bench
        .operations
        .seal_hook_secret(&hook, &secret.to_owned().into())
        .unwrap();
    bench
        .operations
        .add_hook(
            NewHook {
                connection: "g".to_owned(),
                id: Some(hook.clone()),
                ..NewHook::default()
            },
            &actor(),
        )
        .await
        .unwrap();
    bench
        .operations
        .store
        .hooks
        .rotate(&hook, &sealed, Timestamp::now())
        .await
        .unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("x-github-event", HeaderValue::from_static("push"));
    headers.insert(
        "x-hub-signature-256",
        HeaderValue::from_static(
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        ),
    );
    // GitHub's own vector: authentic, though it is no JSON.
    assert_eq!(
        send(&bench, "github", hook.as_str(), &headers, b"Hello, World!").await,
        Err(Code::MalformedRequest)
    );
    assert_eq!(
        send(&bench, "github", hook.as_str(), &headers, b"Hello, World?").await,
        Err(Code::BadSignature)
    );
    let ping = br#"{"zen":"x","hook_id":1}"#;
    headers.insert("x-github-event", HeaderValue::from_static("ping"));
    headers.insert(
        "x-hub-signature-256",
        HeaderValue::from_str(&github_signature(secret, ping)).unwrap(),
    );
    let ignored = Receipt::Ignored {
        event: "ping".to_owned(),
    };
    assert_eq!(
        send(&bench, "github", hook.as_str(), &headers, ping).await,
        Ok(ignored)
    );
}
