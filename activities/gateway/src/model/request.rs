//! Turns what came from inside into what is sent: fixed model, bounded answer, and no field through
//! which the model's host could be made to fetch or run something.

use serde_json::{Map, Value, json};

use super::problem::Problem;

/// Fields that are passed on. Others (stored conversations, web search, service tiers, …) are dropped.
const FIELDS: [&str; 19] = [
    "messages",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "temperature",
    "top_p",
    "max_tokens",
    "max_completion_tokens",
    "stream",
    "stream_options",
    "stop",
    "seed",
    "response_format",
    "reasoning_effort",
    "frequency_penalty",
    "presence_penalty",
    "logit_bias",
    "thinking",
    "n",
];

/// Parts of a message that hold their content themselves.
const PARTS: [&str; 4] = ["text", "refusal", "thinking", "image_url"];

/// A request that may be sent.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) body: Vec<u8>,
    pub(super) messages: Vec<Value>,
    pub(super) stream: bool,
    /// Most tokens that the answer can have.
    pub(super) output_bound: u64,
}

pub(super) fn prepare(body: &[u8], model: &str, output_limit: u64) -> Result<Prepared, Problem> {
    let document: Value = serde_json::from_slice(body)
        .map_err(|error| Problem::invalid(format!("the body is not JSON: {error}")))?;
    let Value::Object(mut given) = document else {
        return Err(Problem::invalid("the body is not an object"));
    };
    check_messages(&given)?;
    check_tools(&given)?;
    if given.get("n").is_some_and(|n| *n != json!(1)) {
        return Err(Problem::invalid("only one answer at a time (`n`)"));
    }
    let stream = given
        .get("stream")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let mut sent = Map::new();
    sent.insert("model".to_owned(), Value::from(model));
    for field in FIELDS {
        if let Some(value) = given.remove(field) {
            sent.insert(field.to_owned(), value);
        }
    }
    let mut bounds = Vec::new();
    for field in ["max_tokens", "max_completion_tokens"] {
        if let Some(asked) = sent.get_mut(field) {
            let bound = asked
                .as_u64()
                .map_or(output_limit, |asked| asked.min(output_limit));
            *asked = Value::from(bound);
            bounds.push(bound);
        }
    }
    if bounds.is_empty() {
        sent.insert("max_tokens".to_owned(), Value::from(output_limit));
    }
    // Which of two a model heeds is its own affair.
    let output_bound = bounds.into_iter().max().unwrap_or(output_limit);
    if stream {
        sent.insert(
            "stream_options".to_owned(),
            json!({ "include_usage": true }),
        );
    } else {
        sent.remove("stream_options");
    }
    let messages = sent
        .get("messages")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let body = serde_json::to_vec(&sent).map_err(|error| Problem::invalid(error.to_string()))?;
    Ok(Prepared {
        body,
        messages,
        stream,
        output_bound,
    })
}

fn check_messages(request: &Map<String, Value>) -> Result<(), Problem> {
    let messages = request
        .get("messages")
        .and_then(Value::as_array)
        .filter(|messages| !messages.is_empty());
    let messages = messages.ok_or_else(|| Problem::invalid("there are no messages"))?;
    let parts = messages
        .iter()
        .filter_map(|message| message.get("content").and_then(Value::as_array))
        .flatten();
    for part in parts {
        let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
        if !PARTS.contains(&kind) {
            return Err(Problem::invalid(format!(
                "message parts of type `{kind}` are not passed on"
            )));
        }
        let image = part.get("image_url");
        let address = image
            .and_then(|image| image.get("url").unwrap_or(image).as_str())
            .unwrap_or_default();
        // The model's host would fetch it.
        if image.is_some() && !address.starts_with("data:") {
            return Err(Problem::invalid(
                "images must be part of the request (a data: address)",
            ));
        }
    }
    Ok(())
}

/// Tools run inside the sandbox; those that the model's host runs itself are doors out.
fn check_tools(request: &Map<String, Value>) -> Result<(), Problem> {
    let tools = request
        .get("tools")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    for tool in tools {
        if tool.get("type").and_then(Value::as_str) != Some("function") {
            return Err(Problem::invalid(
                "only tools of type `function` are passed on",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
