//! The world around an installation: a fake Vercel and a fake GitHub, wired to each other and to regreen's hooks.

use std::{path::Path, sync::Arc};

use domain::{Actor, Channel, FixSettings, GitHost, Platform};
use operations::{Hearing, NewConnection, NewHook, NewSubscription, Operations, Provider};
use secrecy::{ExposeSecret, SecretString};
use world::{
    Access, Builder, FakeGitHub, FakeVercel, GitHubOptions, ProjectSettings, Signature,
    VercelOptions,
};

use crate::Installation;

/// The token regreen gets for the fake Vercel.
pub const TEAM_TOKEN: &str = "vcp_demo_team_token_of_the_fake_vercel";
/// The token regreen gets for the fake GitHub.
pub const BOT_TOKEN: &str = "ghp_demoBotTokenOfTheFakeGitHub0000000000";
/// Events a hook of Vercel is registered for.
const DEPLOYMENT_EVENTS: [&str; 5] = [
    "deployment.created",
    "deployment.error",
    "deployment.ready",
    "deployment.succeeded",
    "deployment.canceled",
];
/// Events a hook of GitHub is registered for.
const REPOSITORY_EVENTS: [&str; 3] = ["push", "pull_request", "issue_comment"];

/// The faked world.
pub struct Outside {
    /// Vercel.
    pub vercel: Arc<FakeVercel>,
    /// GitHub.
    pub github: Arc<FakeGitHub>,
    team: String,
}

/// One project in it, subscribed.
#[derive(Debug, Clone)]
pub struct Project {
    /// Vercel's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `owner/name` on GitHub.
    pub repository: String,
    /// GitHub's number for it.
    pub repository_id: u64,
    /// The subscription.
    pub subscription: domain::SubscriptionId,
}

impl Outside {
    /// Starts both; a push to GitHub is built by Vercel from then on.
    ///
    /// # Errors
    /// When a port or folder cannot be had.
    pub async fn start(folder: &Path, builder: Arc<dyn Builder>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let github = Arc::new(FakeGitHub::start(GitHubOptions::new(folder.join("github"))).await?);
        let vercel =
            Arc::new(FakeVercel::start(VercelOptions::new(folder.join("vercel"), builder)).await?);
        let told = Arc::downgrade(&vercel);
        github.on_push(move |push| {
            if let Some(vercel) = told.upgrade() {
                vercel.push(push);
            }
        });
        github.create_organization("acme");
        github.create_account("mona", "mona@users.example");
        github.create_account("regreen-bot", "bot@users.example");
        github.create_token(BOT_TOKEN, "regreen-bot", Access::Write, None);
        let mona = vercel.create_user("mona", "mona@users.example");
        let team = vercel.create_team("acme", "Acme", &[&mona]);
        vercel.create_token(TEAM_TOKEN, &mona);
        Ok(Self {
            vercel,
            github,
            team,
        })
    }

    /// What the configuration must say so that regreen may talk to this world.
    #[must_use]
    pub fn configuration() -> &'static str {
        "[outbound]\nallowed_hosts = [\"127.0.0.1\"]\n"
    }

    /// The person of the demo and the tests.
    #[must_use]
    pub fn person() -> Actor {
        Actor::new("mona", Channel::Cli)
    }

    /// Vercel's id of the team that the projects belong to.
    #[must_use]
    pub fn team(&self) -> &str {
        &self.team
    }

    /// Connects both accounts and registers Vercel's hook.
    ///
    /// # Errors
    /// When regreen or the world refuses.
    pub async fn connect(&self, regreen: &Installation) -> anyhow::Result<()> {
        let operations = &regreen.operations;
        let actor = Self::person();
        operations
            .add_connection(
                NewConnection {
                    provider: Provider::Platform(Platform::Vercel),
                    name: Some("vercel".to_owned()),
                    token: SecretString::from(TEAM_TOKEN),
                    team: Some(self.team.clone()),
                    base_url: Some(self.vercel.url()),
                },
                &actor,
            )
            .await?;
        operations
            .add_connection(
                NewConnection {
                    provider: Provider::GitHost(GitHost::Github),
                    name: Some("github".to_owned()),
                    token: SecretString::from(BOT_TOKEN),
                    team: None,
                    base_url: Some(self.github.api_url()),
                },
                &actor,
            )
            .await?;
        let hook = operations
            .add_hook(
                NewHook {
                    connection: "vercel".to_owned(),
                    ..NewHook::default()
                },
                &actor,
            )
            .await?;
        let url = format!("{}{}", regreen.addresses.api, hook.path);
        self.vercel.create_webhook(
            &self.team,
            &url,
            hook.secret.expose_secret(),
            &DEPLOYMENT_EVENTS,
            &[],
        );
        Ok(())
    }

    /// Makes a repository and a project of it, and subscribes regreen.
    ///
    /// # Errors
    /// When regreen or the world refuses.
    pub async fn project(
        &self,
        regreen: &Installation,
        name: &str,
        build: ProjectSettings,
        settings: FixSettings,
    ) -> anyhow::Result<Project> {
        let repository = format!("acme/{name}");
        let repository_id = self.github.create_repository("acme", name, true).await?;
        self.github
            .add_collaborator(&repository, "regreen-bot", Access::Write)?;
        self.github
            .add_collaborator(&repository, "mona", Access::Write)?;
        let hook = regreen
            .operations
            .add_hook(
                NewHook {
                    connection: "github".to_owned(),
                    target: Some(format!("github:{repository}")),
                    ..NewHook::default()
                },
                &Self::person(),
            )
            .await?;
        let url = format!("{}{}", regreen.addresses.api, hook.path);
        self.github.create_hook(
            &repository,
            &url,
            hook.secret.expose_secret(),
            &REPOSITORY_EVENTS,
        )?;
        let source = (repository.as_str(), repository_id);
        self.subscribe(&regreen.operations, name, source, build, settings)
            .await
    }

    /// Makes a repository and a project of it that regreen has not heard of. Its bot may do everything there.
    ///
    /// # Errors
    /// When the world refuses.
    pub async fn linked(&self, name: &str, build: ProjectSettings) -> anyhow::Result<Project> {
        let repository = format!("acme/{name}");
        let repository_id = self.github.create_repository("acme", name, true).await?;
        for (login, access) in [("regreen-bot", Access::Admin), ("mona", Access::Write)] {
            self.github.add_collaborator(&repository, login, access)?;
        }
        let id = self
            .vercel
            .create_project(&self.team, name, &repository, repository_id, build);
        Ok(Project {
            id,
            name: name.to_owned(),
            repository,
            repository_id,
            subscription: domain::SubscriptionId::new(),
        })
    }

    /// Makes another project of the same repository, and subscribes regreen to it, too.
    ///
    /// # Errors
    /// When regreen or the world refuses.
    pub async fn sibling(
        &self,
        regreen: &Installation,
        of: &Project,
        name: &str,
        build: ProjectSettings,
        settings: FixSettings,
    ) -> anyhow::Result<Project> {
        let source = (of.repository.as_str(), of.repository_id);
        self.subscribe(&regreen.operations, name, source, build, settings)
            .await
    }

    async fn subscribe(
        &self,
        operations: &Operations,
        name: &str,
        (repository, repository_id): (&str, u64),
        build: ProjectSettings,
        settings: FixSettings,
    ) -> anyhow::Result<Project> {
        let actor = Self::person();
        let id = self
            .vercel
            .create_project(&self.team, name, repository, repository_id, build);
        let new = NewSubscription {
            platform_connection: Some("vercel".to_owned()),
            git_connection: Some("github".to_owned()),
            project: id.clone(),
            repository: Some(repository.to_owned()),
            settings,
            hearing: Hearing::Manual,
        };
        let subscription = operations
            .add_subscription(new, &actor)
            .await?
            .subscription
            .id;
        Ok(Project {
            id,
            name: name.to_owned(),
            repository: repository.to_owned(),
            repository_id,
            subscription,
        })
    }

    /// Subscribes regreen to a project once more.
    ///
    /// # Errors
    /// When regreen refuses.
    pub async fn subscribe_again(
        &self,
        regreen: &Installation,
        project: &Project,
    ) -> anyhow::Result<Project> {
        let new = NewSubscription {
            platform_connection: Some("vercel".to_owned()),
            git_connection: Some("github".to_owned()),
            project: project.id.clone(),
            repository: Some(project.repository.clone()),
            settings: FixSettings::default(),
            hearing: Hearing::Manual,
        };
        let added = regreen
            .operations
            .add_subscription(new, &Self::person())
            .await?;
        Ok(Project {
            subscription: added.subscription.id,
            ..project.clone()
        })
    }

    /// Pushes a folder as one commit by a person. Returns the commit.
    ///
    /// # Errors
    /// When git refuses.
    pub async fn push(
        &self,
        project: &Project,
        branch: &str,
        folder: &Path,
        message: &str,
    ) -> anyhow::Result<String> {
        Ok(self
            .github
            .push_folder(
                &project.repository,
                branch,
                folder,
                message,
                &Self::signature(),
            )
            .await?)
    }

    /// Who pushes.
    #[must_use]
    pub fn signature() -> Signature {
        Signature::now("Mona Lisa", "mona@users.example")
    }
}
