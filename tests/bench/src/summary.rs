//! The tables of `accuracy`.

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    path::Path,
};

use diagnosis::Analyzer;
use domain::{Diagnosis, ErrorType};

use crate::{
    fingerprints,
    label::{self, Pair},
    score::{Score, score},
};

const TYPES: [ErrorType; 6] = [
    ErrorType::Typescript,
    ErrorType::Dependency,
    ErrorType::Config,
    ErrorType::Runtime,
    ErrorType::Build,
    ErrorType::Other,
];

/// Prints how the analyser does on a folder.
pub(crate) fn accuracy(folder: &Path, hold_out: usize) -> anyhow::Result<()> {
    let pairs = label::load(folder)?;
    let apart = held_out(&pairs, hold_out);
    let judged: Vec<(&Pair, Diagnosis)> = pairs.iter().map(|pair| (pair, diagnose(pair))).collect();
    let is_apart = |pair: &Pair| apart.contains(repository(pair));
    if !apart.is_empty() {
        println!("== held out");
        report(judged.iter().filter(|(pair, _)| is_apart(pair)));
        println!("\n== the others");
        report(judged.iter().filter(|(pair, _)| !is_apart(pair)));
        println!("\n== all");
    }
    report(&judged);
    fingerprints::report(&judged);
    Ok(())
}

pub(crate) fn diagnose(pair: &Pair) -> Diagnosis {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(&pair.log);
    analyzer.finish()
}

/// A log without a repository stands for itself.
fn repository(pair: &Pair) -> &str {
    pair.label.source_repo.as_deref().unwrap_or(&pair.name)
}

/// Repositories whose logs make up the part that is held out, in an order that says nothing about them.
fn held_out(pairs: &[Pair], count: usize) -> BTreeSet<&str> {
    let mut logs: BTreeMap<(u64, &str), usize> = BTreeMap::new();
    for pair in pairs {
        let repository = repository(pair);
        let mut hasher = DefaultHasher::new();
        repository.hash(&mut hasher);
        *logs.entry((hasher.finish(), repository)).or_default() += 1;
    }
    let mut room = count;
    let mut chosen = BTreeSet::new();
    for ((_, repository), logs) in logs {
        if room == 0 {
            break;
        }
        room = room.saturating_sub(logs);
        chosen.insert(repository);
    }
    chosen
}

fn report<'a>(judged: impl IntoIterator<Item = &'a (&'a Pair, Diagnosis)>) {
    let judged: Vec<&(&Pair, Diagnosis)> = judged.into_iter().collect();
    let scores: Vec<Score> = judged.iter().map(|(pair, got)| score(pair, got)).collect();
    confusion(&scores);
    reliability(&scores);
    rates(&scores);
    for ((pair, got), score) in judged.iter().zip(&scores) {
        let judgement = score.transient && score.fixable;
        if !score.is_right() || !score.exact || !judgement || score.files.1 + score.files.2 > 0 {
            miss(pair, got, score);
        }
    }
}

fn confusion(scores: &[Score]) {
    let heads: Vec<String> = TYPES
        .map(|kind| format!("{:>6.6}", kind.to_string()))
        .to_vec();
    println!("wanted \\ got  {}", heads.join(" "));
    for wanted in TYPES {
        let row = TYPES.map(|got| {
            let cell = |score: &&Score| score.wanted == wanted && score.counted == got;
            format!("{:>6}", scores.iter().filter(cell).count())
        });
        println!("{:12}  {}", wanted.to_string(), row.join(" "));
    }
}

/// Per tenth of confidence: how many diagnoses, how sure they were on average, how many were right.
fn reliability(scores: &[Score]) {
    println!("confidence    logs   said  right");
    let mut gap = 0.0;
    for tenth in 0..10 {
        let inside = |score: &&Score| ((score.confidence * 10.0) as usize).min(9) == tenth;
        let inside: Vec<&Score> = scores.iter().filter(inside).collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let said = inside.iter().map(|score| score.confidence).sum::<f64>() / count;
        let right = inside.iter().filter(|score| score.is_right()).count() as f64 / count;
        gap += (said - right).abs() * count / scores.len() as f64;
        println!(
            "0.{tenth} and up   {:>6}  {said:.3}  {right:.3}",
            inside.len()
        );
    }
    println!("expected calibration error {gap:.3}");
}

fn rates(scores: &[Score]) {
    let share = |counts: &dyn Fn(&Score) -> bool| {
        scores.iter().filter(|score| counts(score)).count() as f64 / scores.len().max(1) as f64
    };
    let sum = |part: fn(&Score) -> usize| scores.iter().map(part).sum::<usize>() as f64;
    let (found, wrong, missed) = (
        sum(|score| score.files.0),
        sum(|score| score.files.1),
        sum(|score| score.files.2),
    );
    println!("logs {}", scores.len());
    println!(
        "type {:.3}  strict {:.3}  macro-F1 {:.3}",
        share(&Score::is_right),
        share(&|score| score.strict),
        macro_f1(scores)
    );
    println!(
        "primary line exact {:.3}  within three lines {:.3}",
        share(&|score| score.exact),
        share(&|score| score.near)
    );
    println!(
        "files precision {:.3}  recall {:.3}  F1 {:.3}",
        ratio(found, found + wrong),
        ratio(found, found + missed),
        ratio(2.0 * found, 2.0 * found + wrong + missed)
    );
    println!(
        "transient {:.3}  fixable in the repository {:.3}",
        share(&|score| score.transient),
        share(&|score| score.fixable)
    );
}

fn macro_f1(scores: &[Score]) -> f64 {
    let of = |kind: ErrorType| {
        let both = |score: &&Score| score.wanted == kind && score.counted == kind;
        let right = scores.iter().filter(both).count() as f64;
        let wanted = scores.iter().filter(|score| score.wanted == kind).count() as f64;
        let got = scores.iter().filter(|score| score.counted == kind).count() as f64;
        (wanted > 0.0).then(|| ratio(2.0 * right, wanted + got))
    };
    let all: Vec<f64> = TYPES.into_iter().filter_map(of).collect();
    all.iter().sum::<f64>() / all.len().max(1) as f64
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 1.0 } else { part / whole }
}

fn miss(pair: &Pair, got: &Diagnosis, score: &Score) {
    let short = |text: &str| text.chars().take(110).collect::<String>();
    println!("-- {}", pair.name);
    if !score.is_right() {
        println!("   type   {} for {}", got.error_type, score.wanted);
    }
    if !score.exact {
        let near = if score.near { "near" } else { "far" };
        println!("   line   {} ({near})", short(&got.primary_line));
        println!("   wanted {}", short(&pair.label.primary_error_text));
    }
    if !score.transient {
        println!("   transient {}", got.transient);
    }
    if !score.fixable {
        println!("   fixable   {}", got.fixable_in_repository);
    }
    if score.files.1 + score.files.2 > 0 {
        let few = |files: &[String]| files.iter().take(6).cloned().collect::<Vec<_>>().join(" ");
        println!("   files  {}", few(&got.affected_files));
        println!("   wanted {}", few(&pair.label.affected_files));
    }
}
