//! Our status on commits: one on the commit that failed, one on the commit that repairs it.

use domain::{FixStatus, FixView};

use crate::{details, neutral};

/// Longest description that every git host takes.
const MOST: usize = 140;

/// Name of the status on the commit that failed: it says how the fix stands.
pub const FIX: &str = "regreen/fix";

/// Name of the status on a commit of the fix branch: it says what is proved.
pub const PROOF: &str = "regreen/proof";

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not decided yet.
    Pending,
    /// Good.
    Success,
    /// Bad.
    Failure,
}

/// A commit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitStatus {
    /// Its name.
    pub context: &'static str,
    /// What it says.
    pub state: State,
    /// In words, for people: at most 140 characters.
    pub description: String,
    /// The page with more, where the view knows one.
    pub page: Option<String>,
}

/// The status of the commit whose deployment failed.
#[must_use]
pub fn of_failing(view: &FixView) -> CommitStatus {
    let link = view.pull_request.as_ref();
    let number = link.map(|link| format!("#{}", link.number));
    let (state, text) = match (view.status, number) {
        (FixStatus::Merged, Some(number)) => (State::Success, format!("Repaired by {number}")),
        (FixStatus::Merged, None) => (State::Success, "Repaired".to_owned()),
        (FixStatus::PrCreated, Some(number)) => (State::Success, format!("{number} repairs it")),
        (FixStatus::Failed | FixStatus::Cancelled | FixStatus::Skipped, _) => (
            State::Failure,
            format!(
                "No repair: {}",
                details::standing(view.status, view.reason).replace('_', " ")
            ),
        ),
        (FixStatus::Reviewing, _) => (
            State::Pending,
            "A proved repair waits for a person".to_owned(),
        ),
        _ => (State::Pending, "Working on a repair".to_owned()),
    };
    CommitStatus {
        context: FIX,
        state,
        description: neutral::plain(&text, MOST),
        page: link.map(|link| link.url.clone()),
    }
}

/// The status of the commit that repairs it.
#[must_use]
pub fn of_fix(view: &FixView) -> CommitStatus {
    let proof = view
        .shown_attempt()
        .and_then(|attempt| attempt.proof.as_ref());
    let (state, text) = match proof {
        Some(proof) if proof.holds() => (
            State::Success,
            "Red before for the platform's reason, green after, in clean sandboxes",
        ),
        Some(_) => (
            State::Pending,
            "Green after, but the failure itself is not proved",
        ),
        None => (State::Pending, "Nothing is proved"),
    };
    CommitStatus {
        context: PROOF,
        state,
        description: neutral::plain(text, MOST),
        page: None,
    }
}
