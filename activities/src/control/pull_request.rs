//! Following a pull request: its fate on the git host, its preview on the platform.

use std::sync::Arc;

use contract::activities::pull_request::{FollowInput, FollowPullRequest, News};
use domain::DeploymentState;
use githosts::PullRequestState;
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::{Ports, now};
use crate::{
    failure::{Failure, Outcome},
    poll::Schedule,
};

/// The group.
pub struct PullRequestActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl PullRequestActivities {
    #[activity(definition = FollowPullRequest)]
    pub async fn follow(
        self: Arc<Self>,
        ctx: ActivityContext,
        input: FollowInput,
    ) -> Result<News, ActivityError> {
        if let Some(news) = self.news(&input).await? {
            return Ok(news);
        }
        let deadline = if input.watch_preview {
            input.deadline.min(input.preview_deadline)
        } else {
            input.deadline
        };
        let schedule = Schedule {
            first: input.poll_first,
            most: input.poll_most,
            deadline,
        };
        match schedule.next(ctx.info().attempt, now().as_millisecond()) {
            Some(delay) => {
                let what = format!("pull request #{} is open", input.pull_request.number);
                Err(Failure::still_open(what, delay).into())
            }
            None if input.watch_preview && now().as_millisecond() < input.deadline => {
                Ok(News::PreviewMissing {
                    why: "no deployment of the fix branch appeared in time".to_owned(),
                })
            }
            None => Ok(News::StillOpen),
        }
    }
}

impl PullRequestActivities {
    async fn news(&self, input: &FollowInput) -> Outcome<Option<News>> {
        let git = self.ports.git(&input.subscription).await?;
        let pull = git
            .host
            .pull_request(&input.repository, input.pull_request.number)
            .await?;
        match pull.state {
            PullRequestState::Merged => return Ok(Some(News::Merged)),
            PullRequestState::Closed => return Ok(Some(News::Closed)),
            PullRequestState::Open => {}
        }
        // A pull request can lag behind its branch: the branch decides whose commit is at its head.
        if pull.head_sha != input.pull_request.head
            && let Some(head) = git
                .host
                .branch_head(&input.repository, &input.pull_request.branch)
                .await?
            && head != input.pull_request.head
        {
            return Ok(Some(News::ForeignCommit { head }));
        }
        if input.watch_preview {
            self.preview(input).await
        } else {
            Ok(None)
        }
    }

    async fn preview(&self, input: &FollowInput) -> Outcome<Option<News>> {
        let account = self.ports.platform(&input.subscription).await?;
        let project = &account.subscription.project;
        let mut previews = account
            .platform
            .deployments_of_commit(project, &input.pull_request.head)
            .await?;
        previews.sort_by_key(|deployment| std::cmp::Reverse(deployment.created_at));
        Ok(previews.into_iter().next().and_then(|preview| match preview.state {
            DeploymentState::Ready => Some(News::PreviewReady { deployment: preview.id }),
            DeploymentState::Failed => Some(News::PreviewFailed { deployment: preview.id }),
            DeploymentState::Blocked => Some(News::PreviewMissing {
                why: "the platform refuses to build commits of this author; ask an administrator of the team to let it".to_owned(),
            }),
            DeploymentState::Cancelled => {
                Some(News::PreviewMissing { why: format!("deployment {} was cancelled", preview.id) })
            }
            DeploymentState::Pending => None,
        }))
    }
}
