//! Checks of what people type; every refusal says what would do.

use secrecy::{ExposeSecret, SecretString};

use crate::error::{OperationError, OperationResult};

#[cfg(test)]
mod tests;

/// A name that people give: 1 to 64 characters without control characters or blanks at the ends.
pub(crate) fn name(what: &str, text: &str) -> OperationResult<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.chars().count() > 64 || trimmed.chars().any(char::is_control) {
        return Err(OperationError::invalid(format!(
            "the name of a {what} has 1 to 64 printable characters"
        )));
    }
    Ok(trimmed.to_owned())
}

/// An id of another system: printable ASCII without blanks, at most 200 bytes.
pub(crate) fn foreign_id(what: &str, text: &str) -> OperationResult<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > 200 || !trimmed.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(OperationError::invalid(format!(
            "{what} has 1 to 200 printable characters and no blanks"
        )));
    }
    Ok(trimmed.to_owned())
}

/// A token: not empty, no blanks or control characters in it, at most 8 KiB.
pub(crate) fn token(token: &SecretString) -> OperationResult<SecretString> {
    let text = token.expose_secret().trim();
    if text.is_empty() || text.len() > 8192 || !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(OperationError::invalid(
            "the token is empty, too long, or has blanks in it: paste it as the provider showed it",
        ));
    }
    Ok(SecretString::from(text))
}

/// The base address of an API: http or https with a host, without user, query or fragment.
pub(crate) fn base_url(text: &str) -> OperationResult<String> {
    let wrong = || {
        OperationError::invalid(
            "the base address looks like `https://host[:port][/path]`, nothing after it",
        )
    };
    let url = outbound::Url::parse(text.trim()).map_err(|_| wrong())?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.has_host();
    if plain && matches!(url.scheme(), "http" | "https") {
        Ok(url.to_string().trim_end_matches('/').to_owned())
    } else {
        Err(wrong())
    }
}

/// The first part of branch names: what git accepts at the beginning of a ref.
pub(crate) fn branch_prefix(text: &str) -> OperationResult<String> {
    let fits = !text.is_empty()
        && text.len() <= 60
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_./".contains(&b))
        && !text.starts_with(['/', '.', '-'])
        && !text.contains("..")
        && !text.contains("//")
        && !text.contains("/.");
    if fits {
        Ok(text.to_owned())
    } else {
        Err(OperationError::invalid(
            "a branch prefix has 1 to 60 letters, digits and `-_./`, such as `regreen/`, and begins with a letter or digit",
        ))
    }
}

/// A directory within the repository; empty for its top.
pub(crate) fn directory(text: &str) -> OperationResult<String> {
    let trimmed = text.trim().trim_matches('/');
    let inside = trimmed.len() <= 300
        && !trimmed.chars().any(char::is_control)
        && !trimmed.contains('\\')
        && trimmed.split('/').all(|part| part != ".." && part != ".");
    if inside {
        Ok(trimmed.to_owned())
    } else {
        Err(OperationError::invalid(
            "a directory is given relative to the repository's top, without `.` and `..`",
        ))
    }
}

/// A list that people keep: at most `most` entries of 1 to 200 characters.
pub(crate) fn entries(what: &str, list: &[String], most: usize) -> OperationResult<()> {
    let fits = list.len() <= most
        && list.iter().all(|entry| {
            !entry.trim().is_empty()
                && entry.chars().count() <= 200
                && !entry.chars().any(char::is_control)
        });
    if fits {
        Ok(())
    } else {
        Err(OperationError::invalid(format!(
            "{what}: at most {most} entries of 1 to 200 printable characters each"
        )))
    }
}

/// A glob that can be compiled.
pub(crate) fn glob(text: &str) -> OperationResult<()> {
    globset::Glob::new(text).map(drop).map_err(|error| {
        OperationError::invalid(format!(
            "`{}` is not a glob: {}",
            error.glob().unwrap_or(""),
            error.kind()
        ))
    })
}

/// `auto`, `recipe`, or the name of an agent.
pub(crate) fn fixer(text: &str) -> OperationResult<()> {
    let fits = (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        Ok(())
    } else {
        Err(OperationError::invalid(
            "the fixer is `auto`, `recipe`, or the name of an agent such as `opencode`",
        ))
    }
}
