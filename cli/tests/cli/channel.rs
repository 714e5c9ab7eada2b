//! `regreen channel …` over an installation without a server.

use std::io::{Read, Write};

use crate::{regreen, text};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Answers one request with a status and returns what came.
fn receiver(status: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut heard, mut buffer) = (String::new(), [0; 4_096]);
        // The body ends with the alert's data.
        while !heard.ends_with("}}") {
            let length = stream.read(&mut buffer).unwrap();
            assert!(length > 0, "cut off: {heard}");
            heard.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).unwrap();
        heard
    });
    (url, heard)
}

#[test]
fn a_channel_from_its_making_to_its_end() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("regreen.toml"),
        "data_dir = \"data\"\n[outbound]\nallowed_hosts = [\"127.0.0.1\"]\n",
    )
    .unwrap();
    let run = |arguments: &[&str], input: &str| {
        let output = regreen(home.path(), arguments, input);
        let code = output.status.code().unwrap();
        (code, text(&output.stdout), text(&output.stderr))
    };
    assert_eq!(run(&["migrate", "--store-only"], "").0, 0);
    let (_, empty, _) = run(&["channel", "list"], "");
    assert!(empty.starts_with("No channel yet"), "{empty}");

    let (url, heard) = receiver("204 No Content");
    let add = ["channel", "add", "webhook", "--name", "ops", "--url", &url];
    let (code, added, error) = run(&add, "");
    assert!(code == 0 && added.contains("whsec_"), "{added}{error}");
    let (code, _, error) = run(&add, "");
    assert!(code == 4 && error.ends_with("[name_taken]\n"), "{error}");
    let (code, tested, _) = run(&["channel", "test", "ops"], "");
    assert!(code == 0 && tested.contains("204 No Content"), "{tested}");
    let heard = heard.join().unwrap();
    assert!(heard.contains("webhook-signature: v1,"), "{heard}");
    let (code, tested, _) = run(&["channel", "test", "ops", "--json"], "");
    let tested: serde_json::Value = serde_json::from_str(&tested).unwrap();
    assert_eq!(
        (code, &tested["taken"], &tested["retryable"]),
        (1, &false.into(), &true.into()),
        "nobody listens any more: {tested}"
    );

    let (code, shown, _) = run(&["channel", "rotate", "ops", "--secret-stdin"], SECRET);
    assert!(code == 0 && !shown.contains(SECRET), "{shown}");
    let (code, _, error) = run(&["channel", "rotate", "ops", "--secret-stdin"], "canary");
    assert!(code == 2 && !error.contains("canary"), "{error}");
    for (word, state) in [("disable", "disabled"), ("enable", "failing")] {
        let (code, shown, _) = run(&["channel", word, "ops"], "");
        assert!(code == 0 && shown.contains(state), "{shown}");
    }
    let (_, listed, _) = run(&["channel", "list", "--json"], "");
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed[0]["name"], "ops");
    assert!(!listed.to_string().contains("whsec_"), "{listed}");
    assert_eq!(run(&["channel", "remove", "ops"], "").0, 0);
    let (code, _, error) = run(&["channel", "show", "ops"], "");
    assert!(
        code == 3 && error.ends_with("[channel_not_found]\n"),
        "{error}"
    );
}
