//! The project's file in the stack traces of languages, and in Node.js' list of who asked for a module.

use crate::{
    paths,
    window::{AFTER, Window},
};

pub(super) fn stack(window: &Window, at: u64) -> Option<String> {
    let mut inside = false;
    for line in window.below(at, AFTER as u64) {
        let text = window.text(line).trim_start();
        let text = text.trim_end_matches(" {");
        let Some(call) = text.strip_prefix("at ") else {
            // A frame's place in a line of its own.
            let above = window.text(line - 1).trim_start();
            let frame = above.starts_with("at ") || above.starts_with("- ");
            if let (true, Some(file)) = (frame, position(text)) {
                return Some(file);
            }
            // Another error: the frames below are its own.
            if names_error(text) {
                return None;
            }
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

/// Whether a line names an error, as `TypeError: …` does.
pub(crate) fn names_error(text: &str) -> bool {
    let named = text.split_once(": ").map_or("", |(name, _)| name);
    named.ends_with("Error") && !named.contains([' ', '['])
}

/// `src/page.js:17:52` and `(file:///work/src/page.js:17:52)`, with nothing beside it.
fn position(text: &str) -> Option<String> {
    let place = text.trim_end().trim_matches(['(', ')']);
    let positioned = place.matches(':').count() >= 2
        && paths::without_position(place).len() < place.len()
        && !place.contains(char::is_whitespace);
    positioned.then(|| paths::project_file(place)).flatten()
}

/// `File "a.py", line 3` of Python and `a.rb:3:in` of Ruby: the nearest frame, if it is the project's.
pub(super) fn stack_above(window: &Window, at: u64) -> Option<String> {
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

/// Programs start here; the fault is in what they load.
const STARTERS: [&str; 8] = [
    "manage.py",
    "Rakefile",
    "config.ru",
    "artisan",
    "config/boot.rb",
    "config/application.rb",
    "config/environment.rb",
    "public/index.php",
];

pub(super) fn caller(window: &Window, at: u64) -> Option<String> {
    window
        .above(at, 60)
        .take_while(|line| !window.text(*line).trim_start().starts_with("Traceback "))
        .filter_map(|line| window.text(line).trim_start().strip_prefix("File \""))
        .filter_map(|rest| paths::project_file(rest.split('"').next()?))
        .find(|file| !STARTERS.contains(&file.as_str()))
}

pub(super) fn trace(window: &Window, at: u64) -> Option<String> {
    window
        .below(at, AFTER as u64)
        .take_while(|line| {
            !["==> ", "-----"]
                .iter()
                .any(|end| window.text(*line).starts_with(end))
        })
        .filter_map(|line| paths::project_file(traced(window.text(line))?))
        .find(|file| !STARTERS.contains(&file.as_str()))
}

/// Applications whose frames Elixir prints with paths that look like the project's.
const LIBRARIES: [&str; 20] = [
    "elixir",
    "stdlib",
    "kernel",
    "compiler",
    "mix",
    "eex",
    "iex",
    "logger",
    "hex",
    "ecto",
    "ecto_sql",
    "postgrex",
    "myxql",
    "db_connection",
    "phoenix",
    "phoenix_live_view",
    "plug",
    "plug_cowboy",
    "bandit",
    "jason",
];

/// The path of `from a.rb:1:in`, `a.go:1 +0x2`, `#0 a.php(1): f()`, `(app 0.1.0) lib/a.ex:1: A.f/0`, `at A.F() in a.cs:line 1`,
/// `at src/a.rs:1:2`.
fn traced(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let text = match text.split_once(" in ") {
        Some((_, place)) if text.starts_with("at ") && place.contains(":line ") => place,
        _ => text,
    };
    let text = ["from ", "at "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let text = match text.strip_prefix('#') {
        Some(rest) => rest
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start(),
        None => text,
    };
    let text = match text.strip_prefix('(') {
        Some(rest) => {
            let (library, place) = rest.split_once(") ")?;
            let name = library.split(' ').next().unwrap_or(library);
            if LIBRARIES.contains(&name) {
                return None;
            }
            place
        }
        None => text,
    };
    let end = text.find(":line ").or_else(|| {
        let digit = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        text.match_indices([':', '('])
            .map(|(at, _)| at)
            .find(|at| digit(*at))
    })?;
    let path = &text[..end];
    (!path.contains(' ')).then_some(path)
}

/// Who asked for a module that Node.js does not find; a package that lacks one of its own says nothing of the project.
pub(super) fn requirer(window: &Window, at: u64) -> Option<String> {
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

#[cfg(test)]
mod tests;
