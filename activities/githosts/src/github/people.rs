//! Accounts of GitHub: whose token it is, who is a program, and who may do what.

use domain::Repository;
use outbound::{FailureKind, HeaderMap, Method, json};
use serde_json::Value;

use crate::{
    error::GitHostError,
    github::client::{Github, call},
    host::Account,
    repository::Permission,
};

impl Github {
    pub(super) async fn owner(&self) -> Result<Account, GitHostError> {
        let response = self.send_to(Method::GET, &["user"], &[], None).await?;
        let value = response.json().map_err(call)?;
        account(&value, &response.headers).map_err(|reason| call(response.invalid(reason)))
    }

    /// Login of the token's owner, asked for once; `None` for an app, which has no user.
    pub(super) async fn own_login(&self) -> Result<Option<&str>, GitHostError> {
        let login = self.login.get_or_try_init(|| async {
            match self.owner().await {
                Ok(account) => Ok(Some(account.login)),
                Err(error)
                    if matches!(error.kind(), FailureKind::Forbidden | FailureKind::NotFound) =>
                {
                    Ok(None)
                }
                Err(error) => Err(error),
            }
        });
        Ok(login.await?.as_deref())
    }

    pub(super) async fn permission_of(
        &self,
        repository: &Repository,
        login: &str,
    ) -> Result<Permission, GitHostError> {
        match self
            .get(repository, &["collaborators", login, "permission"])
            .await
        {
            Ok((value, response)) => {
                permission(&value, login).map_err(|reason| call(response.invalid(reason)))
            }
            Err(error) if error.kind() == FailureKind::NotFound => Ok(Permission::None),
            Err(error) => Err(error),
        }
    }
}

/// # Errors
/// What an account is useless without.
pub(super) fn account(value: &Value, headers: &HeaderMap) -> Result<Account, &'static str> {
    let (Some(id), Some(login)) = (json::positive(value, "/id"), json::string(value, "/login"))
    else {
        return Err("a user without id or login");
    };
    let scopes = headers
        .get("x-oauth-scopes")
        .and_then(|scopes| scopes.to_str().ok())
        .map(|scopes| {
            let scopes = scopes.split(',').map(str::trim);
            scopes
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect()
        });
    Ok(Account {
        id: id.to_string(),
        login,
        name: json::string(value, "/name"),
        scopes,
    })
}

/// The role beats the permission, which knows no triage and no maintain; a role of an organisation's own making is known
/// by the permission that it is based on.
///
/// # Errors
/// When it is about somebody else, or says nothing that is known.
pub(super) fn permission(value: &Value, login: &str) -> Result<Permission, &'static str> {
    let is_other = json::string(value, "/user/login")
        .is_some_and(|answered| !answered.eq_ignore_ascii_case(login));
    if is_other {
        return Err("the permission of somebody else");
    }
    ["/role_name", "/permission"]
        .iter()
        .find_map(|pointer| match json::string(value, pointer)?.as_str() {
            "admin" => Some(Permission::Admin),
            "maintain" | "write" => Some(Permission::Write),
            "triage" | "read" => Some(Permission::Read),
            "none" => Some(Permission::None),
            _ => None,
        })
        .ok_or("an unknown permission")
}

/// Whether an account is a program. Apps have a login that people cannot have; what is unclear counts as a program,
/// since programs that listen to each other never end.
pub(super) fn is_bot(user: &Value) -> bool {
    let is_app = json::string(user, "/login").is_none_or(|login| login.ends_with("[bot]"));
    let is_unclear_or_bot = user
        .get("type")
        .is_some_and(|kind| kind.as_str().is_none_or(|kind| kind == "Bot"));
    is_app || is_unclear_or_bot
}
