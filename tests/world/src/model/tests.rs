//! The model server through its own door.

use serde_json::{Value, json};

use super::{FakeModel, ModelOptions, Scenario, ScriptStep, Scripted};
use crate::testing::{call, try_call};

fn request(messages: &Value) -> Value {
    json!({"model": "recorded", "messages": messages, "tools": [{"type": "function", "function": {"name": "bash"}}]})
}

fn user(text: &str) -> Value {
    json!([{"role": "user", "content": text}])
}

async fn start(brain: Scripted) -> FakeModel {
    FakeModel::start(ModelOptions {
        key: Some("key".into()),
        ..ModelOptions::new(brain)
    })
    .await
    .unwrap()
}

async fn ask(model: &FakeModel, body: &Value) -> crate::testing::Answer {
    call(
        "POST",
        &format!("{}/chat/completions", model.base_url()),
        "key",
        body,
    )
    .await
}

#[tokio::test]
async fn the_key_the_model_and_the_path_are_checked() {
    let model = start(Scripted::always([ScriptStep::say("hi")])).await;
    let url = format!("{}/chat/completions", model.base_url());
    let refused = call("POST", &url, "wrong", &request(&user("x"))).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]["code"]),
        (401, &json!("invalid_api_key"))
    );
    let mut other = request(&user("x"));
    other["model"] = json!("gpt");
    assert_eq!(
        ask(&model, &other).await.json()["error"]["code"],
        "model_not_found"
    );
    let listed = call(
        "GET",
        &format!("{}/models", model.base_url()),
        "key",
        &Value::Null,
    )
    .await;
    assert_eq!(listed.json()["data"][0]["id"], "recorded");
    assert_eq!(
        call(
            "GET",
            &format!("{}/nothing", model.base_url()),
            "key",
            &Value::Null
        )
        .await
        .status,
        404
    );
}

#[tokio::test]
async fn a_scenario_fills_variables_checks_what_came_back_and_repeats_its_last_step() {
    let steps = [
        ScriptStep::call("bash", json!({"command": "cd ${cwd}"}))
            .and_call("bash", json!({"command": "ls"})),
        ScriptStep::say("fine")
            .expecting("all good", Some(2))
            .using(100, 7, 60),
        ScriptStep::call("bash", json!({"command": "again"})),
    ];
    let scenario = Scenario::new("TS2322", steps)
        .unwrap()
        .variable("cwd", r"Working directory: (\S+)");
    let model = start(Scripted::new([scenario])).await;
    let first = ask(&model, &request(&user("TS2322\nWorking directory: /work")))
        .await
        .json();
    let message = &first["choices"][0]["message"];
    assert_eq!(
        message["tool_calls"][0]["function"]["arguments"],
        json!(r#"{"command":"cd /work"}"#)
    );
    assert_eq!(
        (
            &message["tool_calls"][1]["id"],
            &first["choices"][0]["finish_reason"]
        ),
        (&json!("call_0_1"), &json!("tool_calls"))
    );

    let after = |result: &str, turns: usize| {
        let mut messages =
            vec![json!({"role": "user", "content": [{"type": "text", "text": "TS2322"}]})];
        for _ in 0..turns {
            messages.push(json!({"role": "assistant", "content": null}));
        }
        messages.push(json!({"role": "tool", "tool_call_id": "call_0_0", "content": result}));
        request(&json!(messages))
    };
    let good = ask(&model, &after("all good", 1)).await.json();
    assert_eq!(good["choices"][0]["message"]["content"], "fine");
    assert_eq!(
        (
            &good["usage"]["total_tokens"],
            &good["usage"]["prompt_tokens_details"]["cached_tokens"]
        ),
        (&json!(107), &json!(60))
    );
    for turns in [1, 2, 50] {
        let bad = ask(&model, &after("no", turns)).await.json();
        assert!(
            bad["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
                .as_str()
                .unwrap()
                .contains("again")
        );
    }
    assert_eq!(
        ask(&model, &request(&user("something else"))).await.status,
        404
    );
    assert_eq!(model.requests().len(), 6);
}

#[tokio::test]
async fn a_stream_ends_with_reason_usage_and_done_unless_it_is_cut() {
    let model = start(Scripted::always([
        ScriptStep::call("bash", json!({"command": "ls"})),
        ScriptStep::cut(),
    ]))
    .await;
    let mut body = request(&user("x"));
    body["stream"] = json!(true);
    body["stream_options"] = json!({"include_usage": true});
    let answer = ask(&model, &body).await;
    assert_eq!(answer.header("content-type"), "text/event-stream");
    let text = answer.text();
    let events: Vec<&str> = text
        .split("\n\n")
        .filter_map(|event| event.strip_prefix("data: "))
        .collect();
    assert_eq!(events.last(), Some(&"[DONE]"));
    let chunks: Vec<Value> = events[..events.len() - 1]
        .iter()
        .map(|event| serde_json::from_str(event).unwrap())
        .collect();
    assert_eq!(
        chunks[1]["choices"][0]["delta"]["tool_calls"][0]["index"],
        0
    );
    assert_eq!(chunks[2]["choices"][0]["finish_reason"], "tool_calls");
    assert!(chunks[3]["usage"]["prompt_tokens"].is_u64() && chunks[3]["choices"] == json!([]));
    body["messages"] =
        json!([{"role": "user", "content": "x"}, {"role": "assistant", "content": ""}]);
    let cut = ask(&model, &body).await.text();
    assert!(
        !cut.contains("finish_reason\":\"") && !cut.contains("[DONE]"),
        "{cut}"
    );
}

#[tokio::test]
async fn statuses_and_requests_without_tools_have_their_own_answers() {
    let model = start(Scripted::always([ScriptStep::status(402, "no money left")])).await;
    assert_eq!(
        ask(&model, &request(&user("x"))).await.json()["error"]["message"],
        "no money left"
    );
    let title = json!({"model": "recorded", "messages": user("x")});
    assert_eq!(
        ask(&model, &title).await.json()["choices"][0]["message"]["content"],
        "scripted"
    );
    let url = format!("{}/chat/completions", model.base_url());
    assert_eq!(
        try_call("POST", &url, "key", &json!({"model": "recorded"}))
            .await
            .unwrap()
            .status,
        400
    );
}
