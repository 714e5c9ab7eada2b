//! The client against servers with bad manners.

use std::time::Duration;

use secrecy::SecretString;

use crate::{
    BreakerOptions, Client, FailureKind, Method, Options, OutboundError, Response, endpoint,
    testing::{Reply, Server},
};

const LONG: Duration = Duration::from_secs(20);
const TOKEN: &str = "vcp_A1b2C3d4E5f6G7h8I9j0K1l2";

async fn get(server: &Server, timeout: Duration) -> Result<Response, OutboundError> {
    let url = endpoint(&server.url, &["v1", "thing"]).unwrap();
    Server::client(timeout)
        .request(Method::GET, url)
        .query("secret", "s3cr3t")
        .bearer(&SecretString::from(TOKEN))
        .send()
        .await?
        .success()
}

async fn outcome(reply: Reply, timeout: Duration) -> OutboundError {
    let server = Server::start(move |_| reply.clone()).await;
    let error = get(&server, timeout).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("s3cr3t") && !shown.contains(TOKEN),
        "{shown}"
    );
    error
}

#[tokio::test]
async fn a_good_answer_arrives_and_the_request_was_as_built() {
    let server = Server::start(|_| Reply::json(200, &serde_json::json!({"a": 1}))).await;
    let url = endpoint(&server.url, &["x"]).unwrap();
    let request = Server::client(LONG)
        .request(Method::POST, url)
        .bearer(&SecretString::from(TOKEN))
        .query("q", "a b&c")
        .json(&serde_json::json!({"k": "v"}));
    assert!(!format!("{request:?}").contains(TOKEN));
    let response = request.send().await.unwrap().success().unwrap();
    assert_eq!(response.json().unwrap(), serde_json::json!({"a": 1}));
    let seen = &server.received()[0];
    assert_eq!(
        (
            seen.method.as_str(),
            seen.query("q").as_deref(),
            seen.json()
        ),
        ("POST", Some("a b&c"), serde_json::json!({"k": "v"}))
    );
    assert_eq!(
        seen.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert!(seen.header("user-agent").unwrap().starts_with("regreen/"));
}

#[tokio::test]
async fn statuses_become_kinds_with_their_waits() {
    let error = outcome(
        Reply::text(429, "text/plain", "").with("retry-after", "17"),
        LONG,
    )
    .await;
    assert_eq!(
        (error.kind(), error.retry_after()),
        (FailureKind::RateLimited, Some(Duration::from_secs(17)))
    );
    let dated = Reply::text(503, "text/plain", "")
        .with("date", "Sun, 06 Nov 1994 08:49:30 GMT")
        .with("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
    let error = outcome(dated, LONG).await;
    assert_eq!(
        (error.kind(), error.retry_after()),
        (FailureKind::Server, Some(Duration::from_secs(7)))
    );
    assert_eq!(
        outcome(Reply::text(404, "text/plain", ""), LONG)
            .await
            .kind(),
        FailureKind::NotFound
    );
}

#[tokio::test]
async fn half_a_body_no_answer_and_silence_are_told_apart() {
    assert!(matches!(
        outcome(Reply::Half(200, vec![b'x'; 1_000]), LONG).await,
        OutboundError::Truncated { .. }
    ));
    assert!(matches!(
        outcome(Reply::Close, LONG).await,
        OutboundError::Truncated { .. }
    ));
    assert!(matches!(
        outcome(Reply::Hang, Duration::from_millis(150)).await,
        OutboundError::Timeout { .. }
    ));
}

#[tokio::test]
async fn a_large_body_is_cut_off() {
    let server = Server::start(|_| Reply::text(200, "text/plain", &"x".repeat(5_000))).await;
    let call = |limit| {
        Server::client(LONG)
            .request(Method::GET, server.url.clone())
            .body_limit(limit)
            .send()
    };
    assert!(matches!(
        call(4_999).await,
        Err(OutboundError::BodyTooLarge { limit: 4_999, .. })
    ));
    assert_eq!(call(5_000).await.unwrap().body.len(), 5_000);
}

#[tokio::test]
async fn a_page_instead_of_json_is_said() {
    let server = Server::start(|_| Reply::text(200, "text/html", " <html>login</html>")).await;
    let error = get(&server, LONG).await.unwrap().json().unwrap_err();
    assert_eq!(error.kind(), FailureKind::InvalidAnswer);
    assert!(
        error.to_string().ends_with("a web page instead of JSON"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_listening_is_a_connect_error() {
    let server = Server::start(|_| Reply::Close).await;
    let url = server.url.clone();
    drop(server);
    let call = || {
        Server::client(LONG)
            .request(Method::GET, url.clone())
            .send()
    };
    // The listener is closed by the runtime a moment after the drop.
    let error = loop {
        match call().await {
            Err(error @ OutboundError::Connect { .. }) => break error,
            Err(OutboundError::Truncated { .. }) => tokio::task::yield_now().await,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(error.kind(), FailureKind::Unreachable);
}

#[tokio::test]
async fn redirects_stay_within_the_origin() {
    let other = Server::start(|_| Reply::text(200, "text/plain", "stolen")).await;
    let away = other.url.to_string();
    let server = Server::start(move |request| match request.path.as_str() {
        "/v1/thing?secret=s3cr3t" => Reply::text(301, "text/plain", "").with("location", "/moved"),
        "/moved" => Reply::text(200, "text/plain", "here"),
        "/loop" => Reply::text(302, "text/plain", "").with("location", "/loop"),
        _ => Reply::text(302, "text/plain", "").with("location", &format!("{away}x?token=abc")),
    })
    .await;
    assert_eq!(get(&server, LONG).await.unwrap().body, "here");
    for (method, path) in [
        (Method::GET, "away"),
        (Method::GET, "loop"),
        (Method::POST, "loop"),
    ] {
        let url = endpoint(&server.url, &[path]).unwrap();
        let error = Server::client(LONG)
            .request(method, url)
            .bearer(&SecretString::from(TOKEN))
            .send()
            .await
            .unwrap_err();
        assert!(matches!(error, OutboundError::Redirect { .. }), "{error:?}");
        assert!(!error.to_string().contains("abc"), "{error}");
    }
    assert!(
        other.received().is_empty(),
        "nothing reached the other origin"
    );
}

#[tokio::test]
async fn hosts_off_the_public_internet_are_blocked_unless_named() {
    let server = Server::start(|_| Reply::text(200, "text/plain", "")).await;
    let strict = Client::new(&Options {
        environment_proxy: false,
        ..Options::default()
    })
    .unwrap();
    let mut by_name = server.url.clone();
    by_name.set_host(Some("localhost")).unwrap();
    for url in [
        server.url.clone(),
        by_name.clone(),
        "http://169.254.169.254/latest".parse().unwrap(),
        "http://[::ffff:10.0.0.1]/".parse().unwrap(),
    ] {
        let error = strict.request(Method::GET, url).send().await.unwrap_err();
        assert!(matches!(error, OutboundError::Blocked { .. }), "{error:?}");
    }
    assert!(server.received().is_empty());
    let named = Options {
        environment_proxy: false,
        allowed_hosts: vec!["LocalHost".to_owned()],
        ..Options::default()
    };
    assert!(
        Client::new(&named)
            .unwrap()
            .request(Method::GET, by_name)
            .send()
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn credentials_need_tls_or_the_operators_word() {
    let client = Client::new(&Options::default()).unwrap();
    let token = SecretString::from(TOKEN);
    for url in [
        "http://api.example/x",
        "https://user:pw@api.example/x",
        "ftp://api.example/x",
    ] {
        let error = client
            .request(Method::GET, url.parse().unwrap())
            .bearer(&token)
            .send()
            .await
            .unwrap_err();
        assert!(
            matches!(error, OutboundError::InvalidRequest { .. }),
            "{error:?}"
        );
        assert!(!error.to_string().contains("pw"), "{error}");
    }
    let error = client
        .request(Method::GET, "https://api.example/".parse().unwrap())
        .bearer(&SecretString::from("a\nb"))
        .send()
        .await
        .unwrap_err();
    assert!(
        matches!(error, OutboundError::InvalidRequest { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_broken_host_is_left_alone_for_a_while() {
    let server = Server::start(|_| Reply::text(500, "text/plain", "")).await;
    let breaker = BreakerOptions {
        failures: 2,
        open_for: Duration::from_secs(60),
    };
    let options = Options {
        environment_proxy: false,
        allowed_hosts: vec!["127.0.0.1".to_owned()],
        breaker,
        ..Options::default()
    };
    let client = Client::new(&options).unwrap();
    let call = || client.request(Method::GET, server.url.clone()).send();
    assert!(call().await.is_ok() && call().await.is_ok());
    let error = call().await.unwrap_err();
    assert!(
        matches!(error, OutboundError::CircuitOpen { .. }) && error.retry_after().is_some(),
        "{error:?}"
    );
    assert_eq!(server.received().len(), 2);
}

/// Nobody may learn the credential from an error page that quotes it, whatever it looks like.
#[tokio::test]
async fn a_credential_that_is_quoted_is_not_passed_on() {
    let plain = "just words that are a secret";
    for reply in [
        Reply::json(
            401,
            &serde_json::json!({ "error": { "code": plain, "message": format!("you sent {plain}") } }),
        ),
        Reply::json(
            500,
            &serde_json::json!({ "message": format!("Bearer {plain}!") }),
        ),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let url = endpoint(&server.url, &["v1"]).unwrap();
        let response = Server::client(LONG)
            .request(Method::GET, url)
            .bearer(&SecretString::from(plain))
            .send()
            .await
            .unwrap();
        assert!(!String::from_utf8_lossy(&response.body).contains(plain));
        let error = response.success().unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains(plain) && shown.contains("redacted"),
            "{shown}"
        );
    }
}
