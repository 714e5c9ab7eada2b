//! Names that tell of secrets.

/// What the value behind a name must look like to be taken for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// People choose passwords: words and sentences count.
    Password,
    /// Keys and secrets are mostly made by machines.
    Secret,
    /// Tokens are always made by machines, and much else is called a token.
    Token,
    /// The name tells little (`auth`, `bypass`): only what looks random counts.
    Hint,
}

/// Names of more words are prose.
const MAX_WORDS: usize = 12;

/// The counts, limits, kinds and whereabouts of secrets are not secret.
const TAME_ENDS: &[&str] = &[
    "limit",
    "type",
    "length",
    "expiry",
    "expires",
    "count",
    "max",
    "min",
    "path",
    "file",
    "name",
    "id",
    "usage",
    "url",
    "uri",
    "endpoint",
    "policy",
    "label",
    "title",
    "header",
    "prefix",
    "suffix",
    "seconds",
    "minutes",
    "hours",
    "days",
    "ttl",
    "dir",
    "directory",
    "description",
    "placeholder",
    "message",
    "hint",
    "error",
    "field",
    "provider",
    "algorithm",
    "version",
    "status",
    "enabled",
    "required",
    "class",
    "style",
    "icon",
    "color",
    "format",
    "mode",
    "scope",
    "scopes",
    "issuer",
    "audience",
    "method",
    "host",
    "port",
    "region",
    "user",
    "username",
    "email",
    "arn",
    "ref",
    "selector",
    "rotation",
    "kind",
    "size",
    "env",
    "var",
    "prompt",
    "protection",
    "address",
    "symbol",
    "decimals",
    "supported",
];

/// A word that is, or ends in, one of these makes the whole name telling.
const TELLING: &[(&str, Promise)] = &[
    ("password", Promise::Password),
    ("passwd", Promise::Password),
    ("passphrase", Promise::Password),
    ("passcode", Promise::Password),
    ("secret", Promise::Secret),
    ("apikey", Promise::Secret),
    ("secretkey", Promise::Secret),
    ("privatekey", Promise::Secret),
    ("accesskey", Promise::Secret),
    ("accountkey", Promise::Secret),
    ("authkey", Promise::Secret),
    ("credential", Promise::Secret),
    ("credentials", Promise::Secret),
    ("token", Promise::Token),
];

/// Whole words that do the same.
const TELLING_WORDS: &[(&str, Promise)] =
    &[("secrets", Promise::Secret), ("dbpass", Promise::Password)];

/// `<kind> key` is a secret.
const SECRET_KEYS: &[&str] = &[
    "api",
    "private",
    "access",
    "signing",
    "encryption",
    "auth",
    "account",
    "license",
    "master",
    "deploy",
    "ssh",
    "app",
    "role",
    "service",
    "admin",
    "jwt",
    "webhook",
    "secret",
    "subscription",
    "routing",
    "integration",
    "storage",
    "shared",
    "session",
    "cookie",
    "hmac",
    "write",
];

/// In shells every other `…_KEY` is one, but for these.
const HARMLESS_KEYS: &[&str] = &[
    "cache",
    "primary",
    "foreign",
    "sort",
    "public",
    "partition",
    "publishable",
    "hash",
    "object",
];

/// What a name in capitals ends in when its value is a secret.
const SHELL_ENDS: &[(&str, Promise)] = &[
    ("pass", Promise::Password),
    ("pwd", Promise::Password),
    ("pw", Promise::Password),
    ("dsn", Promise::Secret),
    ("salt", Promise::Secret),
    ("pepper", Promise::Secret),
    ("pat", Promise::Secret),
    ("auth", Promise::Hint),
];

/// What any name may end in when its value looks random.
const HINTS: &[&str] = &["auth", "authtoken", "pat", "bypass", "ident", "pass", "dsn"];

/// The words of a name, without allocation.
struct Words<'a> {
    words: [&'a [u8]; MAX_WORDS],
    count: usize,
}

impl<'a> Words<'a> {
    /// Splits at `_`, `-`, `.`, blanks and humps.
    fn of(name: &'a [u8]) -> Option<Self> {
        let mut all = Self {
            words: [&[]; MAX_WORDS],
            count: 0,
        };
        let mut start = 0;
        for at in 0..=name.len() {
            let byte = name.get(at).copied();
            let separator = matches!(byte, None | Some(b'_' | b'-' | b'.' | b' '));
            let hump = byte.is_some_and(|byte| byte.is_ascii_uppercase())
                && at > start
                && (name[at - 1].is_ascii_lowercase() || name[at - 1].is_ascii_digit());
            if !(separator || hump) {
                continue;
            }
            if at > start {
                *all.words.get_mut(all.count)? = &name[start..at];
                all.count += 1;
            }
            start = at + usize::from(separator);
        }
        Some(all)
    }

    fn all(&self) -> &[&'a [u8]] {
        &self.words[..self.count]
    }

    /// The `back`-th word from the end.
    fn last(&self, back: usize) -> &'a [u8] {
        self.count
            .checked_sub(back + 1)
            .map_or(&[], |index| self.words[index])
    }
}

fn is(word: &[u8], text: &str) -> bool {
    word.eq_ignore_ascii_case(text.as_bytes())
}

fn ends_in(word: &[u8], text: &str) -> bool {
    word.len()
        .checked_sub(text.len())
        .is_some_and(|start| is(&word[start..], text))
}

/// Whether a name is written as environment variables are.
pub(crate) fn is_shell(name: &[u8]) -> bool {
    !name.iter().any(u8::is_ascii_lowercase)
}

/// Whether a word is one that tells of a secret.
pub(crate) fn is_telling_word(word: &[u8]) -> bool {
    TELLING.iter().any(|(text, _)| ends_in(word, text)) || is(word, "key") || is(word, "passwords")
}

/// What a name tells of its value, if it tells of a secret.
pub(crate) fn promise(name: &[u8]) -> Option<Promise> {
    let words = Words::of(name)?;
    let mut last = words.last(0);
    if !last.is_empty() && last.iter().all(u8::is_ascii_digit) {
        last = words.last(1);
    }
    if TAME_ENDS.iter().any(|end| is(last, end)) {
        return None;
    }
    if is(last, "cookie") && words.count <= 2 {
        return None;
    }
    for word in words.all().iter().rev() {
        let suffix = TELLING.iter().find(|(text, _)| ends_in(word, text));
        let whole = TELLING_WORDS.iter().find(|(text, _)| is(word, text));
        if let Some((_, promise)) = suffix.or(whole) {
            return Some(*promise);
        }
    }
    let pair = |two: &[&[u8]]| {
        is(two[1], "key") && SECRET_KEYS.iter().any(|kind| is(two[0], kind))
            || is(two[0], "shared") && is(two[1], "access")
            || is(two[0], "auth") && is(two[1], "ident")
    };
    if words.all().windows(2).any(pair) || is(last, "SharedAccessKey") {
        return Some(Promise::Secret);
    }
    if is(name, "_auth") || ends_in(name, "__auth") {
        return Some(Promise::Secret);
    }
    if is(name, "pwd") {
        return Some(Promise::Password);
    }
    let shell = name.contains(&b'_') && is_shell(name);
    if shell {
        if is(last, "key") && !HARMLESS_KEYS.iter().any(|kind| is(words.last(1), kind)) {
            return Some(Promise::Secret);
        }
        if let Some((_, promise)) = SHELL_ENDS.iter().find(|(end, _)| is(last, end)) {
            return Some(*promise);
        }
    }
    HINTS
        .iter()
        .any(|end| is(last, end))
        .then_some(Promise::Hint)
}
