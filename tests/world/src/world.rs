//! The fakes wired together: a push to the fake GitHub makes deployments on the fake Vercel, and what becomes of them
//! shows as commit statuses on GitHub.

use std::{path::PathBuf, sync::Arc};

use crate::{
    Builder, DeploymentSnapshot, FakeGitHub, FakeModel, FakeVercel, GitHubOptions, ModelOptions,
    Push, ReadyState, StatusState, VercelOptions, WorldError,
};

/// How to start a [`World`].
#[derive(Clone)]
pub struct WorldOptions {
    /// The fake GitHub.
    pub github: GitHubOptions,
    /// The fake Vercel.
    pub vercel: VercelOptions,
    /// The fake model; `None` starts none.
    pub model: Option<ModelOptions>,
}

impl WorldOptions {
    /// Free ports; everything below `directory`, which builds in a sandbox must be able to reach. `seed` chooses the
    /// identifiers: worlds with the same seed give the same ones.
    pub fn new(directory: impl Into<PathBuf>, seed: &str, builder: Arc<dyn Builder>) -> Self {
        let directory = directory.into();
        let mut github = GitHubOptions::new(directory.join("repositories"));
        github.seed = format!("{seed}/github");
        let mut vercel = VercelOptions::new(directory.join("builds"), builder);
        vercel.seed = format!("{seed}/vercel");
        Self {
            github,
            vercel,
            model: None,
        }
    }
}

/// All fakes, running. Dropping it stops them.
pub struct World {
    /// The git host.
    pub github: Arc<FakeGitHub>,
    /// The hosting platform.
    pub vercel: Arc<FakeVercel>,
    /// The model, if one was asked for.
    pub model: Option<FakeModel>,
}

impl World {
    /// Starts everything and connects it.
    ///
    /// # Errors
    /// Fails where a port is taken or a folder cannot be made.
    pub async fn start(options: WorldOptions) -> Result<Self, WorldError> {
        let github = Arc::new(FakeGitHub::start(options.github).await?);
        let vercel = Arc::new(FakeVercel::start(options.vercel).await?);
        let model = match options.model {
            Some(options) => Some(FakeModel::start(options).await?),
            None => None,
        };
        // Weak both ways: the fakes must not keep each other alive.
        let platform = Arc::downgrade(&vercel);
        github.on_push(move |push: &Push| {
            if let Some(vercel) = platform.upgrade() {
                vercel.push(push);
            }
        });
        let host = Arc::downgrade(&github);
        vercel.on_change(move |deployment| {
            if let Some(github) = host.upgrade() {
                report(&github, deployment);
            }
        });
        Ok(Self {
            github,
            vercel,
            model,
        })
    }
}

/// Vercel's commit status, as its GitHub integration sets it.
fn report(github: &FakeGitHub, deployment: &DeploymentSnapshot) {
    let (state, description) = match deployment.state {
        ReadyState::Queued | ReadyState::Building => {
            (StatusState::Pending, "Vercel is deploying your app")
        }
        ReadyState::Ready => (StatusState::Success, "Deployment has completed"),
        ReadyState::Error => (StatusState::Failure, "Deployment has failed"),
        ReadyState::Canceled => (StatusState::Failure, "Deployment was canceled"),
    };
    let context = format!("Vercel – {}", deployment.project);
    let url = Some(deployment.inspector_url.as_str());
    if let Err(error) = github.set_status(
        &deployment.repository,
        &deployment.sha,
        &context,
        state,
        description,
        url,
    ) {
        tracing::debug!(%error, "a commit status could not be set");
    }
}

#[cfg(test)]
mod tests;
