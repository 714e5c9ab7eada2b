//! Real `git` against the server.

use std::{
    process::Output,
    sync::{Arc, Mutex},
};

use tokio::process::Command;

use super::{REPOSITORY, Scene};
use crate::git::ENVIRONMENT;

impl Scene {
    async fn git(&self, token: &str, arguments: &[&str]) -> Output {
        let url = self.github.git_url().replacen(
            "http://",
            &format!("http://x-access-token:{token}@"),
            1,
        );
        let arguments = arguments
            .iter()
            .map(|argument| argument.replace("REMOTE", &format!("{url}/{REPOSITORY}.git")));
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .envs(ENVIRONMENT.iter().copied());
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Ada")
                .env(format!("GIT_{role}_EMAIL"), "ada@example.test");
        }
        command.output().await.unwrap()
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn clone_commit_push_and_fetch_of_one_commit_work_over_http() {
    let scene = Scene::set().await;
    let pushes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&pushes);
    scene
        .github
        .on_push(move |push| seen.lock().unwrap().push(push.clone()));
    let cloned = scene
        .git("writer", &["clone", "--depth", "1", "REMOTE", "work"])
        .await;
    assert!(cloned.status.success(), "{}", complaint(&cloned));
    std::fs::write(scene.folder.path().join("work/new.txt"), "hello\n").unwrap();
    // Larger than git's http.postBuffer, so that the body comes in chunks.
    let noise: String = (0..400_000_u64)
        .map(|n| format!("{:x}\n", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    std::fs::write(scene.folder.path().join("work/large.txt"), noise).unwrap();
    for arguments in [
        &["-C", "work", "switch", "--quiet", "-c", "regreen/fix-1"][..],
        &["-C", "work", "add", "."],
        &["-C", "work", "commit", "--quiet", "-m", "a fix"],
        &["-C", "work", "push", "origin", "HEAD"],
    ] {
        let done = scene.git("writer", arguments).await;
        assert!(done.status.success(), "{}", complaint(&done));
    }
    let tip = scene.tip("regreen/fix-1").await;
    {
        let pushes = pushes.lock().unwrap();
        let push = &pushes[0];
        assert_eq!(
            (push.branch.as_str(), push.sha.as_deref(), pushes.len()),
            ("regreen/fix-1", Some(tip.as_str()), 1)
        );
        assert_eq!(
            (
                push.pusher.as_str(),
                push.message.as_str(),
                push.author_login.as_deref()
            ),
            ("ada", "a fix", Some("ada"))
        );
    }
    let not_a_tip = scene
        .github
        .files_at(REPOSITORY, &format!("{tip}~1"))
        .await
        .unwrap();
    assert_eq!(not_a_tip.len(), 1);
    let parent = scene
        .github
        .repository(REPOSITORY)
        .unwrap()
        .resolve(&format!("{tip}~1"))
        .await
        .unwrap()
        .unwrap();
    scene.git("writer", &["init", "--quiet", "one"]).await;
    let fetched = scene
        .git(
            "reader",
            &[
                "-C",
                "one",
                "fetch",
                "--depth",
                "1",
                "--no-tags",
                "REMOTE",
                &parent,
            ],
        )
        .await;
    assert!(fetched.status.success(), "{}", complaint(&fetched));
}

#[tokio::test]
async fn git_is_refused_as_github_refuses_it() {
    let scene = Scene::set().await;
    let wrong = scene.git("nonsense", &["ls-remote", "REMOTE"]).await;
    assert!(
        complaint(&wrong).contains("Authentication failed") || complaint(&wrong).contains("401"),
        "{}",
        complaint(&wrong)
    );
    let foreign = scene.git("other", &["ls-remote", "REMOTE"]).await;
    assert!(
        complaint(&foreign).contains("not found"),
        "{}",
        complaint(&foreign)
    );
    assert!(
        scene
            .git("reader", &["clone", "REMOTE", "work"])
            .await
            .status
            .success()
    );
    let push = scene
        .git(
            "reader",
            &["-C", "work", "push", "origin", "HEAD:refs/heads/mine"],
        )
        .await;
    assert!(complaint(&push).contains("403"), "{}", complaint(&push));
    assert!(
        !scene
            .github
            .snapshot(REPOSITORY)
            .await
            .unwrap()
            .branches
            .contains_key("mine")
    );
    let url = format!(
        "{}/{REPOSITORY}.git/info/refs?service=git-upload-pack",
        scene.github.git_url()
    );
    let anonymous = crate::testing::call("GET", &url, "", &serde_json::Value::Null).await;
    assert_eq!(
        (anonymous.status, anonymous.header("www-authenticate")),
        (401, "Basic realm=\"GitHub\"")
    );
}

#[tokio::test]
async fn a_push_moves_the_pull_request_and_deleting_its_branch_closes_it() {
    let scene = Scene::set().await;
    let number = scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    scene
        .git("writer", &["clone", "--branch", "topic", "REMOTE", "work"])
        .await;
    scene
        .git(
            "writer",
            &[
                "-C",
                "work",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                "more",
            ],
        )
        .await;
    let pushed = scene
        .git("writer", &["-C", "work", "push", "origin", "HEAD"])
        .await;
    assert!(pushed.status.success(), "{}", complaint(&pushed));
    let snapshot = scene.github.snapshot(REPOSITORY).await.unwrap();
    assert_eq!(
        snapshot.pull_requests[0].head_sha,
        snapshot.branches["topic"]
    );
    let deleted = scene
        .git(
            "writer",
            &["-C", "work", "push", "origin", "--delete", "topic"],
        )
        .await;
    assert!(deleted.status.success(), "{}", complaint(&deleted));
    let snapshot = scene.github.snapshot(REPOSITORY).await.unwrap();
    assert_eq!(
        (
            snapshot.pull_requests[0].number,
            snapshot.pull_requests[0].open
        ),
        (number, false)
    );
}

#[tokio::test]
async fn a_merge_by_hand_marks_the_pull_request_merged() {
    let scene = Scene::set().await;
    scene
        .github
        .open_pull_request(REPOSITORY, "ada", "t", "topic", "main")
        .await
        .unwrap();
    scene.git("writer", &["clone", "REMOTE", "work"]).await;
    scene
        .git(
            "writer",
            &["-C", "work", "merge", "--quiet", "origin/topic"],
        )
        .await;
    let pushed = scene
        .git("writer", &["-C", "work", "push", "origin", "main"])
        .await;
    assert!(pushed.status.success(), "{}", complaint(&pushed));
    let snapshot = scene.github.snapshot(REPOSITORY).await.unwrap();
    assert!(snapshot.pull_requests[0].merged && !snapshot.pull_requests[0].open);
}
