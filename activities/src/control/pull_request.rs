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

/// What to do about a platform that builds only its team's commits.
const BLOCKED: &str = "the platform refuses to build commits of this author: ask an administrator of the team to allow it";

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
        let preview = match self.look(&input).await {
            Ok(Seen::News(news)) => return Ok(news),
            Ok(Seen::Nothing { preview }) => preview,
            // Weeks are long enough for a token to be renewed: a poll outlasts a refusal.
            Err(error) if !error.kind().is_retryable() => {
                return Err(error.worth_waiting().into());
            }
            Err(error) => return Err(error.into()),
        };
        let missing = input.watch_preview && !preview;
        let deadline = if missing {
            input.deadline.min(input.preview_deadline)
        } else {
            input.deadline
        };
        let schedule = Schedule {
            first: input.poll_first,
            most: input.poll_most,
            deadline,
        };
        let now = now().as_millisecond();
        match schedule.next(ctx.info().attempt, now) {
            Some(delay) => {
                let what = format!("pull request #{} is open", input.pull_request.number);
                Err(Failure::still_open(what, delay).into())
            }
            None if missing && now < input.deadline => Ok(News::PreviewMissing {
                why: "no deployment of the fix branch appeared in time".to_owned(),
            }),
            None => Ok(News::StillOpen),
        }
    }
}

/// What one look showed.
enum Seen {
    News(News),
    /// Nothing new; whether a preview is at least under way.
    Nothing {
        preview: bool,
    },
}

impl PullRequestActivities {
    async fn look(&self, input: &FollowInput) -> Outcome<Seen> {
        let git = self.ports.git(&input.subscription).await?;
        let pull = git
            .host
            .pull_request(&input.repository, input.pull_request.number)
            .await?;
        match pull.state {
            PullRequestState::Merged => return Ok(Seen::News(News::Merged)),
            PullRequestState::Closed => return Ok(Seen::News(News::Closed)),
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
            return Ok(Seen::News(News::ForeignCommit { head }));
        }
        if input.watch_preview {
            self.preview(input).await
        } else {
            Ok(Seen::Nothing { preview: false })
        }
    }

    async fn preview(&self, input: &FollowInput) -> Outcome<Seen> {
        let account = self.ports.platform(&input.subscription).await?;
        let project = &account.subscription.project;
        let previews = account
            .platform
            .deployments_of_commit(project, &input.pull_request.head)
            .await?;
        let newest = previews
            .into_iter()
            .max_by_key(|preview| preview.created_at);
        let Some(preview) = newest else {
            return Ok(Seen::Nothing { preview: false });
        };
        let deployment = preview.id;
        Ok(match preview.state {
            DeploymentState::Ready => Seen::News(News::PreviewReady { deployment }),
            DeploymentState::Failed => Seen::News(News::PreviewFailed { deployment }),
            DeploymentState::Blocked => Seen::News(News::PreviewMissing {
                why: BLOCKED.to_owned(),
            }),
            DeploymentState::Cancelled => Seen::News(News::PreviewMissing {
                why: format!("deployment {deployment} was cancelled"),
            }),
            DeploymentState::Pending => Seen::Nothing { preview: true },
        })
    }
}
