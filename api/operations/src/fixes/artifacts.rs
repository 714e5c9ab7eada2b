//! What a fix left behind: logs, diffs, proofs. They are blobs; the view names them.

use domain::{AttemptView, BlobRef, Proof};
use serde::Serialize;

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

/// Which log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogKind {
    /// The platform's build log, redacted.
    #[default]
    Deployment,
    /// The last build of an attempt, in the sandbox.
    Attempt,
    /// What the fixer of an attempt did.
    Transcript,
}

/// A text and what names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Artifact {
    /// The blob.
    pub blob: BlobRef,
    /// The attempt it belongs to.
    pub attempt: Option<u32>,
    /// Its content; bytes that are not UTF-8 are replaced.
    pub text: String,
}

/// A proof, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProofReport {
    /// The attempt.
    pub attempt: u32,
    /// Red for the platform's reason, and green afterwards.
    pub holds: bool,
    /// The proof.
    pub proof: Proof,
}

/// A pull request that was not opened, since its subscription only observes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProposedPullRequest {
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Its head branch.
    pub branch: String,
    /// Its target.
    pub base: String,
    /// Draft or ready.
    pub draft: bool,
    /// Its labels.
    pub labels: Vec<String>,
}

impl Operations {
    /// A log of a fix. `attempt` counts for the kinds that belong to one; without it: the one that is shown.
    ///
    /// # Errors
    /// When there is no such fix or log, or the blob store is away.
    pub async fn fix_log(
        &self,
        reference: &str,
        kind: LogKind,
        attempt: Option<u32>,
    ) -> OperationResult<Artifact> {
        let view = self.show_fix(reference).await?.view;
        let (blob, number) = match kind {
            LogKind::Deployment => (view.log.clone(), None),
            LogKind::Attempt => pick(&view.attempts, view.shown_attempt(), attempt, |a| {
                a.log.clone()
            }),
            LogKind::Transcript => pick(&view.attempts, view.shown_attempt(), attempt, |a| {
                a.transcript.clone()
            }),
        };
        self.artifact(blob, number, "log").await
    }

    /// The diff of an attempt; without a number, of the one that is shown.
    ///
    /// # Errors
    /// When there is no such fix or patch, or the blob store is away.
    pub async fn fix_diff(
        &self,
        reference: &str,
        attempt: Option<u32>,
    ) -> OperationResult<Artifact> {
        let view = self.show_fix(reference).await?.view;
        let diff = |a: &AttemptView| a.patch.as_ref().map(|patch| patch.diff.clone());
        let (blob, number) = pick(&view.attempts, view.shown_attempt(), attempt, diff);
        self.artifact(blob, number, "patch").await
    }

    /// The proof of the attempt that is shown.
    ///
    /// # Errors
    /// When there is no such fix, or it has no proof.
    pub async fn fix_proof(&self, reference: &str) -> OperationResult<ProofReport> {
        let view = self.show_fix(reference).await?.view;
        view.shown_attempt()
            .and_then(|attempt| attempt.proof.clone().map(|proof| (attempt.number, proof)))
            .map(|(attempt, proof)| ProofReport {
                attempt,
                holds: proof.holds(),
                proof,
            })
            .ok_or_else(|| nothing("proof"))
    }

    /// The pull request that a fix would have opened, where its subscription only observes.
    ///
    /// # Errors
    /// When there is no such fix, or it proposes nothing.
    pub async fn fix_proposal(&self, reference: &str) -> OperationResult<ProposedPullRequest> {
        let view = self.show_fix(reference).await?.view;
        let proposal = view.proposal.clone().ok_or_else(|| nothing("proposal"))?;
        let page = self.web_ui_of(&view.workflow_id);
        Ok(ProposedPullRequest {
            title: report::pull_request::title(&view),
            body: report::pull_request::body(&view, page.as_deref()),
            branch: proposal.branch,
            base: proposal.base,
            draft: proposal.draft,
            labels: proposal.labels,
        })
    }

    async fn artifact(
        &self,
        blob: Option<BlobRef>,
        attempt: Option<u32>,
        what: &str,
    ) -> OperationResult<Artifact> {
        let blob = blob.ok_or_else(|| nothing(what))?;
        let bytes = self.read_blob(&blob).await?;
        Ok(Artifact {
            blob,
            attempt,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    }
}

fn pick(
    all: &[AttemptView],
    shown: Option<&AttemptView>,
    wanted: Option<u32>,
    blob: impl Fn(&AttemptView) -> Option<BlobRef>,
) -> (Option<BlobRef>, Option<u32>) {
    let attempt = match wanted {
        Some(number) => all.iter().find(|attempt| attempt.number == number),
        None => shown,
    };
    (
        attempt.and_then(blob),
        attempt.map(|attempt| attempt.number),
    )
}

fn nothing(what: &str) -> OperationError {
    OperationError::new(
        Code::NothingToShow,
        format!("the fix has no {what} (yet): `regreen fix show` says how far it is"),
    )
}
