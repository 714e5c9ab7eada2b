//! What the model says, by the file that the prompt speaks of: each test has a file name of its own.

use std::{
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use world::{Brain, ChatRequest, Scenario, ScriptStep, Scripted, Turn, TurnFault};

type Known = Vec<(String, Arc<dyn Brain>)>;

/// Dispatches to the brain of the test.
#[derive(Clone, Default)]
pub(crate) struct Brains(Arc<RwLock<Known>>);

impl Brains {
    /// Who answers where `src/<name>.ts` is spoken of.
    pub(crate) fn set(&self, name: &str, brain: impl Brain) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.push((file(name), Arc::new(brain)));
    }
}

impl Brain for Brains {
    fn turn(&self, request: &ChatRequest) -> Turn {
        let text = request.whole_text();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(file, _)| text.contains(file.as_str()));
        match found {
            Some((_, brain)) => brain.turn(request),
            None if request.tools.is_empty() => Turn::say("a title"),
            None => Turn::say("No test expects this conversation."),
        }
    }
}

/// The one source file of a test's project.
pub(crate) fn file(name: &str) -> String {
    format!("src/{name}.ts")
}

/// Reads the file, replaces a text in it, and says so.
pub(crate) fn edit(name: &str, old: &str, new: &str) -> Vec<ScriptStep> {
    let path = format!("/work/{}", file(name));
    vec![
        ScriptStep::call("read", json!({ "filePath": path })),
        ScriptStep::call(
            "edit",
            json!({ "filePath": path, "oldString": old, "newString": new }),
        ),
        ScriptStep::say("The declared type did not fit the value."),
    ]
}

/// Makes the declared type fit.
pub(crate) fn repair(name: &str) -> Scripted {
    Scripted::always(edit(name, ": string = 7;", ": number = 7;"))
}

/// The first scenario whose pattern is found in the conversation.
pub(crate) fn by_prompt<const N: usize>(scenarios: [(&str, Vec<ScriptStep>); N]) -> Scripted {
    Scripted::new(
        scenarios
            .into_iter()
            .map(|(pattern, steps)| Scenario::new(pattern, steps).unwrap()),
    )
}

/// Looks around for ever.
pub(crate) struct Endless {
    /// Each look differs from the one before.
    pub(crate) varied: bool,
}

impl Brain for Endless {
    fn turn(&self, request: &ChatRequest) -> Turn {
        if request.tools.is_empty() {
            return Turn::say("a title");
        }
        let turn = if self.varied { request.turns() } else { 0 };
        let command = json!({ "command": format!("echo look {turn}"), "description": "Looks" });
        Turn {
            delay: Duration::from_millis(5),
            usage: Some([1_000, 20, 0]),
            ..Turn::call("bash", command)
        }
    }
}

/// Is away until it may answer, as another one does.
pub(crate) struct Held {
    pub(crate) released: Arc<AtomicBool>,
    pub(crate) then: Scripted,
}

impl Brain for Held {
    fn turn(&self, request: &ChatRequest) -> Turn {
        if self.released.load(Ordering::Relaxed) {
            self.then.turn(request)
        } else {
            Turn {
                fault: Some(TurnFault::Status {
                    status: 503,
                    message: "away".to_owned(),
                    headers: Vec::new(),
                }),
                ..Turn::say("")
            }
        }
    }
}

/// The prompts that the agent gave about a test's file, oldest first.
pub(crate) fn prompts(requests: &[Value], name: &str) -> Vec<String> {
    let mut prompts: Vec<String> = Vec::new();
    for request in requests {
        let messages = request["messages"].as_array().into_iter().flatten();
        let Some(first) = messages.into_iter().find(|m| m["role"] == "user") else {
            continue;
        };
        let text = match &first["content"] {
            Value::String(text) => text.clone(),
            parts => parts
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|part| part["text"].as_str())
                .collect(),
        };
        if text.contains(&file(name)) && !prompts.contains(&text) {
            prompts.push(text);
        }
    }
    prompts
}
