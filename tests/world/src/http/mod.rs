//! The small HTTP server under every fake: accepting, answering, stopping, recording what was asked, answering wrongly on
//! demand. Nothing here knows what is being faked.

mod body;
mod call;
mod faults;
mod reply;
mod server;
mod traffic;

pub(crate) use body::{Body, frames};
pub(crate) use call::Call;
pub use faults::{Fault, Faults, Matching};
pub(crate) use reply::Reply;
pub(crate) use server::{Server, Service};
pub use traffic::{Exchange, Traffic};

#[cfg(test)]
mod tests;
