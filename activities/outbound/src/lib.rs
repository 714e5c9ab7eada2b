//! The one HTTP client: time-outs, bounded bodies, an address guard, a circuit breaker, and one vocabulary for
//! what went wrong.
//!
//! Every call that regreen makes to another system goes through [`Client`]. Retries are not made here: they belong
//! to Temporal, which is told by [`FailureKind::is_retryable`] and [`OutboundError::retry_after`]. What the answers
//! mean belongs to the crates of the systems that give them.

mod address;
mod breaker;
mod client;
mod endpoint;
mod error;
mod failure;
pub mod json;
mod request;
mod resolver;
mod response;
mod retry_after;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use address::is_global;
pub use breaker::BreakerOptions;
pub use client::{Client, Options};
pub use endpoint::{endpoint, shown};
pub use error::OutboundError;
pub use failure::{Failure, FailureKind, classify, clean, clean_of};
pub use request::Request;
pub use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
pub use response::Response;
pub use retry_after::retry_after;
pub use url::Url;

#[cfg(test)]
mod tests;
