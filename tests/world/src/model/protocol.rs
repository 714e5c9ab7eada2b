//! A chat request as far as a brain needs it.

use serde_json::Value;

/// A request to `/v1/chat/completions`.
#[derive(Debug, Clone, Default)]
pub struct ChatRequest {
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// Names of the tools on offer.
    pub tools: Vec<String>,
    /// Answered as a stream of server-sent events.
    pub stream: bool,
    /// Usage is wanted at the stream's end.
    pub include_usage: bool,
}

/// One message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// `system`, `user`, `assistant` or `tool`.
    pub role: String,
    /// Its text, joined where it came in parts.
    pub text: String,
    /// Tools that the assistant called.
    pub calls: Vec<ToolCall>,
    /// Which call a tool's message answers.
    pub answers: Option<String>,
}

/// A call of a tool.
#[derive(Debug, Clone, PartialEq)]
pub struct ToolCall {
    /// Pairs the call with its result; made up where it is empty.
    pub id: String,
    /// The tool.
    pub name: String,
    /// Its arguments, an object.
    pub arguments: Value,
}

impl ChatRequest {
    pub(super) fn read(body: &Value) -> Option<Self> {
        let messages = body
            .get("messages")?
            .as_array()?
            .iter()
            .map(message)
            .collect();
        let tools = body
            .get("tools")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        Some(Self {
            messages,
            tools: tools
                .filter_map(|tool| tool["function"]["name"].as_str().map(str::to_owned))
                .collect(),
            stream: body.get("stream").and_then(Value::as_bool).unwrap_or(false),
            include_usage: body["stream_options"]["include_usage"]
                .as_bool()
                .unwrap_or(false),
        })
    }

    /// All text of the conversation.
    pub fn whole_text(&self) -> String {
        self.messages
            .iter()
            .map(|message| message.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// How many answers the model has given already.
    pub fn turns(&self) -> usize {
        self.messages
            .iter()
            .filter(|message| message.role == "assistant")
            .count()
    }
}

fn message(value: &Value) -> Message {
    let calls = value
        .get("tool_calls")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    Message {
        role: value["role"].as_str().unwrap_or_default().to_owned(),
        text: text(&value["content"]),
        calls: calls.map(call).collect(),
        answers: value["tool_call_id"].as_str().map(str::to_owned),
    }
}

fn text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part["text"].as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    }
}

fn call(value: &Value) -> ToolCall {
    let arguments = value["function"]["arguments"].as_str().unwrap_or("{}");
    ToolCall {
        id: value["id"].as_str().unwrap_or_default().to_owned(),
        name: value["function"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        arguments: serde_json::from_str(arguments).unwrap_or_default(),
    }
}
