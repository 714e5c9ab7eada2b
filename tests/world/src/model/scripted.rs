//! Scenarios for tests: which tool to call at which turn, what must have come back, how to fail.

use std::time::Duration;

use regex::Regex;
use serde_json::Value;

use super::{Brain, ChatRequest, ToolCall, Turn, TurnFault};

/// Plays the first scenario that fits a request. A request without tools (a title, a summary) gets a short text.
#[derive(Debug, Clone, Default)]
pub struct Scripted(Vec<Scenario>);

/// A conversation as it should go. The turn is chosen from the request alone, by the number of answers in it; past the
/// last step the last one is repeated, so that a scenario with one tool call never ends.
#[derive(Debug, Clone)]
pub struct Scenario {
    matching: Regex,
    variables: Vec<(String, Regex)>,
    steps: Vec<ScriptStep>,
}

/// One step of a scenario.
#[derive(Debug, Clone, Default)]
pub struct ScriptStep {
    turn: Turn,
    expect: Option<(Regex, Option<usize>)>,
}

impl Scripted {
    /// Scenarios in the order in which they are tried.
    pub fn new(scenarios: impl IntoIterator<Item = Scenario>) -> Self {
        Self(scenarios.into_iter().collect())
    }

    /// One scenario for every request.
    pub fn always(steps: impl IntoIterator<Item = ScriptStep>) -> Self {
        Self::new(Scenario::new("", steps))
    }
}

impl Scenario {
    /// For requests in whose text the regular expression `matching` is found; one that does not compile fits nothing.
    pub fn new(matching: &str, steps: impl IntoIterator<Item = ScriptStep>) -> Option<Self> {
        let matching = Regex::new(matching).ok()?;
        Some(Self {
            matching,
            variables: Vec::new(),
            steps: steps.into_iter().collect(),
        })
    }

    /// `${name}` in texts and arguments becomes group 1 of `pattern` in the request's text.
    #[must_use]
    pub fn variable(mut self, name: &str, pattern: &str) -> Self {
        self.variables.extend(
            Regex::new(pattern)
                .ok()
                .map(|pattern| (name.to_owned(), pattern)),
        );
        self
    }
}

impl ScriptStep {
    /// Calls one tool.
    pub fn call(tool: &str, arguments: Value) -> Self {
        Self {
            turn: Turn::call(tool, arguments),
            expect: None,
        }
    }

    /// Says something and ends.
    pub fn say(text: &str) -> Self {
        Self {
            turn: Turn::say(text),
            expect: None,
        }
    }

    /// Answers with an error, at every try of this step.
    pub fn status(status: u16, message: &str) -> Self {
        Self::fault(TurnFault::Status {
            status,
            message: message.to_owned(),
            headers: Vec::new(),
        })
    }

    /// Cuts the stream before its end.
    pub fn cut() -> Self {
        Self::fault(TurnFault::Cut)
    }

    fn fault(fault: TurnFault) -> Self {
        Self {
            turn: Turn {
                fault: Some(fault),
                ..Turn::default()
            },
            expect: None,
        }
    }

    /// Another tool call in the same turn.
    #[must_use]
    pub fn and_call(mut self, tool: &str, arguments: Value) -> Self {
        self.turn.calls.push(ToolCall {
            id: String::new(),
            name: tool.to_owned(),
            arguments,
        });
        self
    }

    /// Only if `pattern` is found in the newest message; else step `otherwise` is played, or the mismatch is said.
    #[must_use]
    pub fn expecting(mut self, pattern: &str, otherwise: Option<usize>) -> Self {
        self.expect = Regex::new(pattern).ok().map(|pattern| (pattern, otherwise));
        self
    }

    /// Waits first.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.turn.delay = delay;
        self
    }

    /// Prompt, completion and cached prompt tokens of this turn.
    #[must_use]
    pub fn using(mut self, prompt: u64, completion: u64, cached: u64) -> Self {
        self.turn.usage = Some([prompt, completion, cached]);
        self
    }
}

impl Brain for Scripted {
    fn turn(&self, request: &ChatRequest) -> Turn {
        if request.tools.is_empty() {
            return Turn::say("scripted");
        }
        let whole = request.whole_text();
        let Some(scenario) = self
            .0
            .iter()
            .find(|scenario| scenario.matching.is_match(&whole))
        else {
            return ScriptStep::status(404, "no scenario fits this request").turn;
        };
        let at = request.turns();
        let Some(step) = scenario.steps.get(at).or_else(|| scenario.steps.last()) else {
            return Turn::say("scripted");
        };
        let newest = request
            .messages
            .last()
            .map_or("", |message| message.text.as_str());
        let turn = match &step.expect {
            Some((pattern, otherwise)) if !pattern.is_match(newest) => {
                match otherwise.and_then(|at| scenario.steps.get(at)) {
                    Some(other) => other.turn.clone(),
                    None => Turn::say(format!("SCRIPT MISMATCH at step {at}: wanted /{pattern}/")),
                }
            }
            _ => step.turn.clone(),
        };
        let found = scenario.variables.iter().filter_map(|(name, pattern)| {
            let value = pattern.captures(&whole)?.get(1)?.as_str().to_owned();
            Some((format!("${{{name}}}"), value))
        });
        found.fold(turn, |turn, (name, value)| fill(turn, &name, &value))
    }
}

fn fill(mut turn: Turn, name: &str, value: &str) -> Turn {
    turn.text = turn.text.replace(name, value);
    for call in &mut turn.calls {
        fill_value(&mut call.arguments, name, value);
    }
    turn
}

fn fill_value(target: &mut Value, name: &str, value: &str) {
    match target {
        Value::String(text) => *text = text.replace(name, value),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| fill_value(item, name, value)),
        Value::Object(fields) => fields
            .values_mut()
            .for_each(|field| fill_value(field, name, value)),
        _ => {}
    }
}
