//! The fix workflow by its wire names: enough to start, signal and query it without its code.

use std::marker::PhantomData;

use contract::{
    Lenient,
    signals::{self, Answer},
    start::{FIX_DEPLOYMENT, FixInput, FixOutcome, PollInput},
};
use domain::FixView;
use serde::{Serialize, de::DeserializeOwned};
use temporalio_common::{
    HasWorkflowDefinition, QueryDefinition, SignalDefinition, UpdateDefinition, WorkflowDefinition,
};

/// The workflow.
pub(super) struct FixDeployment;

impl WorkflowDefinition for FixDeployment {
    type Input = FixInput;
    type Output = FixOutcome;
    fn name(&self) -> &str {
        FIX_DEPLOYMENT
    }
}

impl HasWorkflowDefinition for FixDeployment {
    type Run = Self;
}

/// A signal by name and type.
pub(super) struct Signal<T> {
    name: &'static str,
    input: PhantomData<T>,
}

impl<T> Signal<T> {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            input: PhantomData,
        }
    }
}

impl<T: Serialize + DeserializeOwned + 'static> SignalDefinition for Signal<T> {
    type Workflow = FixDeployment;
    type Input = Lenient<T>;
    fn name(&self) -> &str {
        self.name
    }
}

/// An update by name and type.
pub(super) struct Update<T> {
    name: &'static str,
    input: PhantomData<T>,
}

impl<T> Update<T> {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            input: PhantomData,
        }
    }
}

impl<T: Serialize + DeserializeOwned + 'static> UpdateDefinition for Update<T> {
    type Workflow = FixDeployment;
    type Input = Lenient<T>;
    type Output = Answer;
    fn name(&self) -> &str {
        self.name
    }
}

/// A workflow that polls a connection.
pub(super) struct Poll(pub(super) &'static str);

impl WorkflowDefinition for Poll {
    type Input = PollInput;
    type Output = String;
    fn name(&self) -> &str {
        self.0
    }
}

impl HasWorkflowDefinition for Poll {
    type Run = Self;
}

/// The query that answers the whole view.
pub(super) struct State;

impl QueryDefinition for State {
    type Workflow = FixDeployment;
    type Input = ();
    type Output = FixView;
    fn name(&self) -> &str {
        signals::STATE
    }
}
