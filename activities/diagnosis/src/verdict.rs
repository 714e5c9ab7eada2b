//! From what was found to the diagnosis.

use std::cmp::Reverse;

use domain::{Diagnosis, ErrorType, Vote};
use redaction::Redactor;

use crate::{
    cause::context,
    fingerprint, paths,
    pattern::{Kind, Place, Strength, Verdict},
    signals::Facts,
    table::table,
    tally::{Cause, Named, Tally},
};

const FILES: usize = 50;
const PACKAGES: usize = 20;
const VOTES: usize = 20;

/// Weighs everything that was found.
pub(crate) fn reach(tally: &Tally, facts: &Facts, repository: Option<&str>) -> Diagnosis {
    let redactor = Redactor::new();
    let clean = |text: &str| redactor.redact(text).into_owned();
    let primary = primary(tally);
    let pattern = primary.map(|cause| table().rows[usize::from(cause.row)]);
    let (message, names) = fingerprint_of(tally, primary);
    let files = primary
        .map(|cause| files(tally, facts, cause))
        .unwrap_or_default();
    let packages = primary
        .map(|cause| packages(tally, cause))
        .unwrap_or_default();
    let remark = tally.remarks.first();
    Diagnosis {
        error_type: primary.map_or(ErrorType::Other, |cause| cause.error_type),
        primary_line: primary
            .map(|cause| clean(&cause.text))
            .or(remark.map(|remark| clean(&remark.text)))
            .unwrap_or_default(),
        primary_line_number: primary
            .map(|cause| cause.line)
            .or(remark.map(|remark| remark.line)),
        context: primary
            .map(|cause| context(&cause.around, cause.line))
            .unwrap_or_default(),
        affected_files: files,
        packages,
        failed_command: tally
            .failed_command
            .as_ref()
            .or(tally.started_command.as_ref())
            .map(|command| clean(command)),
        exit_code: tally.exit_code,
        workspace_package: primary
            .and_then(|cause| cause.task.clone())
            .or_else(|| tally.task.clone()),
        other_errors: others(tally, primary),
        confidence: confidence(tally, primary),
        fingerprint: fingerprint::of(&message, &names, repository),
        transient: pattern.is_some_and(|pattern| pattern.transient),
        fixable_in_repository: pattern.is_none_or(|pattern| pattern.fixable),
        framework: facts.framework().to_owned(),
        package_manager: facts.manager().to_owned(),
        votes: votes(tally, primary, clean),
    }
}

/// How many causes there are beside the primary one that are as sure, or sure enough.
fn others(tally: &Tally, primary: Option<&Cause>) -> u32 {
    let strength = primary.map_or(Strength::Weak, Cause::effective);
    let all = tally.distinct(strength.min(Strength::Strong));
    u32::try_from(all.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// The strongest cause: of sure ones the first, of thrown errors the last.
pub(crate) fn primary(tally: &Tally) -> Option<&Cause> {
    let top = tally.causes.iter().map(Cause::effective).max()?;
    let best = tally.causes.iter().filter(|cause| cause.effective() == top);
    if top >= Strength::Strong {
        return best.min_by_key(|cause| cause.line);
    }
    let last = best.max_by_key(|cause| cause.last_line)?;
    // A program that is started again fails again, often with less to see.
    let message = |cause: &Cause| cause.key.split('\u{1f}').next().map(str::to_owned);
    tally
        .causes
        .iter()
        .filter(|cause| cause.row == last.row && message(cause) == message(last))
        .min_by_key(|cause| cause.line)
}

/// The files of all causes that are as strong and of the same tool or type, then of weaker ones of the same tool; of a
/// thrown error only its own.
fn files(tally: &Tally, facts: &Facts, primary: &Cause) -> Vec<String> {
    let family = |row: u16| table().rows[usize::from(row)].id.split('.').next();
    let own = primary.key.split('\u{1f}').nth(1).unwrap_or_default();
    let belongs = |strength: Strength, named: &Named| {
        if primary.strength < Strength::Strong {
            return fingerprint::normalise(&named.file) == own;
        }
        let same_tool = family(named.row) == family(primary.row);
        same_tool || (strength == primary.strength && named.error_type == primary.error_type)
    };
    let lowest = primary.strength.min(Strength::Strong);
    let named = tally.files.range(lowest..=primary.strength).rev();
    let mut files: Vec<String> = Vec::new();
    for (strength, entries) in named {
        for entry in entries.iter().filter(|entry| belongs(*strength, entry)) {
            if files.len() < FILES && !files.contains(&entry.file) {
                files.push(entry.file.clone());
            }
        }
    }
    // What lines of the build tell says nothing about a program that was started.
    if files.is_empty() && !facts.started {
        files.extend(told(tally, primary));
    }
    files
}

/// The file that another line of the log names for causes of this row.
fn told(tally: &Tally, primary: &Cause) -> Option<String> {
    const PACKAGE: &[Place] = &[Place::Told("requirements")];
    let row = table().rows[usize::from(primary.row)];
    let built = matches!(row.verdict, Verdict::Context(kind) if kind != ErrorType::Dependency)
        && primary.error_type == ErrorType::Dependency;
    let places = if built { PACKAGE } else { row.places };
    places.iter().find_map(|place| match place {
        Place::Told(tag) => {
            let named = tally.details.get(tag)?.first()?;
            Some(paths::relative(named).to_owned())
        }
        _ => None,
    })
}

fn packages(tally: &Tally, primary: &Cause) -> Vec<String> {
    let mut packages = primary.packages.clone();
    let tag = table().rows[usize::from(primary.row)].details;
    packages.extend(
        tag.and_then(|tag| tally.details.get(tag))
            .into_iter()
            .flatten()
            .cloned(),
    );
    let same = tally.causes.iter().filter(|cause| {
        cause.effective() == primary.effective() && cause.error_type == primary.error_type
    });
    packages.extend(same.flat_map(|cause| cause.packages.iter().cloned()));
    let mut seen = std::collections::HashSet::new();
    packages.retain(|package| seen.insert(package.clone()));
    packages.truncate(PACKAGES);
    packages
}

/// Message and names for the fingerprint. Of several equally strong causes the least counts, not the first: the
/// order in which parallel tasks report must not matter.
fn fingerprint_of(tally: &Tally, primary: Option<&Cause>) -> (String, String) {
    let Some(primary) = primary else {
        let remark = tally
            .remarks
            .iter()
            .map(|remark| fingerprint::normalise(&remark.text))
            .min();
        return (remark.unwrap_or_default(), String::new());
    };
    let row = |cause: &Cause| table().rows[usize::from(cause.row)];
    let mut key = primary.key.clone();
    let mut tag = row(primary).details;
    // Of thrown errors the last one ended the process, but which of several processes ended last is chance.
    let as_strong = |cause: &&Cause| cause.effective() == primary.effective();
    let tasks = tally.causes.iter().filter(as_strong);
    let parallel = tasks
        .map(|cause| &cause.task)
        .any(|task| *task != primary.task);
    if primary.effective() >= Strength::Strong || parallel {
        let least = tally
            .least
            .iter()
            .filter(|((_, strength, _), _)| *strength == primary.strength)
            .min_by_key(|(_, key)| *key);
        if let Some(((least_row, ..), least)) = least {
            least.clone_into(&mut key);
            tag = table().rows[usize::from(*least_row)].details;
        }
    }
    let (message, names) = key.split_once('\u{1f}').unwrap_or((key.as_str(), ""));
    let detail = tag
        .and_then(|tag| tally.details.get(tag))
        .and_then(|packages| packages.first());
    (
        message.to_owned(),
        detail.map_or_else(|| names.to_owned(), |detail| format!("{names} {detail}")),
    )
}

/// How sure the verdict is: by the degree of the primary cause and by whether equally strong ones disagree. The figures
/// are how often verdicts of each degree were right on logs that the tables had not seen.
fn confidence(tally: &Tally, primary: Option<&Cause>) -> f64 {
    let Some(primary) = primary else {
        return if tally.remarks.is_empty() { 0.05 } else { 0.2 };
    };
    let disagree = tally.causes.iter().any(|cause| {
        cause.effective() == primary.effective() && cause.error_type != primary.error_type
    });
    let base = match primary.effective() {
        Strength::Exact => 0.97,
        Strength::Strong | Strength::Excuse => 0.88,
        Strength::Fair => 0.70,
        Strength::Weak => 0.55,
    };
    if disagree { base - 0.12 } else { base }
}

fn votes(tally: &Tally, primary: Option<&Cause>, clean: impl Fn(&str) -> String) -> Vec<Vote> {
    let vote = |row: u16, line: u64, text: &str| Vote {
        pattern: table().rows[usize::from(row)].id.to_owned(),
        line,
        text: clean(text).chars().take(300).collect(),
    };
    let mut causes: Vec<&Cause> = tally.causes.iter().collect();
    let is_primary = |cause: &Cause| {
        primary.is_some_and(|primary| primary.line == cause.line && primary.row == cause.row)
    };
    causes.sort_by_key(|cause| {
        (
            Reverse(is_primary(cause)),
            Reverse(cause.effective()),
            cause.line,
        )
    });
    let room = VOTES - tally.remarks.len().min(VOTES / 4);
    let mut votes: Vec<Vote> = causes
        .into_iter()
        .take(room)
        .map(|cause| vote(cause.row, cause.line, &cause.text))
        .collect();
    let wrappers = tally.remarks.iter().filter(|remark| {
        matches!(
            table().rows[usize::from(remark.row)].kind,
            Kind::Consequence | Kind::Pointer(_) | Kind::Hint(_)
        )
    });
    votes.extend(
        wrappers
            .take(VOTES - votes.len())
            .map(|remark| vote(remark.row, remark.line, &remark.text)),
    );
    votes
}
