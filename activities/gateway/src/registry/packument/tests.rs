use serde_json::json;

use super::*;

const INSIDE: &str = "http://127.0.0.1:4873/";

fn rewritten(tarball: &str, elsewhere: &Elsewhere) -> Value {
    let base = Url::parse("https://npm.example/all/").unwrap();
    let document =
        json!({ "versions": { "1.0.0": { "dist": { "tarball": tarball, "shasum": "x" } } } });
    let body = rewrite(document.to_string().as_bytes(), &base, INSIDE, elsewhere).unwrap();
    let mut document: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(document["versions"]["1.0.0"]["dist"]["shasum"], "x");
    document["versions"]["1.0.0"]["dist"]["tarball"].take()
}

#[test]
fn archives_below_the_registry() {
    let elsewhere = Elsewhere::default();
    for (outside, inside) in [
        ("https://npm.example/all/a/-/a-1.0.0.tgz", "a/-/a-1.0.0.tgz"),
        ("http://npm.example/all/a/-/a-1.0.0.tgz", "a/-/a-1.0.0.tgz"),
        (
            "https://npm.example/all/@s/a/-/a-1.0.0.tgz",
            "@s/a/-/a-1.0.0.tgz",
        ),
    ] {
        assert_eq!(
            rewritten(outside, &elsewhere),
            format!("{INSIDE}{inside}"),
            "{outside}"
        );
    }
    assert!(elsewhere.0.lock().unwrap().is_empty());
}

#[test]
fn archives_elsewhere_are_remembered_as_they_are() {
    let elsewhere = Elsewhere::default();
    for outside in [
        "https://files.example/a-1.0.0.tgz",
        "https://npm.example/other/a/-/a-1.0.0.tgz",
        "https://npm.example/all/@s/a/-/@s/a-1.0.0.tgz",
        "https://npm.example/all/download/@s/a/1.0.0/0123abcd",
        "https://npm.example/all/a/-/a-1.0.0.tgz?key=1",
    ] {
        let inside = rewritten(outside, &elsewhere);
        let path = inside
            .as_str()
            .unwrap()
            .strip_prefix("http://127.0.0.1:4873")
            .unwrap();
        let Some(Resource::Elsewhere(key)) = Resource::parse(path, None) else {
            panic!("{path}")
        };
        assert_eq!(elsewhere.get(&key).unwrap().as_str(), outside);
    }
    assert_eq!(elsewhere.get("0"), None);
}

#[test]
fn documents_of_one_version_and_odd_ones() {
    let base = Url::parse("https://npm.example/").unwrap();
    let elsewhere = Elsewhere::default();
    let one = json!({ "dist": { "tarball": "https://npm.example/a/-/a-1.tgz" } }).to_string();
    let body = rewrite(one.as_bytes(), &base, INSIDE, &elsewhere).unwrap();
    assert_eq!(
        String::from_utf8(body).unwrap(),
        r#"{"dist":{"tarball":"http://127.0.0.1:4873/a/-/a-1.tgz"}}"#
    );
    for odd in [
        "[]",
        "null",
        r#"{"versions":[]}"#,
        r#"{"versions":{"1":null}}"#,
        r#"{"dist":{"tarball":7}}"#,
    ] {
        assert!(
            rewrite(odd.as_bytes(), &base, INSIDE, &elsewhere).is_some(),
            "{odd}"
        );
    }
    assert!(rewrite(b"<html>", &base, INSIDE, &elsewhere).is_none());
}
