//! Records histories for the replay tests, where `RECORD_HISTORIES=1` asks for it.

use std::{fs, path::Path};

use prost::Message;
use temporalio_client::{UntypedWorkflow, WorkflowFetchHistoryOptions};
use temporalio_common::protos::temporal::api::history::v1::History;

use crate::case::Case;

/// Writes the history of the fix to `tests/histories/<name>.bin`: protobuf, which outlives upgrades of the SDK.
pub(crate) async fn record(case: &Case, name: &str) {
    if std::env::var_os("RECORD_HISTORIES").is_none() {
        return;
    }
    let workflow = case.details().await.view.workflow_id;
    let temporal = &case.stage.installation.config.temporal;
    let client = bootstrap::connect_temporal(temporal, "tests")
        .await
        .unwrap();
    let handle = client.get_workflow_handle::<UntypedWorkflow>(workflow);
    let history = handle.fetch_history(WorkflowFetchHistoryOptions::default());
    let events = history.into_events().await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/histories");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join(format!("{name}.bin")),
        History { events }.encode_to_vec(),
    )
    .unwrap();
}
