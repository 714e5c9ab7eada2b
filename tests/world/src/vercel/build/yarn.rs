//! Yarn 1 follows the addresses in its lockfile, which lead nowhere inside a sandbox.

use std::{fs, path::Path, sync::LazyLock};

use regex::Regex;

use crate::WorldError;

static RESOLVED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)^(\s+resolved ")https?://[^/"]+/"#).ok());

/// Points the lockfile at the top of a checkout to the registry's address inside. The checkout is thrown away after the
/// build, so nothing has to be put back.
pub(super) fn lead_in(checkout: &Path, outside: &str, inside: &str) -> Result<(), WorldError> {
    let path = checkout.join("yarn.lock");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(());
    };
    // The configured registry may have a path of its own; every other one is taken for a mirror of it.
    let text = text.replace(outside, inside);
    let led = match &*RESOLVED {
        Some(pattern) => pattern
            .replace_all(&text, format!("${{1}}{inside}"))
            .into_owned(),
        None => text,
    };
    fs::write(&path, led).map_err(WorldError::file(&path))
}
