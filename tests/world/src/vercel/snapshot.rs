//! The fake's state as plain values, for tests and for the demo's screen.

use std::collections::BTreeMap;

use super::{
    FakeVercel, Vercel, VercelDelivery,
    build::Stream,
    state::{Deployment, LogKind, ReadyState, State},
    view,
};

/// One deployment at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentSnapshot {
    /// `dpl_...`.
    pub id: String,
    /// The host name that it is served at.
    pub url: String,
    /// The project's name.
    pub project: String,
    /// The project's id.
    pub project_id: String,
    /// `owner/name` of the repository.
    pub repository: String,
    /// The branch.
    pub branch: String,
    /// The commit.
    pub sha: String,
    /// How far it is.
    pub state: ReadyState,
    /// `production`, or `None` for a preview.
    pub target: Option<String>,
    /// Where people look at it.
    pub inspector_url: String,
    /// Why it failed.
    pub error_message: Option<String>,
    /// Such as `BUILD_UTILS_SPAWN_1`.
    pub error_code: Option<String>,
    /// `git` or `redeploy`.
    pub source: &'static str,
    /// As in the API.
    pub meta: BTreeMap<String, String>,
    /// Milliseconds since 1970.
    pub created: i64,
}

/// One registered webhook at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookSnapshot {
    /// `account_hook_...`.
    pub id: String,
    /// The team's id, or the user's.
    pub account: String,
    /// Where events are posted to.
    pub url: String,
    /// The key of its signatures.
    pub secret: String,
    /// Such as `deployment.error`.
    pub events: Vec<String>,
    /// Ids; empty is every project of the account.
    pub projects: Vec<String>,
}

/// One line of a build log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Where it was written to; Vercel's own lines count as standard output.
    pub stream: Stream,
    /// Without line end.
    pub text: String,
}

impl FakeVercel {
    /// Every deployment, oldest first.
    pub fn deployments(&self) -> Vec<DeploymentSnapshot> {
        let state = self.world.state();
        state
            .deployments
            .iter()
            .map(|deployment| self.world.snapshot_of(&state, deployment))
            .collect()
    }

    /// One deployment by its id.
    pub fn deployment(&self, id: &str) -> Option<DeploymentSnapshot> {
        let state = self.world.state();
        state
            .deployment(id)
            .map(|deployment| self.world.snapshot_of(&state, deployment))
    }

    /// The lines of a build log so far; empty for an unknown deployment.
    pub fn log(&self, id: &str) -> Vec<LogLine> {
        let state = self.world.state();
        let events = state
            .deployment(id)
            .map_or(&[][..], |deployment| &deployment.log);
        events
            .iter()
            .filter_map(|event| match event.kind {
                LogKind::Output(stream) => Some(LogLine {
                    stream,
                    text: event.text.clone(),
                }),
                LogKind::Command | LogKind::State(_) => None,
            })
            .collect()
    }

    /// Every registered webhook of every account, oldest first.
    pub fn webhooks(&self) -> Vec<WebhookSnapshot> {
        let state = self.world.state();
        let all = state.webhooks.iter().map(|hook| WebhookSnapshot {
            id: hook.id.clone(),
            account: hook.account.clone(),
            url: hook.url.clone(),
            secret: hook.secret.clone(),
            events: hook.events.clone(),
            projects: hook.projects.clone(),
        });
        all.collect()
    }

    /// Every webhook delivery still remembered (the newest 5,000), oldest first.
    pub fn deliveries(&self) -> Vec<VercelDelivery> {
        self.world.state().deliveries.iter().cloned().collect()
    }

    /// Waits until a deployment fits, and returns the first that does. Never returns if none ever does.
    pub async fn wait_for(&self, fits: impl Fn(&DeploymentSnapshot) -> bool) -> DeploymentSnapshot {
        self.wait_until(|vercel| {
            vercel
                .deployments()
                .into_iter()
                .find(|deployment| fits(deployment))
        })
        .await
    }

    /// Waits until a delivery fits, and returns the first that does. Never returns if none ever does.
    pub async fn wait_for_delivery(
        &self,
        fits: impl Fn(&VercelDelivery) -> bool,
    ) -> VercelDelivery {
        self.wait_until(|vercel| {
            vercel
                .deliveries()
                .into_iter()
                .find(|delivery| fits(delivery))
        })
        .await
    }

    async fn wait_until<T>(&self, look: impl Fn(&Self) -> Option<T>) -> T {
        let mut changes = self.world.changed.subscribe();
        loop {
            changes.borrow_and_update();
            if let Some(found) = look(self) {
                return found;
            }
            if changes.changed().await.is_err() {
                // The sender lives as long as this value.
                std::future::pending::<()>().await;
            }
        }
    }
}

impl Vercel {
    pub(super) fn snapshot_of(&self, state: &State, deployment: &Deployment) -> DeploymentSnapshot {
        let failure = deployment.failure.as_ref();
        DeploymentSnapshot {
            id: deployment.id.clone(),
            url: deployment.url.clone(),
            project: deployment.name.clone(),
            project_id: deployment.project.clone(),
            repository: format!(
                "{}/{}",
                deployment.commit.owner, deployment.commit.repository
            ),
            branch: deployment.commit.branch.clone(),
            sha: deployment.commit.sha.clone(),
            state: deployment.state,
            target: deployment.target.clone(),
            inspector_url: view::inspector_url(self.url(), state, deployment),
            error_message: failure.map(|failure| failure.message.clone()),
            error_code: failure.and_then(|failure| failure.code.clone()),
            source: deployment.source,
            meta: deployment.meta.clone(),
            created: deployment.created,
        }
    }
}
