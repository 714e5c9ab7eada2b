//! Publishing: the only code that writes to a git host.

use std::sync::Arc;

use contract::activities::publish::{
    Comment, CommentInput, OpenPullRequest, PullRequestInput, PushBranch, PushInput, Pushed,
    SetStatus, StatusInput,
};
use domain::{FixView, Lineage, PullRequestLink};
use githosts::{
    CommitState, CommitStatus, NewPullRequest,
    git::{CommitDate, Publication},
};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::{Ports, now};
use crate::failure::Outcome;

/// A larger patch was refused by the policy long before.
const PATCH_BYTES: u64 = 8 << 20;

/// The group.
pub struct PublishActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl PublishActivities {
    #[activity(definition = PushBranch)]
    pub async fn push(
        self: Arc<Self>,
        _: ActivityContext,
        input: PushInput,
    ) -> Result<Pushed, ActivityError> {
        Ok(self.push_branch(input).await?)
    }

    #[activity(definition = OpenPullRequest)]
    pub async fn open(
        self: Arc<Self>,
        _: ActivityContext,
        input: PullRequestInput,
    ) -> Result<PullRequestLink, ActivityError> {
        Ok(self.open_pull_request(input).await?)
    }

    #[activity(definition = SetStatus)]
    pub async fn status(
        self: Arc<Self>,
        _: ActivityContext,
        input: StatusInput,
    ) -> Result<(), ActivityError> {
        Ok(self.set_status(input).await?)
    }

    #[activity(definition = Comment)]
    pub async fn comment(
        self: Arc<Self>,
        _: ActivityContext,
        input: CommentInput,
    ) -> Result<(), ActivityError> {
        Ok(self.write_comment(input).await?)
    }
}

impl PublishActivities {
    async fn push_branch(&self, input: PushInput) -> Outcome<Pushed> {
        let git = self.ports.git(&input.subscription).await?;
        let patch = self
            .ports
            .blobs
            .get(&input.patch.diff.digest, PATCH_BYTES)
            .await?;
        // Whose branch it is must be known before anybody can hear of the push.
        let lineage = Lineage {
            branch: Some(input.branch.clone()),
            attempts: input.attempt,
            ..Lineage::default()
        };
        self.ports
            .store
            .lineages
            .save(&input.fix, &input.repository, &lineage, now())
            .await?;
        let committed = CommitDate {
            seconds: input.snapshot.committed_at,
            offset_minutes: input.snapshot.offset_minutes,
        };
        let publication = Publication {
            base: &input.snapshot.commit,
            parent: &input.onto,
            patch: &patch,
            branch: &input.branch,
            message: &input.message,
            identity: &self.ports.identity,
            // Deterministic, so that pushing again makes the same commit.
            date: committed.later(i64::from(input.attempt)),
            expected_tree: Some(&input.patch.tree),
        };
        let published = self.ports.git.publish(&git.remote, &publication).await?;
        Ok(Pushed {
            commit: published.commit,
        })
    }

    async fn open_pull_request(&self, input: PullRequestInput) -> Outcome<PullRequestLink> {
        let git = self.ports.git(&input.subscription).await?;
        let page = self.ports.page(&input.view.workflow_id);
        let wanted = NewPullRequest {
            head: input.branch.clone(),
            base: input.base,
            title: report::pull_request::title(&input.view),
            body: report::pull_request::body(&input.view, page.as_deref()),
            draft: input.draft,
            reopen: false,
        };
        let pull = git
            .host
            .upsert_pull_request(&input.repository, &wanted)
            .await?;
        let link = PullRequestLink {
            number: pull.number,
            url: pull.url,
            branch: input.branch.clone(),
            head: input.head,
            state: "open".to_owned(),
        };
        let lineage = Lineage {
            branch: Some(input.branch),
            pull_request: Some(link.clone()),
            ..Lineage::default()
        };
        self.ports
            .store
            .lineages
            .save(&input.view.fix, &input.repository, &lineage, now())
            .await?;
        if !input.settings.labels.is_empty() {
            let labelled = git
                .host
                .add_labels(&input.repository, pull.number, &input.settings.labels)
                .await;
            match labelled {
                Err(error) if error.kind().is_retryable() => return Err(error.into()),
                // A token without the right to label can still repair deployments.
                Err(error) => tracing::warn!(%error, "the pull request stays without labels"),
                Ok(()) => {}
            }
        }
        Ok(link)
    }

    async fn set_status(&self, input: StatusInput) -> Outcome<()> {
        let git = self.ports.git(&input.subscription).await?;
        let status = self.ports.commit_status(&input.view, input.failing);
        git.host
            .set_status(&input.repository, &input.commit, &status)
            .await?;
        Ok(())
    }

    async fn write_comment(&self, input: CommentInput) -> Outcome<()> {
        let git = self.ports.git(&input.subscription).await?;
        let body = report::comment::text(&input.view, input.number);
        git.host
            .upsert_comment(
                &input.repository,
                input.number,
                &report::comment::marker(&input.marker),
                &body,
            )
            .await?;
        Ok(())
    }
}

impl Ports {
    /// Our status on the commit that failed, or on the one that repairs it.
    pub(super) fn commit_status(&self, view: &FixView, failing: bool) -> CommitStatus {
        use report::status::State;
        let said = if failing {
            report::status::of_failing(view)
        } else {
            report::status::of_fix(view)
        };
        CommitStatus {
            state: match said.state {
                State::Pending => CommitState::Pending,
                State::Success => CommitState::Success,
                State::Failure => CommitState::Failure,
            },
            context: said.context.to_owned(),
            description: said.description,
            url: said.page.or_else(|| self.page(&view.workflow_id)),
        }
    }
}
