//! What the tests of this crate share: a real store in a temporary folder, and an engine that remembers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use contract::signals::Retry;
use domain::{Actor, Channel, DeploymentId, FixSettings, FixView};
use secrecy::SecretString;
use store::Provider;

use crate::{
    AddedHook, Delivered, Description, Engine, EngineError, Message, NewConnection, NewHook,
    NewSubscription, Operations, Parts, StartFix, Started, SubscriptionSummary, WebUi,
};

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

    pub(crate) async fn connect(&self, provider: &str, name: &str) {
        let new = NewConnection {
            provider: provider.parse::<Provider>().unwrap(),
            name: name.to_owned(),
            account: None,
            token: SecretString::from("token-canary"),
            team: None,
            base_url: None,
        };
        self.operations.add_connection(new, &actor()).await.unwrap();
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
        let subscription = self
            .operations
            .add_subscription(subscription(), &actor())
            .await
            .unwrap();
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

pub(crate) fn subscription() -> NewSubscription {
    NewSubscription {
        platform_connection: "v".to_owned(),
        git_connection: "g".to_owned(),
        project: "prj_x".to_owned(),
        project_name: "my-app".to_owned(),
        repository: "acme/my-app".to_owned(),
        settings: FixSettings::default(),
    }
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
