//! A model that follows a script: the step is the number of answers it already gave in the conversation.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// One answer.
#[derive(Clone)]
pub(crate) enum Step {
    Tool(&'static str, Value),
    Text(&'static str),
    Status(u16, &'static str),
}

/// A running model.
pub(crate) struct Model {
    pub(crate) base_url: String,
    /// Bodies of the requests it got.
    pub(crate) requests: Arc<Mutex<Vec<Value>>>,
}

impl Model {
    /// The last step is repeated for ever.
    pub(crate) async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<Value>>> = Arc::default();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, steps.clone(), Arc::clone(&seen)));
            }
        });
        Self { base_url, requests }
    }
}

async fn answer(mut stream: TcpStream, steps: Vec<Step>, seen: Arc<Mutex<Vec<Value>>>) {
    let mut bytes = Vec::new();
    let body = loop {
        let mut chunk = [0; 8192];
        let Ok(read @ 1..) = stream.read(&mut chunk).await else {
            return;
        };
        bytes.extend_from_slice(&chunk[..read]);
        let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
            .unwrap_or(0);
        if bytes.len() >= head + 4 + length {
            break bytes[head + 4..head + 4 + length].to_vec();
        }
    };
    let request: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let said = request["messages"].as_array().map_or(0, |all| {
        all.iter()
            .filter(|message| message["role"] == "assistant")
            .count()
    });
    seen.lock().unwrap().push(request);
    let reply = match &steps[said.min(steps.len() - 1)] {
        Step::Status(status, message) => {
            let body = json!({ "error": { "message": message, "type": "scripted" } }).to_string();
            format!(
                "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
        }
        Step::Tool(name, arguments) => {
            let call = json!({ "index": 0, "id": format!("call_{said}"), "type": "function", "function": { "name": name, "arguments": arguments.to_string() } });
            stream_of(
                &json!({ "role": "assistant", "tool_calls": [call] }),
                "tool_calls",
            )
        }
        Step::Text(text) => stream_of(&json!({ "role": "assistant", "content": text }), "stop"),
    };
    let _ = stream.write_all(reply.as_bytes()).await;
    let _ = stream.shutdown().await;
}

fn stream_of(delta: &Value, finish: &str) -> String {
    let chunk = |choices: Value, usage: Value| {
        let mut chunk = json!({ "id": "c", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices });
        if !usage.is_null() {
            chunk["usage"] = usage;
        }
        format!("data: {chunk}\n\n")
    };
    let usage = json!({ "prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110 });
    let mut text =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
            .to_owned();
    text.push_str(&chunk(
        json!([{ "index": 0, "delta": delta, "finish_reason": null }]),
        Value::Null,
    ));
    text.push_str(&chunk(
        json!([{ "index": 0, "delta": {}, "finish_reason": finish }]),
        Value::Null,
    ));
    text.push_str(&chunk(json!([]), usage));
    text.push_str("data: [DONE]\n\n");
    text
}
