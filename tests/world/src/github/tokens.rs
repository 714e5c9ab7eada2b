//! Personal access tokens, made and revoked as in an account's settings.

use super::{
    FakeGitHub,
    state::{Access, Grant},
};

impl FakeGitHub {
    /// Makes a token valid for an account, at most with this access. With `repositories` (`owner/name`) it is a
    /// fine-grained token for these; without, and with more than reading, a classic one with the scopes that such access
    /// takes.
    pub fn create_token(
        &self,
        token: &str,
        login: &str,
        access: Access,
        repositories: Option<&[&str]>,
    ) {
        let scopes = match (repositories, access) {
            (Some(_), _) | (None, Access::Read) => None,
            (None, Access::Write) => Some(vec!["repo".to_owned()]),
            (None, Access::Admin) => Some(vec!["admin:repo_hook".to_owned(), "repo".to_owned()]),
        };
        let repositories =
            repositories.map(|names| names.iter().map(|name| name.to_lowercase()).collect());
        let grant = Grant {
            login: login.to_owned(),
            access,
            repositories,
            scopes,
        };
        self.world.state().tokens.insert(token.to_owned(), grant);
    }

    /// Makes a classic token with exactly these scopes, such as `repo`, `public_repo` or `admin:repo_hook`; what it may
    /// do is what its account may do within them. Every answer names them in `X-OAuth-Scopes`.
    pub fn create_classic_token(&self, token: &str, login: &str, scopes: &[&str]) {
        let grant = Grant {
            login: login.to_owned(),
            access: Access::Admin,
            repositories: None,
            scopes: Some(scopes.iter().map(|&scope| scope.to_owned()).collect()),
        };
        self.world.state().tokens.insert(token.to_owned(), grant);
    }

    /// Makes a token invalid.
    pub fn revoke_token(&self, token: &str) {
        self.world.state().tokens.remove(token);
    }
}
