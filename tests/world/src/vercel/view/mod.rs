//! What the REST API shows of the state, in Vercel's field names.

mod deployment;
mod event;
mod project;

pub(super) use deployment::{build_id, deployment, inspector_url, listed};
pub(super) use event::event;
pub(super) use project::project;
