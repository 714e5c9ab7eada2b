use domain::{Actor, Channel, DeploymentId, FixId, GitHost, Platform, Repository, SubscriptionId};

use super::{StartContext, start_fix};

fn context() -> StartContext {
    StartContext {
        fix: "fix_1".parse::<FixId>().unwrap(),
        platform: Platform::Vercel,
        deployment: DeploymentId("dpl_1".to_owned()),
        subscription: "sub_1".parse::<SubscriptionId>().unwrap(),
        project_name: "my-app".to_owned(),
        repository: Some(Repository {
            host: GitHost::Github,
            owner: "acme".to_owned(),
            name: "my-app".to_owned(),
        }),
        branch: Some("main".to_owned()),
        commit: Some("0123456789abcdef0123456789abcdef01234567".to_owned()),
        page: Some("https://vercel.com/acme/my-app/1".to_owned()),
        started_by: Some(Actor::new("ada", Channel::Cli)),
    }
}

#[test]
fn the_web_ui_can_be_read() {
    let start = start_fix(context());
    assert_eq!(start.workflow_id, "fix:vercel:dpl_1");
    insta::assert_snapshot!(format!("{}\n\n{}", start.summary, start.details), @r"
    `my-app` on vercel failed, branch `main` at `0123456789`

    - Deployment `dpl_1` of `my-app` on vercel
    - Fix `fix_1`
    - Repository `acme/my-app`
    - [Deployment page](https://vercel.com/acme/my-app/1)
    - Started by `ada (command line)`
    ");
}

#[test]
fn foreign_text_is_no_markdown() {
    let hostile = "x`](http://evil)\n# <b>boo</b>";
    let start = start_fix(StartContext {
        branch: Some(hostile.to_owned()),
        project_name: hostile.to_owned(),
        page: Some("javascript:alert(1)".to_owned()),
        commit: Some("é".repeat(20)),
        ..context()
    });
    for text in [&start.summary, &start.details] {
        assert!(
            !text.contains("x`]") && !text.contains("\n#") && !text.contains("javascript"),
            "{text}"
        );
    }
    assert!(!start.summary.contains('\n'));
}
