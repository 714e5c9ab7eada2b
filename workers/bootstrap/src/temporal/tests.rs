use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    time::Duration,
};

use tokio::net::TcpListener;

use super::{ConnectError, commands, connect, options};
use crate::{
    addresses::Addresses,
    config::{Bind, TemporalConfig},
};

fn config(data_dir: &Path) -> TemporalConfig {
    let bind = Bind {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        configured: false,
    };
    TemporalConfig {
        server: bind,
        ui: bind,
        cli: None,
        connect_timeout: Duration::from_millis(300),
        retention_days: 30,
        data_dir: data_dir.to_owned(),
    }
}

fn dev(data_dir: &Path, temporal: &str) {
    let addresses = Addresses {
        api: String::new(),
        temporal: temporal.to_owned(),
        temporal_ui: String::new(),
        pid: std::process::id(),
        pids: BTreeMap::new(),
        started_at: String::new(),
    };
    addresses.write(data_dir).unwrap();
}

#[test]
fn a_running_dev_is_found_unless_the_environment_names_a_place() {
    let folder = tempfile::tempdir().unwrap();
    dev(folder.path(), "http://127.0.0.1:47233");
    let (connection, client) = options(&config(folder.path()), &BTreeMap::new()).unwrap();
    assert_eq!(
        (connection.target.as_str(), client.namespace.as_str()),
        ("http://127.0.0.1:47233/", "default")
    );
    let namespace = BTreeMap::from([("TEMPORAL_NAMESPACE".to_owned(), "repairs".to_owned())]);
    assert_eq!(
        options(&config(folder.path()), &namespace)
            .unwrap()
            .1
            .namespace,
        "repairs"
    );
    let place = BTreeMap::from([(
        "TEMPORAL_ADDRESS".to_owned(),
        "temporal.example:7233".to_owned(),
    )]);
    let (connection, _) = options(&config(folder.path()), &place).unwrap();
    assert_ne!(
        connection.target.port(),
        Some(47_233),
        "the environment wins"
    );
    dev(folder.path(), "not an address");
    assert!(matches!(
        options(&config(folder.path()), &BTreeMap::new()),
        Err(ConnectError::Settings(_))
    ));
}

#[tokio::test]
async fn an_absent_server_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    // At first it accepts connections and says nothing, then it is gone.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    dev(folder.path(), &format!("http://{address}"));
    let silent = connect(&config(folder.path()), "regreen-test")
        .await
        .err()
        .unwrap();
    drop(listener);
    let gone = connect(&config(folder.path()), "regreen-test")
        .await
        .err()
        .unwrap();
    for error in [silent, gone] {
        assert!(error.is_retryable(), "{error}");
        let text = error.to_string();
        assert!(
            text.contains(&address.to_string()) && text.contains("TEMPORAL_ADDRESS"),
            "{text}"
        );
    }
}

#[test]
fn operators_get_commands() {
    let commands = commands("repairs", &["RegreenStatus", "RegreenProject"], 30);
    insta::assert_snapshot!(commands.join("\n"), @r#"
    temporal operator search-attribute create --namespace repairs --name RegreenStatus --type Keyword
    temporal operator search-attribute create --namespace repairs --name RegreenProject --type Keyword
    tcld namespace search-attributes add --namespace repairs --sa "RegreenStatus=Keyword" --sa "RegreenProject=Keyword"   # Temporal Cloud
    temporal operator namespace update --namespace repairs --retention 720h
    "#);
}
