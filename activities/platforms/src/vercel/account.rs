//! The account behind a token: who, which teams, what the token may do.

use std::collections::HashSet;

use outbound::{FailureKind, json};
use serde_json::Value;

use crate::{
    account::{Account, Team, TokenInfo},
    error::PlatformError,
    vercel::client::{Vercel, call, next_page},
};

/// Pages of 100 teams.
const MOST_TEAM_PAGES: usize = 10;

impl Vercel {
    pub(super) async fn user(&self) -> Result<Account, PlatformError> {
        let (value, response) = self.get(&["v2", "user"], &[]).await?;
        user(&value).map_err(|reason| call(response.invalid(reason)))
    }

    pub(super) async fn token_info(&self) -> Result<TokenInfo, PlatformError> {
        match self
            .get_own(&["v5", "user", "tokens", "current"], &[])
            .await
        {
            Ok((value, response)) => token(&value).map_err(|reason| call(response.invalid(reason))),
            // Some kinds of token may not look at themselves.
            Err(error)
                if matches!(error.kind(), FailureKind::Forbidden | FailureKind::NotFound) =>
            {
                Ok(TokenInfo::default())
            }
            Err(error) => Err(error),
        }
    }

    pub(super) async fn all_teams(&self) -> Result<Vec<Team>, PlatformError> {
        let mut all: Vec<Team> = Vec::new();
        let mut seen = HashSet::new();
        let mut until: Option<String> = None;
        for _ in 0..MOST_TEAM_PAGES {
            let mut query = vec![("limit", "100")];
            query.extend(until.as_deref().map(|until| ("until", until)));
            let (page, response) = self.get_own(&["v2", "teams"], &query).await?;
            let invalid = |reason| call(response.invalid(reason));
            let found = teams(&page).map_err(invalid)?;
            let before = all.len();
            all.extend(
                found
                    .into_iter()
                    .filter(|team| seen.insert(team.id.clone())),
            );
            let next = next_page(&page).map_err(invalid)?;
            if next.is_none() || all.len() == before {
                return Ok(all);
            }
            until = next;
        }
        tracing::warn!(
            teams = all.len(),
            "the token reaches more teams than are read"
        );
        Ok(all)
    }
}

/// # Errors
/// What a user is useless without.
pub(super) fn user(value: &Value) -> Result<Account, &'static str> {
    let first = |pointers: &[&str]| {
        pointers
            .iter()
            .find_map(|pointer| json::string(value, pointer))
    };
    let id = first(&["/user/id", "/user/uid"]).ok_or("a user without an id")?;
    Ok(Account {
        login: first(&["/user/username", "/user/email", "/user/name"])
            .unwrap_or_else(|| id.clone()),
        id,
    })
}

/// One page. A team that its own rules hide from the token (`limited`) has id, name and slug all the same.
///
/// # Errors
/// When it is no page of teams.
pub(super) fn teams(page: &Value) -> Result<Vec<Team>, &'static str> {
    let items = page.get("teams").and_then(Value::as_array);
    let team = |item: &Value| {
        let id = json::string(item, "/id")?;
        let slug = json::string(item, "/slug");
        Some(Team {
            name: json::string(item, "/name")
                .or_else(|| slug.clone())
                .unwrap_or_else(|| id.clone()),
            id,
            slug,
        })
    };
    let items = items.ok_or("no list of teams")?;
    Ok(items.iter().filter_map(team).collect())
}

/// # Errors
/// When it says what the token reaches, but not so that it can be understood.
pub(super) fn token(value: &Value) -> Result<TokenInfo, &'static str> {
    const UNCLEAR: &str = "a token with unclear scopes";
    let token = value
        .get("token")
        .filter(|token| token.is_object())
        .ok_or("no token")?;
    let scopes = match token.get("scopes") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(scopes)) if !scopes.is_empty() => scopes.as_slice(),
        Some(_) => return Err(UNCLEAR),
    };
    let mut teams = Vec::new();
    let mut is_limited = !scopes.is_empty();
    for scope in scopes {
        match (
            json::string(scope, "/type").as_deref(),
            json::string(scope, "/teamId"),
        ) {
            (Some("user"), None) => is_limited = false,
            (Some(_), Some(team)) => teams.push(team),
            _ => return Err(UNCLEAR),
        }
    }
    Ok(TokenInfo {
        expires_at: json::positive(token, "/expiresAt").and_then(|at| i64::try_from(at).ok()),
        teams: is_limited.then_some(teams),
    })
}
