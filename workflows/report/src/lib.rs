//! What people read: pull-request text, comments, alerts, the Web UI's details, commit messages.
//!
//! Pure functions of the view. Foreign text (logs, explanations of agents, names) only enters through [`neutral`].

pub mod alert;
pub mod answer;
pub mod comment;
pub mod commit;
pub mod details;
pub mod neutral;
pub mod pull_request;
pub mod status;

#[cfg(test)]
mod tests;
