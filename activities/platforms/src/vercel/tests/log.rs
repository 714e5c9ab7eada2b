//! Build logs, page by page.

use outbound::testing::{Reply, Server};
use serde_json::{Value, json};

use super::{LONG, id, platform};
use crate::{LogLevel, vercel::log};

pub(super) fn event(serial: i64, text: &str) -> Value {
    json!({"created": 1_000 + serial / 3, "date": 1_000 + serial / 3, "deploymentId": "dpl_A1", "id": format!("1777{serial:06}"), "info": {"type": "build", "name": "bld_x", "entrypoint": "."},
        "serial": format!("1777{serial:06}"), "text": text, "type": "stdout"})
}

/// A server that keeps `events` and answers queries as Vercel does, in the given form.
async fn event_server(events: Vec<Value>, form: fn(&[Value]) -> Reply) -> Server {
    Server::start(move |request| {
        assert!(
            request.path.starts_with("/v3/deployments/dpl_A1/events?"),
            "{}",
            request.path
        );
        assert_eq!(request.query("direction").as_deref(), Some("backward"));
        let until: i64 = request
            .query("until")
            .map_or(i64::MAX, |until| until.parse().unwrap());
        let limit: usize = request.query("limit").unwrap().parse().unwrap();
        let page: Vec<Value> = events
            .iter()
            .rev()
            .filter(|event| event["date"].as_i64().unwrap_or(0) <= until)
            .take(limit)
            .cloned()
            .collect();
        form(&page)
    })
    .await
}

fn array(page: &[Value]) -> Reply {
    Reply::json(200, &page.into())
}

fn lines(page: &[Value]) -> Reply {
    let body: String = page
        .iter()
        .map(|event| format!("{event}\n{{}}\n\n"))
        .collect();
    Reply::text(200, "application/stream+json", &body)
}

#[tokio::test]
async fn a_long_log_is_paged_from_its_end_in_both_forms() {
    let events: Vec<Value> = (0..2_500)
        .map(|serial| event(serial, &format!("line {serial}\n")))
        .collect();
    for form in [array, lines] {
        let server = event_server(events.clone(), form).await;
        let log = platform(&server, LONG)
            .build_log(&id(), 4 << 20)
            .await
            .unwrap();
        let expected: String = (0..2_500)
            .map(|serial| format!("line {serial}\n"))
            .collect();
        assert_eq!(
            (log.to_string() == expected, log.truncated_at_start),
            (true, false)
        );
        assert!(server.received().len() <= 4, "{}", server.received().len());
    }
}

#[tokio::test]
async fn only_as_much_as_wanted_is_fetched() {
    let events: Vec<Value> = (0..5_000)
        .map(|serial| event(serial, &format!("line {serial:>10}")))
        .collect();
    let server = event_server(events, array).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 16 * 100)
        .await
        .unwrap();
    assert_eq!(
        (
            log.lines.len(),
            log.truncated_at_start,
            log.lines.last().unwrap().text.as_str()
        ),
        (100, true, "line       4999")
    );
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_page_that_is_too_large_is_asked_for_in_smaller_pieces() {
    let huge = "x".repeat(40 * 1024);
    let events: Vec<Value> = (0..1_000).map(|serial| event(serial, &huge)).collect();
    let server = event_server(events, array).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 1 << 20)
        .await
        .unwrap();
    assert!(
        log.truncated_at_start && log.bytes() > 900_000,
        "{}",
        log.bytes()
    );
    assert_eq!(server.received()[1].query("limit").as_deref(), Some("100"));
}

#[tokio::test]
async fn a_server_that_cannot_page_ends_the_loop_and_it_is_said() {
    let events: Vec<Value> = (0..1_000)
        .map(|serial| event(serial, "same page"))
        .collect();
    let server = Server::start(move |_| array(&events)).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 4 << 20)
        .await
        .unwrap();
    assert_eq!((log.lines.len(), log.truncated_at_start), (1_000, true));
}

#[test]
fn both_shapes_and_levels_are_read() {
    let nested = json!({"type": "stderr", "created": 5, "payload": {"deploymentId": "dpl_A1", "text": "npm ERR!", "id": "e1", "date": 7, "serial": "9"}});
    let mut flat = event(1, "bad");
    flat["level"] = "error".into();
    let alias = json!({"type": "alias-assigned", "deploymentId": "dpl_A1", "date": 9, "alias": ["x"], "text": "no output"});
    let page = log::read(
        json!([nested, flat, alias, {"type": "delimiter", "created": 3}])
            .to_string()
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        (
            page[0].at,
            page[0].serial,
            page[0].text.as_deref(),
            page[0].level
        ),
        (7, 9, Some("npm ERR!"), LogLevel::Info)
    );
    assert_eq!(
        (page[1].level, page[1].text.as_deref()),
        (LogLevel::Error, Some("bad"))
    );
    assert!(page[2].text.is_none() && page[3].text.is_none());
}

#[test]
fn other_bodies_are_told_from_events() {
    assert_eq!(log::read(b" \n"), Some(vec![]));
    assert_eq!(log::read(b"[]"), Some(vec![]));
    assert_eq!(log::read(b"{}\n{}\n"), Some(vec![]), "keep-alive lines");
    for body in [
        "<html>",
        "\"text\"",
        "[{\"type\":",
        "not json\nat all",
        "[[]]",
        "{\"error\":{\"code\":\"x\"}}",
    ] {
        assert_eq!(log::read(body.as_bytes()), None, "{body}");
    }
    assert_eq!(
        log::read(format!("{}\n{{\"type\":\"std", event(1, "kept")).as_bytes())
            .unwrap()
            .len(),
        1,
        "a line that broke off"
    );
    assert_eq!(
        log::read(json!({"events": [event(1, "x")]}).to_string().as_bytes())
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn events_without_a_time_stand_beside_their_neighbours() {
    let timeless = |text: &str| json!({"type": "stdout", "text": text, "date": {}, "created": -7});
    let page = json!([timeless("a"), event(6, "b"), timeless("c")]);
    let at: Vec<i64> = log::read(page.to_string().as_bytes())
        .unwrap()
        .iter()
        .map(|event| event.at)
        .collect();
    assert_eq!(at, [1_002, 1_002, 1_002]);
}

#[tokio::test]
async fn a_log_without_times_is_not_called_complete() {
    let timeless = json!({"type": "stdout", "text": "x"});
    let server = Server::start(move |_| array(std::slice::from_ref(&timeless))).await;
    let log = platform(&server, LONG)
        .build_log(&id(), 4 << 20)
        .await
        .unwrap();
    assert_eq!(
        (log.to_string().as_str(), log.truncated_at_start),
        ("x\n", true)
    );
    assert_eq!(server.received().len(), 1);
}

#[test]
fn the_order_within_a_millisecond_survives_a_lost_serial() {
    let mut second = event(1, "second");
    second["serial"] = json!({});
    let page = json!([event(0, "first"), second, event(2, "third")]);
    let serials: Vec<u128> = log::read(page.to_string().as_bytes())
        .unwrap()
        .iter()
        .map(|event| event.serial)
        .collect();
    assert!(serials.is_sorted(), "{serials:?}");
}
