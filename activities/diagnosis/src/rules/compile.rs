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

    /// In words why the rule matches; `None` when it does not.
    pub(super) fn matches(&self, facts: &Facts<'_>) -> Option<String> {
        let diagnosis = facts.diagnosis;
        let mut why = Vec::new();
        if !self.error_types.is_empty() {
            self.error_types
                .contains(&diagnosis.error_type)
                .then_some(())?;
            why.push(format!("error type is {}", diagnosis.error_type));
        }
        if let Some(pattern) = &self.pattern {
            let lines = std::iter::once(&diagnosis.primary_line).chain(&diagnosis.context);
            let line = lines.into_iter().find(|line| pattern.is_match(line))?;
            why.push(format!(
                "pattern `{pattern}` matches `{}`",
                line.trim().chars().take(120).collect::<String>()
            ));
        }
        if !self.platforms.is_empty() {
            self.platforms.contains(&facts.platform).then_some(())?;
            why.push(format!("platform is {}", facts.platform));
        }
        glob(
            &self.repositories,
            "repository",
            [facts.repository],
            &mut why,
        )?;
        glob(&self.branches, "branch", facts.branch, &mut why)?;
        glob(
            &self.files,
            "file",
            diagnosis.affected_files.iter().map(String::as_str),
            &mut why,
        )?;
        Some(if why.is_empty() {
            "the rule has no conditions".to_owned()
        } else {
            why.join("; ")
        })
    }
}

/// Notes the first of `values` that one of the globs matches. `None` when there are globs and none matches.
fn glob<'a>(
    globs: &[GlobMatcher],
    what: &str,
    values: impl IntoIterator<Item = &'a str>,
    why: &mut Vec<String>,
) -> Option<()> {
    if globs.is_empty() {
        return Some(());
    }
    let (glob, value) = values.into_iter().find_map(|value| {
        globs
            .iter()
            .find(|glob| glob.is_match(value))
            .map(|glob| (glob.glob().glob(), value))
    })?;
    why.push(format!("{what} `{value}` matches `{glob}`"));
    Some(())
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
