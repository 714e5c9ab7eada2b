//! What the REST API and the webhooks show of the state, in GitHub's field names.

mod account;
mod commit;
mod discussion;
mod hook;
mod pull;
mod repository;

pub(super) use account::account;
pub(super) use commit::{commit, compared_file};
pub(super) use discussion::{comment, label, status};
pub(super) use hook::{delivery, hook};
pub(super) use pull::{Mergeable, pull};
pub(super) use repository::repository;
