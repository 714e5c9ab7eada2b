//! What workflows and the world agree on: activity names, inputs and outputs, failure kinds, queues, signals,
//! search attributes. Names on the wire are written here once and never change for running workflows.

pub mod activities;
pub mod commands;
pub mod failure;
pub mod lenient;
pub mod polled;
pub mod queues;
pub mod search;
pub mod signals;
pub mod start;

pub use failure::FailureKind;
pub use lenient::Lenient;
