//! The one search that decides whether a line needs a closer look, and the dispatch of what it finds.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::{
    assignment, places,
    span::{MARK, Span},
    tokens::{self, TOKENS},
};

/// What a trigger calls for.
#[derive(Clone, Copy)]
enum Rule {
    Token(usize),
    JsonWebToken,
    Address,
    Scheme { min: usize },
    UserOption,
    PrivateKey,
    Query,
    Name,
}

/// The compiled triggers.
struct Triggers {
    search: AhoCorasick,
    rules: Vec<(Rule, &'static str)>,
}

static TRIGGERS: LazyLock<Triggers> = LazyLock::new(|| {
    let mut rules: Vec<(Rule, &'static str)> = Vec::new();
    for (row, token) in TOKENS.iter().enumerate() {
        rules.extend(
            token
                .prefixes
                .iter()
                .map(|prefix| (Rule::Token(row), *prefix)),
        );
    }
    rules.push((Rule::JsonWebToken, "eyJ"));
    rules.push((Rule::Address, "://"));
    rules.push((Rule::Scheme { min: 16 }, "bearer "));
    rules.push((Rule::Scheme { min: 8 }, "authorization: basic "));
    rules.push((Rule::Scheme { min: 8 }, "authorization: token "));
    rules.push((Rule::Scheme { min: 4 }, "authorization: bearer "));
    rules.push((Rule::UserOption, " -u "));
    rules.push((Rule::PrivateKey, "-----BEGIN "));
    rules.push((Rule::Query, "key="));
    rules.push((Rule::Query, "sig="));
    rules.push((Rule::Query, "signature="));
    rules.push((Rule::Query, "code="));
    for name in [
        "secret",
        "token",
        "pass",
        "pwd",
        "key",
        "credential",
        "auth",
        "dsn",
        "salt",
        "cookie",
        "_pat",
        "sharedaccess",
    ] {
        rules.push((Rule::Name, name));
    }
    let search = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(rules.iter().map(|(_, literal)| *literal));
    #[expect(
        clippy::expect_used,
        reason = "the literals are constants; a test builds them"
    )]
    let search = search.expect("trigger literals");
    Triggers { search, rules }
});

/// What one line holds.
pub(crate) struct Found {
    /// A private key begins in this line and does not end in it.
    pub(crate) key_open: bool,
}

/// Collects the spans of `line` from `from` on.
pub(crate) fn line(line: &[u8], from: usize, spans: &mut Vec<Span>) -> Found {
    let triggers = &*TRIGGERS;
    let mut found = Found { key_open: false };
    let mut access_key = false;
    for hit in triggers.search.find_overlapping_iter(&line[from..]) {
        let (rule, literal) = triggers.rules[hit.pattern().as_usize()];
        let at = from + hit.start();
        let span = match rule {
            Rule::Token(row) => {
                // The search ignores case for the sake of names; prefixes of tokens mean theirs.
                let exact = line[at..].starts_with(literal.as_bytes());
                let span = if exact {
                    tokens::find(&TOKENS[row], line, at, literal.len())
                } else {
                    None
                };
                access_key |= span.is_some_and(|span| span.kind == "aws-access-key");
                span
            }
            Rule::JsonWebToken => line[at..]
                .starts_with(b"eyJ")
                .then(|| places::json_web_token(line, at))
                .flatten(),
            Rule::Address => places::address(line, at),
            Rule::Scheme { min } => places::scheme_credential(line, at, literal.len(), min),
            Rule::UserOption => places::user_option(line, at),
            Rule::PrivateKey if places::opens_private_key(line, at) => {
                let end = places::closes_private_key(line, at);
                found.key_open |= end.is_none();
                Some(Span {
                    start: at,
                    end: end.unwrap_or(line.len()),
                    kind: "private-key",
                })
            }
            Rule::PrivateKey => None,
            Rule::Query => places::query_value(line, at, literal.len()),
            Rule::Name => assignment::find(line, at),
        };
        spans.extend(
            span.filter(|span| span.start < span.end && !line[span.start..].starts_with(MARK)),
        );
    }
    if access_key {
        places::aws_secrets(line, spans);
    }
    found
}
