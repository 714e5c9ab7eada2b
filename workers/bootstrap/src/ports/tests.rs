use tokio::net::TcpListener;

use super::{PortError, bind, choose};
use crate::config::Bind;

async fn busy() -> (TcpListener, Bind) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (
        listener,
        Bind {
            address,
            configured: false,
        },
    )
}

#[tokio::test]
async fn a_default_gives_way_and_a_configured_one_does_not() {
    let (_listener, default) = busy().await;
    let other = bind(&default, "api.bind")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    assert!(other.port() > default.address.port());
    let configured = Bind {
        configured: true,
        ..default
    };
    let error = bind(&configured, "api.bind").await.unwrap_err();
    assert!(matches!(error, PortError::Busy { .. }));
    let text = error.to_string();
    assert!(
        text.contains(&default.address.to_string()) && text.contains("`api.bind`"),
        "{text}"
    );
}

#[tokio::test]
async fn a_free_one_is_taken_as_it_is() {
    let (listener, wanted) = busy().await;
    drop(listener);
    let chosen = choose(&wanted, "temporal.port", &[]).await.unwrap();
    assert_eq!(chosen, wanted.address);
    let avoiding = choose(&wanted, "temporal.port", &[chosen.port()])
        .await
        .unwrap();
    assert!(avoiding.port() > chosen.port());
    assert_eq!(
        bind(&wanted, "temporal.port")
            .await
            .unwrap()
            .local_addr()
            .unwrap(),
        wanted.address
    );
}

#[tokio::test]
async fn foreign_addresses_are_refused_in_words() {
    let foreign = Bind {
        address: "192.0.2.1:8470".parse().unwrap(),
        configured: false,
    };
    let error = bind(&foreign, "api.bind").await.unwrap_err();
    assert!(matches!(error, PortError::Refused { .. }));
    assert!(error.to_string().contains("192.0.2.1:8470"), "{error}");
}
