//! The way in over HTTP: webhooks and health. Routes are faces of [`operations::Operations`] and decide nothing.
//!
//! The accept loop is our own (see [`serve`]), so that header time-outs, the connection limit and the graceful stop
//! are. To add a resource: one file under `routes/`, one line in `routes::all`.

mod answer;
mod assembly;
mod body;
mod correlation;
mod exchange;
mod limits;
mod problem;
mod routes;
mod server;

pub use assembly::{operations, run};
pub use limits::Limits;
pub use server::serve;
