use super::*;

#[test]
fn endpoints() {
    assert_eq!(
        endpoint("https://llm.example/v1").unwrap().as_str(),
        "https://llm.example/v1/chat/completions"
    );
    assert_eq!(
        endpoint("http://10.0.0.1:8080/v1/ ").unwrap().as_str(),
        "http://10.0.0.1:8080/v1/chat/completions"
    );
    for bad in [
        "",
        "llm.example",
        "ftp://llm.example/",
        "https://user:s3cr3t@llm.example/v1",
    ] {
        let error = endpoint(bad).unwrap_err().to_string();
        assert!(!error.contains("s3cr3t"), "{error}");
    }
}

#[test]
fn keys_do_not_show() {
    let mut config = ModelConfig::new("https://llm.example/v1", "m");
    config.key = Some("sk-s3cr3t".into());
    assert!(!format!("{config:?}").contains("s3cr3t"));
}
