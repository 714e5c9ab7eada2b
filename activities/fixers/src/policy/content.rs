//! What added and removed lines say: checks silenced, tests weakened, secrets.

use std::{collections::BTreeSet, sync::LazyLock};

use domain::FindingKind;
use regex::Regex;

use super::{
    diff::{FileDiff, Line},
    paths::{is_lockfile, is_test},
};

/// Where a pattern means what it says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    Code,
    Shell,
}

struct Pattern {
    kind: FindingKind,
    place: Place,
    what: &'static str,
    regex: Regex,
}

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let table: &[(FindingKind, Place, &str, &str)] = &[
        (
            FindingKind::CheckSilenced,
            Place::Anywhere,
            "a type check is switched off",
            r"@ts-(nocheck|ignore|expect-error)\b",
        ),
        (
            FindingKind::CheckSilenced,
            Place::Anywhere,
            "a lint rule is switched off",
            r"\b(eslint-disable|biome-ignore|tslint:disable|stylelint-disable|oxlint-disable|deno-lint-ignore)\b|#\s*(noqa|type:\s*ignore|pylint:\s*disable)",
        ),
        (
            FindingKind::CheckSilenced,
            Place::Anywhere,
            "build errors are ignored",
            r#"\b(ignoreBuildErrors|ignoreDuringBuilds|dangerouslyIgnore\w*|continue-on-error|transpileOnly|noEmitOnError|skipLibCheck|noCheck)["']?\s*[:=]|\b(strict|strictNullChecks|noImplicitAny|checkJs|failOnError|failOnWarning)["']?\s*[:=]\s*["']?false"#,
        ),
        (
            FindingKind::CheckSilenced,
            Place::Code,
            "a type is given up",
            r"\bas\s+(any|never)\b|\bas\s+unknown\s+as\b|<any>\s*[\w(\[{]|[\w)\]?]\s*:\s*any\b",
        ),
        (
            FindingKind::CheckSilenced,
            Place::Code,
            "a module is stubbed",
            r#"\bdeclare\s+module\s+["'`*]"#,
        ),
        (
            FindingKind::CheckSilenced,
            Place::Shell,
            "a failing command is made to pass",
            r"\|\|\s*(true|:|exit\s+0|echo)\b|\|\|\s*:|;\s*(true|exit\s+0)\s*(\W|$)|\bset\s+\+e\b|--(no-bail|passWithNoTests|max-warnings[= ]-1|force-exit)\b",
        ),
        (
            FindingKind::TestsWeakened,
            Place::Code,
            "a test is skipped or singled out",
            r"\b(it|test|describe|suite|context|specify|bench)\.(skip|skipIf|todo|only|fixme|fails|failing)\b|\b(xit|xtest|xdescribe|xcontext|xspecify|fit|fdescribe)\s*\(|@pytest\.mark\.(skip|xfail)|\bt\.Skip(f|Now)?\(|@unittest\.skip",
        ),
    ];
    table
        .iter()
        .filter_map(|(kind, place, what, regex)| {
            Some(Pattern {
                kind: *kind,
                place: *place,
                what,
                regex: Regex::new(regex).ok()?,
            })
        })
        .collect()
});

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by a test")]
static ASSERTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(expect|assert\w*|should|it|test|cy)\b\s*[.(]").expect("constant pattern")
});

/// An objection to one line.
pub(crate) struct Objection {
    pub(crate) kind: FindingKind,
    pub(crate) line: Option<u32>,
    pub(crate) what: String,
}

fn place_of(path: &str) -> Place {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "ts" | "tsx" | "mts" | "cts" | "js" | "jsx" | "mjs" | "cjs" | "vue" | "svelte"
        | "astro" | "py" | "go" | "rs" => Place::Code,
        "sh" | "bash" | "json" | "yml" | "yaml" | "toml" | "mk" | "ps1" => Place::Shell,
        _ if matches!(name, "Makefile" | "Procfile" | "Justfile")
            || name.starts_with("Dockerfile") =>
        {
            Place::Shell
        }
        _ => Place::Anywhere,
    }
}

/// Objections to the lines of one file.
pub(crate) fn objections(file: &FileDiff) -> Vec<Objection> {
    let mut found = Vec::new();
    // Prose may speak of `@ts-ignore`.
    let prose = matches!(
        file.path.rsplit('.').next(),
        Some("md" | "mdx" | "txt" | "rst")
    );
    if is_lockfile(&file.path) || prose {
        return found;
    }
    let place = place_of(&file.path);
    let moved: BTreeSet<&str> = file.removed().map(|line| line.text.trim()).collect();
    for pattern in PATTERNS
        .iter()
        .filter(|pattern| pattern.place == Place::Anywhere || pattern.place == place)
    {
        // What was there before, in the same number, was not put there by this patch.
        let before = file
            .removed()
            .filter(|line| pattern.regex.is_match(&line.text))
            .count();
        let hits: Vec<&Line> = file
            .added()
            .filter(|line| pattern.regex.is_match(&line.text))
            .collect();
        if hits.len() <= before {
            continue;
        }
        let fresh = hits.iter().filter(|line| !moved.contains(line.text.trim()));
        found.extend(fresh.take(5).map(|line| Objection {
            kind: pattern.kind,
            line: Some(line.number),
            what: format!(
                "{}: `{}`",
                pattern.what,
                line.text.trim().chars().take(120).collect::<String>()
            ),
        }));
    }
    weakened(file, &mut found);
    found
}

fn weakened(file: &FileDiff, found: &mut Vec<Objection>) {
    if !is_test(&file.old_path) {
        return;
    }
    let mut object = |what: String| {
        found.push(Objection {
            kind: FindingKind::TestsWeakened,
            line: None,
            what,
        })
    };
    if file.deleted {
        return object("a file of tests is deleted".to_owned());
    }
    if file.old_path != file.path && !is_test(&file.path) {
        return object(format!(
            "a file of tests is renamed from `{}`",
            file.old_path
        ));
    }
    let count = |lines: &mut dyn Iterator<Item = &Line>| -> usize {
        lines
            .map(|line| ASSERTION.find_iter(&line.text).count())
            .sum()
    };
    let (before, after) = (count(&mut file.removed()), count(&mut file.added()));
    if after < before {
        object(format!(
            "tests or assertions are removed ({before} lines of them gone, {after} new)"
        ));
    } else if before > 0 {
        object("what a test expects is changed".to_owned());
    }
}
