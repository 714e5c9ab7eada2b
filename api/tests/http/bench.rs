//! A server on a free port, over a database of its own, without Temporal.

use std::{net::SocketAddr, sync::Arc};

use api::Limits;
use async_trait::async_trait;
use contract::signals::Retry;
use domain::{Actor, Channel, ConnectionId, FixView};
use operations::{
    AddedHook, Asked, Delivered, Description, Engine, EngineError, Message, NewHook, Operations,
    Parts, Provider, StartFix, Started,
};
use reqwest::{Client, Response, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;
use store::{ConnectionRow, ConnectionStatus, Store};
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

/// Temporal is away: nothing in a request may need it.
struct Away;

#[async_trait]
impl Engine for Away {
    async fn start(&self, _: StartFix) -> Result<Started, EngineError> {
        Err(away())
    }
    async fn send(&self, _: &str, _: Message, _: Option<String>) -> Result<Delivered, EngineError> {
        Err(away())
    }
    async fn retry(&self, _: StartFix, _: Retry) -> Result<(), EngineError> {
        Err(away())
    }
    async fn state(&self, _: &str) -> Result<Option<FixView>, EngineError> {
        Err(away())
    }
    async fn describe(&self, _: &str) -> Result<Option<Description>, EngineError> {
        Err(away())
    }
    async fn ask(&self, _: &str, _: Message, _: &str) -> Result<Asked, EngineError> {
        Err(away())
    }
    async fn ensure_polling(&self, _: &ConnectionId, _: Provider) -> Result<(), EngineError> {
        Err(away())
    }
    async fn check(&self) -> Result<(), EngineError> {
        Err(away())
    }
}

fn away() -> EngineError {
    EngineError::Unavailable("secret-internals: connection refused".to_owned())
}

pub(crate) struct Bench {
    pub(crate) address: SocketAddr,
    pub(crate) client: Client,
    pub(crate) store: Store,
    pub(crate) vercel: AddedHook,
    pub(crate) stop: CancellationToken,
    pub(crate) served: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) async fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("regreen.db").display());
        store_sqlite::migrate(&url).await.unwrap();
        let store = store_sqlite::open(&url).await.unwrap();
        let parts = Parts {
            store: store.clone(),
            vault: vault::Vault::open(&folder.path().join("vault.key")).unwrap(),
            blobs: blobs::Blobs::folder(&folder.path().join("blobs")).unwrap(),
            web_ui: None,
            http: outbound::Client::new(&outbound::Options::default()).unwrap(),
            endpoints: std::collections::HashMap::new(),
            public_url: None,
            limits: operations::Limits::default(),
        };
        let operations = Arc::new(Operations::new(parts, Arc::new(Away)));
        let actor = Actor::new("test", Channel::Cli);
        let connection = ConnectionRow {
            id: ConnectionId::new(),
            provider: "vercel".parse().unwrap(),
            name: "v".to_owned(),
            account: "ada".to_owned(),
            team: None,
            team_name: None,
            expires_at: None,
            base_url: None,
            token: "never opened".to_owned(),
            status: ConnectionStatus::Active,
            created_at: jiff::Timestamp::now(),
            version: 1,
        };
        store.connections.insert(connection).await.unwrap();
        let hook = NewHook {
            connection: "v".to_owned(),
            ..NewHook::default()
        };
        let vercel = operations.add_hook(hook, &actor).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let served = tokio::spawn(api::serve(listener, operations, limits, stop.clone()));
        Self {
            address,
            client: Client::new(),
            store,
            vercel,
            stop,
            served,
            _folder: folder,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Posts a body with the right signature.
    pub(crate) async fn post(&self, body: &[u8]) -> Response {
        let signature = signature(self.vercel.secret.expose_secret(), body);
        let request = self
            .client
            .post(self.url(&self.vercel.path))
            .header("x-vercel-signature", signature);
        request.body(body.to_vec()).send().await.unwrap()
    }

    pub(crate) async fn waiting(&self) -> u64 {
        self.store.deliveries.pending().await.unwrap().count
    }
}

pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha1::Sha1>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(mac.chain_update(body).finalize().into_bytes())
}

pub(crate) fn failed(event: &str, deployment: &str) -> Vec<u8> {
    serde_json::json!({
        "id": event, "type": "deployment.error", "createdAt": 1_777_015_529_600_i64,
        "payload": { "project": { "id": "prj_x" }, "deployment": { "id": deployment, "name": "my-app", "meta": {} } }
    })
    .to_string()
    .into_bytes()
}

/// Checks that an answer is a problem of this kind, and nothing else.
pub(crate) async fn problem(response: Response, status: u16, code: &str) -> Value {
    assert_eq!(response.status(), StatusCode::from_u16(status).unwrap());
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let correlation = response.headers()["x-correlation-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let details: Value = response.json().await.unwrap();
    assert_eq!(details["status"], status);
    assert_eq!(details["code"], code);
    assert_eq!(details["correlation_id"], correlation);
    assert!(details["detail"].as_str().unwrap().len() > 10);
    assert!(!details.to_string().contains("internals"));
    details
}
