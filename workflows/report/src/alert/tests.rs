use domain::{
    AlertEvent, Commit, Deployment, DeploymentId, DeploymentState, Diagnosis, EndReason, ErrorType,
    FixStatus, FixView, GitHost, Platform, PullRequestLink, Repository, Spend, Waiting,
    workflow_id,
};

use super::{alert, happened_at, test};

const HOSTILE: &str = "@everyone <!channel> <img src=x onerror=alert(1)> fixes #12 \u{202e}gnp.\u{1b}[31m\n# big\n```";

fn view() -> FixView {
    let deployment = DeploymentId("dpl_A1".to_owned());
    let mut view = FixView::new(
        "fix_01k0000000000000000000000a".parse().unwrap(),
        workflow_id(Platform::Vercel, &deployment),
        Platform::Vercel,
        deployment.clone(),
        "sub_01k0000000000000000000000b".parse().unwrap(),
    );
    view.status = FixStatus::Reviewing;
    view.detail = "attempt 1 waits for a person".to_owned();
    view.repository = Some(Repository {
        host: GitHost::Github,
        owner: "acme".to_owned(),
        name: "storefront".to_owned(),
    });
    view.deployment = Some(Deployment {
        platform: Platform::Vercel,
        id: deployment,
        project: "prj_1".to_owned(),
        project_name: "storefront".to_owned(),
        state: DeploymentState::Failed,
        repository: view.repository.clone(),
        branch: Some("main".to_owned()),
        commit: Some(Commit {
            sha: "a".repeat(40),
            subject: "feat: totals".to_owned(),
            author: Some("mona".to_owned()),
        }),
        pull_request: None,
        from_fork: false,
        target: "production".to_owned(),
        page: Some("https://vercel.example/acme/storefront/A1".to_owned()),
        error_code: None,
        error_message: None,
        created_at: 0,
        redeploy_of: None,
    });
    view.diagnosis = Some(Diagnosis {
        error_type: ErrorType::Typescript,
        primary_line: "src/total.ts(4,9): error TS2322: not assignable".to_owned(),
        primary_line_number: Some(12),
        context: vec![],
        affected_files: vec!["src/total.ts".to_owned()],
        packages: vec![],
        failed_command: None,
        exit_code: Some(2),
        workspace_package: None,
        other_errors: 0,
        confidence: 0.97,
        fingerprint: format!("fp1:{}", "c".repeat(32)),
        transient: false,
        fixable_in_repository: true,
        framework: "none".to_owned(),
        package_manager: "npm".to_owned(),
        votes: vec![],
    });
    view.waiting = Some(Waiting::Approval {
        patch: "0123456789ab".to_owned(),
        why: vec!["touches CI (.github/x.yml)".to_owned()],
    });
    view.spend = Spend {
        model_calls: 4,
        input_tokens: 5_000,
        output_tokens: 200,
        cost_micros: 18_200,
    };
    view.happened(1_700_000_000_000, "queued: accepted");
    view.happened(1_700_000_061_000, "reviewing");
    view
}

fn published() -> FixView {
    let mut view = view();
    view.status = FixStatus::PrCreated;
    view.waiting = Some(Waiting::PullRequest);
    view.detail = "pull request #7 is open".to_owned();
    view.pull_request = Some(PullRequestLink {
        number: 7,
        url: "https://github.example/acme/storefront/pull/7".to_owned(),
        branch: "regreen/typescript-000000000a".to_owned(),
        head: "f".repeat(40),
        state: "open".to_owned(),
    });
    view
}

fn shown(view: &FixView, event: AlertEvent) -> String {
    let alert = alert(
        view,
        event,
        Some("http://127.0.0.1:8233/namespaces/default/workflows/fix:vercel:dpl_A1"),
    );
    format!(
        "{}\n---\n{}---\n{}",
        alert.title,
        alert.text,
        serde_json::to_string_pretty(&alert.data).unwrap()
    )
}

#[test]
fn an_alert_tells_what_a_person_needs() {
    insta::assert_snapshot!("alert_in_review", shown(&view(), AlertEvent::Reviewing));
    insta::assert_snapshot!(
        "alert_of_a_pull_request",
        shown(&published(), AlertEvent::PrCreated)
    );
}

#[test]
fn the_title_names_the_event_and_its_reason() {
    let mut view = published();
    let titles: Vec<String> = AlertEvent::ALL
        .into_iter()
        .map(|event| {
            let (status, reason) = match event {
                AlertEvent::Failed => (FixStatus::Failed, Some(EndReason::AttemptsExhausted)),
                AlertEvent::Skipped => (FixStatus::Skipped, Some(EndReason::Rule)),
                AlertEvent::Cancelled => (FixStatus::Cancelled, Some(EndReason::Cancelled)),
                _ => (FixStatus::PrCreated, None),
            };
            (view.status, view.reason) = (status, reason);
            format!("{event} | {}", alert(&view, event, None).title)
        })
        .collect();
    insta::assert_snapshot!("alert_titles", titles.join("\n"));
}

#[test]
fn little_is_known_of_a_fresh_fix_and_said_as_null() {
    let known = view();
    let fresh = FixView::new(
        known.fix,
        known.workflow_id,
        known.platform,
        known.deployment_id,
        known.subscription,
    );
    insta::assert_snapshot!("alert_of_a_fresh_fix", shown(&fresh, AlertEvent::Skipped));
    assert_eq!(happened_at(&fresh), None);
    assert_eq!(happened_at(&view()), Some(1_700_000_061_000));
}

#[test]
fn foreign_text_is_harmless() {
    let mut view = published();
    view.detail = HOSTILE.to_owned();
    view.waiting = Some(Waiting::Approval {
        patch: "0123456789ab".to_owned(),
        why: vec![HOSTILE.to_owned()],
    });
    view.diagnosis.as_mut().unwrap().primary_line = HOSTILE.to_owned();
    view.deployment.as_mut().unwrap().project_name = format!("storefront {HOSTILE}");
    view.deployment.as_mut().unwrap().page = Some("javascript:alert(1)".to_owned());
    view.pull_request.as_mut().unwrap().url =
        "https://x.example/) [a](http://evil.example".to_owned();
    let alert = alert(&view, AlertEvent::Reviewing, Some("javascript:alert(2)"));
    let prose = [
        alert.title.as_str(),
        alert.text.as_str(),
        alert.data["detail"].as_str().unwrap(),
        alert.data["diagnosis"]["primary_line"].as_str().unwrap(),
        alert.data["waiting"]["why"][0].as_str().unwrap(),
    ];
    for bad in [
        "@everyone",
        "<!channel",
        "<img",
        "fixes #12",
        "\u{202e}",
        "\u{1b}",
        "evil.example",
        "javascript:",
    ] {
        for text in prose {
            assert!(!text.contains(bad), "{bad:?} in {text}");
        }
    }
    for address in ["page", "deployment", "pull_request"] {
        let value = match address {
            "page" => &alert.data[address],
            _ => &alert.data[address]["url"],
        };
        assert!(value.is_null(), "{address}: {value}");
    }
    insta::assert_snapshot!("alert_of_hostile_text", shown(&view, AlertEvent::Reviewing));
}

#[test]
fn data_stays_below_its_bound_whatever_a_view_holds() {
    for filling in ["\u{1F600}", "\"", "@", "<", "fix #", "\\"] {
        let long = filling.repeat(40_000);
        let mut view = published();
        view.workflow_id = long.clone();
        view.deployment_id = DeploymentId(long.clone());
        view.detail = long.clone();
        view.repository.as_mut().unwrap().name = long.clone();
        let deployment = view.deployment.as_mut().unwrap();
        deployment.project = long.clone();
        deployment.project_name = long.clone();
        deployment.branch = Some(long.clone());
        deployment.target = long.clone();
        deployment.page = Some(format!("https://x.example/{long}"));
        deployment.commit.as_mut().unwrap().sha = long.clone();
        let diagnosis = view.diagnosis.as_mut().unwrap();
        diagnosis.primary_line = long.clone();
        diagnosis.fingerprint = long.clone();
        let link = view.pull_request.as_mut().unwrap();
        link.url = long.clone();
        link.state = long.clone();
        view.waiting = Some(Waiting::Approval {
            patch: long.clone(),
            why: vec![long.clone(); 500],
        });
        let alert = alert(&view, AlertEvent::Reviewing, Some(&long));
        let bytes = serde_json::to_vec(&alert.data).unwrap().len();
        assert!(bytes < 32 * 1_024, "{filling:?}: {bytes} bytes");
        assert!(alert.title.chars().count() < 300 && alert.text.len() < 32 * 1_024);
    }
}

#[test]
fn a_test_names_its_channel() {
    let alert = test("ops @here");
    assert_eq!(
        alert.title,
        "regreen: test of the channel ops @\u{200b}here"
    );
    assert_eq!(alert.data, serde_json::json!({ "channel": "ops @here" }));
}
