//! The pages that people look at.

use serde_json::{Value, json};

use super::{REPOSITORY, Scene};
use crate::{StatusState, github::markdown::render, testing::call};

#[tokio::test]
async fn a_pull_request_page_shows_description_talk_checks_and_diff_safely() {
    let scene = Scene::set().await;
    let body = "<!-- regreen:fix -->\n# Proof\n<details><summary>log</summary>\n\n`red`\n\n</details>\n<script>alert(1)</script>";
    scene
        .post(
            "/pulls",
            &json!({"title": "Fix <b>", "head": "topic", "base": "main", "body": body}),
        )
        .await;
    scene
        .post(
            "/issues/1/comments",
            &json!({"body": "**bold** [x](javascript:alert(1))"}),
        )
        .await;
    let tip = scene.tip("topic").await;
    scene
        .github
        .set_status(
            REPOSITORY,
            &tip,
            "Vercel",
            StatusState::Success,
            "Deployment is ready",
            None,
        )
        .unwrap();
    let page = call(
        "GET",
        &format!("{}/{REPOSITORY}/pull/1", scene.github.url()),
        "",
        &Value::Null,
    )
    .await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for shown in [
        "Fix &lt;b&gt;",
        "<h1>Proof</h1>",
        "<details><summary>log</summary>",
        "<strong>bold</strong>",
        "<span class=d>-one</span><span class=a>+two</span>",
        "<b class=state-success>success</b> Vercel",
        "class=\"badge open\">Open",
    ] {
        assert!(text.contains(shown), "{shown} is missing in {text}");
    }
    for hidden in ["<script", "javascript:", "regreen:fix"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    for path in ["", &format!("/{REPOSITORY}")] {
        let page = call(
            "GET",
            &format!("{}{path}", scene.github.url()),
            "",
            &Value::Null,
        )
        .await;
        assert!(page.text().contains("shop"), "{path}");
    }
    let missing = call(
        "GET",
        &format!("{}/{REPOSITORY}/pull/9", scene.github.url()),
        "",
        &Value::Null,
    )
    .await;
    assert_eq!(missing.status, 404);
}

#[test]
fn markdown_lets_no_active_content_through() {
    for hostile in [
        "<img src=x onerror=alert(1)>",
        "<details ontoggle=alert(1)>",
        "![x](javascript:1)",
        "<a href=javascript:1>x</a>",
    ] {
        let html = render(hostile);
        assert!(
            !html.contains("<img src=x")
                && !html.contains("<details on")
                && !html.contains("\"javascript:")
                && !html.contains("<a href=java"),
            "{html}"
        );
    }
}
