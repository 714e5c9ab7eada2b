//! The demo's recorded model answers: a policy that reads a failing build's log, reads the file that it names, decides one
//! edit for the first TypeScript error it understands, builds again, and goes on until the build is green or it is at its
//! wits' end. Nothing in it knows a project: every answer comes from the conversation.

mod declaration;
mod diagnostic;
mod history;
mod names;
mod prompt;
mod repair;
mod scan;
mod source;
mod tools;
mod types;

use super::{Brain, ChatRequest, Turn};
use diagnostic::Diagnostic;
use history::{Attempt, History};
use prompt::Task;
use repair::{Case, Remedy};

/// Edits and builds in one conversation before it gives up.
const MOST_EDITS: usize = 12;
const MOST_BUILDS: usize = 12;
/// Errors of one log that it tries to understand.
const MOST_TRIED: usize = 20;

/// See the module's description. It keeps no state.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader;

impl Brain for Reader {
    fn turn(&self, request: &ChatRequest) -> Turn {
        if !["read", "edit", "bash"]
            .iter()
            .all(|tool| request.tools.iter().any(|offered| offered == tool))
        {
            return Turn::say("Fix the build");
        }
        let task = Task::read(request);
        let history = History::read(request, &task);
        decide(&task, &history)
    }
}

fn decide(task: &Task, history: &History) -> Turn {
    let attempt = history.current();
    if attempt.green {
        return Turn::say(summary(history));
    }
    if let Some(refused) = attempt.failed_edit() {
        return Turn::say(format!(
            "I stop here: my edit was refused ({}).",
            refused.trim()
        ));
    }
    if attempt.edited() {
        if history.builds() >= MOST_BUILDS {
            return Turn::say(format!(
                "I stop here: {MOST_BUILDS} builds were not enough.{}",
                done_so_far(history)
            ));
        }
        return tools::build(
            task,
            "Let me check the change with the project's own build.",
        );
    }
    let diagnostics = Diagnostic::all(&attempt.report);
    if diagnostics.is_empty() {
        if history.builds() == 0 {
            return tools::build(
                task,
                "The excerpt shows no error that I recognise; let me run the build myself.",
            );
        }
        let words = "I do not understand this failure: the build's output holds no TypeScript error that I know.";
        return Turn::say(format!("{words}{}", done_so_far(history)));
    }
    if history.edits() >= MOST_EDITS {
        return Turn::say(format!(
            "I stop here: {MOST_EDITS} edits were not enough.{}",
            done_so_far(history)
        ));
    }
    let workable = diagnostics
        .iter()
        .filter(|diagnostic| !history.stuck_on(diagnostic, &diagnostics))
        .take(MOST_TRIED);
    workable
        .filter_map(|diagnostic| mend(task, attempt, diagnostic))
        .next()
        .unwrap_or_else(|| {
            let first = &diagnostics[0];
            let words = format!(
                "I do not know how to repair this: {}:{} {}",
                first.file, first.line, first.message
            );
            Turn::say(format!("{words}{}", done_so_far(history)))
        })
}

/// The next step towards the end of one error; `None` where there is none.
fn mend(task: &Task, attempt: &Attempt, diagnostic: &Diagnostic) -> Option<Turn> {
    let source = match attempt.find_file(task, diagnostic) {
        Ok(source) => source,
        Err(look) => return new_look(attempt, *look),
    };
    match repair::remedy(&Case {
        task,
        diagnostic,
        source,
        attempt,
    })? {
        Remedy::Look(look) => new_look(attempt, look),
        Remedy::Edit { path, changes, why } => {
            let (old, new) = attempt.source(&path)?.edit(&changes)?;
            Some(tools::edit(
                &path,
                &old,
                &new,
                &format!("{}{why}", diagnostic.reference()),
            ))
        }
    }
}

/// The call, unless the same one has been made since the log was seen.
fn new_look(attempt: &Attempt, look: Turn) -> Option<Turn> {
    let made = |name: &str, arguments: &serde_json::Value| {
        attempt
            .exchanges
            .iter()
            .any(|exchange| exchange.tool == name && exchange.arguments == *arguments)
    };
    (!look
        .calls
        .iter()
        .any(|call| made(&call.name, &call.arguments)))
    .then_some(look)
}

fn summary(history: &History) -> String {
    let changes = history.changes();
    if changes.is_empty() {
        return "The build passes as it is; I changed nothing.".to_owned();
    }
    format!(
        "The build passes now. What I changed:\n{}",
        listed(&changes)
    )
}

fn done_so_far(history: &History) -> String {
    let changes = history.changes();
    if changes.is_empty() {
        String::new()
    } else {
        format!("\nChanged so far:\n{}", listed(&changes))
    }
}

fn listed(changes: &[String]) -> String {
    changes
        .iter()
        .map(|change| format!("- {change}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests;
