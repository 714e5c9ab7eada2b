//! Answers in OpenAI's shapes.

use bytes::Bytes;
use futures::stream;
use serde_json::{Value, json};

use super::{ChatRequest, Turn};
use crate::{clock, http::Reply};

/// One answer on its way out.
pub(super) struct Wire<'a> {
    pub(super) id: String,
    pub(super) model: &'a str,
    pub(super) request: &'a ChatRequest,
    pub(super) turn: &'a Turn,
}

/// OpenAI's error envelope.
pub(super) fn error(status: u16, message: &str, kind: &str, code: Option<&str>) -> Reply {
    Reply::json(
        status,
        &json!({"error": {"message": message, "type": kind, "param": null, "code": code}}),
    )
}

impl Wire<'_> {
    pub(super) fn reply(&self, cut: bool) -> Reply {
        if self.request.stream {
            self.streamed(cut)
        } else if cut {
            // Without a stream, a cut answer is one that breaks off in the middle of its body.
            let half = self.whole().to_string();
            let half = half[..half.len() / 2].to_owned();
            Reply::status(200)
                .header("content-type", "application/json")
                .content(half)
        } else {
            Reply::json(200, &self.whole())
        }
    }

    fn finish(&self) -> &'static str {
        if self.turn.calls.is_empty() {
            "stop"
        } else {
            "tool_calls"
        }
    }

    fn whole(&self) -> Value {
        let mut message = json!({"role": "assistant", "content": self.turn.text});
        if !self.turn.calls.is_empty() {
            message["tool_calls"] = json!(self.calls());
        }
        json!({
            "id": self.id, "object": "chat.completion", "created": clock::now_seconds(), "model": self.model,
            "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": self.finish()}],
            "usage": self.usage(),
        })
    }

    fn streamed(&self, cut: bool) -> Reply {
        let mut chunks = vec![self.chunk(
            &json!({"role": "assistant", "content": self.turn.text}),
            None,
        )];
        if !cut {
            for (index, mut call) in self.calls().into_iter().enumerate() {
                call["index"] = json!(index);
                chunks.push(self.chunk(&json!({"tool_calls": [call]}), None));
            }
            chunks.push(self.chunk(&json!({}), Some(self.finish())));
            if self.request.include_usage {
                let mut last = self.chunk(&json!({}), None);
                last["choices"] = json!([]);
                last["usage"] = self.usage();
                chunks.push(last);
            }
        }
        let mut events: Vec<std::io::Result<Bytes>> = chunks
            .iter()
            .map(|chunk| Ok(Bytes::from(format!("data: {chunk}\n\n"))))
            .collect();
        if !cut {
            events.push(Ok(Bytes::from_static(b"data: [DONE]\n\n")));
        }
        Reply::stream(200, "text/event-stream", Box::pin(stream::iter(events)))
    }

    fn chunk(&self, delta: &Value, finish: Option<&str>) -> Value {
        json!({
            "id": self.id, "object": "chat.completion.chunk", "created": clock::now_seconds(), "model": self.model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        })
    }

    fn calls(&self) -> Vec<Value> {
        let turn = self.request.turns();
        let calls = self.turn.calls.iter().enumerate();
        calls
            .map(|(index, call)| {
                let id = if call.id.is_empty() { format!("call_{turn}_{index}") } else { call.id.clone() };
                json!({"id": id, "type": "function", "function": {"name": call.name, "arguments": call.arguments.to_string()}})
            })
            .collect()
    }

    /// Given, or about four characters to a token, with everything but the newest message cached.
    fn usage(&self) -> Value {
        let tokens = |characters: usize| (characters / 4) as u64;
        let [prompt, completion, cached] = self.turn.usage.unwrap_or_else(|| {
            let sizes: Vec<usize> = self
                .request
                .messages
                .iter()
                .map(|message| message.text.len() + 16)
                .collect();
            let prompt: usize = sizes.iter().sum();
            let newest = sizes.last().copied().unwrap_or_default();
            let said: usize = self
                .turn
                .calls
                .iter()
                .map(|call| call.arguments.to_string().len() + 16)
                .sum();
            let cached = if self.request.turns() == 0 {
                0
            } else {
                prompt - newest
            };
            [
                tokens(prompt),
                tokens(self.turn.text.len() + said).max(1),
                tokens(cached),
            ]
        });
        json!({
            "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion,
            "prompt_tokens_details": {"cached_tokens": cached}, "completion_tokens_details": {"reasoning_tokens": 0},
        })
    }
}
