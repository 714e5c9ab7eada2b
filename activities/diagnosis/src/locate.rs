//! Finding the file that a message is about in the lines around it.

use crate::{
    paths,
    pattern::{Condition, Place},
    window::{AFTER, BEFORE, Window},
};

/// How many lines a code frame may stand below its message.
const FRAME_REACH: u64 = 14;

/// The project files at `places` around line `at`; the first place that has one decides.
pub(crate) fn files(window: &Window, at: u64, row: u16, places: &[Place]) -> Option<String> {
    places.iter().find_map(|place| match place {
        Place::Heading => heading(window, at),
        Place::Listing => listing(window, at, row),
        Place::Frame => frame(window, at, row),
        Place::FrameAbove => frame_above(window, at),
        Place::Stack => stack(window, at),
        Place::StackAbove => stack_above(window, at),
        Place::Above => above(window, at),
        Place::Requirer => requirer(window, at),
        Place::Origin => origin(window, at),
    })
}

/// Whether `condition` holds for line `at`.
pub(crate) fn holds(window: &Window, at: u64, row: u16, condition: Condition) -> bool {
    if is_thrown_source(window, at) {
        return false;
    }
    match condition {
        Condition::None => true,
        Condition::FrameBelow => has_frame(window, at, row),
        Condition::HeadingAbove => heading(window, at).is_some(),
        Condition::PackageAbove => {
            position_above(window, at).is_some_and(|path| path.contains("node_modules/"))
        }
    }
}

/// The source line that Node.js quotes above an error, between its position and a caret: it often holds the text
/// of the message before its parts are filled in.
fn is_thrown_source(window: &Window, at: u64) -> bool {
    let position = window.text(at.saturating_sub(1)).trim();
    let rooted = position.starts_with('/') || position.starts_with("file://");
    let caret = window.text(at + 1).trim();
    rooted
        && paths::without_position(position).len() < position.len()
        && !caret.is_empty()
        && caret.bytes().all(|byte| byte == b'^')
}

/// The next line below `at` that says something: not blank, not code, not a path, not a bare title.
pub(crate) fn next_text(window: &Window, at: u64, reach: u64) -> Option<u64> {
    window.below(at, reach).find(|line| {
        let text = window.text(*line).trim();
        !text.is_empty()
            && !is_title(text)
            && !window.is_frame(*line)
            && paths::heading(text).is_none()
    })
}

/// Words that stand alone above a message and say nothing.
fn is_title(text: &str) -> bool {
    matches!(
        text,
        "Error:" | "Error" | "[eslint]" | "[" | "{" | "ERROR" | "Errors:"
    ) || text.bytes().all(|byte| !byte.is_ascii_alphanumeric())
}

fn heading(window: &Window, at: u64) -> Option<String> {
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
fn listing(window: &Window, at: u64, _row: u16) -> Option<String> {
    window.above(at, BEFORE as u64).find_map(|line| {
        let text = window.text(line);
        if text.starts_with([' ', '\t']) {
            None
        } else {
            paths::heading(text)
        }
    })
}

fn has_frame(window: &Window, at: u64, row: u16) -> bool {
    window
        .below(at, FRAME_REACH)
        .take_while(|line| !window.triggers(*line).contains(&row))
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
        "file: ",
        "FILE  ",
        "File: ",
        "at <unknown> (",
        "at file://",
        "└─ ",
        "┌─ ",
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some(rest.trim_end_matches(')'));
        }
    }
    let position = text.strip_suffix(':').unwrap_or(text);
    let path = paths::without_position(position);
    (path.len() < position.len() && !path.contains(' ') && paths::has_ending(path)).then_some(path)
}

/// The path of `app/[id]/page.tsx:1:2]`: up to the last bracket.
fn bracketed(text: &str) -> Option<&str> {
    text.rfind(']').map(|end| text[..end].trim())
}

fn stack(window: &Window, at: u64) -> Option<String> {
    let mut inside = false;
    for line in window.below(at, AFTER as u64) {
        let text = window.text(line).trim_start();
        let text = text.trim_end_matches(" {");
        let Some(call) = text.strip_prefix("at ") else {
            if inside
                || (text.len() > 1 && !text.starts_with(['-', '[', '{', '^', '|']) && line > at + 8)
            {
                return None;
            }
            continue;
        };
        inside = true;
        let place = call
            .split_once(" (")
            .map_or(call, |(_, place)| place.strip_suffix(')').unwrap_or(place));
        let place = place.strip_prefix("async ").unwrap_or(place);
        if let Some(file) = paths::project_file(place) {
            return Some(file);
        }
    }
    None
}

/// `File "a.py", line 3` of Python and `a.rb:3:in` of Ruby: the nearest frame, if it is the project's.
fn stack_above(window: &Window, at: u64) -> Option<String> {
    let frame = |line: u64| {
        let text = window.text(line).trim_start();
        match text.strip_prefix("File \"") {
            Some(rest) => rest.split('"').next(),
            None => {
                let (path, _) = text.split_once(":in ")?;
                Some(path.strip_prefix("from ").unwrap_or(path))
            }
        }
    };
    window
        .above(at, 60)
        .find_map(frame)
        .and_then(paths::project_file)
}

fn above(window: &Window, at: u64) -> Option<String> {
    paths::project_file(position_above(window, at)?)
}

/// The nearest line above that holds nothing but an absolute path with a position.
fn position_above(window: &Window, at: u64) -> Option<&str> {
    window.above(at, 8).find_map(|line| {
        let text = window.text(line).trim();
        let rooted = text.starts_with('/') || text.starts_with("file://");
        let path = paths::without_position(text);
        (rooted && path.len() < text.len()).then_some(path)
    })
}

/// Who asked for a module that Node.js does not find; a package that lacks one of its own says nothing of the project.
fn requirer(window: &Window, at: u64) -> Option<String> {
    paths::project_file(first_of_stack(window, at)?)
}

/// Whether the module that is not found was asked for by a package.
pub(crate) fn asked_by_package(window: &Window, at: u64) -> bool {
    first_of_stack(window, at).is_some_and(|path| path.contains("node_modules/"))
}

fn first_of_stack(window: &Window, at: u64) -> Option<&str> {
    let title = window
        .below(at, 4)
        .find(|line| window.text(*line).trim() == "Require stack:")?;
    window.text(title + 1).trim().strip_prefix("- ")
}

/// `Attempting Node.js version '99' from .nvmrc`.
fn origin(window: &Window, at: u64) -> Option<String> {
    window.above(at, 3).find_map(|line| {
        let (_, file) = window.text(line).rsplit_once(" from ")?;
        paths::project_file(file)
    })
}

#[cfg(test)]
mod tests;
