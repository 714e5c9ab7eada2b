//! Histories of real fixes, replayed against the workflow as it is now: a change that would wedge open fixes fails here.
//!
//! `RECORD_HISTORIES=1` lets the suite `fixes` record them anew; do so only with a change that may break them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::{collections::BTreeSet, fs, path::Path};

use prost::Message;
use temporalio_common::protos::temporal::api::{enums::v1::EventType, history::v1::History};
use temporalio_sdk::workflow_replayer::{WorkflowReplayer, WorkflowReplayerOptions};
use workflows::FixDeployment;

fn recorded(name: &str) -> History {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/histories")
        .join(format!("{name}.bin"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    History::decode(bytes.as_slice()).unwrap()
}

async fn replay(history: History) -> Result<(), String> {
    let options = WorkflowReplayerOptions::new()
        .register_workflow::<FixDeployment>()
        .unwrap()
        .build();
    let replayer = WorkflowReplayer::new(options).unwrap();
    replayer
        .replay_workflow(history.into())
        .await
        .map(drop)
        .map_err(|error| format!("{error:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_histories_replay() {
    for name in ["recipe_merged", "agent_merged", "cancelled"] {
        let history = recorded(name);
        let kinds: BTreeSet<i32> = history
            .events
            .iter()
            .map(|event| event.event_type)
            .collect();
        assert!(
            kinds.contains(&(EventType::WorkflowExecutionCompleted as i32)),
            "{name} is whole"
        );
        assert_eq!(replay(history).await, Ok(()), "{name}");
    }
}

/// The replayer notices: without one of its activities a history no longer fits.
#[tokio::test(flavor = "multi_thread")]
async fn another_order_of_steps_is_noticed() {
    let mut history = recorded("recipe_merged");
    let scheduled: Vec<usize> = history
        .events
        .iter()
        .enumerate()
        .filter(|(_, event)| event.event_type == EventType::ActivityTaskScheduled as i32)
        .map(|(at, _)| at)
        .collect();
    let (one, other) = (scheduled[0], scheduled[2]);
    let (first, second) = (
        history.events[one].attributes.clone(),
        history.events[other].attributes.clone(),
    );
    history.events[one].attributes = second;
    history.events[other].attributes = first;
    assert!(replay(history).await.is_err());
}
