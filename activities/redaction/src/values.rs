//! Whether a value behind a telling name can be a secret: not a type, a variable, a placeholder or prose.

use crate::{
    names::{self, Promise},
    shapes::{
        among, contains, count, echoes, is_compound, is_masked, is_number, is_path, is_path_like,
        is_random, is_reference, is_special, is_template, is_variable_name, is_version,
        names_itself,
    },
    span::alphanumeric,
};

/// How a name and its value are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// `NAME=value`, `name => value`.
    Equals,
    /// `name: value`.
    Colon,
    /// `--name value`.
    Option,
    /// `?name=value`, `<name>value<`, `"key":"NAME","value":"…"`: nothing but a value can stand here.
    Field,
    /// `"name", "value"`.
    List,
    /// `name is value`.
    Copula,
    /// `NAME value`, `name ("value")`, `| NAME | value |`: much else stands so.
    Prose,
}

/// What is known about a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) promise: Promise,
    pub(crate) join: Join,
    /// The name stands in quotes.
    pub(crate) name_quoted: bool,
    /// Nothing stands between name, joint and value.
    pub(crate) tight: bool,
}

const TAME: &[&str] = &[
    "string",
    "number",
    "boolean",
    "object",
    "null",
    "undefined",
    "true",
    "false",
    "none",
    "required",
    "optional",
    "unknown",
    "any",
    "never",
    "void",
    "secret",
    "token",
    "password",
    "hidden",
    "encrypted",
    "masked",
    "missing",
    "set",
    "unset",
    "empty",
    "redacted",
    "filtered",
    "bearer",
    "basic",
    "received",
    "provided",
    "current-password",
    "new-password",
    // Names of headers, cookies and stores, not what they hold.
    "auth_token",
    "access_token",
    "refresh_token",
    "id_token",
    "session_token",
    "csrf_token",
    "api_key",
    "api-key",
    "apikey",
    "accesstoken",
    "authtoken",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
    "include",
    "same-origin",
    "omit",
    "use-credentials",
    "uint8array",
    "base64",
    "sha256",
    "bcrypt",
    "argon2id",
    "pass",
    "*mut",
    "*const",
    "authorization",
];

/// Names whose values may be sentences in source code, too.
const SENTENCES: &[&str] = &["password", "passphrase", "passwd", "secret", "pwd", "pass"];

/// Words of messages.
const MESSAGE_WORDS: &[&str] = &[
    "your", "enter", "please", "forgot", "required", "must", "invalid", "should", "cannot",
    "missing",
];

/// Words of labels, which begin in upper case.
const LABEL_WORDS: &[&str] = &[
    "password",
    "secret",
    "token",
    "key",
    "passphrase",
    "is",
    "not",
];

/// Whether the value keeps what its name promises.
pub(crate) fn plausible(claim: &Claim<'_>, value: &[u8], quoted: bool) -> bool {
    if value.len() < 4 || stands_for_another(value, quoted) || is_path(value) {
        return false;
    }
    let Claim {
        name,
        promise,
        join,
        ..
    } = *claim;
    let digits = count(value, u8::is_ascii_digit);
    let letters = count(value, u8::is_ascii_alphabetic);
    let shell = names::is_shell(name);
    if !shell && (echoes(name, value) || is_variable_name(value) || !quoted && names_itself(value))
    {
        return false;
    }
    if promise == Promise::Hint {
        let random = is_random(value) && (quoted || join != Join::Prose || value.len() >= 32);
        let field = matches!(join, Join::Colon | Join::Equals | Join::Field);
        let pair = shell && digits > 0 && value.contains(&b':');
        return random
            || pair
            || among(name, &["pass"]) && field && quoted && letters < value.len();
    }
    if join == Join::List {
        return is_random(value);
    }
    if matches!(join, Join::Prose | Join::Copula) {
        let said = quoted || join == Join::Copula && digits > 0;
        let chosen =
            promise == Promise::Password && said && value.len() >= 6 && !value.contains(&b' ');
        return is_random(value) || chosen && letters < value.len() && !is_path_like(value);
    }
    let number = digits == value.len() && digits < 8 || is_number(value);
    if number && promise != Promise::Password {
        return false;
    }
    if value.contains(&b' ') {
        let sentences = shell
            || among(name, SENTENCES)
            || matches!(join, Join::Equals | Join::Field | Join::Option);
        return quoted && promise != Promise::Token && sentences && (shell || !is_label(value));
    }
    let header = name.len() > 2 && name[..2].eq_ignore_ascii_case(b"x-");
    let known = claim.name_quoted || shell || header || join == Join::Field;
    let strict = !shell && !header && (join == Join::Option || join == Join::Colon && !quoted);
    if strict && promise == Promise::Password {
        return value.len() >= 6 && (digits > 0 || is_special(value)) && !is_path_like(value);
    }
    if strict {
        return value.len() >= 8 && digits > 0 && letters > 0 && !is_reference(value);
    }
    if promise == Promise::Token && quoted && !known {
        // Design tokens, lexers and headers have tokens of their own.
        return (digits > 0 || value.len() >= 20) && !is_reference(value);
    }
    if !quoted && !claim.tight && join == Join::Equals && is_compound(value) {
        return false;
    }
    if quoted || known {
        // People choose secrets now and then, and never keys.
        let chosen = among(last_word(name), &["secret", "secrets"]);
        let word = promise == Promise::Password || shell || header || chosen;
        return word || !is_reference(value);
    }
    // `token = nextToken` is code; `token=ab12…` is a value.
    let setting = name.iter().any(|byte| b"._-".contains(byte)) || letters < value.len();
    if promise == Promise::Password && claim.tight && setting {
        return !is_path_like(value) && !names::is_telling_word(value);
    }
    value.len() >= 6 && (digits > 0 || value.len() >= 20) && !is_reference(value)
}

/// Variables, masks, placeholders, expressions, addresses (which are looked at on their own).
fn stands_for_another(value: &[u8], quoted: bool) -> bool {
    let code = contains(value, b"process.env")
        || memchr::memmem::find(value, b"env.").is_some_and(|at| at < 12)
        || (!quoted && value.iter().any(|byte| b"([{".contains(byte)))
        || (!quoted && contains(value, b"::"));
    let address = contains(value, b"://")
        && (value.contains(&b'@') || !value.rsplit(|byte| *byte == b'/').any(is_random));
    is_template(value)
        || is_masked(value)
        || code
        || address
        || value.starts_with(b"sv=")
        || value.starts_with(b"--")
        || is_version(value)
        || among(value.strip_prefix(b"@").unwrap_or(value), TAME)
}

fn last_word(name: &[u8]) -> &[u8] {
    let word = name
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_lowercase());
    let start = name.len() - word.count();
    // The hump that begins the word belongs to it.
    let hump = start > 0 && name[start - 1].is_ascii_uppercase();
    &name[start - usize::from(hump)..]
}

/// Sentences for people: labels of fields, messages about them.
fn is_label(value: &[u8]) -> bool {
    let has = |table: &[&str]| {
        value
            .split(|byte| !alphanumeric(*byte))
            .any(|word| among(word, table))
    };
    let words = value
        .iter()
        .all(|byte| byte.is_ascii_alphabetic() || *byte == b' ' || !byte.is_ascii());
    let capital = value[0].is_ascii_uppercase();
    has(MESSAGE_WORDS) || capital && (words || has(LABEL_WORDS))
}
