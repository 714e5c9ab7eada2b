//! What a test of a connection found, one sentence each.

use jiff::Timestamp;
use serde::Serialize;

/// A token that expires within so many days is worth a word.
const SOON: i64 = 14;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It works.
    Good,
    /// It does not work.
    Bad,
    /// Nobody can say, or nobody needs to.
    Unknown,
}

/// One thing that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What: `token`, `team`, `projects`, `webhooks`, `expiry`, `scopes`, `repository`, `push`, `hooks`.
    pub what: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// A sentence about it.
    pub detail: String,
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<Finding>);

impl Findings {
    pub(super) fn add(
        &mut self,
        what: &'static str,
        standing: Standing,
        detail: impl Into<String>,
    ) {
        self.0.push(Finding {
            what,
            standing,
            detail: detail.into(),
        });
    }

    pub(super) fn good(&mut self, what: &'static str, detail: impl Into<String>) {
        self.add(what, Standing::Good, detail);
    }

    pub(super) fn bad(&mut self, what: &'static str, detail: impl Into<String>) {
        self.add(what, Standing::Bad, detail);
    }

    pub(super) fn unknown(&mut self, what: &'static str, detail: impl Into<String>) {
        self.add(what, Standing::Unknown, detail);
    }
}

/// A classic token's scopes; a fine-grained token tells none.
pub(super) fn scopes(scopes: Option<&[String]>, findings: &mut Findings) {
    let Some(scopes) = scopes else {
        return findings.unknown("scopes", "the token does not tell its rights");
    };
    let has = |wanted: &[&str]| scopes.iter().any(|scope| wanted.contains(&scope.as_str()));
    let listed = scopes.join(", ");
    if !has(&["repo", "public_repo"]) {
        findings.bad("scopes", format!("`repo` is missing (there is: {listed})"));
    } else if !has(&["admin:repo_hook", "write:repo_hook"]) {
        findings.unknown(
            "scopes",
            format!("{listed}: without `admin:repo_hook` regreen registers no webhooks"),
        );
    } else {
        findings.good("scopes", listed);
    }
}

/// How long the token works.
pub(super) fn expiry(expires_at: Option<Timestamp>, findings: &mut Findings) {
    let Some(at) = expires_at else {
        return findings.unknown("expiry", "none is known");
    };
    let days = (at.as_second() - Timestamp::now().as_second()).div_euclid(86_400);
    let date = at.strftime("%Y-%m-%d");
    if days < 0 {
        findings.bad("expiry", format!("expired on {date}"));
    } else if days < SOON {
        findings.unknown(
            "expiry",
            format!("soon, on {date}: replace it with `regreen connection set-token`"),
        );
    } else {
        findings.good("expiry", format!("expires on {date}"));
    }
}
