use super::*;

fn admits(url: &str) -> bool {
    let named = Named::new([
        &Url::parse("http://10.0.0.5:4873/npm/").unwrap(),
        &Url::parse("https://Mirror.Internal/").unwrap(),
    ]);
    named.admits(&Url::parse(url).unwrap())
}

#[test]
fn named_hosts_may_be_anywhere() {
    assert!(admits("http://10.0.0.5:4873/npm/x"));
    assert!(admits("https://mirror.internal/x"));
}

#[test]
fn others_must_be_public() {
    assert!(admits("https://1.1.1.1/x"));
    assert!(admits("https://[2606:4700::1111]/x"));
    // Names are looked up when connecting.
    assert!(admits("https://example.com/x"));
    for url in [
        "http://10.0.0.6/x",
        "http://169.254.169.254/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "file:///etc/passwd",
        "ftp://1.1.1.1/",
        "data:text/plain,x",
    ] {
        assert!(!admits(url), "{url}");
    }
}

#[tokio::test]
async fn unnamed_names_of_private_addresses_are_not_resolved() {
    let resolver = Resolver {
        named: Named::default(),
    };
    let refused = resolver
        .resolve("localhost".parse().unwrap())
        .await
        .err()
        .unwrap();
    assert!(refused.to_string().contains("not public"), "{refused}");
    let named = Resolver {
        named: Named::new([&Url::parse("http://localhost/").unwrap()]),
    };
    assert!(named.resolve("localhost".parse().unwrap()).await.is_ok());
}

#[test]
fn broken_bundles_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("own.pem");
    std::fs::write(
        &path,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    )
    .unwrap();
    let settings = |path| Settings {
        named: Named::default(),
        certificates: vec![path],
        proxy: None,
        no_proxy: None,
        connect: Duration::from_secs(1),
        idle: Duration::from_secs(1),
    };
    let missing = build(settings("/nonexistent/own.pem".into()))
        .unwrap_err()
        .to_string();
    assert!(missing.contains("/nonexistent/own.pem"), "{missing}");
    assert!(build(settings(path)).is_err());
}
