//! The model gateway against a model of our own.

use std::time::Duration;

use futures::FutureExt;
use gateway::model::{Caps, Exhausted, ModelConfig, ModelDoor, ModelGateway, Prices};
use http::{Method, Response};
use libtest_mimic::Failed;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Test;
use crate::world::{Answer, Asked, Body, Server, ask, block_on, pieces, reply, request, with_body};

pub(crate) const TESTS: [(&str, Test); 13] = [
    ("model_and_key_are_fixed_outside", fixed_outside),
    ("model_needs_the_runs_token", needs_the_runs_token),
    ("model_streams_pass_and_are_counted", streams),
    ("model_budget_ends_with_402", budget),
    ("model_caps_hold_side_by_side", side_by_side),
    ("model_unknown_usage_costs_the_reservation", unknown_usage),
    ("model_errors_are_passed_on_without_the_key", errors),
    (
        "model_streams_that_break_off_end_with_an_error",
        broken_streams,
    ),
    ("model_circles_end_with_402", circles),
    ("model_refuses_doors_in_disguise", disguises),
    ("model_bodies_are_capped", bodies),
    ("model_that_is_away_or_silent", away_or_silent),
    ("model_reader_that_goes_away_is_charged", reader_goes_away),
];

const KEY: &str = "sk-s3cr3t-k3y-0123456789";
const PLENTY: Caps = Caps {
    calls: 1000,
    tokens: 100_000_000,
    cost_micros: 1_000_000_000,
};

struct Setup {
    server: Server,
    door: ModelDoor,
    _directory: TempDir,
}

impl Setup {
    async fn new(answer: fn(Asked) -> Response<Body>, caps: Caps) -> Self {
        let server = Server::start(move |asked| async move { answer(asked) }.boxed()).await;
        Self::at(server, caps)
    }

    fn at(server: Server, caps: Caps) -> Self {
        let mut config = ModelConfig::new(format!("{}/v1/", server.address), "the-model");
        config.key = Some(KEY.into());
        config.prices = Prices {
            input: 3_000_000,
            cached_input: 300_000,
            output: 15_000_000,
        };
        config.output_limit = 1000;
        config.body_limit = 64 * 1024;
        config.idle_timeout = Duration::from_millis(300);
        let directory = tempfile::tempdir().unwrap();
        let door = ModelGateway::new(config, Vec::new())
            .unwrap()
            .open(&directory.path().join("m.sock"), caps)
            .unwrap();
        Self {
            server,
            door,
            _directory: directory,
        }
    }

    async fn post(&self, body: &Value) -> Answer {
        let token = format!("Bearer {}", self.door.token().expose_secret());
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "application/json"),
        ];
        ask(
            self.door.socket(),
            with_body(
                Method::POST,
                "/v1/chat/completions",
                &headers,
                body.to_string(),
            ),
        )
        .await
    }
}

fn say(text: &str) -> Value {
    json!({ "model": "any", "messages": [{ "role": "user", "content": text }] })
}

fn streaming(text: &str) -> Value {
    let mut body = say(text);
    body["stream"] = json!(true);
    body
}

fn usage(input: u64, cached: u64, output: u64) -> Value {
    json!({ "prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output,
            "prompt_tokens_details": { "cached_tokens": cached } })
}

fn completes(_: Asked) -> Response<Body> {
    let choice = json!({ "index": 0, "message": { "role": "assistant", "content": "hi" }, "finish_reason": "stop" });
    let document = json!({ "id": "1", "choices": [choice], "usage": usage(20, 10, 5) });
    reply(
        200,
        &[("content-type", "application/json"), ("set-cookie", "a=b")],
        document.to_string(),
    )
}

fn event(value: &Value) -> Result<String, ()> {
    Ok(format!("data: {value}\n\n"))
}

const STREAM: [(&str, &str); 1] = [("content-type", "text/event-stream")];

fn speaks(_: Asked) -> Response<Body> {
    let whole = [
        event(&json!({ "choices": [{ "delta": { "content": "h" }, "finish_reason": null }] })),
        event(&json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] })),
        event(&json!({ "choices": [], "usage": usage(20, 10, 5) })),
        Ok("data: [DONE]\n\n".to_owned()),
    ];
    // Cut at places that are no line ends.
    let text: String = whole.into_iter().flatten().collect();
    let cuts = text
        .as_bytes()
        .chunks(7)
        .map(|cut| Ok(String::from_utf8(cut.to_vec()).unwrap()))
        .collect();
    pieces(&STREAM, cuts)
}

fn fixed_outside() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(completes, PLENTY).await;
        let mut body = say("hello");
        body["max_tokens"] = json!(1_000_000);
        body["store"] = json!(true);
        body["web_search_options"] = json!({});
        let answer = setup.post(&body).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["choices"][0]["message"]["content"], "hi");
        assert!(!answer.headers.contains_key("set-cookie"));
        let asked = &setup.server.asked()[0];
        assert_eq!(
            (asked.path.as_str(), asked.method.clone()),
            ("/v1/chat/completions", Method::POST)
        );
        assert_eq!(
            asked.header("authorization"),
            Some("Bearer sk-s3cr3t-k3y-0123456789")
        );
        assert_eq!(
            asked.json(),
            json!({ "model": "the-model", "messages": [{ "role": "user", "content": "hello" }], "max_tokens": 1000 })
        );
        let used = setup.door.usage();
        assert_eq!(
            (
                used.calls,
                used.input_tokens,
                used.cached_tokens,
                used.output_tokens
            ),
            (1, 20, 10, 5)
        );
        // 10 at 3, 10 at 0.3, 5 at 15.
        assert_eq!(used.cost_micros, 30 + 3 + 75);
        Ok(())
    })
}

fn needs_the_runs_token() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(completes, PLENTY).await;
        for headers in [
            &[][..],
            &[("authorization", "Bearer wrong")],
            &[("authorization", KEY)],
        ] {
            for (method, path) in [
                (Method::POST, "/v1/chat/completions"),
                (Method::GET, "/v1/models"),
            ] {
                let answer = ask(
                    setup.door.socket(),
                    with_body(method, path, headers, say("x").to_string()),
                )
                .await;
                assert_eq!(answer.status, 401);
            }
        }
        let token = format!("Bearer {}", setup.door.token().expose_secret());
        let headers = [("authorization", token.as_str())];
        let models = ask(
            setup.door.socket(),
            request(Method::GET, "/v1/models", &headers),
        )
        .await
        .json();
        assert_eq!(models["data"][0]["id"], "the-model");
        for (method, path) in [
            (Method::GET, "/v1/chat/completions"),
            (Method::POST, "/v1/embeddings"),
            (Method::GET, "/v1/files"),
        ] {
            assert_eq!(
                ask(setup.door.socket(), request(method, path, &headers))
                    .await
                    .status,
                404,
                "{path}"
            );
        }
        assert!(setup.server.asked().is_empty());
        assert!(!format!("{:?}", setup.door).contains(setup.door.token().expose_secret()));
        Ok(())
    })
}

fn streams() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(speaks, PLENTY).await;
        let answer = setup.post(&streaming("hello")).await;
        assert_eq!(
            answer.headers["content-type"].to_str()?,
            "text/event-stream"
        );
        assert!(
            !answer.broken && answer.text().ends_with("data: [DONE]\n\n"),
            "{}",
            answer.text()
        );
        assert!(!answer.text().contains("error"), "{}", answer.text());
        assert_eq!(
            setup.server.asked()[0].json()["stream_options"],
            json!({ "include_usage": true })
        );
        let used = setup.door.close().await;
        assert_eq!(
            (
                used.input_tokens,
                used.cached_tokens,
                used.output_tokens,
                used.cost_micros
            ),
            (20, 10, 5, 108)
        );
        Ok(())
    })
}

fn budget() -> Result<(), Failed> {
    block_on(async {
        let two_calls = Caps { calls: 2, ..PLENTY };
        let few_tokens = Caps {
            tokens: 1000,
            ..PLENTY
        };
        let little_money = Caps {
            cost_micros: 500,
            ..PLENTY
        };
        for (caps, before, why) in [
            (two_calls, 2, Exhausted::Calls),
            (few_tokens, 0, Exhausted::Tokens),
            (little_money, 0, Exhausted::Money),
        ] {
            let setup = Setup::new(completes, caps).await;
            for number in 0..before {
                assert_eq!(
                    setup.post(&say(&format!("hello {number}"))).await.status,
                    200
                );
            }
            for _ in 0..2 {
                let refused = setup.post(&say("more")).await;
                assert_eq!(refused.status, 402);
                let error = refused.json()["error"].clone();
                assert_eq!(
                    (&error["type"], &error["code"]),
                    (&json!("budget_exhausted"), &json!("budget_exhausted"))
                );
                assert!(
                    error["message"]
                        .as_str()
                        .is_some_and(|message| message.contains("run"))
                );
            }
            assert_eq!(setup.door.usage().exhausted, Some(why));
            assert_eq!(setup.server.asked().len(), before);
        }
        Ok(())
    })
}

fn side_by_side() -> Result<(), Failed> {
    block_on(async {
        let caps = Caps {
            calls: 30,
            tokens: 4000,
            cost_micros: 40_000,
        };
        let setup = Setup::new(completes, caps).await;
        let texts: Vec<Value> = (0..200).map(|number| say(&number.to_string())).collect();
        let all = futures::future::join_all(texts.iter().map(|text| setup.post(text))).await;
        let answered = all.iter().filter(|answer| answer.status == 200).count();
        assert!(
            answered > 0 && answered == setup.server.asked().len(),
            "{answered}"
        );
        assert!(
            all.iter()
                .all(|answer| matches!(answer.status.as_u16(), 200 | 402 | 429))
        );
        let used = setup.door.usage();
        assert!(
            used.calls <= caps.calls && used.cost_micros <= caps.cost_micros,
            "{used:?}"
        );
        assert!(
            used.input_tokens + used.output_tokens <= caps.tokens,
            "{used:?}"
        );
        Ok(())
    })
}

fn unknown_usage() -> Result<(), Failed> {
    block_on(async {
        let silent = |_: Asked| reply(200, &[], json!({ "choices": [] }).to_string());
        let setup = Setup::new(silent, PLENTY).await;
        setup.post(&say("hello")).await;
        let used = setup.door.usage();
        let sent = setup.server.asked()[0].body.len() as u64;
        assert_eq!((used.input_tokens, used.output_tokens), (sent, 1000));
        Ok(())
    })
}

fn errors() -> Result<(), Failed> {
    block_on(async {
        let fails = |asked: Asked| {
            let text = asked.json()["messages"][0]["content"]
                .as_str()
                .unwrap()
                .to_owned();
            let status: u16 = text.split(' ').next().unwrap().parse().unwrap();
            let body = match text.split(' ').nth(1) {
                Some("html") => "<html>".to_owned(),
                Some("empty") => String::new(),
                _ => json!({ "error": { "message": format!("Incorrect API key: {KEY}"), "code": "why" } }).to_string(),
            };
            reply(
                status,
                &[("retry-after", "7"), ("location", "http://192.0.2.1/")],
                body,
            )
        };
        let setup = Setup::new(fails, PLENTY).await;
        for (number, text) in [
            "401 json",
            "400 json",
            "429 json",
            "500 html",
            "503 empty",
            "404 html",
        ]
        .iter()
        .enumerate()
        {
            let answer = setup.post(&say(text)).await;
            assert_eq!(answer.status.as_u16().to_string(), text[..3], "{text}");
            assert!(!answer.text().contains(KEY), "{}", answer.text());
            assert!(
                answer.json()["error"]["message"]
                    .as_str()
                    .is_some_and(|message| !message.is_empty())
            );
            assert_eq!(setup.door.usage().failed_calls, number as u64 + 1);
        }
        assert_eq!(
            setup.post(&say("429 json")).await.headers["retry-after"].to_str()?,
            "7"
        );
        assert_eq!(setup.post(&say("302 json")).await.status, 502);
        // Errors cost calls, not money.
        let used = setup.door.usage();
        assert_eq!((used.calls, used.cost_micros, used.exhausted), (8, 0, None));

        // Nor does it get through in what the model says.
        let echoes = |_: Asked| pieces(&STREAM, vec![Ok(format!("data: {{\"x\":\"{KEY}\"}}\n\n"))]);
        let setup = Setup::new(echoes, PLENTY).await;
        let answer = setup.post(&streaming("x")).await;
        assert!(
            !answer.text().contains(KEY) && answer.text().contains("[key]"),
            "{}",
            answer.text()
        );
        Ok(())
    })
}

fn broken_streams() -> Result<(), Failed> {
    block_on(async {
        let cut = |_: Asked| {
            pieces(
                &STREAM,
                vec![event(
                    &json!({ "choices": [{ "delta": { "content": "h" }, "finish_reason": null }] }),
                )],
            )
        };
        let broken = |_: Asked| {
            pieces(
                &STREAM,
                vec![Ok("data: {\"choices\":[".to_owned()), Err(())],
            )
        };
        for (answer, code) in [
            (cut as fn(Asked) -> _, "stream_cut"),
            (broken, "broken_off"),
        ] {
            let setup = Setup::new(answer, PLENTY).await;
            let answer = setup.post(&streaming("hello")).await;
            let last = answer
                .text()
                .trim()
                .rsplit("data: ")
                .next()
                .unwrap()
                .to_owned();
            let error: Value = serde_json::from_str(&last)?;
            assert_eq!(error["error"]["code"], code);
            // The reservation is charged: nobody knows what it cost.
            assert_eq!(setup.door.close().await.output_tokens, 1000);
        }
        let setup = Setup::new(cut, PLENTY).await;
        for number in 0..3 {
            assert_eq!(
                setup.post(&streaming(&number.to_string())).await.status,
                200
            );
        }
        assert_eq!(setup.post(&streaming("again")).await.status, 402);
        assert_eq!(setup.door.usage().exhausted, Some(Exhausted::Loop));
        Ok(())
    })
}

fn circles() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(completes, PLENTY).await;
        for _ in 0..4 {
            assert_eq!(setup.post(&say("same")).await.status, 200);
        }
        assert_eq!(setup.post(&say("same")).await.status, 402);

        // The conversation grows, but always by the same call and result.
        let setup = Setup::new(completes, PLENTY).await;
        let mut body = say("fix it");
        let mut statuses = Vec::new();
        for number in 0..8 {
            statuses.push(setup.post(&body).await.status.as_u16());
            let call = json!({ "id": format!("call_{number}"), "type": "function",
                               "function": { "name": "read", "arguments": "{\"path\":\"a\"}" } });
            let messages = body["messages"].as_array_mut().unwrap();
            messages.push(json!({ "role": "assistant", "content": null, "tool_calls": [call] }));
            messages.push(json!({ "role": "tool", "tool_call_id": format!("call_{number}"), "content": "text" }));
        }
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 402, 402]);
        assert_eq!(setup.door.usage().exhausted, Some(Exhausted::Loop));

        // Trying a failed call again is no circle.
        let busy = |_: Asked| reply(503, &[], "");
        let setup = Setup::new(busy, PLENTY).await;
        for _ in 0..8 {
            assert_eq!(setup.post(&say("same")).await.status, 503);
        }
        Ok(())
    })
}

fn disguises() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(completes, PLENTY).await;
        let image = |url: &str| json!({ "messages": [{ "role": "user", "content": [{ "type": "image_url", "image_url": { "url": url } }] }] });
        let mut tools = say("x");
        tools["tools"] = json!([{ "type": "web_search" }]);
        let mut many = say("x");
        many["n"] = json!(5);
        let file = json!({ "messages": [{ "role": "user", "content": [{ "type": "file", "file": { "file_id": "1" } }] }] });
        for body in [
            image("http://192.0.2.1/?stolen"),
            tools,
            many,
            file,
            json!({}),
            json!([]),
            json!({ "messages": [] }),
        ] {
            assert_eq!(setup.post(&body).await.status, 400, "{body}");
        }
        assert!(setup.server.asked().is_empty());
        assert_eq!(
            setup
                .post(&image("data:image/png;base64,AAAA"))
                .await
                .status,
            200
        );
        Ok(())
    })
}

fn bodies() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(completes, PLENTY).await;
        assert_eq!(setup.post(&say(&"x".repeat(70 * 1024))).await.status, 413);
        let token = format!("Bearer {}", setup.door.token().expose_secret());
        for garbage in ["", "{", "\u{0}", &"[".repeat(10_000)] {
            let headers = [("authorization", token.as_str())];
            let request = with_body(
                Method::POST,
                "/v1/chat/completions",
                &headers,
                garbage.to_owned(),
            );
            assert_eq!(ask(setup.door.socket(), request).await.status, 400);
        }
        assert_eq!(setup.door.usage().calls, 0);
        Ok(())
    })
}

fn away_or_silent() -> Result<(), Failed> {
    block_on(async {
        let gone = Server::start(|_| futures::future::pending().boxed()).await;
        let silent = Setup::at(gone, PLENTY);
        let answer = silent.post(&say("hello")).await;
        assert_eq!(
            (
                answer.status.as_u16(),
                answer.json()["error"]["code"].clone()
            ),
            (502, json!("timeout"))
        );
        assert!(
            silent.door.usage().output_tokens > 0,
            "nobody knows what it cost"
        );

        let mut away = Setup::new(completes, PLENTY).await.server;
        away.address = "http://127.0.0.1:1".to_owned();
        let away = Setup::at(away, PLENTY);
        let answer = away.post(&say("hello")).await;
        assert_eq!(
            (
                answer.status.as_u16(),
                answer.json()["error"]["code"].clone()
            ),
            (502, json!("unreachable"))
        );
        assert_eq!(
            (
                away.door.usage().cost_micros,
                away.door.usage().failed_calls
            ),
            (0, 1)
        );
        Ok(())
    })
}

fn reader_goes_away() -> Result<(), Failed> {
    block_on(async {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let server = Server::start(|_| {
            let first =
                futures::stream::iter([Ok(hyper::body::Frame::data("data: {}\n\n".into()))]);
            let frames = futures::StreamExt::chain(
                first,
                futures::stream::pending::<Result<_, std::io::Error>>(),
            );
            let body =
                http_body_util::BodyExt::boxed_unsync(http_body_util::StreamBody::new(frames));
            async move {
                Response::builder()
                    .header("content-type", "text/event-stream")
                    .body(body)
                    .unwrap()
            }
            .boxed()
        })
        .await;
        let setup = Setup::at(server, PLENTY);
        let mut stream = tokio::net::UnixStream::connect(setup.door.socket()).await?;
        let body = streaming("x").to_string();
        let head = format!(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
            setup.door.token().expose_secret(),
            body.len()
        );
        stream.write_all(head.as_bytes()).await?;
        let mut some = [0; 16];
        stream.read_exact(&mut some).await?;
        assert_eq!(setup.door.usage().output_tokens, 0);
        drop(stream);
        while setup.door.usage().output_tokens == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(setup.door.usage().output_tokens, 1000);
        Ok(())
    })
}
