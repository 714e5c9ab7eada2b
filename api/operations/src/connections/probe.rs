//! Who a token belongs to, before anything is stored.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use store::Provider;

use crate::{
    Operations,
    accounts::{Access, Account, trouble},
    error::{Code, OperationError, OperationResult},
    input,
};

/// What people say for the token owner's own projects, instead of a team.
const PERSONAL: &str = "personal";

/// A team to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamChoice {
    /// The provider's id.
    pub id: String,
    /// The name, for people.
    pub name: String,
    /// The short name in addresses.
    pub slug: String,
}

/// What a token is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// Where the account is.
    pub provider: Provider,
    /// The account's login.
    pub account: String,
    /// The account's name, where there is one.
    pub account_name: Option<String>,
    /// Teams that the token sees; empty where the provider has none.
    pub teams: Vec<TeamChoice>,
    /// Whether the account's own projects can be chosen, too.
    pub personal: bool,
    /// Scopes of the token, where the provider tells them.
    pub scopes: Option<Vec<String>>,
    /// When the token expires, where the provider tells it.
    pub expires_at: Option<Timestamp>,
}

impl Probe {
    /// The team that is meant: by id, short name or name; `personal`: none. Without a wish the only one there is.
    ///
    /// # Errors
    /// `team_not_found`, and `team_needed` when there are several and nobody chose.
    pub fn choose(&self, wanted: Option<&str>) -> OperationResult<Option<&TeamChoice>> {
        match (wanted.map(str::trim), self.teams.as_slice()) {
            (None, []) => Ok(None),
            (None, [only]) => Ok(Some(only)),
            (None, _) => Err(OperationError::new(
                Code::TeamNeeded,
                format!(
                    "the token sees several teams: choose one with --team, or `{PERSONAL}`\n{}",
                    self.listed()
                ),
            )),
            (Some(text), _) if text.eq_ignore_ascii_case(PERSONAL) && self.personal => Ok(None),
            (Some(text), teams) => teams
                .iter()
                .find(|team| team.id == text || team.slug.eq_ignore_ascii_case(text))
                .or_else(|| teams.iter().find(|team| team.name == text))
                .map(Some)
                .ok_or_else(|| self.no_such_team(text)),
        }
    }

    fn no_such_team(&self, text: &str) -> OperationError {
        let shown: String = text.chars().take(64).collect();
        let sentence = match self.teams.as_slice() {
            [] => format!(
                "the token of {} sees no team `{shown}`: leave --team out",
                self.account
            ),
            _ => format!(
                "the token of {} sees no team `{shown}`, but\n{}",
                self.account,
                self.listed()
            ),
        };
        OperationError::new(Code::TeamNotFound, sentence)
    }

    fn listed(&self) -> String {
        let teams = self
            .teams
            .iter()
            .take(50)
            .map(|team| format!("  {}  {} ({})", team.slug, team.name, team.id));
        teams.collect::<Vec<_>>().join("\n")
    }
}

impl Operations {
    /// Asks the provider whose token this is and what it sees. Stores nothing.
    ///
    /// # Errors
    /// `token_refused`, `provider_unavailable`, `provider_refused`, `invalid_argument`.
    pub async fn probe_connection(
        &self,
        provider: Provider,
        token: &SecretString,
        base_url: Option<&str>,
    ) -> OperationResult<Probe> {
        let access = Access {
            provider,
            token: input::token(token)?,
            team: None,
            base_url: base_url.map(input::base_url).transpose()?,
        };
        self.probe(access).await
    }

    pub(super) async fn probe(&self, access: Access) -> OperationResult<Probe> {
        let provider = access.provider;
        let base_url = access.base_url.clone();
        let failed =
            |trouble: crate::accounts::Trouble| trouble.of_proof().at(base_url.as_deref()).error();
        match self.open_account(access)? {
            Account::Platform(platform) => {
                let account = platform
                    .whoami()
                    .await
                    .map_err(|error| failed(trouble(provider, &error)))?;
                let teams = platform
                    .teams()
                    .await
                    .map_err(|error| failed(trouble(provider, &error)))?;
                // Only for the date: a token that may not look at itself is good nevertheless.
                let token = platform.token().await.unwrap_or_default();
                let reached = |team: &platforms::Team| match &token.teams {
                    Some(only) => only.contains(&team.id),
                    None => true,
                };
                Ok(Probe {
                    provider,
                    account: account.login,
                    account_name: None,
                    teams: teams
                        .into_iter()
                        .filter(reached)
                        .map(|team| TeamChoice {
                            slug: team.slug.unwrap_or_else(|| team.id.clone()),
                            id: team.id,
                            name: team.name,
                        })
                        .collect(),
                    personal: token.teams.is_none(),
                    scopes: None,
                    expires_at: token.expires_at.and_then(date),
                })
            }
            Account::GitHost(host) => {
                let account = host
                    .whoami()
                    .await
                    .map_err(|error| failed(trouble(provider, &error)))?;
                Ok(Probe {
                    provider,
                    account: account.login,
                    account_name: account.name,
                    teams: Vec::new(),
                    personal: true,
                    scopes: account.scopes,
                    expires_at: None,
                })
            }
        }
    }
}

/// A provider's date; one that no calendar has is none.
pub(super) fn date(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}
