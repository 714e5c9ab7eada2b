//! From a matched line to a cause: its type, its files, its packages, its surroundings.

use domain::ErrorType;
use regex::Captures;

use crate::{
    locate, paths,
    pattern::{Condition, Kind, Pattern, Strength, Verdict},
    signals::Facts,
    specifier::{self, Specifier},
    table::table,
    window::{AFTER, Window},
};

/// Bytes kept of a line that is shown.
const SHOWN: usize = 600;

/// A cause as it was matched.
pub(crate) struct Found {
    pub(crate) row: u16,
    pub(crate) strength: Strength,
    pub(crate) error_type: ErrorType,
    pub(crate) line: u64,
    pub(crate) files: Vec<String>,
    pub(crate) packages: Vec<String>,
}

/// The cause that `row` saw in `line`; `pointer` is the announcement it stands under, and whether
/// it is the very line that was announced.
pub(crate) fn cause(
    window: &Window,
    facts: &Facts,
    line: u64,
    row: u16,
    captures: Option<&Captures<'_>>,
    pointer: Option<(u16, bool)>,
) -> Found {
    let pattern = table().rows[usize::from(row)];
    if let (Kind::Cause(Strength::Weak), Some((pointer, true))) = (pattern.kind, pointer) {
        return unknown(window, facts, line, pointer);
    }
    let group = |name: &str| group(captures, name);
    let mut packages = Vec::new();
    let mut error_type = context_type(pattern, facts, pointer.map(|(row, _)| row));
    let mut local = None;
    if let Some(spec) = group("spec") {
        match specifier::classify(spec) {
            Specifier::Package(name) => {
                if matches!(pattern.verdict, Verdict::Import(_)) {
                    error_type = ErrorType::Dependency;
                }
                packages.push(name);
            }
            Specifier::Builtin => {}
            Specifier::Local => {
                // Its own files are not where a package looks for them: it was copied or cached badly.
                if matches!(pattern.verdict, Verdict::Import(_))
                    && spec.starts_with('.')
                    && locate::asked_by_package(window, line)
                {
                    error_type = ErrorType::Dependency;
                }
                local = Some(spec.to_owned());
            }
        }
    }
    if let Some(package) = group("pkg") {
        packages.push(specifier::without_version(package).to_owned());
    }
    let foreign = matches!(pattern.verdict, Verdict::Context(_))
        && error_type == ErrorType::Dependency
        && pattern.base_type() != ErrorType::Dependency;
    let mut files: Vec<String> = ["file", "file2"]
        .iter()
        .filter_map(|name| group(name))
        .filter_map(paths::project_file)
        .collect();
    files.extend(group("raw").map(|raw| paths::relative(raw).to_owned()));
    files.extend(pattern.names.iter().map(|name| (*name).to_owned()));
    if foreign {
        // What fails while a package is built names files of that package.
        files.clear();
    } else if files.is_empty() || group("file").is_none() && group("file2").is_some() {
        // Who exports nothing is named by the message, who imports it by the lines around.
        files.splice(0..0, locate::files(window, line, row, pattern.places));
        let vague = pattern.kind == Kind::Cause(Strength::Fair);
        if let (true, true, Some((announcement, true))) = (vague, files.is_empty(), pointer) {
            let places = table().rows[usize::from(announcement)].places;
            files.extend(locate::files(window, line, row, places));
        }
    }
    if let (true, Some(local)) = (packages.is_empty() && files.is_empty(), local) {
        // Nothing else tells two missing modules apart.
        packages.extend((!local.is_empty()).then_some(local));
    }
    let fatal = matches!(pattern.condition, Condition::Followed(_));
    let strength = match (pattern.kind, pointer) {
        _ if !fatal && is_warning(window.text(line)) => Strength::Weak,
        (Kind::Cause(Strength::Weak), Some(_)) => Strength::Fair,
        (Kind::Cause(Strength::Fair), Some((_, true))) => Strength::Exact,
        (Kind::Cause(Strength::Fair), Some(_)) => Strength::Strong,
        (Kind::Cause(strength), _) => strength,
        _ => Strength::Strong,
    };
    Found {
        row,
        strength,
        error_type,
        line,
        files,
        packages,
    }
}

/// Warnings do not end builds; one is the cause only where the log has nothing better.
fn is_warning(text: &str) -> bool {
    const MARKS: [&str; 14] = [
        "WARN",
        "warn",
        "Warning",
        "⚠",
        "▲ [WARNING]",
        "[WARN",
        "[warn",
        "npm warn",
        "npm WARN",
        "(!)",
        "info ",
        "INFO",
        "[Warn",
        "➤ YN0000: ⚠",
    ];
    let text = text.trim_start();
    MARKS.iter().any(|mark| text.starts_with(mark))
        && !text.starts_with("[warn] ")
        && !text.starts_with("(!) Found dead link")
}

/// The line that an announcement pointed at and that no row knows.
pub(crate) fn unknown(window: &Window, facts: &Facts, line: u64, row: u16) -> Found {
    use crate::pattern::Place::{Frame, Heading, Stack, Suite, Titled};
    let pattern = table().rows[usize::from(row)];
    let error_type = context_type(pattern, facts, None);
    let files = locate::files(window, line, row, &[Heading, Frame, Titled, Stack, Suite])
        .or_else(|| locate::files(window, line, row, pattern.places))
        .into_iter()
        .collect();
    Found {
        row,
        strength: Strength::Strong,
        error_type,
        line,
        files,
        packages: Vec::new(),
    }
}

fn context_type(pattern: &Pattern, facts: &Facts, pointer: Option<u16>) -> ErrorType {
    match (pattern.verdict, pointer) {
        (Verdict::Context(_), Some(pointer)) => table().rows[usize::from(pointer)].base_type(),
        (Verdict::Context(_), None) if facts.started => ErrorType::Runtime,
        _ => pattern.base_type(),
    }
}

/// The line as people see it, cut.
pub(crate) fn shown(text: &str) -> String {
    cut(text.trim())
}

/// Lines above and below a cause that are kept.
const AROUND: (u64, u64) = (8, AFTER as u64);
/// Bytes of them that are kept.
const AROUND_BYTES: usize = 8 * 1024;

/// The lines around a cause that say something, with their numbers, the cause among them.
pub(crate) fn around(window: &Window, line: u64) -> Vec<(u64, String)> {
    let above: Vec<u64> = window.above(line, AROUND.0).collect();
    let numbers = above
        .into_iter()
        .rev()
        .chain(std::iter::once(line))
        .chain(window.below(line, AROUND.1));
    let mut room = AROUND_BYTES - SHOWN;
    let mut lines = Vec::new();
    for number in numbers {
        let text = cut(window.text(number));
        if number == line {
            lines.push((number, text));
        } else if !text.trim().is_empty() && text.len() < room {
            room -= text.len() + 1;
            lines.push((number, text));
        }
    }
    lines
}

/// What a group matched, as it is kept: a longer name is data.
pub(crate) fn group<'t>(captures: Option<&Captures<'t>>, name: &str) -> Option<&'t str> {
    let matched = captures?.name(name)?.as_str();
    Some(&matched[..matched.floor_char_boundary(300)])
}

/// A line as it is kept.
pub(crate) fn cut(text: &str) -> String {
    text[..text.floor_char_boundary(SHOWN)].to_owned()
}

/// The nearest of those lines, for people: at most 4 KiB.
pub(crate) fn context(around: &[(u64, String)], line: u64) -> Vec<String> {
    let near = |number: u64| number + 6 >= line && number <= line + 14;
    let mut room = 4096_usize.saturating_sub(SHOWN);
    let mut lines = Vec::new();
    for (number, text) in around.iter().filter(|(number, _)| near(*number)) {
        if *number == line {
            lines.push(text.clone());
            continue;
        }
        let text = &text[..text.floor_char_boundary(300)];
        if text.len() < room {
            room -= text.len() + 1;
            lines.push(text.to_owned());
        }
    }
    lines
}
