//! A Vercel of one's own: users, teams, projects linked to repositories, deployments that are really built (by a
//! [`Builder`]), build logs in both wire shapes, the REST API with its refusals, and webhooks signed as Vercel signs.

mod access;
mod build;
mod errors;
mod hooks;
mod page;
mod push;
mod rest;
mod router;
mod run;
mod snapshot;
mod state;
mod tokens;
mod verbs;
mod view;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
    time::Duration,
};

use tokio::sync::{Semaphore, watch};

use crate::{
    WorldError,
    http::{Faults, Server, Traffic},
    ids::Ids,
    webhook::Sender,
};

pub use build::{
    Builder, LogSink, SandboxBuilder, ScriptedBuilder, ScriptedRun, Step, StepKind, Stream, Tree,
};
pub use hooks::{HookAttempt, VercelDelivery};
pub use snapshot::{DeploymentSnapshot, LogLine, WebhookSnapshot};
pub use state::{
    EventFormat, EventShape, GitProvider, Plan, ProjectLink, ProjectSettings, ReadyState,
};

/// How to start a [`FakeVercel`].
#[derive(Clone)]
pub struct VercelOptions {
    /// Folder for checkouts; each is removed when its build has ended.
    pub directory: PathBuf,
    /// Port on the loopback address; 0 takes a free one.
    pub port: u16,
    /// Identifiers are derived from it.
    pub seed: String,
    /// What runs install and build commands.
    pub builder: Arc<dyn Builder>,
    /// Builds that run at once.
    pub concurrent_builds: usize,
    /// How long a webhook's receiver may take; Vercel allows 30 seconds.
    pub hook_timeout: Duration,
    /// Wait before the first retry of a webhook; it doubles with each further one.
    pub retry_after: Duration,
    /// Attempts for one webhook before it is given up.
    pub attempts: u32,
}

impl VercelOptions {
    /// A free port, one build at a time, and retries in milliseconds instead of Vercel's hours.
    pub fn new(directory: impl Into<PathBuf>, builder: Arc<dyn Builder>) -> Self {
        Self {
            directory: directory.into(),
            port: 0,
            seed: "vercel".to_owned(),
            builder,
            concurrent_builds: 1,
            hook_timeout: Duration::from_secs(30),
            retry_after: Duration::from_millis(100),
            attempts: 8,
        }
    }
}

type Listener = Arc<dyn Fn(&DeploymentSnapshot) + Send + Sync>;

/// A running fake Vercel. Dropping it stops the server and the builds.
pub struct FakeVercel {
    #[expect(dead_code, reason = "its drop stops the server")]
    server: Server,
    world: Arc<Vercel>,
}

/// What all requests share.
pub(crate) struct Vercel {
    /// For work that goes on after an answer.
    me: Weak<Self>,
    url: OnceLock<String>,
    options: VercelOptions,
    state: Mutex<state::State>,
    /// Counts changes; whoever waits for something looks again at each.
    changed: watch::Sender<u64>,
    listeners: Mutex<Vec<Listener>>,
    slots: Semaphore,
    ids: Ids,
    sender: Sender,
    faults: Faults,
    traffic: Traffic,
}

impl FakeVercel {
    /// Starts the server with no users and no projects.
    ///
    /// # Errors
    /// Fails where the port is taken or the folder cannot be made.
    pub async fn start(options: VercelOptions) -> Result<Self, WorldError> {
        std::fs::create_dir_all(&options.directory)
            .map_err(WorldError::file(&options.directory))?;
        let directory = options
            .directory
            .canonicalize()
            .map_err(WorldError::file(&options.directory))?;
        let port = options.port;
        let world = Arc::new_cyclic(|me| Vercel {
            me: Weak::clone(me),
            url: OnceLock::new(),
            state: Mutex::default(),
            changed: watch::Sender::new(0),
            listeners: Mutex::default(),
            slots: Semaphore::new(options.concurrent_builds.max(1)),
            ids: Ids::new(&options.seed),
            sender: Sender::new(options.hook_timeout),
            faults: Faults::default(),
            traffic: Traffic::default(),
            options: VercelOptions {
                directory,
                ..options
            },
        });
        let server = Server::start(port, Arc::<Vercel>::clone(&world)).await?;
        let _ = world.url.set(server.url());
        Ok(Self { server, world })
    }

    /// The base of the REST API, and of the pages that inspector links lead to.
    pub fn url(&self) -> String {
        self.world.url().to_owned()
    }

    /// Wrong answers to come.
    pub fn faults(&self) -> &Faults {
        &self.world.faults
    }

    /// What was asked so far.
    pub fn traffic(&self) -> &Traffic {
        &self.world.traffic
    }

    /// Calls `listener` with every deployment that was made or changed its state.
    pub fn on_change(&self, listener: impl Fn(&DeploymentSnapshot) + Send + Sync + 'static) {
        self.world
            .listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::new(listener));
    }
}

impl Drop for FakeVercel {
    fn drop(&mut self) {
        for deployment in &self.world.state().deployments {
            deployment.cancel.cancel();
        }
    }
}

impl Vercel {
    pub(crate) fn state(&self) -> MutexGuard<'_, state::State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn url(&self) -> &str {
        self.url.get().map_or("", String::as_str)
    }

    /// Wakes whoever waits for a change.
    fn touch(&self) {
        self.changed.send_modify(|count| *count += 1);
    }
}

#[cfg(test)]
mod tests;
