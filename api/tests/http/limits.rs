//! What one client can take from the others: nothing beyond its limits.

use std::time::Duration;

use api::Limits;
use secrecy::ExposeSecret;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::bench::{Bench, failed, problem, signature};

/// Sends raw bytes and reads until the server closes.
async fn exchange(bench: &Bench, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(bench.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(bench: &Bench, rest: &str) -> Vec<u8> {
    format!(
        "POST {} HTTP/1.1\r\nhost: x\r\n{rest}\r\n\r\n",
        bench.vercel.path
    )
    .into_bytes()
}

#[tokio::test]
async fn a_body_at_the_cap_is_read_and_one_byte_more_is_not() {
    let bench = Bench::start(Limits {
        body_bytes: 4096,
        ..Limits::default()
    })
    .await;
    let mut body = failed("evt_1", "dpl_1");
    body.resize(4096, b' ');
    assert_eq!(bench.post(&body).await.status(), 202);
    body.push(b' ');
    problem(bench.post(&body).await, 413, "body_too_large").await;
    let chunked = futures::stream::iter((0..9).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1000])));
    let request = bench
        .client
        .post(bench.url(&bench.vercel.path))
        .body(reqwest::Body::wrap_stream(chunked));
    problem(request.send().await.unwrap(), 413, "body_too_large").await;
    assert_eq!(bench.waiting().await, 1);
}

#[tokio::test]
async fn a_huge_body_is_refused_by_its_announcement() {
    let bench = Bench::start(Limits {
        body_time: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let answer = exchange(&bench, &head(&bench, "content-length: 104857600")).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let bench = Bench::start(Limits {
        body_time: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let mut bytes = head(&bench, "content-length: 100");
    bytes.extend(b"{\"id\":");
    let answer = exchange(&bench, &bytes).await;
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("request_timeout"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_stored() {
    let bench = Bench::start(Limits::default()).await;
    let mut stream = TcpStream::connect(bench.address).await.unwrap();
    stream
        .write_all(&head(&bench, "content-length: 100"))
        .await
        .unwrap();
    stream.write_all(b"{").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert_eq!(bench.waiting().await, 0);
}

#[tokio::test]
async fn slow_and_endless_heads_are_cut_off() {
    let bench = Bench::start(Limits {
        head_time: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    // The server closes: otherwise this would never end.
    let answer = exchange(
        &bench,
        b"POST /webhooks/vercel/x HTTP/1.1\r\nhost: x\r\nx-slow: ",
    )
    .await;
    assert!(!answer.contains("200"), "{answer}");
    let endless = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    let answer = exchange(&bench, endless.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431 "),
        "{answer}"
    );
}

#[tokio::test]
async fn a_connection_beyond_the_limit_waits_for_its_turn() {
    let limits = Limits {
        connections: 2,
        head_time: Duration::from_millis(200),
        ..Limits::default()
    };
    let bench = Bench::start(limits).await;
    let _idle = (
        TcpStream::connect(bench.address).await.unwrap(),
        TcpStream::connect(bench.address).await.unwrap(),
    );
    // Served as soon as the idle ones have used up their time.
    assert_eq!(bench.post(&failed("evt_1", "dpl_1")).await.status(), 202);
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_flight_and_takes_nothing_new() {
    let bench = Bench::start(Limits::default()).await;
    let body = failed("evt_1", "dpl_1");
    let signature = signature(bench.vercel.secret.expose_secret(), &body);
    let rest = format!(
        "x-vercel-signature: {signature}\r\ncontent-length: {}\r\nexpect: 100-continue",
        body.len()
    );
    let mut stream = TcpStream::connect(bench.address).await.unwrap();
    stream.write_all(&head(&bench, &rest)).await.unwrap();
    // "Continue" shows that the request is being handled.
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).await.unwrap();
    assert!(interim.starts_with(b"HTTP/1.1 100"));
    bench.stop.cancel();
    while TcpStream::connect(bench.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(&body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    bench.served.await.unwrap();
}
