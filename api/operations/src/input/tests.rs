use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use super::*;

#[test]
fn tokens_are_trimmed_and_never_shown() {
    assert_eq!(
        token(&SecretString::from(" abc\n"))
            .unwrap()
            .expose_secret(),
        "abc"
    );
    for bad in ["", "  ", "two words", "a\nb", &"x".repeat(9000)] {
        let error = token(&SecretString::from(bad)).unwrap_err();
        assert_eq!(error.code().as_str(), "invalid_argument");
        assert!(bad.trim().is_empty() || !error.to_string().contains(bad.trim()));
    }
}

#[test]
fn base_addresses_are_plain() {
    assert_eq!(
        base_url("http://127.0.0.1:4000/api/").unwrap(),
        "http://127.0.0.1:4000/api"
    );
    for bad in [
        "",
        "ftp://x",
        "https://user:pw@x",
        "https://x/?a=b",
        "https://x/#a",
        "x",
        "file:///etc",
    ] {
        assert!(base_url(bad).is_err(), "{bad}");
    }
}

#[test]
fn prefixes_are_what_git_accepts() {
    for good in ["regreen/", "fix-", "a/b/"] {
        assert!(branch_prefix(good).is_ok(), "{good}");
    }
    for bad in [
        "", "/x", "-x", "a..b", "a//b", "a b", "a~", ".x", "a/.b", "x\u{7}",
    ] {
        assert!(branch_prefix(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn an_accepted_directory_stays_inside(text in ".{0,40}") {
        if let Ok(directory) = directory(&text) {
            prop_assert!(!directory.starts_with('/'));
            prop_assert!(directory.split('/').all(|part| part != ".."));
        }
    }
}
