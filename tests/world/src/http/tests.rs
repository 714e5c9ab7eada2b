use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde_json::{Value, json};

use super::{Call, Fault, Faults, Matching, Reply, Server, Service, Traffic};
use crate::testing::{call, try_call};

#[derive(Default)]
struct Echo {
    faults: Faults,
    traffic: Traffic,
}

#[async_trait]
impl Service for Echo {
    async fn answer(&self, mut call: Call) -> Reply {
        let body = call.bytes().await;
        Reply::json(
            200,
            &json!({"segments": call.segments(), "size": body.len(), "padding": "x".repeat(500)}),
        )
    }

    fn faults(&self) -> &Faults {
        &self.faults
    }

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}

async fn echo() -> (Server, Arc<Echo>) {
    let echo = Arc::new(Echo::default());
    (
        Server::start(0, Arc::<Echo>::clone(&echo)).await.unwrap(),
        echo,
    )
}

#[tokio::test]
async fn a_path_is_split_before_it_is_decoded() {
    let (server, _) = echo().await;
    let answer = call(
        "GET",
        &format!("{}/a%2Fb//c%20d?x=1", server.url()),
        "",
        &Value::Null,
    )
    .await;
    assert_eq!(answer.json()["segments"], json!(["a/b", "c d"]));
}

#[tokio::test]
async fn each_fault_happens_as_often_as_asked_and_then_the_truth_returns() {
    let (server, echo) = echo().await;
    let get = || async {
        try_call(
            "GET",
            &format!("{}/things/1", server.url()),
            "",
            &Value::Null,
        )
        .await
    };

    echo.faults.next("/things", Fault::rate_limited(7), 2);
    for _ in 0..2 {
        let answer = get().await.unwrap();
        assert_eq!((answer.status, answer.header("retry-after")), (429, "7"));
    }
    assert_eq!(get().await.unwrap().status, 200);

    echo.faults.next("/things", Fault::Html, 1);
    assert!(get().await.unwrap().text().starts_with("<!doctype html>"));
    for broken in [Fault::HalfBody, Fault::CloseConnection, Fault::LostAnswer] {
        echo.faults.next("/things", broken.clone(), 1);
        assert!(get().await.is_err(), "{broken:?}");
    }
    echo.faults
        .next("/things", Fault::Delay(Duration::from_millis(1)), 1);
    assert_eq!(get().await.unwrap().status, 200);
    assert_eq!(echo.faults.left(), 0);
}

#[tokio::test]
async fn a_fault_only_hits_what_it_matches() {
    let (server, echo) = echo().await;
    echo.faults.next(
        Matching::when(|method, path| method == "POST" && path.ends_with("/2")),
        Fault::status(503),
        1,
    );
    let ask = |method: &'static str, path: &'static str| {
        let url = format!("{}{path}", server.url());
        async move { call(method, &url, "", &json!({})).await.status }
    };
    assert_eq!(ask("GET", "/2").await, 200);
    assert_eq!(ask("POST", "/1").await, 200);
    assert_eq!(ask("POST", "/2").await, 503);
    assert_eq!(ask("POST", "/2").await, 200);
    assert_eq!(echo.traffic.count("POST", "/2"), 2);
}

#[tokio::test]
async fn a_hanging_request_ends_when_the_server_stops() {
    let (server, echo) = echo().await;
    echo.faults.next("/", Fault::Hang, 1);
    let url = server.url();
    let waiting =
        tokio::spawn(async move { try_call("GET", &url, "", &Value::Null).await.is_err() });
    while echo.faults.left() > 0 {
        tokio::task::yield_now().await;
    }
    drop(server);
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let (server, _) = echo().await;
    let port: u16 = server.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = Server::start(port, Arc::new(Echo::default()))
        .await
        .err()
        .unwrap();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
