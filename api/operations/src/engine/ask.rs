//! Messages that want an answer: updates, with a signal's names and effects.

use std::time::Duration;

use contract::{
    Lenient,
    signals::{self, Answer},
};
use serde::{Serialize, de::DeserializeOwned};
use temporalio_client::{
    Client, WorkflowExecuteUpdateOptions, WorkflowHandle, errors::WorkflowUpdateError, tonic::Code,
};

use super::{
    Asked, EngineError, Message,
    definitions::{FixDeployment, Update},
    temporal::{call, status_error},
};

/// Time for an answer: it needs a worker, which may be away or busy.
const ANSWER: Duration = Duration::from_secs(4);

pub(super) async fn ask(
    handle: &WorkflowHandle<Client, FixDeployment>,
    message: Message,
    id: &str,
) -> Result<Asked, EngineError> {
    match message {
        Message::Cancel(it) => update(handle, signals::CANCEL, it, id).await,
        Message::Retry(it) => update(handle, signals::RETRY, it, id).await,
        Message::Approve(it) => update(handle, signals::APPROVE, it, id).await,
        Message::Reject(it) => update(handle, signals::REJECT, it, id).await,
        Message::Deployment(_) | Message::PullRequest(_) | Message::Push(_) => Err(
            EngineError::Refused("news of other systems has no answer".to_owned()),
        ),
    }
}

async fn update<T>(
    handle: &WorkflowHandle<Client, FixDeployment>,
    name: &'static str,
    message: T,
    id: &str,
) -> Result<Asked, EngineError>
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    let options = WorkflowExecuteUpdateOptions::builder()
        .update_id(id.to_owned())
        .rpc_options(call(ANSWER))
        .build();
    let asking = handle.execute_update(Update::<T>::new(name), Lenient::Value(message), options);
    let answer: Result<Answer, WorkflowUpdateError> =
        match tokio::time::timeout(ANSWER, asking).await {
            Ok(answer) => answer,
            Err(_) => return Ok(Asked::Silence),
        };
    match answer {
        Ok(answer) => Ok(Asked::Answer(answer)),
        Err(WorkflowUpdateError::NotFound(_)) => Ok(Asked::Gone),
        Err(WorkflowUpdateError::Rpc(status)) if is_silence(status.code()) => Ok(Asked::Silence),
        Err(WorkflowUpdateError::Rpc(status)) => Err(status_error(&status)),
        // A run that closes meanwhile fails its updates; an older worker does not know them.
        Err(WorkflowUpdateError::Failed(failure)) => {
            tracing::debug!(message = name, failure = %failure.message, "an update failed");
            Ok(Asked::Silence)
        }
        Err(error) => Err(EngineError::Refused(error.to_string())),
    }
}

/// Whether the server only says that nobody answered: then the same message goes as a signal.
fn is_silence(code: Code) -> bool {
    matches!(
        code,
        Code::DeadlineExceeded
            | Code::Cancelled
            | Code::Aborted
            | Code::ResourceExhausted
            | Code::FailedPrecondition
            | Code::Unimplemented
    )
}
