//! Rules for people.

use domain::{RuleAction, RuleConditions};
use operations::{RuleSummary, RuleTestReport, RuleVerdict};

use crate::page::{Page, dollars};

#[cfg(test)]
mod tests;

/// A line of the list.
pub(super) fn line(it: &RuleSummary) -> Vec<String> {
    let rule = &it.rule;
    let off = match (&it.unreadable, rule.enabled) {
        (Some(_), _) => " (BROKEN)",
        (None, true) => "",
        (None, false) => " (disabled)",
    };
    vec![
        rule.priority.to_string(),
        format!("{}{off}", rule.name),
        it.unreadable
            .clone()
            .unwrap_or_else(|| when(&rule.conditions).join("; ")),
        match it.unreadable {
            Some(_) => "nothing".to_owned(),
            None => then(&rule.action).join("; "),
        },
        it.subscription
            .as_ref()
            .map_or_else(|| "all".to_owned(), ToString::to_string),
        rule.id.to_string(),
    ]
}

/// One rule.
pub(super) fn details(it: &RuleSummary) -> String {
    let rule = &it.rule;
    let mut page = Page::default();
    page.row("rule", format!("{} ({})", rule.name, rule.id));
    page.row("counts", if rule.enabled { "yes" } else { "no, disabled" });
    page.row("priority", rule.priority.to_string());
    page.row(
        "for",
        it.subscription
            .as_ref()
            .map_or_else(|| "all subscriptions".to_owned(), ToString::to_string),
    );
    match &it.unreadable {
        Some(why) => page.row("BROKEN", why),
        None => {
            page.rows("when", when(&rule.conditions));
            page.rows("then", then(&rule.action));
        }
    }
    page.row("version", it.version.to_string());
    page.text()
}

/// What the rules make of a case.
pub(super) fn report(it: &RuleTestReport) -> String {
    let mut page = Page::default();
    page.row(
        "diagnosis",
        format!("{}: {}", it.diagnosis.error_type, it.diagnosis.primary_line),
    );
    page.rows("files", it.diagnosis.affected_files.iter().cloned());
    for tried in &it.rules {
        let (mark, why) = match &tried.verdict {
            RuleVerdict::Wins { why } => ("WINS", why),
            RuleVerdict::Matches { why } => ("matches", why),
            RuleVerdict::Disabled { why } => ("disabled", why),
            RuleVerdict::Differs { why } => ("no", why),
            RuleVerdict::Broken { why } => ("BROKEN", why),
        };
        let rule = &tried.rule.rule;
        page.row(
            mark,
            format!("{} (priority {})\n{why}", rule.name, rule.priority),
        );
    }
    match &it.action {
        Some(action) => page.rows("so", then(action)),
        None => page.row(
            "so",
            "no rule matches: it is fixed as its subscription says",
        ),
    }
    page.text()
}

fn when(it: &RuleConditions) -> Vec<String> {
    let mut parts = Vec::new();
    let mut list = |what: &str, values: Vec<String>| {
        if !values.is_empty() {
            parts.push(format!("{what} {}", values.join(" or ")));
        }
    };
    list(
        "error is",
        it.error_types.iter().map(ToString::to_string).collect(),
    );
    list("error matches", it.pattern.iter().cloned().collect());
    list(
        "platform is",
        it.platforms.iter().map(ToString::to_string).collect(),
    );
    list("repository is", it.repositories.clone());
    list("branch is", it.branches.clone());
    list("file is", it.files.clone());
    if parts.is_empty() {
        parts.push("always".to_owned());
    }
    parts
}

fn then(it: &RuleAction) -> Vec<String> {
    let RuleAction::Fix {
        prompt,
        fixer,
        require_approval,
        max_attempts,
        max_cost_micros,
    } = it
    else {
        return vec![match it {
            RuleAction::NotifyOnly => "tell people, do not fix".to_owned(),
            _ => "leave it alone".to_owned(),
        }];
    };
    let mut parts = vec!["fix".to_owned()];
    parts.extend(
        fixer
            .iter()
            .map(|fixer| format!("with nothing but {fixer}")),
    );
    parts.extend(max_attempts.map(|many| format!("in at most {many} attempts")));
    parts.extend(max_cost_micros.map(|cost| format!("for at most {}", dollars(cost))));
    if *require_approval {
        parts.push("after a person's approval".to_owned());
    }
    parts.extend(
        prompt
            .iter()
            .map(|prompt| format!("telling the agent: {prompt}")),
    );
    parts
}
