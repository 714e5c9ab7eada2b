use proptest::prelude::*;

use super::*;

fn upstream(path: &str) -> Option<String> {
    Resource::parse(path, None).map(|resource| resource.upstream_path())
}

#[test]
fn packages() {
    for (path, expected) in [
        ("/react", "react"),
        ("/JSONStream", "JSONStream"),
        ("/@types%2fnode", "@types%2fnode"),
        ("/@types%2Fnode", "@types%2fnode"),
        ("/%40types/node", "@types%2fnode"),
        ("/@types/node/20.1.0", "@types%2fnode/20.1.0"),
        ("/react/latest", "react/latest"),
        ("/react/1.0.0-rc.1+build", "react/1.0.0-rc.1+build"),
        ("/react/-/react-18.2.0.tgz", "react/-/react-18.2.0.tgz"),
        (
            "/@types/node/-/node-20.1.0.tgz",
            "@types/node/-/node-20.1.0.tgz",
        ),
        (
            "/@types/node/-/@types/node-20.1.0.tgz",
            "@types/node/-/node-20.1.0.tgz",
        ),
        (
            "/api/npm/x/@types/node/-/node-20.1.0.tgz",
            "@types/node/-/node-20.1.0.tgz",
        ),
        (
            "/-/package/@types%2fnode/dist-tags",
            "-/package/@types%2fnode/dist-tags",
        ),
    ] {
        assert_eq!(upstream(path).as_deref(), Some(expected), "{path}");
    }
}

#[test]
fn everything_else() {
    for path in [
        "",
        "/",
        "react",
        "/.",
        "/..",
        "/react/..",
        "/react/../../x",
        "/@types",
        "/@/node",
        "/@types/",
        "/react/",
        "/-",
        "/-/all",
        "/-/user/token/x",
        "/react/-/",
        "/react/-/x.js",
        "/react/-/a/b.tgz",
        "/-/-/x.tgz",
        "/react%00",
        "/react%2f..%2f..",
        "/re\\act",
        "/react;x",
        "/react?x",
        "/react#x",
        "/a:b",
        "/-/package/dist-tags",
        "/@a/b/c/d",
        "/.hidden",
        "/a@b",
    ] {
        assert_eq!(Resource::parse(path, None), None, "{path}");
    }
    assert_eq!(Resource::parse("/react", Some("write=true")), None);
    assert!(Resource::parse("/react", Some("")).is_some());
}

proptest! {
    /// Whatever is asked, what is asked for upstream cannot climb or smuggle.
    #[test]
    fn upstream_paths_are_plain(path in "/([-@a-zA-Z0-9._~%/\\\\?#;:]|%2f|%2e|\\.\\.){0,40}") {
        if let Some(found) = upstream(&path) {
            let plain = found.replace("%2f", "/");
            prop_assert!(!plain.contains('%') && !plain.contains('\\') && !plain.contains('?'));
            prop_assert!(plain.split('/').all(|segment| segment != ".." && segment != "."));
            let base = reqwest::Url::parse("https://npm.example/base/").unwrap();
            prop_assert!(base.join(&found).unwrap().as_str().starts_with("https://npm.example/base/"));
        }
    }
}
