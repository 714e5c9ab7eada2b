//! Finding the file that a message is about in the lines around it.

mod stacks;

use stacks::{caller, requirer, stack, stack_above, trace};

pub(crate) use stacks::{asked_by_package, names_error};

use crate::{
    paths,
    pattern::Place,
    window::{BEFORE, Window},
};

/// How many lines a code frame may stand below its message.
const FRAME_REACH: u64 = 14;
/// How far above a finding the name of the test file may stand.
const SUITE_REACH: u64 = 80;

/// The project files at `places` around line `at`; the first place that has one decides.
pub(crate) fn files(window: &Window, at: u64, row: u16, places: &[Place]) -> Option<String> {
    places.iter().find_map(|place| match place {
        Place::Heading => heading(window, at),
        Place::Listing => listing(window, at),
        Place::Frame => frame(window, at, row),
        Place::FrameAbove => frame_above(window, at),
        Place::Stack => stack(window, at),
        Place::StackAbove => stack_above(window, at),
        Place::Above => above(window, at),
        Place::Titled => titled(window, at),
        Place::Suite => window
            .above(at, SUITE_REACH)
            .find_map(|line| suite(window.text(line))),
        Place::Source => source(window, at),
        Place::Caller => caller(window, at),
        Place::Trace => trace(window, at),
        // The line that tells it may stand further below than anything that is read ahead.
        Place::Told(_) => None,
        Place::Requirer => requirer(window, at),
    })
}

/// The next line below `at` that says something: not blank, not code, not a path, not a bare title.
pub(crate) fn next_text(window: &Window, at: u64, reach: u64) -> Option<u64> {
    window.below(at, reach).find(|line| {
        let text = window.text(*line).trim();
        !text.is_empty()
            && !is_title(text)
            && !text.starts_with("at ")
            && !window.is_frame(*line)
            && paths::heading(text).is_none()
    })
}

/// Words that stand alone above a message and say nothing.
fn is_title(text: &str) -> bool {
    matches!(
        text,
        "Error:" | "Error" | "[eslint]" | "[" | "{" | "ERROR" | "Errors:" | "ERRORS:"
    ) || text.bytes().all(|byte| !byte.is_ascii_alphanumeric())
}

pub(crate) fn heading(window: &Window, at: u64) -> Option<String> {
    let mut other = 0;
    for line in window.above(at, 30) {
        let text = window.text(line);
        if text.trim().is_empty() || window.is_frame(line) || is_title(text.trim()) {
            continue;
        }
        if let Some(file) = paths::heading(text) {
            return Some(file);
        }
        if text.contains("in `next/font`") {
            // What fails there is the font loader; the page above only uses it.
            return None;
        }
        other += 1;
        if other > 2 {
            return None;
        }
    }
    None
}

/// Findings follow each other: the heading of the one above is this one's, too, unless another stands between.
fn listing(window: &Window, at: u64) -> Option<String> {
    window.above(at, BEFORE as u64).find_map(|line| {
        let text = window.text(line);
        if text.starts_with([' ', '\t']) {
            None
        } else {
            paths::heading(text)
        }
    })
}

pub(crate) fn has_frame(window: &Window, at: u64, row: u16) -> bool {
    window
        .below(at, FRAME_REACH)
        .take_while(|line| !window.triggers(*line).contains(&row))
        // What another program said is quoted below, with frames of its own.
        .take_while(|line| !window.text(*line).ends_with("lines of output]"))
        .any(|line| is_numbered(window, line) || frame_path(window.text(line)).is_some())
}

/// Quoted source with its line number.
fn is_numbered(window: &Window, line: u64) -> bool {
    let text = window
        .text(line)
        .trim_start()
        .trim_start_matches(['>', ' ']);
    window.is_frame(line) && text.starts_with(|c: char| c.is_ascii_digit())
}

fn frame(window: &Window, at: u64, row: u16) -> Option<String> {
    window
        .below(at, FRAME_REACH)
        .take_while(|line| !window.triggers(*line).contains(&row))
        .find_map(|line| frame_path(window.text(line)).and_then(paths::project_file))
}

fn frame_above(window: &Window, at: u64) -> Option<String> {
    let named = |line: u64| frame_path(window.text(line)).filter(|_| !window.is_frame(line));
    window
        .above(at, FRAME_REACH)
        .find_map(named)
        .and_then(paths::project_file)
}

/// The test file of `FAIL src/a.test.ts > adds` (Jest, Vitest) and of `1) [firefox] › a.spec.ts:3:5 › adds` (Playwright).
pub(crate) fn suite(text: &str) -> Option<String> {
    let text = text.trim();
    let named = text.strip_prefix("FAIL ").or_else(|| {
        text.split_once(") ")
            .filter(|(number, rest)| {
                number.bytes().all(|byte| byte.is_ascii_digit()) && rest.contains(" › ")
            })
            .map(|(_, rest)| rest)
    })?;
    named.split_whitespace().find_map(paths::project_file)
}

/// What stands before and after a path in the prose of a tool.
const QUOTED: [(&str, &str); 4] = [
    ("imported by route '", "'"),
    ("' imported by '", "'"),
    ("Error in ", " (line "),
    ("sidebar file at \"", "\""),
];

/// `,-[a.ts:1:2]`, `╭─[a.ts:1:2]`, `--> a.rs:1:2`, `file: a.ts:1:2`, ` FILE  a.ts:1:2`, `at <unknown> (./a.ts:1:2)`,
/// `    a.ts:1:2:`.
fn frame_path(text: &str) -> Option<&str> {
    let text = text.trim();
    for corner in [",-[", "╭─[", "╭────[", "┌─[", "╭─ ["] {
        if let Some(at) = text.find(corner) {
            return text[at + corner.len()..]
                .split(']')
                .next()
                .map(str::trim)
                .filter(|_| !text.contains("[["))
                .or_else(|| bracketed(&text[at + corner.len()..]));
        }
    }
    for word in [
        "--> ",
        "- --> ",
        "file: ",
        "FILE  ",
        "File: ",
        "Location: ",
        "at <unknown> (",
        "at file://",
        "└─ ",
        "┌─ ",
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            let rest = rest.trim_end_matches(')');
            return Some(rest.split_once(": ").map_or(rest, |(path, _)| path));
        }
    }
    if let Some((_, path)) = text
        .strip_prefix("on line ")
        .and_then(|rest| rest.split_once(" of "))
    {
        return Some(path);
    }
    if let Some(place) = text.strip_prefix("❯ ") {
        return place.rsplit(' ').next();
    }
    for (before, after) in QUOTED {
        if let Some((_, rest)) = text.split_once(before) {
            return rest.split(after).next();
        }
    }
    if let Some(path) = text
        .strip_suffix('━')
        .and_then(|text| text.split(' ').next())
    {
        return Some(path);
    }
    // `src/a.scss 3:9  root stylesheet`
    let mut words = text.split_whitespace();
    if let (Some(path), Some(place)) = (words.next(), words.next()) {
        let place = place.split_once(':').unwrap_or_default();
        let number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if number(place.0) && number(place.1) && paths::has_ending(path) {
            return Some(path);
        }
    }
    if let Some((_, rest)) = text
        .split_once("' panicked at ")
        .or_else(|| text.split_once(") panicked at "))
    {
        return Some(rest);
    }
    if let Some((_, rest)) = text.split_once("(from line ") {
        return rest
            .split_once(" of ")
            .map(|(_, path)| path.trim_end_matches(')'));
    }
    let position = text.strip_suffix(':').unwrap_or(text);
    let path = paths::without_position(position);
    (path.len() < position.len() && !path.contains(' ') && paths::has_ending(path)).then_some(path)
}

/// The path of `app/[id]/page.tsx:1:2]`: up to the last bracket.
fn bracketed(text: &str) -> Option<&str> {
    text.rfind(']').map(|end| text[..end].trim())
}

fn titled(window: &Window, at: u64) -> Option<String> {
    let title = window
        .below(at, FRAME_REACH)
        .find(|line| matches!(window.text(*line).trim(), "Location:" | "File:"))?;
    paths::project_file(window.text(title + 1))
}

fn above(window: &Window, at: u64) -> Option<String> {
    paths::project_file(position_above(window, at)?)
}

/// The nearest line above that holds nothing but an absolute path with a position.
pub(crate) fn position_above(window: &Window, at: u64) -> Option<&str> {
    window.above(at, 8).find_map(|line| {
        let text = window.text(line).trim();
        let rooted = text.starts_with('/') || text.starts_with("file://");
        let path = paths::without_position(text);
        (rooted && path.len() < text.len()).then_some(path)
    })
}

/// `Attempting Node.js version '20' from .nvmrc`, `Using Python version 3.11 via /opt/render/project/src/.python-version`.
fn source(window: &Window, at: u64) -> Option<String> {
    window.above(at, 8).find_map(|line| {
        let text = window.text(line).trim_end_matches(['.', ':']);
        let (_, file) = text.rsplit_once(" from ").or(text.rsplit_once(" via "))?;
        (!file.contains(' '))
            .then(|| paths::project_file(file))
            .flatten()
    })
}

#[cfg(test)]
mod tests;
