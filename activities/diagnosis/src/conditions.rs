//! What else must hold for a line to count as what its row says.

use crate::{
    locate, paths,
    pattern::Condition,
    window::{AFTER, Window},
};

/// Folders whose frames are project code after a build step.
const BUILT: [&str; 6] = [
    "/.next/",
    "/.svelte-kit/",
    "/.output/",
    "/.nuxt/",
    "/dist/server/",
    "/build/server/",
];

/// Titles of what follows a message.
const DETAILS: [&str; 8] = [
    "Hint:",
    "Location:",
    "Stack trace:",
    "Stacktrace:",
    "Error reference:",
    "Caused by:",
    "File:",
    "Code:",
];

/// Where Python's servers import the program they are told to run.
const IMPORTERS: [&str; 4] = [
    "import_app",
    "import_from_string",
    "load_wsgiapp",
    "load_app",
];

/// Whether `condition` holds for line `at`.
pub(crate) fn holds(window: &Window, at: u64, row: u16, condition: Condition) -> bool {
    if is_thrown_source(window, at) {
        return false;
    }
    match condition {
        Condition::None => true,
        Condition::FrameBelow => locate::has_frame(window, at, row),
        Condition::HeadingAbove => locate::heading(window, at).is_some(),
        Condition::PackageAbove => {
            locate::position_above(window, at).is_some_and(|path| path.contains("node_modules/"))
        }
        Condition::Without(text) => !window.text(at).contains(text),
        Condition::Followed(words) => window
            .below(at, AFTER as u64)
            .any(|line| words.iter().any(|word| window.text(line).contains(word))),
        Condition::Under(text) => window
            .above(at, 4)
            .map(|line| window.text(line))
            .find(|line| !line.trim().is_empty())
            .is_some_and(|line| line.contains(text)),
        Condition::Over(text) => window
            .below(at, 1)
            .any(|line| window.text(line).contains(text)),
        Condition::UnderTest => window
            .above(at, 5)
            .map(|line| window.text(line))
            .any(|line| line.trim_start().starts_with("● ") || locate::suite(line).is_some()),
        Condition::UnderPosition(start) => window.above(at, 1).any(|line| {
            let text = window.text(line).trim_start();
            text.starts_with(start) && is_position(text)
        }),
        Condition::Detailed => window.below(at, 4).any(|line| {
            let text = window.text(line).trim();
            DETAILS.contains(&text) || (line <= at + 2 && text.starts_with("at "))
        }),
        Condition::StartedModule => started_module(window, at),
        Condition::ConfigStack => frames(window, at).any(|frame| {
            frame.contains(".config.")
                && (!frame.contains("node_modules/") || frame.contains("/.vite-temp/"))
        }),
        Condition::ToolStack => tool_stack(window, at),
        Condition::PageStack => ran_pages(window, at),
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

/// `src/routes/+page.svelte:12:9`
fn is_position(text: &str) -> bool {
    let text = text.trim();
    let path = paths::without_position(text);
    let colons = text[path.len()..]
        .bytes()
        .filter(|byte| *byte == b':')
        .count();
    colons == 2 && !path.contains(' ') && paths::project_file(path).is_some()
}

/// The first stack below.
fn frames(window: &Window, at: u64) -> impl Iterator<Item = &str> {
    window
        .below(at, AFTER as u64)
        .map(|line| window.text(line).trim_start())
        .filter(|text| !text.is_empty())
        // Another error: the frames below are its own.
        .take_while(|text| text.starts_with("at ") || !locate::names_error(text))
        .skip_while(|text| !text.starts_with("at "))
        .take_while(|text| text.starts_with("at "))
}

/// Whether the stack below runs through pages of the project that a framework has compiled.
pub(crate) fn ran_pages(window: &Window, at: u64) -> bool {
    frames(window, at).any(is_built)
}

/// Whether a frame is project code after a build step.
fn is_built(frame: &str) -> bool {
    let folder = frame.split("node_modules/").next().unwrap_or(frame);
    BUILT.iter().any(|built| folder.contains(built))
}

fn tool_stack(window: &Window, at: u64) -> bool {
    let mut packages = 0;
    for frame in frames(window, at) {
        if is_built(frame) {
            return false;
        }
        if frame.contains("node_modules/") {
            packages += 1;
            continue;
        }
        let place = frame.rsplit([' ', '(']).next().unwrap_or(frame);
        if paths::project_file(place).is_some() {
            return false;
        }
    }
    packages > 0
}

/// The frames above, up to the server's own import, are all of packages.
fn started_module(window: &Window, at: u64) -> bool {
    for line in window.above(at, AFTER as u64) {
        let frame = window.text(line).trim_start();
        let Some(place) = frame.strip_prefix("File \"") else {
            continue;
        };
        if IMPORTERS.iter().any(|name| frame.ends_with(name)) {
            return true;
        }
        let path = place.split('"').next().unwrap_or_default();
        if paths::project_file(path).is_some() {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests;
