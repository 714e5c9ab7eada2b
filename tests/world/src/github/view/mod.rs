//! What the REST API and the webhooks show of the state, in GitHub's field names.

mod account;
mod commit;
mod discussion;
mod hook;
mod pull;
mod repository;

pub(super) use account::account;
pub(super) use commit::{commit, compared_file};
pub(super) use discussion::{comment, label, reaction, reactions, status};
pub(super) use hook::{delivery, hook, hook_config};
pub(super) use pull::{Mergeable, pull};
pub(super) use repository::{permissions, repository};
