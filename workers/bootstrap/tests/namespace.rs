//! What regreen does to a Temporal namespace, on a real development server.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use bootstrap::{
    Addresses, Config, Sources, connect_temporal,
    ports::choose,
    temporal::{keep_closed_workflows, register_search_attributes},
};

/// Ends the server with the test, however that ends.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn search_attributes_and_retention() {
    let cli = std::env::var_os("REGREEN_TEMPORAL_CLI").map(PathBuf::from);
    let cli = cli.expect(
        "REGREEN_TEMPORAL_CLI must name the `temporal` program: run this through `make test`",
    );
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let sources = Sources::of_process().with_flag("--data-dir", "data_dir", Some(data));
    let config = Config::load(&sources).unwrap().temporal;

    let address = choose(&config.server, "temporal.port", &[]).await.unwrap();
    let server = Command::new(cli)
        .args([
            "server",
            "start-dev",
            "--headless",
            "--ip",
            "127.0.0.1",
            "--log-level",
            "error",
            "--port",
        ])
        .arg(address.port().to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(server);
    let addresses = Addresses {
        api: String::new(),
        temporal: format!("http://{address}"),
        temporal_ui: String::new(),
        pid: std::process::id(),
        pids: [("temporal".to_owned(), server.0.id())].into(),
        started_at: String::new(),
    };
    addresses.write(folder.path()).unwrap();

    let until = Instant::now() + Duration::from_secs(60);
    let client = loop {
        match connect_temporal(&config, "regreen-test").await {
            Ok(client) => break client,
            Err(error) => assert!(error.is_retryable() && Instant::now() < until, "{error}"),
        }
    };
    let names = ["RegreenStatus", "RegreenProject"];
    // The server answers before its namespace is ready.
    let first = loop {
        match register_search_attributes(&client, &names).await {
            Ok(registered) => break registered,
            Err(error) => assert!(Instant::now() < until, "{error}"),
        }
    };
    assert_eq!((first.added.len(), first.present.len()), (2, 0));
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        // The server notices new attributes after a moment, and takes them twice until then.
        let again = register_search_attributes(&client, &names).await.unwrap();
        if again.added.is_empty() {
            assert_eq!(again.present, names);
            break;
        }
        assert!(Instant::now() < until, "{again:?}");
    }
    assert_eq!(keep_closed_workflows(&client, 30).await.unwrap(), 30);
    assert_eq!(
        keep_closed_workflows(&client, 7).await.unwrap(),
        30,
        "a longer time stays"
    );
}
