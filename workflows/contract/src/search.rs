//! Search attributes: seven keywords for all workflows together, since SQL visibility has ten per namespace.

/// Status of the fix.
pub const STATUS: &str = "RegreenStatus";
/// Type of the root cause.
pub const ERROR_TYPE: &str = "RegreenErrorType";
/// Platform.
pub const PLATFORM: &str = "RegreenPlatform";
/// Repository, as `owner/name`.
pub const REPOSITORY: &str = "RegreenRepository";
/// Project name.
pub const PROJECT: &str = "RegreenProject";
/// Fingerprint of the root cause.
pub const FINGERPRINT: &str = "RegreenFingerprint";
/// Number of the pull request.
pub const PULL_REQUEST: &str = "RegreenPullRequest";

/// All of them; each is of type Keyword.
pub const ALL: [&str; 7] = [
    STATUS,
    ERROR_TYPE,
    PLATFORM,
    REPOSITORY,
    PROJECT,
    FINGERPRINT,
    PULL_REQUEST,
];

/// Longest value a keyword may have on SQL visibility, in bytes.
pub const LONGEST: usize = 255;

/// Cuts a value to what a keyword may hold, at a character's border.
#[must_use]
pub fn value(text: &str) -> String {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}
