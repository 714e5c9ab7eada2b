//! Activities by group: a documented unit struct each, with its name on the wire, input and output.

pub mod alert;
pub mod attempt;
pub mod cause;
pub mod deployment;
pub mod log;
pub mod publish;
pub mod pull_request;
pub mod record;
pub mod rules;
pub mod source;
pub mod standing;

/// Declares an activity: documentation, type, wire name, input and output.
macro_rules! activity {
    ($(#[$doc:meta])* $name:ident = $wire:literal, $input:ty => $output:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $name;

        impl temporalio_common::ActivityDefinition for $name {
            type Input = $input;
            type Output = $output;
            fn name(&self) -> &str {
                $wire
            }
        }
    };
}
pub(crate) use activity;
