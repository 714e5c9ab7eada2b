//! Who asks, and what they may do.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    GitHub,
    errors::{self, Refusal},
    state::{Access, Grant, Repository, State},
};
use crate::http::Call;

/// Who sent a request.
#[derive(Clone)]
pub(super) enum Caller {
    Anonymous,
    Token(Grant),
}

impl Caller {
    /// The login, or `ghost` for nobody.
    pub(super) fn login(&self) -> &str {
        match self {
            Self::Anonymous => "ghost",
            Self::Token(grant) => &grant.login,
        }
    }
}

impl GitHub {
    /// Reads the `Authorization` header: `Bearer`, `token`, or Basic with the token as password (or as user name).
    pub(super) fn caller(&self, call: &Call) -> Result<Caller, Refusal> {
        let Some(header) = call.header("authorization") else {
            return Ok(Caller::Anonymous);
        };
        let token = token_in(header).ok_or_else(errors::bad_credentials)?;
        self.state()
            .tokens
            .get(&token)
            .cloned()
            .map(Caller::Token)
            .ok_or_else(errors::bad_credentials)
    }
}

fn token_in(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token") {
        return Some(rest.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
    let (user, password) = pair.split_once(':')?;
    Some(
        if password.is_empty() || password == "x-oauth-basic" {
            user
        } else {
            password
        }
        .to_owned(),
    )
}

impl State {
    /// What the caller may do with a repository; `None` where it must look as if it did not exist.
    pub(super) fn access(&self, caller: &Caller, repository: &Repository) -> Option<Access> {
        let public = (!repository.private).then_some(Access::Read);
        let Caller::Token(grant) = caller else {
            return public;
        };
        let named = |names: &std::collections::BTreeSet<String>| {
            names.contains(&repository.full_name().to_lowercase())
        };
        if grant
            .repositories
            .as_ref()
            .is_some_and(|names| !named(names))
        {
            return public;
        }
        let account = self.permission(&grant.login, repository)?;
        let scoped = match &grant.scopes {
            None => grant.access,
            Some(_) if grant.has_scope(&["repo"]) => grant.access,
            Some(_) if !repository.private && grant.has_scope(&["public_repo"]) => {
                grant.access.min(Access::Write)
            }
            Some(_) => return public,
        };
        Some(account.min(scoped))
    }

    /// What an account may do with a repository.
    pub(super) fn permission(&self, login: &str, repository: &Repository) -> Option<Access> {
        if repository.owner.eq_ignore_ascii_case(login) {
            return Some(Access::Admin);
        }
        repository
            .collaborators
            .get(login)
            .copied()
            .or((!repository.private).then_some(Access::Read))
    }
}
