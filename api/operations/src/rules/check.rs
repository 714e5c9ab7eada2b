//! What a rule may look like. A mistake in a pattern is shown where it is.

use std::fmt::Write;

use diagnosis::{RuleError, RuleSet};
use domain::{Rule, RuleAction};

use crate::{
    error::{Code, OperationError, OperationResult},
    input,
};

/// Attempts that a rule may allow at most.
const MOST_ATTEMPTS: u32 = 10;
/// Characters of a pattern that are shown on each side of a mistake.
const AROUND: usize = 40;

/// The rule, or what is wrong with it.
pub(super) fn checked(rule: Rule) -> OperationResult<Rule> {
    let conditions = &rule.conditions;
    for (what, globs) in [
        ("repositories", &conditions.repositories),
        ("branches", &conditions.branches),
        ("files", &conditions.files),
    ] {
        input::entries(what, globs, 50)?;
    }
    RuleSet::check(&rule).map_err(|error| wrong(&rule, &error))?;
    if let RuleAction::Fix {
        prompt,
        fixer,
        max_attempts,
        ..
    } = &rule.action
    {
        if prompt.as_ref().is_some_and(|it| it.chars().count() > 4_000) {
            return Err(OperationError::invalid(
                "a rule's prompt has 4,000 characters at most",
            ));
        }
        if let Some(fixer) = fixer {
            input::fixer(fixer)?;
        }
        match max_attempts {
            Some(0) => {
                return Err(OperationError::invalid(
                    "a rule that fixes allows 1 attempt or more; to do nothing use the action `skip`",
                ));
            }
            Some(many) if *many > MOST_ATTEMPTS => {
                return Err(OperationError::invalid(format!(
                    "a rule allows {MOST_ATTEMPTS} attempts at most"
                )));
            }
            _ => {}
        }
    }
    Ok(rule)
}

fn wrong(rule: &Rule, error: &RuleError) -> OperationError {
    let mut sentence = format!("{}: {}", error.field, error.reason);
    if let (Some(pattern), Some(position)) = (&rule.conditions.pattern, error.position) {
        let _ = write!(
            sentence,
            " (at character {})\n{}",
            position + 1,
            pointed(pattern, position)
        );
    }
    OperationError::new(Code::BadPattern, sentence)
}

/// The pattern around a character, and a caret below it.
fn pointed(pattern: &str, position: usize) -> String {
    let from = position.saturating_sub(AROUND);
    let shown = pattern.chars().skip(from).take(2 * AROUND);
    let shown: String = shown
        .map(|c| if c.is_control() { '·' } else { c })
        .collect();
    format!("  {shown}\n  {}^", " ".repeat(position - from))
}
