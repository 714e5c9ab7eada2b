//! What the tests of this crate share: a real store in a temporary folder, and an engine that remembers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use contract::signals::{Answer, Retry};
use domain::{
    Actor, Channel, ConnectionId, DeploymentId, FixSettings, FixView, GitHost, Platform,
    Repository, SubscriptionId,
};
use jiff::Timestamp;
use outbound::Url;
use secrecy::SecretString;
use store::{ConnectionRow, ConnectionStatus, Provider, SubscriptionRow};

use crate::{
    AddedHook, Asked, Delivered, Description, Engine, EngineError, Limits, Message, NewHook,
    Operations, Parts, StartFix, Started, SubscriptionSummary, WebUi,
};

mod outside;

pub(crate) use outside::{BOT_TOKEN, Outside, PUBLIC, TEAM_TOKEN, github, vercel, web};

/// An engine without a server.
#[derive(Default)]
pub(crate) struct FakeEngine {
    pub(crate) state: Mutex<FakeState>,
}

#[derive(Default)]
pub(crate) struct FakeState {
    pub(crate) away: bool,
    pub(crate) refuses: bool,
    pub(crate) started: Vec<StartFix>,
    pub(crate) sent: Vec<(String, Message, Option<String>)>,
    pub(crate) retried: Vec<(StartFix, Retry)>,
    pub(crate) gone: Vec<String>,
    /// What the workflow answers; `None`: it is silent.
    pub(crate) answer: Option<Answer>,
    pub(crate) asked: Vec<(String, Message, String)>,
    pub(crate) polled: Vec<ConnectionId>,
    pub(crate) views: HashMap<String, FixView>,
    pub(crate) runs: HashMap<String, Description>,
}

impl FakeEngine {
    fn answer<T>(&self, work: impl FnOnce(&mut FakeState) -> T) -> Result<T, EngineError> {
        let mut state = self.state.lock().unwrap();
        if state.away {
            return Err(EngineError::Unavailable("connection refused".to_owned()));
        }
        if state.refuses {
            return Err(EngineError::Refused("InvalidArgument: nonsense".to_owned()));
        }
        Ok(work(&mut state))
    }
}

#[async_trait]
impl Engine for FakeEngine {
    async fn start(&self, fix: StartFix) -> Result<Started, EngineError> {
        self.answer(|state| {
            if state
                .started
                .iter()
                .any(|started| started.workflow_id == fix.workflow_id)
            {
                return Started::Before;
            }
            state.started.push(fix);
            Started::New
        })
    }

    async fn send(
        &self,
        id: &str,
        message: Message,
        request: Option<String>,
    ) -> Result<Delivered, EngineError> {
        self.answer(|state| {
            if state.gone.iter().any(|gone| gone == id) {
                return Delivered::Gone;
            }
            state.sent.push((id.to_owned(), message, request));
            Delivered::Yes
        })
    }

    async fn ask(&self, id: &str, message: Message, name: &str) -> Result<Asked, EngineError> {
        self.answer(|state| {
            if state.gone.iter().any(|gone| gone == id) {
                return Asked::Gone;
            }
            match state.answer.clone() {
                Some(answer) => {
                    state.asked.push((id.to_owned(), message, name.to_owned()));
                    Asked::Answer(answer)
                }
                None => Asked::Silence,
            }
        })
    }

    async fn ensure_polling(
        &self,
        connection: &ConnectionId,
        _: Provider,
    ) -> Result<(), EngineError> {
        self.answer(|state| state.polled.push(connection.clone()))
    }

    async fn retry(&self, fix: StartFix, retry: Retry) -> Result<(), EngineError> {
        self.answer(|state| state.retried.push((fix, retry)))
    }

    async fn state(&self, id: &str) -> Result<Option<FixView>, EngineError> {
        self.answer(|state| state.views.get(id).cloned())
    }

    async fn describe(&self, id: &str) -> Result<Option<Description>, EngineError> {
        self.answer(|state| state.runs.get(id).cloned())
    }

    async fn check(&self) -> Result<(), EngineError> {
        self.answer(|_| ())
    }
}

/// Operations over a database of their own.
pub(crate) struct Bench {
    pub(crate) operations: Arc<Operations>,
    pub(crate) engine: Arc<FakeEngine>,
    _folder: tempfile::TempDir,
}

pub(crate) const VERCEL_SECRET: &str = "vercel-secret";
pub(crate) const GITHUB_SECRET: &str = "github-secret";

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(HashMap::new(), None).await
    }

    /// With APIs somewhere, and an address at which others reach us.
    pub(crate) async fn with(endpoints: HashMap<Provider, Url>, public_url: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("regreen.db").display());
        store_sqlite::migrate(&url).await.unwrap();
        let parts = Parts {
            store: store_sqlite::open(&url).await.unwrap(),
            vault: vault::Vault::open(&folder.path().join("vault.key")).unwrap(),
            blobs: blobs::Blobs::folder(&folder.path().join("blobs")).unwrap(),
            web_ui: Some(WebUi {
                address: "http://127.0.0.1:8233".to_owned(),
                namespace: "default".to_owned(),
            }),
            http: outbound::testing::Server::client(std::time::Duration::from_secs(5)),
            endpoints,
            public_url: public_url.map(|url| url.parse().unwrap()),
            limits: Limits {
                sandbox_slots: 2,
                poll: 60_000,
                ..Limits::default()
            },
        };
        let engine = Arc::new(FakeEngine::default());
        let operations = Arc::new(Operations::new(
            parts,
            Arc::clone(&engine) as Arc<dyn Engine>,
        ));
        Self {
            operations,
            engine,
            _folder: folder,
        }
    }

    /// A connection, as if somebody had made it: nobody is asked.
    pub(crate) async fn connect(&self, provider: &str, name: &str) -> ConnectionRow {
        let id = ConnectionId::new();
        let token = SecretString::from("token-canary");
        let row = ConnectionRow {
            token: self.operations.seal_connection_token(&id, &token).unwrap(),
            id,
            provider: provider.parse::<Provider>().unwrap(),
            name: name.to_owned(),
            account: String::new(),
            team: None,
            team_name: None,
            expires_at: None,
            base_url: None,
            status: ConnectionStatus::Active,
            created_at: Timestamp::now(),
            version: 1,
        };
        let connections = &self.operations.store.connections;
        connections.insert(row.clone()).await.unwrap();
        row
    }

    /// The project `prj_x` of `acme/my-app`, subscribed: nobody is asked.
    pub(crate) async fn subscribe(&self, platform: &str, git: &str) -> SubscriptionSummary {
        let id = async |name: &str| {
            let row = self.operations.find_connection(name).await;
            row.unwrap().id
        };
        let now = Timestamp::now();
        let row = SubscriptionRow {
            id: SubscriptionId::new(),
            platform: Platform::Vercel,
            project: "prj_x".to_owned(),
            project_name: "my-app".to_owned(),
            platform_connection: id(platform).await,
            git_connection: id(git).await,
            repository: Repository {
                host: GitHost::Github,
                owner: "acme".to_owned(),
                name: "my-app".to_owned(),
            },
            settings: FixSettings::default(),
            active: true,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let subscriptions = &self.operations.store.subscriptions;
        subscriptions.insert(row.clone()).await.unwrap();
        row.into()
    }

    pub(crate) async fn hook(&self, connection: &str, secret: &str) -> AddedHook {
        let new = NewHook {
            connection: connection.to_owned(),
            secret: Some(SecretString::from(secret)),
            ..NewHook::default()
        };
        self.operations.add_hook(new, &actor()).await.unwrap()
    }

    /// A subscribed project `prj_x` of `acme/my-app`, with the hooks of both its connections.
    pub(crate) async fn subscribed(&self) -> (SubscriptionSummary, AddedHook, AddedHook) {
        self.connect("vercel", "v").await;
        self.connect("github", "g").await;
        let subscription = self.subscribe("v", "g").await;
        (
            subscription,
            self.hook("v", VERCEL_SECRET).await,
            self.hook("g", GITHUB_SECRET).await,
        )
    }

    pub(crate) fn engine_state<T>(&self, look: impl FnOnce(&mut FakeState) -> T) -> T {
        look(&mut self.engine.state.lock().unwrap())
    }
}

pub(crate) fn actor() -> Actor {
    Actor::new("ada", Channel::Cli)
}

pub(crate) const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A Vercel event in its present envelope.
pub(crate) fn vercel_event(
    id: &str,
    kind: &str,
    deployment: &DeploymentId,
    branch: &str,
) -> Vec<u8> {
    serde_json::json!({
        "id": id, "type": kind, "createdAt": 1_777_015_529_600_i64,
        "payload": {
            "team": { "id": "team_x" }, "project": { "id": "prj_x" }, "target": null,
            "deployment": {
                "id": deployment, "name": "my-app",
                "meta": { "githubCommitSha": COMMIT, "githubCommitRef": branch, "githubOrg": "acme", "githubRepo": "my-app" }
            }
        }
    })
    .to_string()
    .into_bytes()
}

pub(crate) fn vercel_signature(secret: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha1::Sha1>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(mac.chain_update(body).finalize().into_bytes())
}

pub(crate) fn github_signature(secret: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    format!(
        "sha256={}",
        hex::encode(mac.chain_update(body).finalize().into_bytes())
    )
}

pub(crate) fn deployment(text: &str) -> DeploymentId {
    DeploymentId(text.to_owned())
}
