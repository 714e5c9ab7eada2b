//! The `temporal` program, as an operator uses it.

use std::{path::PathBuf, process::Output};

use e2e::Installation;
use serde_json::Value;
use tokio::process::Command;

pub(crate) struct Temporal {
    program: PathBuf,
    address: String,
}

impl Temporal {
    pub(crate) fn new(installation: &Installation) -> Self {
        let address = &installation.addresses.temporal;
        Self {
            program: std::env::var_os("REGREEN_TEMPORAL_CLI")
                .map_or_else(|| "temporal".into(), PathBuf::from),
            address: address.trim_start_matches("http://").to_owned(),
        }
    }

    /// Runs a command.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command.args(arguments).args(["--address", &self.address]);
        command.output().await.unwrap()
    }

    /// Runs a command that must succeed.
    pub(crate) async fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "temporal {arguments:?}: {words}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs a command with JSON output.
    pub(crate) async fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["-o", "json"]].concat();
        let text = self.ok(&arguments).await;
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("temporal {arguments:?}: {error}: {text}"))
    }

    /// How a workflow's newest run stands, such as `COMPLETED`.
    pub(crate) async fn status(&self, workflow_id: &str) -> String {
        let described = self
            .json(&["workflow", "describe", "-w", workflow_id])
            .await;
        let status = described["workflowExecutionInfo"]["status"].as_str();
        status
            .unwrap_or_default()
            .trim_start_matches("WORKFLOW_EXECUTION_STATUS_")
            .to_owned()
    }

    /// Ids of all workflows that a list filter finds.
    pub(crate) async fn list(&self, query: &str) -> Vec<String> {
        let found = self
            .json(&["workflow", "list", "--limit", "1000", "-q", query])
            .await;
        let found = found.as_array().into_iter().flatten();
        found
            .filter_map(|one| one["execution"]["workflowId"].as_str().map(str::to_owned))
            .collect()
    }
}
