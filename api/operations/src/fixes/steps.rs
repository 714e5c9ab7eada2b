//! Activities in words.

use contract::activities::{
    alert::SendAlert,
    attempt::{Change, Reproduce, ReserveBudget, Verify},
    cause::{ClaimCause, ReleaseCause},
    deployment::{CheckSuperseded, LookAtDeployment, Redeploy, WatchDeployment},
    log::{DiagnoseLog, FetchLog},
    publish::{Comment, OpenPullRequest, PushBranch, SetStatus},
    pull_request::FollowPullRequest,
    record::{LoadFix, MirrorFix, RecordAttempt},
    rules::DecideRules,
    source::SnapshotSource,
};
use temporalio_common::ActivityDefinition;

/// Characters of progress that are shown.
const MOST_PROGRESS: usize = 200;

/// An activity in words; its wire name when there are none.
#[must_use]
pub fn step_name(wire_name: &str) -> String {
    macro_rules! words {
        ($($activity:ident => $words:literal,)*) => {{
            $(if $activity.name() == wire_name { return $words.to_owned(); })*
            wire_name.to_owned()
        }};
    }
    words! {
        LoadFix => "loading the subscription and its settings",
        LookAtDeployment => "looking at the deployment",
        FetchLog => "fetching the build log",
        DiagnoseLog => "diagnosing the log",
        DecideRules => "applying the rules",
        ClaimCause => "claiming the root cause",
        ReleaseCause => "giving up the root cause",
        CheckSuperseded => "checking for newer commits",
        Redeploy => "deploying the commit again",
        WatchDeployment => "watching the new deployment",
        SnapshotSource => "fetching the source",
        ReserveBudget => "reserving the budget",
        Reproduce => "reproducing the failure in a sandbox",
        Change => "changing the source in a sandbox",
        Verify => "building the patched source in a fresh sandbox",
        PushBranch => "pushing the fix branch",
        OpenPullRequest => "opening the pull request",
        Comment => "writing a comment",
        SetStatus => "setting a commit status",
        SendAlert => "telling a channel",
        FollowPullRequest => "following the pull request",
        MirrorFix => "writing the mirror",
        RecordAttempt => "recording the attempt",
    }
}

/// Whether an activity needs one of the sandbox slots.
pub(super) fn is_sandboxed(wire_name: &str) -> bool {
    [Reproduce.name(), Change.name(), Verify.name()].contains(&wire_name)
}

/// A heartbeat in words: `phase` and `line` of sandboxed work, or a text as it is.
pub(super) fn progress_text(progress: &serde_json::Value) -> Option<String> {
    let field = |name: &str| {
        progress
            .get(name)
            .and_then(serde_json::Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let text = match (progress.as_str(), field("phase"), field("line")) {
        (Some(text), _, _) => text.to_owned(),
        (None, Some(phase), Some(line)) => format!("{phase}: {line}"),
        (None, Some(one), None) | (None, None, Some(one)) => one.to_owned(),
        (None, None, None) => return None,
    };
    // A heartbeat may hold output of foreign code: one line, no control characters.
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MOST_PROGRESS)
        .collect();
    Some(clean.trim().to_owned()).filter(|text| !text.is_empty())
}
