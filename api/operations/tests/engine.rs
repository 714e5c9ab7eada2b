//! The engine against a real Temporal server: starts, messages and retries as the server sees them. Nobody works on
//! the queue, so nothing that a worker would answer is asked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use contract::{
    signals::{Cancel, PushEvent, Retry},
    start::FixInput,
};
use domain::{Actor, Channel, DeploymentId, FixId, Platform, SubscriptionId, workflow_id};
use operations::{
    Delivered, Engine, EngineError, Message, Run, SEARCH_ATTRIBUTES, StartFix, Started,
    TemporalEngine,
};
use temporalio_client::{
    Client, ClientOptions, Connection, ConnectionOptions, UntypedWorkflow, WorkflowTerminateOptions,
};

struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn start() -> Self {
        let cli = std::env::var_os("REGREEN_TEMPORAL_CLI").map(PathBuf::from);
        let cli = cli.expect(
            "REGREEN_TEMPORAL_CLI must name the `temporal` program: run this through `make test`",
        );
        let free = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = Command::new(cli);
        command.args([
            "server",
            "start-dev",
            "--headless",
            "--ip",
            "127.0.0.1",
            "--log-level",
            "error",
        ]);
        command.args(["--port", &free.to_string()]);
        for attribute in SEARCH_ATTRIBUTES {
            command.args(["--search-attribute", &format!("{attribute}=Keyword")]);
        }
        let process = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            process,
            address: format!("http://127.0.0.1:{free}"),
        }
    }

    fn engine(&self) -> TemporalEngine {
        let address = self.address.clone();
        TemporalEngine::new(move || {
            let address = address.clone();
            Box::pin(async move { Ok(connect(&address).await?) })
        })
    }
}

async fn connect(address: &str) -> anyhow::Result<Client> {
    let options = ConnectionOptions::new(address.parse::<temporalio_client::Url>()?)
        .connect_timeout(Duration::from_secs(5))
        .build();
    Ok(Client::new(
        Connection::connect(options).await?,
        ClientOptions::new("default").build(),
    )?)
}

/// The server takes a moment to come up, and its namespace another one.
async fn ready(engine: &TemporalEngine) {
    tokio::time::timeout(Duration::from_secs(60), async {
        while engine.check().await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the server does not come up");
}

fn fix(deployment: &str) -> StartFix {
    let deployment = DeploymentId(deployment.to_owned());
    StartFix {
        workflow_id: workflow_id(Platform::Vercel, &deployment),
        input: FixInput {
            fix: FixId::new(),
            platform: Platform::Vercel,
            deployment,
            subscription: SubscriptionId::new(),
            started_by: None,
        },
        project_name: "x".repeat(400),
        repository: None,
        summary: "`my-app` failed".to_owned(),
        details: "- details".to_owned(),
    }
}

fn retry() -> Retry {
    Retry {
        id: String::new(),
        hint: "again".to_owned(),
        actor: Actor::new("ada", Channel::Cli),
    }
}

#[tokio::test]
async fn a_fix_on_a_real_server() {
    let server = Server::start();
    let engine = server.engine();
    ready(&engine).await;
    let id = "fix:vercel:dpl_1";

    // Nothing is known yet.
    assert_eq!(engine.describe(id).await, Ok(None));
    let cancel = || Message::Cancel(Cancel::default());
    assert_eq!(engine.send(id, cancel(), None).await, Ok(Delivered::Gone));

    // A start is one start, however often and from wherever it comes.
    let starts = futures::future::join_all((0..20).map(|_| engine.start(fix("dpl_1")))).await;
    let new = starts
        .iter()
        .filter(|start| **start == Ok(Started::New))
        .count();
    let before = starts
        .iter()
        .filter(|start| **start == Ok(Started::Before))
        .count();
    assert_eq!((new, before), (1, 19), "{starts:?}");
    let run = engine.describe(id).await.unwrap().unwrap();
    assert_eq!((run.run, run.activities.len()), (Run::Open, 0));

    // The same delivery counts once.
    let push = || {
        Message::Push(PushEvent {
            delivery: "del_1".to_owned(),
            ..PushEvent::default()
        })
    };
    for _ in 0..3 {
        assert_eq!(
            engine.send(id, push(), Some("del_1".to_owned())).await,
            Ok(Delivered::Yes)
        );
    }
    let length = engine.describe(id).await.unwrap().unwrap().history_length;
    assert_eq!(length, run.history_length + 1);

    // A retry reaches the open run.
    engine.retry(fix("dpl_1"), retry()).await.unwrap();
    assert_eq!(
        engine.describe(id).await.unwrap().unwrap().run_id,
        run.run_id
    );

    // Once the run is closed, events find nobody, a start finds the old one, and only a retry begins a new one.
    let client = connect(&server.address).await.unwrap();
    let handle = client.get_workflow_handle::<UntypedWorkflow>(id);
    handle
        .terminate(WorkflowTerminateOptions::default())
        .await
        .unwrap();
    assert_eq!(engine.send(id, push(), None).await, Ok(Delivered::Gone));
    assert_eq!(
        engine.describe(id).await.unwrap().unwrap().run,
        Run::Terminated
    );
    assert_eq!(engine.start(fix("dpl_1")).await, Ok(Started::Before));
    engine.retry(fix("dpl_1"), retry()).await.unwrap();
    let second = engine.describe(id).await.unwrap().unwrap();
    assert_eq!(second.run, Run::Open);
    assert_ne!(second.run_id, run.run_id);

    // Without a worker nobody answers a query: that is an outage, not a fault.
    assert!(matches!(
        engine.state(id).await,
        Err(EngineError::Unavailable(_))
    ));
    drop(server);
    assert!(matches!(
        engine.start(fix("dpl_2")).await,
        Err(EngineError::Unavailable(_))
    ));
    assert!(matches!(
        engine.check().await,
        Err(EngineError::Unavailable(_))
    ));
}
