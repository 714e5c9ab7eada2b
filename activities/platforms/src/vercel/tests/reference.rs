//! What people paste for a deployment.

use crate::deployment_reference;

fn read(text: &str) -> Result<String, String> {
    deployment_reference(domain::Platform::Vercel, text).map(|id| id.to_string())
}

#[test]
fn ids_addresses_and_pages_are_understood() {
    for (text, expected) in [
        (
            "dpl_8TPVwTRHdXUTVXqPGgJfKFEDoS9Y",
            "dpl_8TPVwTRHdXUTVXqPGgJfKFEDoS9Y",
        ),
        ("  dpl_A1\n", "dpl_A1"),
        (
            "my-app-abc123-team.vercel.app",
            "my-app-abc123-team.vercel.app",
        ),
        (
            "https://My-App-abc123-team.vercel.app/",
            "my-app-abc123-team.vercel.app",
        ),
        (
            "http://my-app-abc123-team.vercel.app/blog/post?x=1#y",
            "my-app-abc123-team.vercel.app",
        ),
        (
            "https://vercel.com/acme/my-app/8TPVwTRHdXUTVXqPGgJfKFEDoS9Y",
            "dpl_8TPVwTRHdXUTVXqPGgJfKFEDoS9Y",
        ),
        ("vercel.com/acme/my-app/A1/", "dpl_A1"),
        (
            "https://www.vercel.com/acme/my-app/A1/logs?filter=errors",
            "dpl_A1",
        ),
        ("https://vercel.com/acme/my-app/dpl_A1", "dpl_A1"),
        ("https://vercel.com/acme/my-app/deployments/A1", "dpl_A1"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn the_rest_is_refused_with_what_would_do() {
    let deep = "x".repeat(5_000);
    for text in [
        "",
        "dpl_",
        "dpl_a/../b",
        "A1",
        "my-app",
        "https://example.com",
        "https://evil.example/my-app.vercel.app",
        "https://my-app.vercel.app.evil.example",
        "https://vercel.app",
        "a.b.vercel.app",
        "ftp://my-app.vercel.app",
        "https://",
        &deep,
    ] {
        let said = read(text).unwrap_err();
        assert!(
            said.ends_with("give its id (dpl_…), its address (….vercel.app) or the address of its page on vercel.com"),
            "{text}: {said}"
        );
        assert!(said.len() < 400, "{said}");
    }
    for text in [
        "https://vercel.com/acme/my-app",
        "https://vercel.com/acme/my-app/settings",
        "https://vercel.com/acme/my-app/deployments",
        "https://vercel.com/acme/my-app/a%2Fb",
        "https://vercel.com",
    ] {
        assert!(
            read(text)
                .unwrap_err()
                .ends_with("give the address of that page"),
            "{text}"
        );
    }
}

#[test]
fn what_was_given_is_shown_without_its_secrets_and_controls() {
    let said = read("x\u{1b}[31m ghp_0123456789abcdefghijklmnopqrstuvwxyzAB").unwrap_err();
    assert!(
        !said.contains('\u{1b}') && !said.contains("ghp_0123"),
        "{said}"
    );
}

#[test]
fn other_platforms_are_named() {
    assert_eq!(
        deployment_reference(domain::Platform::Render, "dep-1").unwrap_err(),
        "regreen cannot talk to render yet; supported: vercel"
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_given_the_result_is_one_segment(text in "\\PC{0,60}|(https?://)?(vercel\\.com|[a-z.-]{0,20}\\.vercel\\.app)/\\PC{0,40}") {
        if let Ok(id) = read(&text) {
            let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
            proptest::prop_assert!(is_plain && id != "." && id != "..", "{}", id);
        }
    }
}
