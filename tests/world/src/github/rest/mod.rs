//! The REST API, one file per resource. This file is the table of routes and the checks that all of them share.

mod branches;
mod collaborators;
mod comments;
mod commits;
mod hooks;
mod labels;
mod merge;
mod paging;
mod pulls;
mod reactions;
mod refs;
mod repositories;
mod statuses;
mod user;

pub(super) use statuses::latest;

use http::Method;
use serde_json::Value;

use super::{
    GitHub,
    access::Caller,
    errors::{self, Refusal},
    router::{Answer, Api},
    state::{Access, PullRequest, Repository},
};
use crate::git::BareRepository;

/// A request to something inside one repository that the caller may see.
pub(super) struct Scope<'a> {
    pub(super) github: &'a GitHub,
    pub(super) api: Api,
    /// Key of the repository in the state.
    pub(super) key: String,
    pub(super) git: BareRepository,
    access: Access,
}

pub(super) async fn answer(github: &GitHub, api: Api, path: &[&str]) -> Answer {
    match (&api.call.method, path) {
        (&Method::GET, []) => Ok(user::root(github)),
        (&Method::GET, ["user"]) => user::current(github, &api.caller),
        (&Method::GET, ["user", "repos"]) => repositories::list(github, &api),
        (&Method::GET, ["users", login]) => user::by_login(github, login),
        (&Method::GET, ["rate_limit"]) => Ok(user::rate_limit()),
        (_, ["repos", owner, name, rest @ ..]) => {
            let method = api.call.method.clone();
            let scope = Scope::enter(github, api, owner, name)?;
            in_repository(scope, &method, rest).await
        }
        _ => Err(errors::not_found()),
    }
}

async fn in_repository(scope: Scope<'_>, method: &Method, path: &[&str]) -> Answer {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PUT: Method = Method::PUT;
    const PATCH: Method = Method::PATCH;
    const DELETE: Method = Method::DELETE;
    match (method, path) {
        (&GET, []) => repositories::get(&scope),
        (&GET, ["branches"]) => branches::list(&scope).await,
        (&GET, ["branches", branch @ ..]) => branches::get(&scope, &branch.join("/")).await,
        (&GET, ["git", "ref", name @ ..]) => refs::get(&scope, &name.join("/")).await,
        (&POST, ["git", "refs"]) => refs::create(scope).await,
        (&PATCH, ["git", "refs", name @ ..]) => refs::update(scope, &name.join("/")).await,
        (&DELETE, ["git", "refs", name @ ..]) => refs::delete(&scope, &name.join("/")).await,
        (&GET, ["commits"]) => commits::list(&scope).await,
        (&GET, ["commits", sha, "pulls"]) => commits::pulls(&scope, sha).await,
        (&GET, ["commits", revision @ .., "statuses"]) => {
            statuses::list(&scope, &revision.join("/")).await
        }
        (&GET, ["commits", revision @ .., "status"]) => {
            statuses::combined(&scope, &revision.join("/")).await
        }
        (&GET, ["commits", revision @ ..]) => commits::get(&scope, &revision.join("/")).await,
        (&GET, ["compare", range @ ..]) => commits::compare(&scope, &range.join("/")).await,
        (&POST, ["statuses", sha]) => statuses::create(scope, sha).await,
        (&GET, ["pulls"]) => pulls::list(&scope),
        (&POST, ["pulls"]) => pulls::create(scope).await,
        (&GET, ["pulls", number]) => pulls::get(&scope, number).await,
        (&PATCH, ["pulls", number]) => pulls::update(scope, number).await,
        (&GET, ["pulls", number, "files"]) => pulls::files(&scope, number).await,
        (&GET, ["pulls", number, "commits"]) => pulls::commits(&scope, number).await,
        (&GET, ["pulls", number, "merge"]) => merge::check(&scope, number),
        (&PUT, ["pulls", number, "merge"]) => merge::merge(scope, number).await,
        (&GET, ["issues", number, "labels"]) => labels::list(&scope, number),
        (&POST, ["issues", number, "labels"]) => labels::add(scope, number).await,
        (&DELETE, ["issues", number, "labels", label]) => labels::remove(&scope, number, label),
        (&GET, ["issues", "comments"]) => comments::listed(&scope, None),
        (&GET, ["issues", "comments", id, "reactions"]) => reactions::list(&scope, id),
        (&POST, ["issues", "comments", id, "reactions"]) => reactions::create(scope, id).await,
        (&DELETE, ["issues", "comments", id, "reactions", reaction]) => {
            reactions::delete(&scope, id, reaction)
        }
        (&GET, ["issues", "comments", id]) => comments::get(&scope, id),
        (&PATCH, ["issues", "comments", id]) => comments::update(scope, id).await,
        (&DELETE, ["issues", "comments", id]) => comments::delete(&scope, id),
        (&GET, ["issues", number, "comments"]) => comments::list(&scope, number),
        (&POST, ["issues", number, "comments"]) => comments::create(scope, number).await,
        (&GET, ["collaborators", login, "permission"]) => collaborators::permission(&scope, login),
        (&GET, ["hooks"]) => hooks::list(&scope),
        (&POST, ["hooks"]) => hooks::create(scope).await,
        (&GET, ["hooks", id]) => hooks::get(&scope, id),
        (&PATCH, ["hooks", id]) => hooks::update(scope, id).await,
        (&DELETE, ["hooks", id]) => hooks::delete(&scope, id),
        (&GET, ["hooks", id, "config"]) => hooks::config(&scope, id),
        (&PATCH, ["hooks", id, "config"]) => hooks::update_config(scope, id).await,
        (&POST, ["hooks", id, "pings"]) => hooks::ping(&scope, id),
        (&GET, ["hooks", id, "deliveries"]) => hooks::deliveries(&scope, id),
        (&POST, ["hooks", id, "deliveries", delivery, "attempts"]) => {
            hooks::redeliver(&scope, id, delivery)
        }
        _ => Err(errors::not_found()),
    }
}

impl<'a> Scope<'a> {
    fn enter(github: &'a GitHub, api: Api, owner: &str, name: &str) -> Result<Self, Refusal> {
        let key = Repository::key(owner, name);
        let state = github.state();
        let repository = state.repositories.get(&key).ok_or_else(errors::not_found)?;
        let access = state
            .access(&api.caller, repository)
            .ok_or_else(errors::not_found)?;
        let git = repository.git.clone();
        drop(state);
        Ok(Self {
            github,
            api,
            key,
            git,
            access,
        })
    }

    /// Refuses callers that may only read.
    pub(super) fn require(&self, access: Access) -> Result<(), Refusal> {
        match &self.api.caller {
            Caller::Anonymous => Err(errors::requires_authentication()),
            Caller::Token(_) if self.access < access => Err(errors::forbidden()),
            Caller::Token(_) => Ok(()),
        }
    }

    /// Refuses whoever may not manage webhooks, in most cases as if there were none.
    pub(super) fn require_hooks(&self) -> Result<(), Refusal> {
        const SCOPES: [&str; 3] = ["repo", "admin:repo_hook", "write:repo_hook"];
        let Caller::Token(grant) = &self.api.caller else {
            return Err(errors::not_found());
        };
        let account = {
            let state = self.github.state();
            let repository = state.repositories.get(&self.key);
            repository.and_then(|repository| state.permission(&grant.login, repository))
        };
        let classic = grant.scopes.is_some();
        let hidden = account < Some(Access::Admin)
            || (classic && (grant.access < Access::Admin || !grant.has_scope(&SCOPES)));
        if hidden {
            Err(errors::not_found())
        } else if !classic && self.access < Access::Admin {
            Err(errors::forbidden())
        } else {
            Ok(())
        }
    }

    /// The body as a JSON object; an empty body is an empty object.
    pub(super) async fn body(&mut self) -> Result<Value, Refusal> {
        match self.api.call.json().await {
            Some(Value::Null) => Ok(Value::Object(serde_json::Map::new())),
            Some(body @ (Value::Object(_) | Value::Array(_))) => Ok(body),
            _ => Err(errors::not_json()),
        }
    }

    /// Reads the repository under the state's lock.
    pub(super) fn read<T>(&self, read: impl FnOnce(&Repository) -> T) -> Result<T, Refusal> {
        self.github
            .state()
            .repositories
            .get(&self.key)
            .map(read)
            .ok_or_else(errors::not_found)
    }

    /// Changes the repository under the state's lock.
    pub(super) fn change<T>(
        &self,
        change: impl FnOnce(&mut Repository) -> T,
    ) -> Result<T, Refusal> {
        self.github
            .state()
            .repositories
            .get_mut(&self.key)
            .map(change)
            .ok_or_else(errors::not_found)
    }

    /// A pull request by its number in the path.
    pub(super) fn pull(&self, number: &str) -> Result<PullRequest, Refusal> {
        let number: u64 = number.parse().map_err(|_| errors::not_found())?;
        self.read(|repository| repository.pulls.get(&number).cloned())?
            .ok_or_else(errors::not_found)
    }

    pub(super) fn login(&self) -> &str {
        self.api.caller.login()
    }
}

/// A text field; `None` where it is absent, null or something else.
pub(super) fn text<'v>(body: &'v Value, name: &str) -> Option<&'v str> {
    body.get(name).and_then(Value::as_str)
}
