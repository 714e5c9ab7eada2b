//! What the fake Vercel knows.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::PathBuf,
};

use tokio_util::sync::CancellationToken;

use super::{
    build::Stream,
    hooks::{VercelDelivery, Webhook},
};
use crate::clock;

#[derive(Default)]
pub(crate) struct State {
    pub(super) users: BTreeMap<String, User>,
    pub(super) teams: BTreeMap<String, Team>,
    /// By the token itself.
    pub(super) tokens: HashMap<String, Token>,
    pub(super) projects: BTreeMap<String, Project>,
    /// In order of creation.
    pub(super) deployments: Vec<Deployment>,
    pub(super) webhooks: Vec<Webhook>,
    /// The newest 5,000.
    pub(super) deliveries: VecDeque<VercelDelivery>,
    /// Creation times never repeat, since pages are cut by them.
    pub(super) last_created: i64,
}

/// What an account pays for. Personal accounts begin on [`Plan::Hobby`], teams on [`Plan::Pro`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plan {
    /// Free; has no webhooks.
    Hobby,
    /// Paid by seat.
    Pro,
    /// Paid by contract.
    Enterprise,
}

impl Plan {
    /// Vercel's word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Hobby => "hobby",
            Self::Pro => "pro",
            Self::Enterprise => "enterprise",
        }
    }
}

pub(crate) struct User {
    pub(super) id: String,
    pub(super) username: String,
    pub(super) email: String,
    pub(super) plan: Plan,
}

/// An access token, without itself.
pub(crate) struct Token {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) user: String,
    /// The one team it is for; `None` is the whole account with all its teams.
    pub(super) team: Option<String>,
    pub(super) created: i64,
    pub(super) used: i64,
}

pub(crate) struct Team {
    pub(super) id: String,
    pub(super) slug: String,
    pub(super) name: String,
    /// User ids.
    pub(super) members: Vec<String>,
    pub(super) created: i64,
    pub(super) plan: Plan,
}

/// A project's build settings; `None` means what Vercel detects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectSettings {
    /// Vercel's name of the framework, such as `nextjs` or `vite`.
    pub framework: Option<String>,
    /// Such as `22.x`; `None` shows the current default.
    pub node_version: Option<String>,
    /// Replaces the package manager's install.
    pub install_command: Option<String>,
    /// Replaces the `build` script.
    pub build_command: Option<String>,
    /// Must exist after the build where it is set.
    pub output_directory: Option<String>,
    /// Folder of the repository that holds the project.
    pub root_directory: Option<String>,
}

pub(crate) struct Project {
    pub(super) id: String,
    pub(super) name: String,
    /// A team's id, or a user's.
    pub(super) account: String,
    pub(super) settings: ProjectSettings,
    pub(super) link: Option<ProjectLink>,
    pub(super) created: i64,
    pub(super) events: (EventShape, EventFormat),
}

/// Where a project's repository lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GitProvider {
    /// github.com; the only one whose pushes are built here.
    Github,
    /// gitlab.com.
    Gitlab,
    /// bitbucket.org.
    Bitbucket,
}

/// The repository a project is built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectLink {
    /// Its host.
    pub provider: GitProvider,
    /// Account, group or workspace.
    pub owner: String,
    /// Its name.
    pub repository: String,
    /// The host's number for it.
    pub repository_id: u64,
    /// Pushes to this branch are production, all others previews.
    pub production_branch: String,
}

impl ProjectLink {
    /// A repository by `owner/name`, with production from `main`.
    pub fn new(provider: GitProvider, full_name: &str, repository_id: u64) -> Self {
        let (owner, repository) = full_name.rsplit_once('/').unwrap_or(("", full_name));
        Self {
            provider,
            owner: owner.to_owned(),
            repository: repository.to_owned(),
            repository_id,
            production_branch: "main".to_owned(),
        }
    }
}

/// The two wire shapes of build log events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventShape {
    /// Everything at the top, as version 3 of the endpoint documents.
    #[default]
    Flat,
    /// Text and identifiers under `payload`, as older versions and still some answers have it.
    Nested,
}

/// How build log events are put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EventFormat {
    /// A JSON array, or one object per line where the request asks for lines.
    #[default]
    AsAsked,
    /// One object per line whatever the request says.
    Lines,
}

/// The states of a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadyState {
    /// Waits for a build slot.
    Queued,
    /// Is being built.
    Building,
    /// Built and served.
    Ready,
    /// The build failed.
    Error,
    /// Somebody cancelled it.
    Canceled,
}

impl ReadyState {
    /// Vercel's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Building => "BUILDING",
            Self::Ready => "READY",
            Self::Error => "ERROR",
            Self::Canceled => "CANCELED",
        }
    }

    /// True for the three ends.
    pub fn finished(self) -> bool {
        self >= Self::Ready
    }
}

pub(crate) struct Deployment {
    pub(super) id: String,
    /// Host name, without a scheme.
    pub(super) url: String,
    pub(super) name: String,
    pub(super) project: String,
    pub(super) account: String,
    pub(super) creator: String,
    /// `git`, `redeploy`, `api-trigger-git-deploy`.
    pub(super) source: &'static str,
    pub(super) target: Option<String>,
    pub(super) meta: BTreeMap<String, String>,
    pub(super) commit: Commit,
    pub(super) state: ReadyState,
    pub(super) created: i64,
    pub(super) building: Option<i64>,
    pub(super) ended: Option<i64>,
    pub(super) failure: Option<Failure>,
    pub(super) log: Vec<LogEvent>,
    /// Bytes of text in the log.
    pub(super) log_size: usize,
    pub(super) events: (EventShape, EventFormat),
    pub(super) cancel: CancellationToken,
}

/// What is built.
#[derive(Clone)]
pub(crate) struct Commit {
    pub(super) owner: String,
    pub(super) repository: String,
    pub(super) repository_id: u64,
    pub(super) git_dir: PathBuf,
    pub(super) branch: String,
    pub(super) sha: String,
    pub(super) pull_request: Option<u64>,
}

/// Why a build failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Such as `BUILD_UTILS_SPAWN_1`; not every failure has one.
    pub(super) code: Option<String>,
    pub(super) message: String,
}

/// One event of a build log.
#[derive(Debug, Clone)]
pub(crate) struct LogEvent {
    pub(super) serial: u64,
    pub(super) created: i64,
    pub(super) kind: LogKind,
    pub(super) text: String,
    pub(super) level: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogKind {
    Command,
    Output(Stream),
    State(ReadyState),
}

impl LogKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Output(Stream::Stdout) => "stdout",
            Self::Output(Stream::Stderr) => "stderr",
            Self::State(_) => "deployment-state",
        }
    }
}

impl State {
    pub(super) fn deployment(&self, id: &str) -> Option<&Deployment> {
        self.deployments
            .iter()
            .find(|deployment| deployment.id == id)
    }

    pub(super) fn deployment_mut(&mut self, id: &str) -> Option<&mut Deployment> {
        self.deployments
            .iter_mut()
            .find(|deployment| deployment.id == id)
    }

    /// The time now, later than every time that was given before.
    pub(super) fn next_creation(&mut self) -> i64 {
        self.last_created = clock::now_ms().max(self.last_created + 1);
        self.last_created
    }

    /// What a team or user pays for.
    pub(super) fn plan(&self, account: &str) -> Plan {
        let team = self.teams.get(account).map(|team| team.plan);
        team.or_else(|| self.users.get(account).map(|user| user.plan))
            .unwrap_or(Plan::Hobby)
    }

    /// The id of the user who has this id or this name.
    pub(super) fn user_id(&self, id_or_name: &str) -> Option<&str> {
        let mut users = self.users.values();
        users
            .find(|user| user.id == id_or_name || user.username == id_or_name)
            .map(|user| user.id.as_str())
    }

    /// The slug in the addresses of a team or user.
    pub(super) fn slug(&self, account: &str) -> &str {
        let team = self.teams.get(account).map(|team| team.slug.as_str());
        team.or_else(|| self.users.get(account).map(|user| user.username.as_str()))
            .unwrap_or("nobody")
    }
}
