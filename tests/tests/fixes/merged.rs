//! The main job: from a failed deployment to a merged pull request.

use std::path::Path;

use domain::{AttemptOutcome, FixSettings, FixStatus, FixView};
use world::{ProjectSettings, Reader};

use crate::{
    brains::{file, prompts},
    case::{Case, statuses},
    histories,
    stage::{Stage, play},
};

/// What a person reads, and what is true in git, of a fix that was merged after its first attempt.
async fn is_proved(case: &Case, view: &FixView, fixer: &str) {
    use FixStatus::{Analyzing, Fixing, Merged, PrCreated, Queued};
    assert_eq!(
        statuses(view),
        [Queued, Analyzing, Fixing, PrCreated, Merged]
    );
    let [attempt] = view.attempts.as_slice() else {
        panic!("one attempt was enough: {:?}", view.attempts);
    };
    assert_eq!(
        (attempt.number, attempt.outcome),
        (1, AttemptOutcome::Green)
    );
    let (patch, proof) = (
        attempt.patch.as_ref().unwrap(),
        attempt.proof.as_ref().unwrap(),
    );
    assert_eq!(patch.fixer, fixer);
    assert!(proof.holds(), "{proof:?}");
    assert_eq!(proof.base_commit, case.commit);
    let diagnosis = view.diagnosis.as_ref().unwrap();
    assert_eq!(proof.base_fingerprint, diagnosis.fingerprint);

    let pull = case.pull_request().await;
    assert!(pull.merged && pull.base == "main" && !pull.draft);
    assert_eq!(
        (pull.author.as_str(), pull.labels.as_slice()),
        ("regreen-bot", &["regreen".to_owned()][..])
    );
    let link = view.pull_request.as_ref().unwrap();
    assert_eq!(
        (link.number, link.url.as_str(), link.state.as_str()),
        (pull.number, pull.url.as_str(), "merged")
    );
    assert_eq!(link.branch, pull.head);
    assert!(pull.head.starts_with("regreen/"), "{}", pull.head);
    // The evidence is in the text: what failed, where, and what shows that it no longer does.
    for words in [
        diagnosis.primary_line.as_str(),
        &case.commit[..7],
        fixer.split(':').nth(1).unwrap(),
    ] {
        assert!(
            pull.body.contains(words),
            "{words} is missing in:\n{}",
            pull.body
        );
    }
    let page = page(case.stage, &pull.url).await;
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains(&patch.files[0]),
        "{page}"
    );

    // Deterministic: our name, and the failing commit's time plus one second for the first attempt.
    let commit = case
        .git(&[
            "log",
            "-1",
            "--format=%an <%ae>%n%cn%n%at %ct%n%P%n%T",
            &link.head,
        ])
        .await;
    let base: i64 = case
        .git(&["log", "-1", "--format=%ct", &case.commit])
        .await
        .parse()
        .unwrap();
    let expected = format!(
        "regreen <regreen@users.noreply.github.com>\nregreen\n{0} {0}\n{1}\n{2}",
        base + 1,
        case.commit,
        proof.fix_tree
    );
    assert_eq!(commit, expected);
    is_mirrored(case, view).await;
}

/// The row in the store is the workflow's own view, in the end.
async fn is_mirrored(case: &Case, view: &FixView) {
    let store = bootstrap::open_store(&case.stage.installation.config.store)
        .await
        .unwrap();
    let mirrored = case.stage.until("the mirror has the last view", async || {
        let row = store.fixes.get(&view.fix).await.unwrap();
        let newest = case.details().await.view;
        let detail: FixView = serde_json::from_value(row.state.detail.clone()).ok()?;
        (detail == newest).then_some((row, newest))
    });
    let (row, view) = mirrored.await;
    assert_eq!(
        (row.state.status, row.state.reason),
        (view.status, view.reason)
    );
    assert_eq!(row.state.pull_request, view.pull_request);
    assert_eq!(row.state.spend, view.spend);
    assert_eq!(row.state.attempts, 1);
}

async fn page(stage: &Stage, url: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = stage
        .outside
        .github
        .url()
        .trim_start_matches("http://")
        .to_owned();
    let path = url.split_once(&host).unwrap().1;
    let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).await.unwrap();
    page
}

#[test]
fn a_recipe_repairs_a_lockfile_without_a_model() {
    play(async |stage| {
        let strict = ProjectSettings {
            install_command: Some("npm ci".to_owned()),
            ..ProjectSettings::default()
        };
        let settings = FixSettings::default();
        let outside = &stage.outside;
        let project = outside
            .project(&stage.installation, "invoice-cli", strict, settings)
            .await
            .unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/projects/invoice-cli");
        let case = Case::pushed(stage, project, &source).await;
        let view = case.merged().await;
        is_proved(&case, &view, "recipe:lockfile-out-of-step").await;
        assert_eq!(view.spend, domain::Spend::default(), "no model was asked");
        case.closes("COMPLETED").await;
        histories::record(&case, "recipe_merged").await;
    });
}

#[test]
fn the_agent_repairs_a_type_error() {
    play(async |stage| {
        // Its answers depend on what the agent really reads.
        stage.brains.set("agent-merged", Reader);
        let case = Case::faulty(stage, "agent-merged").await;
        let view = case.merged().await;
        is_proved(&case, &view, "agent:opencode").await;
        assert!(
            view.spend.model_calls >= 3 && view.spend.cost_micros > 0,
            "{:?}",
            view.spend
        );
        let files = stage
            .outside
            .github
            .files_at(&case.project.repository, "main")
            .await
            .unwrap();
        let source = String::from_utf8_lossy(&files[&file("agent-merged")]).into_owned();
        assert!(!source.contains(": string = 7"), "{source}");
        let asked = prompts(&stage.model.requests(), "agent-merged");
        assert_eq!(asked.len(), 1, "{asked:?}");
        case.closes("COMPLETED").await;
        histories::record(&case, "agent_merged").await;
    });
}
