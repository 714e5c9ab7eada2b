//! Access tokens: for a whole account or for one team of it, made and revoked as in the account's settings.

use super::{FakeVercel, Vercel, state::Token};
use crate::{WorldError, clock};

impl FakeVercel {
    /// Makes a token valid for a user (by id or name), with the personal account and all teams.
    pub fn create_token(&self, token: &str, user: &str) {
        self.world.add_token(token, user, None);
    }

    /// Makes a token of a user (by id or name) that is good for one team only: it is refused for the personal account
    /// and for the user's other teams, which it sees in lists without their details.
    ///
    /// # Errors
    /// Fails for an unknown team.
    pub fn create_team_token(&self, token: &str, user: &str, team: &str) -> Result<(), WorldError> {
        if !self.world.state().teams.contains_key(team) {
            return Err(WorldError::missing("team", team));
        }
        self.world.add_token(token, user, Some(team.to_owned()));
        Ok(())
    }

    /// Makes a token invalid.
    pub fn revoke_token(&self, token: &str) {
        self.world.state().tokens.remove(token);
    }
}

impl Vercel {
    fn add_token(&self, token: &str, user: &str, team: Option<String>) {
        let (id, now) = (self.ids.letters(32).to_lowercase(), clock::now_ms());
        let mut state = self.state();
        let user = state.user_id(user).unwrap_or(user).to_owned();
        let kept = Token {
            id,
            name: "regreen".to_owned(),
            user,
            team,
            created: now,
            used: now,
        };
        state.tokens.insert(token.to_owned(), kept);
    }
}
