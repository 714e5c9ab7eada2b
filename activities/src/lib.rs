//! Activities: each takes its input, makes a call or two through a port, and gives its output.
//!
//! [`control`] runs where credentials and the database are; [`sandboxed`] runs where foreign code is. Names and shapes
//! are in the `contract` crate; failures become Temporal failures in [`failure`] only.

#![expect(
    missing_docs,
    reason = "activities are documented by their definitions in the contract, and the macro's constants cannot be"
)]

mod blob;
pub mod control;
pub mod failure;
mod poll;
pub mod sandboxed;
