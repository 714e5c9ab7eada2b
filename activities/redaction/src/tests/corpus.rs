//! Two files of lines as tools print them: one with planted secrets, one with
//! lines that only look like it.

use std::collections::HashSet;

use crate::{LineRedactor, Redactor};

const SECRETS: &str = include_str!("secrets.txt");
const LOOK_ALIKES: &str = include_str!("look_alikes.txt");

/// So many letters of a secret in a row may not be left over.
const WINDOW: usize = 6;

/// One entry of the corpus: the text as a tool prints it, and what of it must vanish.
struct Entry {
    text: String,
    secrets: Vec<String>,
    around: Vec<String>,
}

fn entries(corpus: &str) -> Vec<Entry> {
    corpus
        .lines()
        .filter(|line| !line.starts_with("#:") && !line.is_empty())
        .map(|line| {
            let line = line
                .replace('¤', "")
                .replace('⏎', "\n")
                .replace('␛', "\u{1b}");
            let (mut secrets, mut around) = (Vec::new(), Vec::new());
            for (place, part) in line.split(['«', '»']).enumerate() {
                let list = if place % 2 == 1 {
                    &mut secrets
                } else {
                    &mut around
                };
                list.push(part.to_owned());
            }
            Entry {
                text: line.replace(['«', '»'], ""),
                secrets,
                around,
            }
        })
        .collect()
}

fn windows(text: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = text.chars().collect();
    let width = WINDOW.min(letters.len()).max(1);
    (0..(letters.len() + 1).saturating_sub(width))
        .map(move |start| letters[start..start + width].iter().collect())
}

/// The names of kinds in the marks are no leftovers.
fn without_marks(clean: &str) -> String {
    let mut parts = clean.split("[redacted:");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push('\0');
        shown.push_str(part.split_once(']').map_or(part, |(_, rest)| rest));
    }
    shown
}

/// The first piece that tells something of the secret, if any is left.
fn leftover(clean: &str, secret: &str, around: &[String]) -> Option<String> {
    let shown = without_marks(clean);
    windows(secret).find(|piece| {
        shown.contains(piece.as_str()) && !around.iter().any(|part| part.contains(piece.as_str()))
    })
}

#[test]
fn planted_secrets_vanish() {
    let redactor = Redactor::new();
    let entries = entries(SECRETS);
    let (mut planted, mut missed) = (0, Vec::new());
    for entry in &entries {
        let clean = redactor.redact(&entry.text);
        planted += entry.secrets.len();
        for secret in &entry.secrets {
            if let Some(piece) = leftover(&clean, secret, &entry.around) {
                missed.push(format!("{piece} of {secret}\n   in {clean}"));
            }
        }
    }
    assert!(planted >= 250, "{planted}");
    assert!(
        missed.is_empty(),
        "{} of {planted} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn look_alikes_stay_whole() {
    let redactor = Redactor::new();
    let entries = entries(LOOK_ALIKES);
    let harmed: Vec<String> = entries
        .iter()
        .map(|entry| (redactor.redact(&entry.text), &entry.text))
        .filter(|(clean, text)| clean != *text)
        .map(|(clean, text)| format!("{text}\n   as {clean}"))
        .collect();
    assert!(entries.len() >= 300, "{}", entries.len());
    assert!(
        harmed.len() * 100 <= entries.len(),
        "{} of {} harmed:\n{}",
        harmed.len(),
        entries.len(),
        harmed.join("\n")
    );
}

/// A report without the names, hosts and messages around a secret helps nobody.
#[test]
fn the_text_around_a_secret_stays() {
    let redactor = Redactor::new();
    let entries = entries(SECRETS);
    let torn: Vec<String> = entries
        .iter()
        .filter(|entry| !entry.text.contains("PRIVATE KEY"))
        .filter_map(|entry| {
            let clean = redactor.redact(&entry.text).into_owned();
            let lost: HashSet<&str> = entry
                .around
                .iter()
                .flat_map(|part| part.split_whitespace())
                .filter(|word| word.len() > 3 && !clean.contains(word))
                .collect();
            (!lost.is_empty()).then(|| format!("{lost:?}\n   in {clean}"))
        })
        .collect();
    assert!(
        torn.len() * 20 <= entries.len(),
        "{} of {} torn:\n{}",
        torn.len(),
        entries.len(),
        torn.join("\n")
    );
}

#[test]
fn the_corpus_is_stable_and_streams_alike() {
    let redactor = Redactor::new();
    for entry in entries(SECRETS).iter().chain(&entries(LOOK_ALIKES)) {
        let text = format!("{}\n", entry.text);
        let once = redactor.redact(&text).into_owned();
        assert_eq!(redactor.redact(&once), once, "redacted twice");
        let mut stream = LineRedactor::new(Redactor::new());
        let mut out = Vec::new();
        for piece in text.as_bytes().chunks(17) {
            stream.push(piece, &mut out);
        }
        stream.finish(&mut out);
        assert_eq!(String::from_utf8_lossy(&out), once, "streamed");
    }
}
