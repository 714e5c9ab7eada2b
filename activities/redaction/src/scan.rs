//! The one search that decides whether a line needs a closer look, and the dispatch of what it finds.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use crate::{
    address, armour, assignment,
    commands::{self, OPTIONS},
    headers, places,
    span::{MARK, Span},
    token_rows::{INFIXES, NAMED, TOKENS},
    tokens,
};

/// What a line leaves open for the next one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Carry {
    /// Nothing: the next line is looked at on its own.
    #[default]
    Nothing,
    /// A private key begins and does not end.
    PrivateKey,
    /// A telling name stands without its value.
    Value,
    /// A private key goes on, or what passed for a part of it is a telling name without its value.
    Either,
}

impl Carry {
    /// Both, as far as the next line can use both.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, other) => other,
            (Self::PrivateKey, Self::Value | Self::Either) => Self::Either,
            (known, _) => known,
        }
    }
}

/// What a trigger calls for.
#[derive(Clone, Copy)]
enum Rule {
    Token(usize),
    Infix(usize),
    Named(usize),
    Option(usize),
    JsonWebToken,
    Address,
    EncodedAddress,
    Oracle,
    Bare(u8),
    Scheme,
    Authorization,
    Cookie,
    Digest,
    PrivateKey,
    PuttyKey,
    Query,
    Name,
}

/// The count of rules whose spans need no second look.
const COVERING: usize = TOKENS.len() + 2 + INFIXES.len();

impl Rule {
    /// The place of a rule whose span needs no second look by the same rule.
    fn covering(self) -> Option<usize> {
        match self {
            Self::Token(row) => Some(row),
            Self::JsonWebToken => Some(TOKENS.len()),
            Self::PrivateKey => Some(TOKENS.len() + 1),
            Self::Infix(row) => Some(TOKENS.len() + 2 + row),
            _ => None,
        }
    }
}

/// The triggers that are no rows of other tables.
const WORDS: &[(Rule, &str)] = &[
    (Rule::JsonWebToken, "eyJ"),
    (Rule::Address, "://"),
    (Rule::EncodedAddress, "%3A%2F%2F"),
    (Rule::Oracle, "jdbc:oracle:thin:"),
    (Rule::Bare(b':'), "@tcp("),
    (Rule::Bare(b':'), "@unix("),
    (Rule::Bare(b'/'), "@//"),
    (Rule::Scheme, "bearer "),
    (Rule::Authorization, "authorization"),
    (Rule::Cookie, "cookie"),
    (Rule::Digest, "response=\""),
    (Rule::PrivateKey, "-----BEGIN "),
    (Rule::PuttyKey, "Private-Lines: "),
    (Rule::Query, "key="),
    (Rule::Query, "sig="),
    (Rule::Query, "signature="),
    (Rule::Query, "code="),
    (Rule::Query, "share="),
    (Rule::Query, "bypass="),
    (Rule::Name, "secret"),
    (Rule::Name, "token"),
    (Rule::Name, "pass"),
    (Rule::Name, "pwd"),
    (Rule::Name, "_pw"),
    (Rule::Name, "key"),
    (Rule::Name, "credential"),
    (Rule::Name, "auth"),
    (Rule::Name, "dsn"),
    (Rule::Name, "salt"),
    (Rule::Name, "pepper"),
    (Rule::Name, "_pat"),
    (Rule::Name, "pat:"),
    (Rule::Name, "sharedaccess"),
];

/// The compiled triggers.
struct Triggers {
    search: AhoCorasick,
    rules: Vec<(Rule, &'static str)>,
}

static TRIGGERS: LazyLock<Triggers> = LazyLock::new(|| {
    let mut rules: Vec<(Rule, &'static str)> = Vec::new();
    for (row, token) in TOKENS.iter().enumerate() {
        let prefixes = token.prefixes.iter();
        rules.extend(prefixes.map(|prefix| (Rule::Token(row), *prefix)));
    }
    let infixes = INFIXES.iter().enumerate();
    rules.extend(infixes.map(|(row, infix)| (Rule::Infix(row), infix.infix)));
    let named = NAMED.iter().enumerate();
    rules.extend(named.map(|(row, (name, _))| (Rule::Named(row), *name)));
    let options = OPTIONS.iter().enumerate();
    rules.extend(options.map(|(row, option)| (Rule::Option(row), option.option)));
    rules.extend(WORDS);
    let search = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(rules.iter().map(|(_, literal)| *literal));
    #[expect(
        clippy::expect_used,
        reason = "the literals are constants; a test builds them"
    )]
    let search = search.expect("trigger literals");
    Triggers { search, rules }
});

/// All triggers, and whether each counts in its own case only.
pub(crate) fn literals() -> impl Iterator<Item = (&'static str, bool)> {
    let own_case = |rule: Rule| {
        matches!(
            rule,
            Rule::Token(_) | Rule::Infix(_) | Rule::Option(_) | Rule::JsonWebToken
        )
    };
    let rules = TRIGGERS.rules.iter();
    rules.map(move |(rule, literal)| (*literal, own_case(*rule)))
}

/// Collects the spans of `line`.
pub(crate) fn line(line: &[u8], spans: &mut Vec<Span>) -> Carry {
    let triggers = &*TRIGGERS;
    let mut carry = Carry::Nothing;
    let mut access_key = false;
    // What a token covers is not looked at again by its own row, and an issuer's name counts once in a line.
    let mut covered: Option<[usize; COVERING]> = None;
    let mut named = 0_u32;
    for hit in triggers.search.find_overlapping_iter(line) {
        let (rule, literal) = triggers.rules[hit.pattern().as_usize()];
        let (at, end) = (hit.start(), hit.end());
        let row = rule.covering();
        if row
            .zip(covered.as_ref())
            .is_some_and(|(row, ends)| at < ends[row])
        {
            continue;
        }
        // The search ignores case for the sake of names; prefixes of tokens mean theirs.
        let exact = || line[at..].starts_with(literal.as_bytes());
        let span = match rule {
            Rule::Token(row) if exact() => {
                let span = tokens::find(&TOKENS[row], line, at, literal.len());
                access_key |= span.is_some_and(|span| span.kind == "aws-access-key");
                span
            }
            Rule::Infix(row) if exact() => tokens::around(&INFIXES[row], line, at),
            Rule::Named(row) => {
                if named & 1 << row == 0 {
                    named |= 1 << row;
                    tokens::all(&NAMED[row].1, line, spans);
                }
                None
            }
            Rule::Option(row) if exact() => commands::find(&OPTIONS[row], line, at),
            Rule::JsonWebToken if exact() => places::json_web_token(line, at),
            Rule::Token(_) | Rule::Infix(_) | Rule::Option(_) | Rule::JsonWebToken => None,
            Rule::Address => address::find(line, at),
            Rule::EncodedAddress => address::encoded(line, at),
            Rule::Oracle => address::oracle(line, end),
            Rule::Bare(separator) => address::bare(line, at, separator),
            Rule::Scheme => headers::scheme(line, at, literal.len(), 16),
            Rule::Authorization => headers::authorization(line, end),
            Rule::Cookie => {
                headers::cookies(line, at, spans);
                None
            }
            Rule::Digest => places::digest_response(line, end),
            Rule::PrivateKey if armour::opens(line, at) => {
                let close = armour::closes(line, at);
                if close.is_none() {
                    carry = Carry::PrivateKey;
                }
                Some(Span {
                    start: at,
                    end: close.unwrap_or(line.len()),
                    kind: "private-key",
                })
            }
            Rule::PrivateKey => None,
            Rule::PuttyKey => {
                carry = Carry::PrivateKey;
                None
            }
            Rule::Query => places::query_value(line, at, end),
            Rule::Name => {
                if assignment::find(line, at, spans) && carry == Carry::Nothing {
                    carry = Carry::Value;
                }
                None
            }
        };
        if let (Some(row), Some(span)) = (row, span) {
            covered.get_or_insert([0; COVERING])[row] = span.end;
        }
        spans.extend(
            span.filter(|span| span.start < span.end && !line[span.start..].starts_with(MARK)),
        );
    }
    if access_key {
        places::aws_secrets(line, spans);
    }
    carry
}
