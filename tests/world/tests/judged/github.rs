//! `@octokit/rest` and GitHub's own description of its API against the fake GitHub.

use serde_json::json;
use world::{Access, FakeGitHub, GitHubOptions, Receiver, Signature};

use crate::node::judge;

pub(crate) const REPOSITORY: &str = "acme/shop";

pub(crate) fn ada() -> Signature {
    Signature {
        name: "Ada".into(),
        email: "ada@example.test".into(),
        seconds: 1_700_000_000,
    }
}

/// A private repository of `acme` with a commit on `main` and one more on each of `topic` and `other`; `ada` may write,
/// `bob` may read. Gives the first commit.
pub(crate) async fn set_up(github: &FakeGitHub) -> String {
    github
        .create_repository("acme", "shop", true)
        .await
        .unwrap();
    for (login, access) in [("ada", Access::Write), ("bob", Access::Read)] {
        github.create_account(login, &format!("{login}@example.test"));
        github.add_collaborator(REPOSITORY, login, access).unwrap();
    }
    github.create_account("eve", "eve@example.test");
    let root = commit(github, "main", "a.txt", "one\n").await;
    for branch in ["topic", "other"] {
        github
            .create_branch(REPOSITORY, branch, "main", "ada")
            .await
            .unwrap();
    }
    commit(github, "topic", "a.txt", "two\n").await;
    commit(github, "other", "b.txt", "three\n").await;
    root
}

pub(crate) async fn commit(github: &FakeGitHub, branch: &str, file: &str, text: &str) -> String {
    github
        .foreign_commit(
            REPOSITORY,
            branch,
            &[(file, Some(text))],
            "a change",
            &ada(),
        )
        .await
        .unwrap()
}

#[tokio::test]
async fn githubs_client_can_do_what_regreen_does() {
    let folder = tempfile::tempdir().unwrap();
    let github = FakeGitHub::start(GitHubOptions::new(folder.path()))
        .await
        .unwrap();
    let root = set_up(&github).await;
    let receiver = Receiver::start().await.unwrap();
    github.create_classic_token("ghp_admin", "acme", &["repo"]);
    github.create_token("ghp_writer", "ada", Access::Write, None);
    github.create_token("ghp_stranger", "eve", Access::Admin, None);
    github.create_token("github_pat_1", "acme", Access::Admin, Some(&[REPOSITORY]));
    let description = json!({
        "api": github.api_url(), "token": "ghp_admin", "writer": "ghp_writer", "stranger": "ghp_stranger",
        "fineGrained": "github_pat_1", "root": root, "receiver": receiver.url(),
    });
    judge("github.mjs", &description).await;
}
