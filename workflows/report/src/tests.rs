use domain::{
    Actor, AttemptOutcome, AttemptView, BlobRef, Channel, CommandRun, Commit, Deployment,
    DeploymentId, DeploymentState, Diagnosis, EndReason, ErrorType, FixStatus, FixView, Patch,
    Platform, Proof, PullRequestLink, SourcePullRequest, Spend, Waiting, workflow_id,
};

use crate::{comment, commit, details, pull_request};

fn blob(digit: &str) -> BlobRef {
    BlobRef {
        digest: format!("sha256:{}", digit.repeat(64)),
        bytes: 1_234,
    }
}

fn run(command: &str, code: i32) -> CommandRun {
    CommandRun {
        command: command.to_owned(),
        exit_code: Some(code),
        milliseconds: 2_345,
    }
}

fn view() -> FixView {
    let deployment = DeploymentId("dpl_A1".to_owned());
    let mut view = FixView::new(
        "fix_01k0000000000000000000000a".parse().unwrap(),
        workflow_id(Platform::Vercel, &deployment),
        Platform::Vercel,
        deployment.clone(),
        "sub_01k0000000000000000000000b".parse().unwrap(),
    );
    view.status = FixStatus::PrCreated;
    view.detail = "pull request #7 is open".to_owned();
    view.deployment = Some(Deployment {
        platform: Platform::Vercel,
        id: deployment,
        project: "prj_1".to_owned(),
        project_name: "storefront".to_owned(),
        state: DeploymentState::Failed,
        repository: None,
        branch: Some("main".to_owned()),
        commit: Some(Commit {
            sha: "a".repeat(40),
            subject: "feat: totals, fixes #3 @octocat".to_owned(),
            author: Some("mona".to_owned()),
        }),
        pull_request: Some(SourcePullRequest { number: 3 }),
        from_fork: false,
        target: "production".to_owned(),
        page: Some("https://vercel.com/acme/storefront/A1".to_owned()),
        error_code: None,
        error_message: None,
        created_at: 0,
        redeploy_of: None,
    });
    view.diagnosis = Some(Diagnosis {
        error_type: ErrorType::Typescript,
        primary_line:
            "src/total.ts(4,9): error TS2322: Type 'string' is not assignable to type 'number'."
                .to_owned(),
        primary_line_number: Some(12),
        context: vec![
            "> tsc".to_owned(),
            "src/total.ts(4,9): error TS2322 ``` <b>@all</b>".to_owned(),
        ],
        affected_files: vec!["src/total.ts".to_owned()],
        packages: vec![],
        failed_command: Some("npm run build".to_owned()),
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
    let fingerprint = format!("fp1:{}", "c".repeat(32));
    view.attempts.push(AttemptView {
        number: 1,
        parent: "a".repeat(40),
        outcome: AttemptOutcome::Green,
        detail: "red before, green after".to_owned(),
        patch: Some(Patch {
            id: "0123456789ab".to_owned(),
            diff: blob("1"),
            files: vec!["src/total.ts".to_owned()],
            added: 1,
            removed: 1,
            tree: "e".repeat(40),
            fixer: "agent:opencode".to_owned(),
            explanation: "The total is a number.\nCloses #1, ping @all <script>".to_owned(),
        }),
        findings: vec![],
        proof: Some(Proof {
            base_commit: "a".repeat(40),
            base_tree: "d".repeat(40),
            fix_tree: "e".repeat(40),
            base: vec![run("npm ci", 0), run("npm run build", 2)],
            fix: vec![run("npm ci", 0), run("npm run build", 0)],
            platform_fingerprint: fingerprint.clone(),
            base_fingerprint: fingerprint,
            base_log: blob("2"),
            fix_log: blob("3"),
            environment: vec!["node v20.1.0".to_owned()],
        }),
        transcript: None,
        log: None,
        spend: Spend {
            model_calls: 4,
            input_tokens: 5_000,
            output_tokens: 200,
            cost_micros: 18_200,
        },
        sandbox_milliseconds: 9_000,
    });
    view.spend = view.attempts[0].spend;
    view.pull_request = Some(PullRequestLink {
        number: 7,
        url: "https://github.example/acme/storefront/pull/7".to_owned(),
        branch: "regreen/typescript-000000000a".to_owned(),
        head: "f".repeat(40),
        state: "open".to_owned(),
    });
    view
}

/// What stands between fences calls nobody.
fn outside_fences(text: &str) -> String {
    let mut fence: Option<String> = None;
    let mut prose = String::new();
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if ticks.len() > 2 => fence = Some(ticks),
            None => {
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    prose
}

#[test]
fn the_pull_request_tells_the_whole_story() {
    let text = pull_request::body(
        &view(),
        Some("http://127.0.0.1:8233/namespaces/default/workflows/fix:vercel:dpl_A1"),
    );
    let prose = outside_fences(&text);
    for bad in ["@all", "<script>", "Closes #1"] {
        assert!(!prose.contains(bad), "{bad} in {prose}");
    }
    insta::assert_snapshot!("pull_request_body", text);
    insta::assert_snapshot!(
        "commit_message",
        commit::message(&view(), view().attempts[0].patch.as_ref().unwrap())
    );
}

#[test]
fn an_unproved_fix_says_so() {
    let mut view = view();
    view.attempts[0].proof.as_mut().unwrap().base_fingerprint = String::new();
    assert!(pull_request::body(&view, None).contains("is not proved"));
}

#[test]
fn comments_follow_the_fate_of_the_fix() {
    let mut view = view();
    insta::assert_snapshot!("comment_on_the_original", comment::text(&view, 3));
    view.status = FixStatus::Merged;
    view.reason = Some(EndReason::Merged);
    insta::assert_snapshot!("comment_after_the_merge", comment::text(&view, 3));
    view.status = FixStatus::Cancelled;
    view.reason = Some(EndReason::Cancelled);
    view.cancelled_by = Some(Actor::new("mona", Channel::Cli));
    insta::assert_snapshot!("comment_on_our_own_after_cancel", comment::text(&view, 7));
}

#[test]
fn the_web_ui_page_tells_where_it_stands() {
    let mut view = view();
    view.happened(1_700_000_000_000, "queued: accepted");
    view.happened(1_700_000_061_000, "fixing: <b>@all</b>");
    view.note(
        1_700_000_062_000,
        "approve by mona: ignored, no patch is under review",
    );
    insta::assert_snapshot!("details_with_pull_request", details::current(&view));
    view.status = FixStatus::Reviewing;
    view.waiting = Some(Waiting::Approval {
        patch: "0123456789ab".to_owned(),
        why: vec!["touches CI (.github/x.yml)".to_owned()],
    });
    insta::assert_snapshot!("details_in_review", details::current(&view));
}

#[test]
fn a_marker_cannot_end_its_comment() {
    assert_eq!(
        comment::marker("regreen:fix_1 --> x"),
        "<!-- regreen:fix_1--x -->"
    );
}
