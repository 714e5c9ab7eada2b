//! One rule, compiled.

use domain::{ErrorType, Platform, Rule, RuleAction, RuleId};
use globset::{GlobBuilder, GlobMatcher};
use regex::{Regex, RegexBuilder};
use thiserror::Error;

use super::Facts;

/// A pattern may compile to so many bytes: 1 MiB.
const PATTERN_SIZE: usize = 1 << 20;
/// A pattern may have so many characters.
const PATTERN_LENGTH: usize = 1000;

/// Why a rule cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("rule {rule}: {field}: {reason}{}", position.map(|at| format!(" (at character {at})")).unwrap_or_default())]
pub struct RuleError {
    /// The rule.
    pub rule: RuleId,
    /// The condition that is wrong: `pattern`, `repositories`, `branches` or `files`.
    pub field: &'static str,
    /// 0-based character at which it goes wrong, where that is known.
    pub position: Option<usize>,
    /// What is wrong, in one sentence.
    pub reason: String,
}

#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) id: RuleId,
    pub(super) name: String,
    pub(super) priority: i32,
    pub(super) action: RuleAction,
    error_types: Vec<ErrorType>,
    platforms: Vec<Platform>,
    pattern: Option<Regex>,
    repositories: Vec<GlobMatcher>,
    branches: Vec<GlobMatcher>,
    files: Vec<GlobMatcher>,
}

impl Compiled {
    pub(super) fn new(rule: &Rule) -> Result<Self, RuleError> {
        let conditions = &rule.conditions;
        Ok(Self {
            id: rule.id.clone(),
            name: rule.name.clone(),
            priority: rule.priority,
            action: rule.action.clone(),
            error_types: conditions.error_types.clone(),
            platforms: conditions.platforms.clone(),
            pattern: conditions
                .pattern
                .as_deref()
                .map(|text| pattern(&rule.id, text))
                .transpose()?,
            repositories: globs(&rule.id, "repositories", &conditions.repositories)?,
            branches: globs(&rule.id, "branches", &conditions.branches)?,
            files: globs(&rule.id, "files", &conditions.files)?,
        })
    }

    /// In words why the rule matches, or the first condition that does not hold.
    pub(super) fn judge(&self, facts: &Facts<'_>) -> Result<String, String> {
        let diagnosis = facts.diagnosis;
        let mut why = Vec::new();
        if !self.error_types.is_empty() {
            if !self.error_types.contains(&diagnosis.error_type) {
                return Err(format!(
                    "error type is {}, not {}",
                    diagnosis.error_type,
                    listed(&self.error_types)
                ));
            }
            why.push(format!("error type is {}", diagnosis.error_type));
        }
        if let Some(pattern) = &self.pattern {
            let mut lines = std::iter::once(&diagnosis.primary_line).chain(&diagnosis.context);
            let Some(line) = lines.find(|line| pattern.is_match(line)) else {
                return Err(format!(
                    "pattern `{pattern}` matches neither `{}` nor its context",
                    short(&diagnosis.primary_line)
                ));
            };
            why.push(format!("pattern `{pattern}` matches `{}`", short(line)));
        }
        if !self.platforms.is_empty() {
            if !self.platforms.contains(&facts.platform) {
                return Err(format!(
                    "platform is {}, not {}",
                    facts.platform,
                    listed(&self.platforms)
                ));
            }
            why.push(format!("platform is {}", facts.platform));
        }
        let repository = [facts.repository];
        glob(&self.repositories, "repository", repository, &mut why)?;
        glob(&self.branches, "branch", facts.branch, &mut why)?;
        let files = diagnosis.affected_files.iter().map(String::as_str);
        glob(&self.files, "file", files, &mut why)?;
        Ok(if why.is_empty() {
            "the rule has no conditions".to_owned()
        } else {
            why.join("; ")
        })
    }
}

fn short(line: &str) -> String {
    line.trim().chars().take(120).collect()
}

fn listed(wanted: &[impl ToString]) -> String {
    let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    wanted.join(" or ")
}

/// Notes the first of `values` that one of the globs matches. An error when there are globs and none matches.
fn glob<'a>(
    globs: &[GlobMatcher],
    what: &str,
    values: impl IntoIterator<Item = &'a str>,
    why: &mut Vec<String>,
) -> Result<(), String> {
    if globs.is_empty() {
        return Ok(());
    }
    let mut seen = None;
    for value in values {
        if let Some(glob) = globs.iter().find(|glob| glob.is_match(value)) {
            why.push(format!("{what} `{value}` matches `{}`", glob.glob().glob()));
            return Ok(());
        }
        seen.get_or_insert(value);
    }
    let wanted: Vec<String> = globs
        .iter()
        .map(|glob| format!("`{}`", glob.glob().glob()))
        .collect();
    Err(match seen {
        Some(value) => format!("{what} `{value}` does not match {}", wanted.join(" or ")),
        None => format!("no {what} is known to match {}", wanted.join(" or ")),
    })
}

fn pattern(rule: &RuleId, text: &str) -> Result<Regex, RuleError> {
    let refuse = |position: Option<usize>, reason: String| RuleError {
        rule: rule.clone(),
        field: "pattern",
        position,
        reason,
    };
    if text.chars().count() > PATTERN_LENGTH {
        return Err(refuse(
            Some(PATTERN_LENGTH),
            format!("a pattern may have at most {PATTERN_LENGTH} characters"),
        ));
    }
    RegexBuilder::new(text)
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(PATTERN_SIZE)
        .build()
        .map_err(|error| {
            let (position, reason) = syntax(text);
            let too_large = matches!(error, regex::Error::CompiledTooBig(_));
            match reason {
                _ if too_large => refuse(
                    None,
                    "the pattern needs too much memory: make its repetitions smaller".to_owned(),
                ),
                Some(reason) => refuse(position, reason),
                None => refuse(None, error.to_string()),
            }
        })
}

/// Where and why the text is not a regular expression.
fn syntax(text: &str) -> (Option<usize>, Option<String>) {
    match regex_syntax::parse(text) {
        Ok(_) => (None, None),
        Err(regex_syntax::Error::Parse(error)) => (
            Some(characters(text, error.span().start.offset)),
            Some(error.kind().to_string()),
        ),
        Err(regex_syntax::Error::Translate(error)) => (
            Some(characters(text, error.span().start.offset)),
            Some(error.kind().to_string()),
        ),
        Err(error) => (None, Some(error.to_string())),
    }
}

fn characters(text: &str, offset: usize) -> usize {
    text.char_indices()
        .take_while(|(at, _)| *at < offset)
        .count()
}

fn globs(
    rule: &RuleId,
    field: &'static str,
    texts: &[String],
) -> Result<Vec<GlobMatcher>, RuleError> {
    let compile = |text: &String| {
        // A branch `main` is not `feature/main`, and `*` stays within one folder; `**` crosses.
        GlobBuilder::new(text)
            .literal_separator(true)
            .backslash_escape(true)
            .build()
            .map(|glob| glob.compile_matcher())
            .map_err(|error| RuleError {
                rule: rule.clone(),
                field,
                position: None,
                reason: format!("`{text}`: {}", error.kind()),
            })
    };
    texts.iter().map(compile).collect()
}
