//! A fake Vercel and a fake GitHub around the operations.

use std::{collections::HashMap, sync::Arc};

use domain::{GitHost, Platform};
use secrecy::SecretString;
use store::{HookRow, Provider};
use world::{
    Access, FakeGitHub, FakeVercel, GitHubOptions, ProjectSettings, ScriptedBuilder, VercelOptions,
};

use super::{Bench, actor};
use crate::{ConnectionSummary, NewConnection, NewSubscription};

pub(crate) const TEAM_TOKEN: &str = "vcp_canary_of_the_team";
pub(crate) const BOT_TOKEN: &str = "ghp_canaryOfTheBot00000000000000000000000";
/// Where others reach us, as the tests have it.
pub(crate) const PUBLIC: &str = "https://regreen.example/base/";

/// Operations and the world around them: mona's team `acme` with the project `web`, built from `acme/web`, which the
/// bot administers.
pub(crate) struct Outside {
    pub(crate) bench: Bench,
    pub(crate) vercel: FakeVercel,
    pub(crate) github: FakeGitHub,
    pub(crate) mona: String,
    pub(crate) team: String,
    pub(crate) project: String,
    _folder: tempfile::TempDir,
}

impl Outside {
    /// With an address at which others reach us.
    pub(crate) async fn reachable() -> Self {
        Self::start(Some(PUBLIC)).await
    }

    pub(crate) async fn start(public_url: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let builder = Arc::new(ScriptedBuilder::green());
        let options = VercelOptions::new(folder.path().join("vercel"), builder);
        let vercel = FakeVercel::start(options).await.unwrap();
        let options = GitHubOptions::new(folder.path().join("github"));
        let github = FakeGitHub::start(options).await.unwrap();
        let mona = vercel.create_user("mona", "mona@users.example");
        let team = vercel.create_team("acme", "Acme", &[&mona]);
        vercel.create_token(TEAM_TOKEN, &mona);
        github.create_organization("acme");
        github.create_account("bot", "bot@users.example");
        github.create_token(BOT_TOKEN, "bot", Access::Admin, None);
        let endpoints = HashMap::from([
            (
                Provider::Platform(Platform::Vercel),
                vercel.url().parse().unwrap(),
            ),
            (
                Provider::GitHost(GitHost::Github),
                github.api_url().parse().unwrap(),
            ),
        ]);
        let bench = Bench::with(endpoints, public_url).await;
        let mut outside = Self {
            bench,
            vercel,
            github,
            mona,
            team,
            project: String::new(),
            _folder: folder,
        };
        outside.project = outside.link("web", Access::Admin).await;
        outside
    }

    /// A project of the team and its repository, where the bot has this access. Returns the project's id.
    pub(crate) async fn link(&self, name: &str, access: Access) -> String {
        let id = self
            .github
            .create_repository("acme", name, true)
            .await
            .unwrap();
        let repository = format!("acme/{name}");
        self.github
            .add_collaborator(&repository, "bot", access)
            .unwrap();
        let settings = ProjectSettings::default();
        self.vercel
            .create_project(&self.team, name, &repository, id, settings)
    }

    /// Both connections, with the names `vercel` and `github`.
    pub(crate) async fn connected(&self) -> (ConnectionSummary, ConnectionSummary) {
        let add = async |new| {
            let operations = &self.bench.operations;
            operations.add_connection(new, &actor()).await.unwrap()
        };
        (add(vercel(TEAM_TOKEN)).await, add(github(BOT_TOKEN)).await)
    }

    /// Every hook that regreen has.
    pub(crate) async fn hooks(&self) -> Vec<HookRow> {
        self.bench.operations.store.hooks.list().await.unwrap()
    }

    /// The addresses of the webhooks that the team has at Vercel.
    pub(crate) async fn webhooks_at_vercel(&self) -> Vec<String> {
        let operations = &self.bench.operations;
        let row = operations.find_connection("vercel").await.unwrap();
        let hooks = operations.platform_account(&row).unwrap().webhooks().await;
        hooks.unwrap().into_iter().map(|hook| hook.url).collect()
    }

    /// The addresses of the webhooks that `acme/web` has at GitHub.
    pub(crate) async fn webhooks_at_github(&self) -> Vec<String> {
        let operations = &self.bench.operations;
        let row = operations.find_connection("github").await.unwrap();
        let web = crate::subscriptions::repository(GitHost::Github, "acme/web").unwrap();
        let hooks = operations.git_account(&row).unwrap().hooks(&web).await;
        hooks.unwrap().into_iter().map(|hook| hook.url).collect()
    }
}

pub(crate) fn vercel(token: &str) -> NewConnection {
    NewConnection {
        provider: Provider::Platform(Platform::Vercel),
        name: None,
        token: SecretString::from(token),
        team: None,
        base_url: None,
    }
}

pub(crate) fn github(token: &str) -> NewConnection {
    NewConnection {
        provider: Provider::GitHost(GitHost::Github),
        ..vercel(token)
    }
}

/// The project `web`, everything else as it follows.
pub(crate) fn web() -> NewSubscription {
    NewSubscription {
        project: "web".to_owned(),
        ..NewSubscription::default()
    }
}
