//! Looking at deployments, repeating one, watching one.

use std::{sync::Arc, time::Duration};

use contract::{
    activities::deployment::{
        CheckInput, CheckSuperseded, Look, LookAtDeployment, LookInput, LookVerdict, Redeploy,
        RedeployInput, Superseded, WatchDeployment, WatchInput,
    },
    signals::{DEPLOYMENT_EVENT, DeploymentEvent},
};
use domain::{Deployment, DeploymentId, DeploymentState, FixId, Lineage, Repository};
use globset::{Glob, GlobSetBuilder};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::{
    accounts::PlatformAccount,
    ports::{Ports, now},
    signal::signal,
    source::lay_over,
};
use crate::{
    failure::{Failure, Outcome},
    poll,
};

/// Until a platform knows what its webhook said.
const NOT_YET: Duration = Duration::from_secs(1);

/// The group.
pub struct DeploymentActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl DeploymentActivities {
    #[activity(definition = LookAtDeployment)]
    pub async fn look(
        self: Arc<Self>,
        _: ActivityContext,
        input: LookInput,
    ) -> Result<Look, ActivityError> {
        Ok(self.look_at(input).await?)
    }

    #[activity(definition = CheckSuperseded)]
    pub async fn check(
        self: Arc<Self>,
        _: ActivityContext,
        input: CheckInput,
    ) -> Result<Superseded, ActivityError> {
        let account = self.ports.platform(&input.subscription).await?;
        let by = self
            .superseded(
                &account,
                &input.repository,
                &input.branch,
                &input.deployment,
            )
            .await?;
        Ok(Superseded { by })
    }

    #[activity(definition = Redeploy)]
    pub async fn redeploy(
        self: Arc<Self>,
        _: ActivityContext,
        input: RedeployInput,
    ) -> Result<DeploymentId, ActivityError> {
        Ok(self.deploy_again(input).await?)
    }

    #[activity(definition = WatchDeployment)]
    pub async fn watch(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: WatchInput,
    ) -> Result<DeploymentState, ActivityError> {
        let account = self
            .ports
            .platform(&input.subscription)
            .await
            .map_err(ActivityError::from)?;
        let deployment = account
            .platform
            .deployment(None, &input.deployment)
            .await
            .map_err(Failure::from)
            .map_err(ActivityError::from)?;
        if deployment.state.is_final() {
            return Ok(deployment.state);
        }
        let schedule = poll::Schedule {
            first: input.poll_first,
            most: input.poll_most,
            deadline: input.deadline,
        };
        match schedule.next(ctx.info().attempt, now().as_millisecond()) {
            Some(delay) => Err(Failure::still_open(
                format!("{} is being built", input.deployment),
                delay,
            )
            .into()),
            None => Ok(DeploymentState::Pending),
        }
    }
}

impl DeploymentActivities {
    async fn look_at(&self, input: LookInput) -> Outcome<Look> {
        let account = self.ports.platform(&input.subscription).await?;
        let subscription = &account.subscription;
        let deployment = account
            .platform
            .deployment(Some(&subscription.project), &input.deployment)
            .await?;
        if deployment.state == DeploymentState::Pending {
            // The webhook was faster than the platform's own API.
            let what = format!("{} is said to be being built", deployment.id);
            return Err(Failure::still_open(what, NOT_YET));
        }
        let project = account
            .platform
            .project_settings(&subscription.project)
            .await?;
        let build = lay_over(project.build, &subscription.settings.build);
        let branch_excluded = deployment
            .branch
            .as_ref()
            .is_some_and(|branch| !covers(&subscription.settings.branches, branch));
        let verdict = self
            .verdict(&account, &deployment, &input, branch_excluded)
            .await?;
        Ok(Look {
            deployment,
            branch_excluded,
            root_directory: build.root_directory,
            verdict,
        })
    }

    async fn verdict(
        &self,
        account: &PlatformAccount,
        deployment: &Deployment,
        input: &LookInput,
        branch_excluded: bool,
    ) -> Outcome<LookVerdict> {
        let subscription = &account.subscription;
        if deployment.state != DeploymentState::Failed {
            let why = match deployment.state {
                DeploymentState::Blocked => "the platform refused to build it".to_owned(),
                state => format!("the deployment did not fail: it is {state:?}").to_lowercase(),
            };
            return Ok(LookVerdict::NotAFailure { why });
        }
        let repository = deployment
            .repository
            .clone()
            .unwrap_or_else(|| subscription.repository.clone());
        if repository != subscription.repository {
            let why = format!(
                "it was built from {repository}, not from {}",
                subscription.repository
            );
            return Ok(LookVerdict::NotAFailure { why });
        }
        if deployment.from_fork {
            return Ok(LookVerdict::NotFixable {
                why: "the commit comes from a fork, whose code is never run".to_owned(),
            });
        }
        let (Some(branch), Some(_)) = (&deployment.branch, &deployment.commit) else {
            let why = "the deployment was not built from a commit on a branch".to_owned();
            return Ok(LookVerdict::NotFixable { why });
        };
        if let Some(parent) = self
            .parent(deployment, &repository, branch, &input.fix)
            .await?
        {
            return Ok(LookVerdict::OwnBranch { parent });
        }
        if branch_excluded && !input.any_branch {
            return Ok(LookVerdict::BranchExcluded {
                branch: branch.clone(),
            });
        }
        let by = self
            .superseded(account, &repository, branch, deployment)
            .await?;
        Ok(by.map_or(LookVerdict::Proceed, |by| LookVerdict::Superseded { by }))
    }

    /// The fix that a deployment belongs to: its branch is ours, or it repeats a deployment on our wish.
    async fn parent(
        &self,
        deployment: &Deployment,
        repository: &Repository,
        branch: &str,
        fix: &FixId,
    ) -> Outcome<Option<FixId>> {
        let store = &self.ports.store;
        let mut parent = store.lineages.find_by_branch(repository, branch).await?;
        if let (None, Some(original)) = (&parent, &deployment.redeploy_of)
            && let Some(row) = store
                .fixes
                .find_by_deployment(deployment.platform, original)
                .await?
            && row.lineage.redeployed
        {
            parent = Some(row.id);
        }
        let Some(parent) = parent.filter(|parent| parent != fix) else {
            return Ok(None);
        };
        let row = store.fixes.get(&parent).await?;
        let event = DeploymentEvent {
            delivery: format!("look:{}", deployment.id),
            deployment: deployment.id.to_string(),
            state: Some(deployment.state),
        };
        signal(
            &self.ports.temporal,
            &row.workflow_id,
            DEPLOYMENT_EVENT,
            &event,
        )
        .await?;
        Ok(Some(parent))
    }

    /// What makes a commit no longer the one to fix: another head of its branch, or a later green build of it for the
    /// same target.
    async fn superseded(
        &self,
        account: &PlatformAccount,
        repository: &Repository,
        branch: &str,
        failed: &Deployment,
    ) -> Outcome<Option<String>> {
        let git = self.ports.git(&account.subscription.id).await?;
        let commit = failed
            .commit
            .as_ref()
            .map_or("", |commit| commit.sha.as_str());
        match git.host.branch_head(repository, branch).await? {
            None => {
                // A token that lost its access sees nothing either: that is another failure.
                git.host.repository(repository).await?;
                return Ok(Some(format!("branch {branch} is gone")));
            }
            Some(head) if head != commit => {
                let head = &head[..head.len().min(10)];
                return Ok(Some(format!("branch {branch} has moved on to {head}")));
            }
            Some(_) => {}
        }
        let siblings = account
            .platform
            .deployments_of_commit(&account.subscription.project, commit)
            .await?;
        let green = siblings.iter().find(|sibling| {
            sibling.state == DeploymentState::Ready
                && sibling.created_at > failed.created_at
                && sibling.target == failed.target
        });
        Ok(green.map(|sibling| format!("deployment {} of the same commit is green", sibling.id)))
    }

    async fn deploy_again(&self, input: RedeployInput) -> Outcome<DeploymentId> {
        let account = self.ports.platform(&input.subscription).await?;
        // Remembered before it is done: the new deployment's webhook must find its parent.
        let lineage = Lineage {
            redeployed: true,
            ..Lineage::default()
        };
        self.ports
            .store
            .lineages
            .save(
                &input.fix,
                &account.subscription.repository,
                &lineage,
                now(),
            )
            .await?;
        Ok(account
            .platform
            .redeploy(&input.deployment, &format!("{}:redeploy", input.fix))
            .await?)
    }
}

/// Whether the subscription's branch filters let a branch through; no filter lets everything through.
fn covers(filters: &[String], branch: &str) -> bool {
    let mut set = GlobSetBuilder::new();
    for glob in filters.iter().filter_map(|filter| Glob::new(filter).ok()) {
        set.add(glob);
    }
    filters.is_empty() || set.build().is_ok_and(|set| set.is_match(branch))
}
