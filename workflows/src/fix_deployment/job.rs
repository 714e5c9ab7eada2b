//! What attempts work on: the failure, the commit it is looked for at, and what is known from earlier attempts.

use contract::activities::{
    attempt::{Evidence, Reproduction},
    cause::CauseKey,
    source::Snapshot,
};
use contract::signals::Retry;
use domain::{Actor, BlobRef, Deployment, Diagnosis};

use super::{
    decision::RuleEffect,
    end::End,
    follower::{self, Standing},
    redeploy::Analysis,
    run::Run,
};

/// The failure at its commit, built once: several attempts may share it.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub(super) snapshot: Snapshot,
    pub(super) reproduction: Reproduction,
    /// Why the failure is not proved, when the subscription goes on nevertheless.
    pub(super) unproved: Option<String>,
}

/// The work of a fix after its claim.
pub(super) struct Job {
    pub(super) key: CauseKey,
    /// The pull request's target.
    pub(super) branch: String,
    /// The failing commit.
    pub(super) commit: String,
    /// The commit the next attempt starts from: the failing one, or the head of the fix branch whose preview failed.
    pub(super) parent: String,
    /// The commit the next one is put on: the failing one, or the head of the fix branch.
    pub(super) onto: String,
    /// What the deployment's own log says.
    original: Analysis,
    /// The failure to remove: the deployment's, or that of the fix branch's preview.
    pub(super) diagnosis: Diagnosis,
    pub(super) excerpt: String,
    pub(super) log: BlobRef,
    pub(super) rule: RuleEffect,
    pub(super) hint: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    /// Attempts made on the cause, by any fix.
    pub(super) attempts_on_cause: u32,
    /// Attempts granted by people beyond the configured number.
    pub(super) granted: u32,
    pub(super) base: Option<Base>,
    /// The preview of the published head is known.
    pub(super) preview_known: bool,
}

impl Job {
    pub(super) fn new(
        run: &Run<'_>,
        deployment: &Deployment,
        analysis: Analysis,
        rule: RuleEffect,
        key: CauseKey,
        standing: Standing,
        retry: Option<Retry>,
    ) -> Self {
        let commit = deployment
            .commit
            .as_ref()
            .map(|commit| commit.sha.clone())
            .unwrap_or_default();
        let published = run
            .lineage
            .pull_request
            .as_ref()
            .filter(|link| link.state == "open");
        Self {
            branch: key.branch.clone(),
            parent: commit.clone(),
            onto: published.map_or_else(|| commit.clone(), |link| link.head.clone()),
            commit,
            key,
            original: analysis.clone(),
            diagnosis: analysis.diagnosis,
            excerpt: analysis.excerpt,
            log: analysis.log,
            rule,
            hint: retry
                .map(|retry| retry.hint)
                .filter(|hint| !hint.trim().is_empty()),
            evidence: evidence(run),
            attempts_on_cause: standing.attempts,
            granted: standing.granted,
            base: None,
            preview_known: false,
        }
    }

    /// Looks for the preview's failure, at the head of the fix branch, from now on.
    pub(super) fn turn_to_preview(&mut self, head: String, analysis: Analysis) {
        self.onto.clone_from(&head);
        self.look_for(head, analysis);
    }

    /// Starts over at the failing commit; the result goes on top of what is published.
    pub(super) fn start_over(&mut self, head: String) {
        self.onto = head;
        self.look_for(self.commit.clone(), self.original.clone());
    }

    fn look_for(&mut self, parent: String, analysis: Analysis) {
        if self.parent != parent {
            self.base = None;
        }
        self.parent = parent;
        self.diagnosis = analysis.diagnosis;
        self.excerpt = analysis.excerpt;
        self.log = analysis.log;
        self.preview_known = false;
    }

    /// A person's wish grants the cause one more attempt.
    pub(super) async fn grant(&mut self, run: &Run<'_>, actor: &Actor) -> Result<(), End> {
        self.key.granted_by = Some(run.grant(actor));
        let standing = follower::claim(run, &self.key).await?;
        self.attempts_on_cause = standing.attempts;
        self.granted = standing.granted;
        Ok(())
    }

    /// Whether something of this fix is public already.
    pub(super) fn is_published(&self) -> bool {
        self.onto != self.commit
    }
}

/// What earlier lives of the fix tried, told to its next attempt.
fn evidence(run: &Run<'_>) -> Vec<Evidence> {
    let attempts = run.view(|view| view.attempts.clone()).unwrap_or_default();
    attempts
        .into_iter()
        .filter(|attempt| attempt.patch.is_some())
        .map(|attempt| Evidence {
            attempt: attempt.number,
            fixer: attempt.patch.as_ref().map(|patch| patch.fixer.clone()),
            outcome: attempt.detail,
            patch: attempt.patch.map(|patch| patch.diff),
            excerpt: String::new(),
        })
        .collect()
}
