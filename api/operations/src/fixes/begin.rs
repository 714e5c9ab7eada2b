//! A fix begun by hand: without a webhook, with automatic fixes off, past a rule that would skip it.

use std::collections::BTreeSet;

use domain::{Actor, Deployment, DeploymentState, FixId, FixStatus, Platform};
use jiff::Timestamp;
use serde::Serialize;
use store::{FixRow, FixState, NewFix, SubscriptionFilter, SubscriptionRow};

use super::{
    start::{StartContext, start_fix},
    steer::Wish,
};
use crate::{
    Operations,
    accounts::trouble,
    engine::Started,
    error::{Code, OperationError, OperationResult},
};

/// How a fix was found or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// It is new.
    New,
    /// One is open for this deployment: watch it.
    Open,
    /// One had ended, and begins again.
    Again,
}

/// A fix that was begun by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BegunFix {
    /// The fix.
    pub fix: FixId,
    /// Its workflow.
    pub workflow_id: String,
    /// The failed deployment's id.
    pub deployment: String,
    /// How.
    pub begun: Begun,
    /// Its page in the Temporal Web UI.
    pub web_ui: Option<String>,
}

impl Operations {
    /// Begins a fix of a failed deployment, given by its id or address. It needs no webhook, and works with automatic
    /// fixes off and past a rule that would skip it. One that is open already is returned as it is; one that has ended
    /// begins again, as by a retry.
    ///
    /// # Errors
    /// `invalid_argument`, `deployment_not_found`, `deployment_not_failed`, `subscription_not_found`, `fix_merged`, and
    /// when a system is away.
    pub async fn begin_fix(
        &self,
        platform: Platform,
        deployment: &str,
        actor: Actor,
    ) -> OperationResult<BegunFix> {
        let reference = platforms::deployment_reference(platform, deployment)
            .map_err(OperationError::invalid)?;
        let known = self
            .store
            .fixes
            .find_by_deployment(platform, &reference)
            .await?;
        if let Some(row) = known {
            return self.resume(row, actor).await;
        }
        let (subscription, deployment) = self.failed_deployment(platform, &reference).await?;
        // An address stands for an id, which may be known.
        if let Some(row) = self
            .store
            .fixes
            .find_by_deployment(platform, &deployment.id)
            .await?
        {
            return self.resume(row, actor).await;
        }
        self.begin(subscription, deployment, actor).await
    }

    async fn resume(&self, row: FixRow, actor: Actor) -> OperationResult<BegunFix> {
        // The workflow knows first; what is stored may be a moment behind.
        let details = self.details_of(row.clone()).await?;
        let begun = match details.view.status {
            FixStatus::Merged => {
                return Err(OperationError::new(
                    Code::FixMerged,
                    format!("{} is merged: there is nothing left to fix", row.id),
                ));
            }
            status if status.is_end() => {
                let wish = Wish::Retry {
                    hint: String::new(),
                };
                self.steer_fix(row.id.as_str(), &wish, actor).await?;
                Begun::Again
            }
            // Its row was made and its workflow was not: whoever made it was killed in between.
            _ if row.run_ordinal == 0 => {
                let context = self.context_of(&row, actor).await?;
                match self.engine.start(start_fix(context)).await? {
                    Started::New => Begun::New,
                    Started::Before => Begun::Open,
                }
            }
            _ => Begun::Open,
        };
        Ok(self.begun(row, begun))
    }

    /// The deployment as a platform describes it, with the subscription of its project.
    async fn failed_deployment(
        &self,
        platform: Platform,
        reference: &domain::DeploymentId,
    ) -> OperationResult<(SubscriptionRow, Deployment)> {
        let all = self
            .store
            .subscriptions
            .list(SubscriptionFilter::default())
            .await?;
        let connections: BTreeSet<_> = all
            .into_iter()
            .filter(|row| row.platform == platform)
            .map(|row| row.platform_connection)
            .collect();
        if connections.is_empty() {
            return Err(OperationError::new(
                Code::SubscriptionNotFound,
                format!(
                    "no project on {platform} is subscribed: `regreen subscription add` makes the first one"
                ),
            ));
        }
        let mut last = None;
        for connection in connections {
            let row = self.find_connection(connection.as_str()).await?;
            let account = self.platform_account(&row)?;
            match account.deployment(None, reference).await {
                Ok(deployment) => return self.check_failed(platform, deployment).await,
                Err(error) => {
                    let trouble = trouble(row.provider, &error);
                    // That one team does not have it says less than that another could not be asked.
                    if !trouble.is_missing() {
                        last = Some(self.failed_call(&row, trouble).await);
                    }
                }
            }
        }
        Err(last.unwrap_or_else(|| {
            OperationError::new(
                Code::DeploymentNotFound,
                format!(
                    "no connection sees the deployment `{reference}`: compare the id, and the team of the connection"
                ),
            )
        }))
    }

    async fn check_failed(
        &self,
        platform: Platform,
        deployment: Deployment,
    ) -> OperationResult<(SubscriptionRow, Deployment)> {
        if deployment.state != DeploymentState::Failed {
            let state = format!("{:?}", deployment.state).to_lowercase();
            return Err(OperationError::new(
                Code::DeploymentNotFailed,
                format!(
                    "the deployment {} of {} did not fail: it is {state}",
                    deployment.id, deployment.project_name
                ),
            ));
        }
        let subscription = self
            .store
            .subscriptions
            .find_active(platform, &deployment.project)
            .await?
            .ok_or_else(|| {
                OperationError::new(
                    Code::SubscriptionNotFound,
                    format!(
                        "its project {} is not subscribed: `regreen subscription add --project {}` first",
                        deployment.project_name, deployment.project
                    ),
                )
            })?;
        Ok((subscription, deployment))
    }

    async fn begin(
        &self,
        subscription: SubscriptionRow,
        deployment: Deployment,
        actor: Actor,
    ) -> OperationResult<BegunFix> {
        let commit = deployment.commit.as_ref();
        let new = NewFix {
            platform: subscription.platform,
            deployment: deployment.id.clone(),
            project: subscription.project.clone(),
            state: FixState {
                subscription: Some(subscription.id.clone()),
                project_name: Some(subscription.project_name.clone()),
                repository: Some(subscription.repository.clone()),
                branch: deployment.branch.clone(),
                commit: commit.map(|commit| commit.sha.clone()),
                title: commit.map(|commit| commit.subject.clone()),
                ..FixState::default()
            },
            created_at: Timestamp::now(),
        };
        let row = self.store.fixes.create_or_get(new).await?.fix;
        let context = StartContext {
            fix: row.id.clone(),
            platform: subscription.platform,
            deployment: deployment.id,
            subscription: subscription.id,
            project_name: subscription.project_name,
            repository: Some(subscription.repository),
            branch: deployment.branch,
            commit: deployment.commit.map(|commit| commit.sha),
            page: deployment.page,
            started_by: Some(actor.clone()),
        };
        self.engine.start(start_fix(context)).await?;
        let detail = serde_json::json!({ "deployment": row.deployment });
        self.audit(&actor, "fix.start", row.id.as_str(), detail)
            .await?;
        Ok(self.begun(row, Begun::New))
    }

    fn begun(&self, row: FixRow, begun: Begun) -> BegunFix {
        let web_ui = self.web_ui_of(&row.workflow_id);
        BegunFix {
            fix: row.id,
            workflow_id: row.workflow_id,
            deployment: row.deployment.to_string(),
            begun,
            web_ui,
        }
    }
}
