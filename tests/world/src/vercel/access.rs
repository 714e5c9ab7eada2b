//! Who asks, and for which team.

use super::{
    Vercel, errors,
    errors::Refusal,
    state::{Deployment, Project, State},
};
use crate::{clock, http::Call};

/// Who asks, and the account that the request is about.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) user: String,
    /// The id of the token.
    pub(super) token: String,
    /// The one team that the token is for.
    pub(super) only: Option<String>,
    /// The team of `teamId` or `slug`, else the user.
    pub(super) account: String,
    /// Whether the request named a team.
    named: bool,
}

impl Vercel {
    pub(super) fn caller(&self, call: &Call) -> Result<Caller, Refusal> {
        let token = call
            .header("authorization")
            .and_then(|header| header.strip_prefix("Bearer "));
        let token = token
            .map(str::trim)
            .filter(|token| !token.is_empty())
            .ok_or_else(errors::missing_token)?;
        let mut state = self.state();
        let known = state
            .tokens
            .get_mut(token)
            .ok_or_else(errors::invalid_token)?;
        known.used = clock::now_ms();
        let (token, user, only) = (known.id.clone(), known.user.clone(), known.team.clone());
        let (id, slug) = (call.query.get("teamId"), call.query.get("slug"));
        if id.or(slug).is_none_or(str::is_empty) {
            return Ok(Caller {
                account: user.clone(),
                user,
                token,
                only,
                named: false,
            });
        }
        let team = state.teams.values().find(|team| {
            id.is_some_and(|id| team.id == id) || slug.is_some_and(|slug| team.slug == slug)
        });
        // A team that is not one's own looks the same as none.
        let team = team
            .filter(|team| team.members.contains(&user))
            .ok_or_else(|| errors::forbidden("Not authorized"))?;
        if only.as_ref().is_some_and(|only| *only != team.id) {
            return Err(errors::wrong_scope(&team.slug, Some(&team.id)));
        }
        Ok(Caller {
            account: team.id.clone(),
            user,
            token,
            only,
            named: true,
        })
    }
}

impl Caller {
    /// Refuses a token of one team where the request does not name that team, and so is about the personal account.
    pub(super) fn in_scope(&self, vercel: &Vercel) -> Result<(), Refusal> {
        if self.named || self.only.is_none() {
            return Ok(());
        }
        Err(errors::wrong_scope(
            vercel.state().slug(&self.account),
            None,
        ))
    }

    /// True where the caller may see what belongs to `account`: the named team's things, and without a name those of
    /// all teams that the user is in, as Vercel resolves identifiers.
    pub(super) fn sees(&self, state: &State, account: &str) -> bool {
        if self.named {
            return self.account == account;
        }
        self.account == account
            || state
                .teams
                .get(account)
                .is_some_and(|team| team.members.contains(&self.user))
    }

    /// A project by its id or name.
    pub(super) fn project<'s>(
        &self,
        state: &'s State,
        id_or_name: &str,
    ) -> Result<&'s Project, Refusal> {
        let mut visible = state
            .projects
            .values()
            .filter(|project| self.sees(state, &project.account));
        let project =
            visible.find(|project| project.id == id_or_name || project.name == id_or_name);
        project.ok_or_else(|| errors::not_found("Project not found."))
    }

    /// A deployment by its id or host name; the host name of a branch is that of its newest one.
    pub(super) fn deployment<'s>(
        &self,
        state: &'s State,
        id_or_url: &str,
    ) -> Result<&'s Deployment, Refusal> {
        let mut newest_first = state
            .deployments
            .iter()
            .rev()
            .filter(|deployment| self.sees(state, &deployment.account));
        let deployment = newest_first.find(|deployment| {
            deployment.id == id_or_url
                || deployment.url == id_or_url
                || deployment
                    .meta
                    .get("branchAlias")
                    .is_some_and(|alias| alias == id_or_url)
        });
        deployment.ok_or_else(|| {
            errors::not_found(&format!("The deployment {id_or_url} could not be found"))
        })
    }
}
