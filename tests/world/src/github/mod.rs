//! A GitHub of one's own: accounts, real bare git repositories behind `git http-backend`, the REST API that deployment
//! tools use with its refusals, webhooks that are really delivered, and a page per pull request.

mod access;
mod change;
mod errors;
mod events;
mod git_http;
mod hooks;
mod markdown;
mod merging;
mod page;
mod pulls;
mod rest;
mod router;
mod snapshot;
mod state;
mod tokens;
mod verbs;
mod view;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use crate::{
    WorldError,
    http::{Faults, Server, Traffic},
    ids::Ids,
    webhook::Sender,
};

pub use hooks::HookDelivery;
pub use snapshot::{
    CommentSnapshot, HookSnapshot, PullRequestSnapshot, ReactionSnapshot, RepositorySnapshot,
    StatusSnapshot,
};
pub use state::{Access, StatusState};

/// What somebody pushed, for those who build on pushes.
#[derive(Debug, Clone)]
pub struct Push {
    /// Owner of the repository.
    pub owner: String,
    /// Its name.
    pub repository: String,
    /// GitHub's number for it.
    pub repository_id: u64,
    /// Private or public.
    pub private: bool,
    /// Where the bare repository lies.
    pub git_dir: PathBuf,
    /// The branch that moved.
    pub branch: String,
    /// Its new tip; `None` where the branch was deleted.
    pub sha: Option<String>,
    /// First message line and body of the tip.
    pub message: String,
    /// Author of the tip.
    pub author_name: String,
    /// E-mail address of that author.
    pub author_email: String,
    /// The account with that e-mail address, if there is one.
    pub author_login: Option<String>,
    /// Who pushed.
    pub pusher: String,
    /// The open pull request from this branch.
    pub pull_request: Option<u64>,
}

type Listener = Arc<dyn Fn(&Push) + Send + Sync>;

/// How to start a [`FakeGitHub`].
#[derive(Debug, Clone)]
pub struct GitHubOptions {
    /// Folder for the bare repositories; made where it is missing.
    pub directory: PathBuf,
    /// Port on the loopback address; 0 takes a free one.
    pub port: u16,
    /// Identifiers are derived from it.
    pub seed: String,
    /// How long a webhook's receiver may take; GitHub allows 10 seconds.
    pub hook_timeout: Duration,
}

impl GitHubOptions {
    /// A free port, and the time limits of the real GitHub.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            port: 0,
            seed: "github".to_owned(),
            hook_timeout: Duration::from_secs(10),
        }
    }
}

/// A running fake GitHub. Dropping it stops the server; the repositories stay on disk.
pub struct FakeGitHub {
    #[expect(dead_code, reason = "its drop stops the server")]
    server: Server,
    world: Arc<GitHub>,
}

/// What all requests share.
pub(crate) struct GitHub {
    /// For work that goes on after an answer.
    me: Weak<Self>,
    url: std::sync::OnceLock<String>,
    directory: PathBuf,
    state: Mutex<state::State>,
    /// One at a time may move the refs of a repository, so that every change is attributed to who made it.
    gates: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    listeners: Mutex<Vec<Listener>>,
    ids: Ids,
    sender: Sender,
    faults: Faults,
    traffic: Traffic,
}

impl FakeGitHub {
    /// Starts the server with no accounts and no repositories.
    ///
    /// # Errors
    /// Fails where the port is taken or the folder cannot be made.
    pub async fn start(options: GitHubOptions) -> Result<Self, WorldError> {
        std::fs::create_dir_all(&options.directory)
            .map_err(WorldError::file(&options.directory))?;
        let directory = options
            .directory
            .canonicalize()
            .map_err(WorldError::file(&options.directory))?;
        let world = Arc::new_cyclic(|me| GitHub {
            me: Weak::clone(me),
            url: std::sync::OnceLock::new(),
            directory,
            state: Mutex::default(),
            gates: Mutex::default(),
            listeners: Mutex::default(),
            ids: Ids::new(&options.seed),
            sender: Sender::new(options.hook_timeout),
            faults: Faults::default(),
            traffic: Traffic::default(),
        });
        let server = Server::start(options.port, Arc::<GitHub>::clone(&world)).await?;
        let _ = world.url.set(server.url());
        Ok(Self { server, world })
    }

    /// The web pages: `<url>/<owner>/<repository>/pull/<number>`.
    pub fn url(&self) -> String {
        self.world.url().to_owned()
    }

    /// The base of the REST API, as GitHub Enterprise has it: `<url>/api/v3`.
    pub fn api_url(&self) -> String {
        self.world.api("")
    }

    /// The base of the git URLs: `<base>/<owner>/<repository>.git`.
    pub fn git_url(&self) -> String {
        self.url()
    }

    /// Wrong answers to come.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// What was asked so far.
    pub fn traffic(&self) -> &Traffic {
        &self.world.traffic
    }

    /// Calls `listener` after each branch that was pushed, merged into or deleted, in order, before the pusher gets
    /// its answer.
    pub fn on_push(&self, listener: impl Fn(&Push) + Send + Sync + 'static) {
        self.world
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::new(listener));
    }
}

impl GitHub {
    pub(crate) fn state(&self) -> MutexGuard<'_, state::State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn url(&self) -> &str {
        self.url.get().map_or("", String::as_str)
    }

    pub(crate) fn api(&self, path: &str) -> String {
        format!("{}/api/v3{path}", self.url())
    }

    fn gate(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(key.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests;
