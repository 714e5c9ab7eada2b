use domain::{
    AttemptOutcome, AttemptView, BlobRef, CommandRun, DeploymentId, EndReason, FixId, FixStatus,
    FixView, Patch, Platform, Proof, PullRequestLink, Spend, SubscriptionId,
};
use operations::{Change, FixDetails, FixSummary, ProofReport, ViewSource};

use super::*;

fn blob(digit: &str) -> BlobRef {
    BlobRef {
        digest: format!("sha256:{}", digit.repeat(64)),
        bytes: 10,
    }
}

fn run(command: &str, exit_code: i32) -> CommandRun {
    CommandRun {
        command: command.to_owned(),
        exit_code: Some(exit_code),
        milliseconds: 1_234,
    }
}

fn proof_of_it() -> Proof {
    Proof {
        base_commit: "a".repeat(40),
        base_tree: "b".repeat(40),
        fix_tree: "c".repeat(40),
        base: vec![run("npm ci", 0), run("npm run build", 1)],
        fix: vec![run("npm ci", 0), run("npm run build", 0)],
        platform_fingerprint: "fp1:1".to_owned(),
        base_fingerprint: "fp1:1".to_owned(),
        base_log: blob("1"),
        fix_log: blob("2"),
        environment: vec!["bubblewrap".to_owned(), "node 22.1.0".to_owned()],
    }
}

fn fix() -> FixDetails {
    let id: FixId = "fix_01".parse().unwrap();
    let deployment = DeploymentId("dpl_1".to_owned());
    let workflow_id = "fix:vercel:dpl_1".to_owned();
    let subscription: SubscriptionId = "sub_1".parse().unwrap();
    let mut view = FixView::new(
        id.clone(),
        workflow_id.clone(),
        Platform::Vercel,
        deployment.clone(),
        subscription,
    );
    view.status = FixStatus::Skipped;
    view.reason = Some(EndReason::Rule);
    view.detail = "a rule skips it".to_owned();
    view.happened(1_700_000_000_000, "accepted \u{1b}[31mred\u{7}");
    view.note(1_700_000_001_000, "an early approve was ignored");
    view.attempts.push(AttemptView {
        number: 1,
        parent: "a".repeat(40),
        outcome: AttemptOutcome::Green,
        detail: "the build passes".to_owned(),
        patch: Some(Patch {
            id: "0123456789ab".to_owned(),
            diff: blob("3"),
            files: vec!["package.json".to_owned()],
            added: 1,
            removed: 2,
            tree: "c".repeat(40),
            fixer: "recipe:missing-dependency".to_owned(),
            explanation: String::new(),
        }),
        findings: Vec::new(),
        proof: Some(proof_of_it()),
        transcript: None,
        log: None,
        spend: Spend::default(),
        sandbox_milliseconds: 10,
    });
    view.pull_request = Some(PullRequestLink {
        number: 7,
        url: "https://github.com/acme/web/pull/7".to_owned(),
        branch: "regreen/x".to_owned(),
        head: "d".repeat(40),
        state: "open".to_owned(),
    });
    let at = Timestamp::from_second(1_700_000_000).unwrap();
    let summary = FixSummary {
        waiting: None,
        waits_for_sandbox: false,
        id,
        workflow_id,
        platform: Platform::Vercel,
        deployment,
        project: "web".to_owned(),
        repository: None,
        branch: Some("main".to_owned()),
        commit: None,
        title: None,
        status: view.status,
        reason: view.reason,
        error_type: None,
        primary_line: String::new(),
        fixer: None,
        attempts: 1,
        spend: Spend::default(),
        pull_request: view.pull_request.clone(),
        created_at: at,
        updated_at: at,
        ended_at: Some(at),
        web_ui: None,
    };
    let source = ViewSource::Mirror {
        because: "the workflow does not answer at the moment".to_owned(),
    };
    FixDetails {
        summary,
        view,
        source,
        run: None,
        doing: vec!["fetching the build log, try 2".to_owned()],
    }
}

#[test]
fn a_fix_on_a_page() {
    insta::assert_snapshot!(details(&fix()), @r#"
    fix           fix_01
    status        skipped/rule  a rule skips it
                  (as last stored: the workflow does not answer at the moment)
    doing         fetching the build log, try 2
    deployment    dpl_1 on vercel, project web
    attempt 1     green  the build passes  patch 0123456789ab by recipe:missing-dependency: 1 file, +1 -2
    proof         holds: red for the platform's reason, green with the patch
                  before:
                  npm ci  (exit code 0, 1.2 s)
                  npm run build  (exit code 1, 1.2 s)
                  after:
                  npm ci  (exit code 0, 1.2 s)
                  npm run build  (exit code 0, 1.2 s)
    pull request  https://github.com/acme/web/pull/7 (open)
    workflow      fix:vercel:dpl_1
    22:13:20Z     accepted [31mred
    22:13:21Z     note: an early approve was ignored
    "#);
}

#[test]
fn a_proof_on_a_page() {
    let proof = proof_of_it();
    insta::assert_snapshot!(super::proof(&ProofReport { attempt: 1, holds: proof.holds(), proof }), @r#"
    proof         of attempt 1, holds: red for the platform's reason, green with the patch
    before        commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                  npm ci  (exit code 0, 1.2 s)
                  npm run build  (exit code 1, 1.2 s)
    after         tree cccccccccccccccccccccccccccccccccccccccc
                  npm ci  (exit code 0, 1.2 s)
                  npm run build  (exit code 0, 1.2 s)
    fingerprint   platform fp1:1, sandbox fp1:1
    logs          sha256:1111111111111111111111111111111111111111111111111111111111111111, sha256:2222222222222222222222222222222222222222222222222222222222222222
    ran with      bubblewrap, node 22.1.0
    "#);
}

#[test]
fn changes_on_lines() {
    let step = Change::Step {
        name: "log.fetch".to_owned(),
        step: "fetching the build log".to_owned(),
        attempt: 2,
        failure: Some("Unavailable: 503".to_owned()),
        progress: Some("page 3".to_owned()),
    };
    let status = Change::Status {
        status: FixStatus::Failed,
        reason: Some(EndReason::Expired),
        detail: "quiet".to_owned(),
    };
    let attempt = Change::Attempt {
        number: 2,
        outcome: AttemptOutcome::StillRed,
        detail: "exit code 1".to_owned(),
    };
    let lines: Vec<String> = [
        step,
        status,
        attempt,
        Change::Detail {
            detail: String::new(),
        },
    ]
    .iter()
    .filter_map(change)
    .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
        … fetching the build log, try 2 (last: Unavailable: 503): page 3
    ==> failed/expired  quiet
        attempt 2: still_red exit code 1
    "#);
}
