use super::*;

fn base(text: &str) -> Url {
    text.parse().unwrap()
}

#[test]
fn segments_are_encoded_and_the_base_path_is_kept() {
    let url = endpoint(
        &base("https://ghe.example/api/v3/"),
        &["repos", "a b", "x/../y", "q?z#f"],
    )
    .unwrap();
    assert_eq!(
        url.as_str(),
        "https://ghe.example/api/v3/repos/a%20b/x%2F..%2Fy/q%3Fz%23f"
    );
    assert_eq!(
        endpoint(&base("https://api.example"), &["v2", "user"])
            .unwrap()
            .as_str(),
        "https://api.example/v2/user"
    );
}

#[test]
fn segments_that_would_climb_are_refused() {
    for bad in ["", ".", "..", "%2e%2E", ".%2e"] {
        assert!(
            matches!(
                endpoint(&base("https://api.example"), &["v13", bad]),
                Err(OutboundError::InvalidRequest { .. })
            ),
            "{bad:?}"
        );
    }
}

#[test]
fn what_is_shown_has_no_secret_parts() {
    assert_eq!(
        shown(&base("https://user:pass@host.example:8443/a/b?token=x#y")),
        "https://host.example:8443/a/b"
    );
    assert_eq!(
        shown(&base(&format!("https://h/{}", "a".repeat(1_000)))).len(),
        200
    );
}

proptest::proptest! {
    #[test]
    fn any_segment_stays_one_segment(segment in ".{1,40}") {
        if let Ok(url) = endpoint(&base("https://api.example/v3"), &["x", &segment, "y"]) {
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            proptest::prop_assert_eq!(segments.len(), 4);
            proptest::prop_assert_eq!(segments[3], "y");
            proptest::prop_assert_eq!(url.host_str(), Some("api.example"));
        }
    }
}
