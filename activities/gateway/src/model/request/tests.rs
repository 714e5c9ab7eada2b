use super::*;

fn sent(body: &Value) -> Value {
    let prepared = prepare(body.to_string().as_bytes(), "the-model", 100).unwrap();
    serde_json::from_slice(&prepared.body).unwrap()
}

fn with(field: &str, value: Value) -> Value {
    let mut body = json!({ "model": "other", "messages": [{ "role": "user", "content": "x" }] });
    body[field] = value;
    body
}

#[test]
fn the_answer_is_always_bounded() {
    for (field, asked, bound) in [
        ("temperature", json!(0), 100),
        ("max_tokens", json!(10), 10),
        ("max_tokens", json!(1000), 100),
        ("max_tokens", json!(-1), 100),
        ("max_tokens", Value::Null, 100),
        ("max_completion_tokens", json!(1000), 100),
    ] {
        let body = with(field, asked.clone());
        let prepared = prepare(body.to_string().as_bytes(), "the-model", 100).unwrap();
        assert_eq!(prepared.output_bound, bound, "{field} {asked}");
        let field = if field == "max_completion_tokens" {
            field
        } else {
            "max_tokens"
        };
        assert_eq!(sent(&body)[field], bound, "{field} {asked}");
    }
}

#[test]
fn both_bounds_are_kept() {
    let mut body = with("max_tokens", json!(1000));
    body["max_completion_tokens"] = json!(50);
    let prepared = prepare(body.to_string().as_bytes(), "the-model", 100).unwrap();
    // The larger one counts: which of them a model heeds is its own affair.
    assert_eq!(prepared.output_bound, 100);
}

#[test]
fn model_and_usage_are_ours() {
    let mut body = with("stream", json!(true));
    body["stream_options"] = json!({ "include_usage": false });
    let sent = sent(&body);
    assert_eq!(sent["model"], "the-model");
    assert_eq!(sent["stream_options"], json!({ "include_usage": true }));
    assert!(super::prepare(b"\xff", "m", 1).is_err());
}

#[test]
fn unknown_fields_are_dropped() {
    for field in [
        "store",
        "metadata",
        "service_tier",
        "web_search_options",
        "previous_response_id",
        "plugins",
        "user",
    ] {
        assert_eq!(sent(&with(field, json!("x"))).get(field), None, "{field}");
    }
}

#[test]
fn conversations_with_tools_pass_unchanged() {
    let mut body = with(
        "tools",
        json!([{ "type": "function", "function": { "name": "read", "parameters": {} } }]),
    );
    body["messages"] = json!([
        { "role": "system", "content": "s" },
        { "role": "assistant", "content": null, "tool_calls": [{ "id": "1", "type": "function", "function": { "name": "read", "arguments": "{}" } }] },
        { "role": "tool", "tool_call_id": "1", "content": [{ "type": "text", "text": "t" }] },
    ]);
    let sent = sent(&body);
    assert_eq!(
        (&sent["messages"], &sent["tools"]),
        (&body["messages"], &body["tools"])
    );
}
