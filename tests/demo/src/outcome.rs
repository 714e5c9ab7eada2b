//! What `--json` prints, and whether a scenario ended as it should.

use domain::{FixStatus, FixView};
use serde::Serialize;

/// The one object on standard output.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) fixes: Vec<Fix>,
}

/// One fix.
#[derive(Debug, Serialize)]
pub(crate) struct Fix {
    pub(crate) id: String,
    pub(crate) workflow_id: String,
    pub(crate) scenario: String,
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
    pub(crate) error_type: Option<String>,
    pub(crate) primary_line: Option<String>,
    pub(crate) fixer: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) model_calls: u32,
    pub(crate) pull_request: Option<PullRequest>,
    pub(crate) proof: Option<ProofSummary>,
    pub(crate) seconds: Seconds,
}

/// Its pull request.
#[derive(Debug, Serialize)]
pub(crate) struct PullRequest {
    pub(crate) number: u64,
    pub(crate) url: String,
    pub(crate) state: String,
}

/// Its proof, in short.
#[derive(Debug, Serialize)]
pub(crate) struct ProofSummary {
    pub(crate) commands: Vec<String>,
    pub(crate) base_exit_code: Option<i32>,
    pub(crate) fix_exit_code: Option<i32>,
}

/// Its times.
#[derive(Debug, Serialize)]
pub(crate) struct Seconds {
    pub(crate) total: f64,
    pub(crate) sandbox: f64,
}

impl Fix {
    /// A fix as it ended.
    pub(crate) fn of(scenario: &str, view: &FixView, total: f64) -> Self {
        let shown = view.shown_attempt();
        let sandbox: u64 = view
            .attempts
            .iter()
            .map(|attempt| attempt.sandbox_milliseconds)
            .sum();
        Self {
            id: view.fix.to_string(),
            workflow_id: view.workflow_id.clone(),
            scenario: scenario.to_owned(),
            status: view.status.to_string(),
            reason: view
                .reason
                .filter(|_| view.status != FixStatus::Merged)
                .map(|reason| reason.to_string()),
            error_type: view.diagnosis.as_ref().map(|d| d.error_type.to_string()),
            primary_line: view.diagnosis.as_ref().map(|d| d.primary_line.clone()),
            fixer: shown
                .and_then(|attempt| attempt.patch.as_ref())
                .map(|patch| patch.fixer.clone()),
            attempts: view.attempts.last().map_or(0, |attempt| attempt.number),
            model_calls: view.spend.model_calls,
            pull_request: view.pull_request.as_ref().map(|link| PullRequest {
                number: link.number,
                url: link.url.clone(),
                state: link.state.clone(),
            }),
            proof: shown
                .and_then(|attempt| attempt.proof.as_ref())
                .map(|proof| ProofSummary {
                    commands: proof.fix.iter().map(|run| run.command.clone()).collect(),
                    base_exit_code: proof.base_exit_code(),
                    fix_exit_code: proof.fix_exit_code(),
                }),
            seconds: Seconds {
                total: round(total),
                sandbox: round(milliseconds(sandbox)),
            },
        }
    }
}

fn milliseconds(value: u64) -> f64 {
    std::time::Duration::from_millis(value).as_secs_f64()
}

fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
