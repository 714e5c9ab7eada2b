//! The fake GitHub through its own doors: HTTP and `git`.

mod git;
mod hooks;
mod pages;
mod people;
mod rest;

use serde_json::Value;

use super::{Access, FakeGitHub, GitHubOptions};
use crate::{
    git::Signature,
    testing::{Answer, call},
};

const REPOSITORY: &str = "acme/shop";

struct Scene {
    github: FakeGitHub,
    folder: tempfile::TempDir,
}

impl Scene {
    /// A private repository with one commit on `main` and one more on `topic`; tokens `writer`, `reader`, `other`, `admin`.
    async fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let github = FakeGitHub::start(GitHubOptions::new(folder.path().join("repositories")))
            .await
            .unwrap();
        github
            .create_repository("acme", "shop", true)
            .await
            .unwrap();
        for (login, access) in [("ada", Access::Write), ("bob", Access::Read)] {
            github.create_account(login, &format!("{login}@example.test"));
            github.add_collaborator(REPOSITORY, login, access).unwrap();
        }
        github.create_account("eve", "eve@example.test");
        github.create_token("writer", "ada", Access::Write, None);
        github.create_token("reader", "bob", Access::Write, None);
        github.create_token("other", "eve", Access::Admin, None);
        github.create_token("admin", "acme", Access::Admin, Some(&[REPOSITORY]));
        let author = author();
        github
            .foreign_commit(
                REPOSITORY,
                "main",
                &[("a.txt", Some("one\n"))],
                "root",
                &author,
            )
            .await
            .unwrap();
        github
            .create_branch(REPOSITORY, "topic", "main", "ada")
            .await
            .unwrap();
        github
            .foreign_commit(
                REPOSITORY,
                "topic",
                &[("a.txt", Some("two\n"))],
                "change",
                &author,
            )
            .await
            .unwrap();
        Self { github, folder }
    }

    async fn api(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        call(
            method,
            &format!("{}{path}", self.github.api_url()),
            token,
            body,
        )
        .await
    }

    async fn get(&self, path: &str) -> Answer {
        self.api(
            "GET",
            &format!("/repos/{REPOSITORY}{path}"),
            "writer",
            &Value::Null,
        )
        .await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.api(
            "POST",
            &format!("/repos/{REPOSITORY}{path}"),
            "writer",
            body,
        )
        .await
    }

    async fn tip(&self, branch: &str) -> String {
        self.github.snapshot(REPOSITORY).await.unwrap().branches[branch].clone()
    }
}

fn author() -> Signature {
    Signature {
        name: "Ada".into(),
        email: "ada@example.test".into(),
        seconds: 1_700_000_000,
    }
}
