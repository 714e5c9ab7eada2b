//! GitHub, github.com and Enterprise Server. Facts: GitHub's OpenAPI document and docs.github.com, REST version
//! 2022-11-28.

use crate::registry::Registration;

mod client;
mod comments;
mod discussion;
mod hooks;
mod host;
mod people;
mod pull_request;
mod pull_requests;
mod repository;
mod time;
mod webhook;

#[cfg(test)]
mod tests;

pub(crate) static REGISTRATION: Registration = Registration {
    host: domain::GitHost::Github,
    connect: host::connect,
    webhooks: &webhook::GithubWebhooks,
    events: &hooks::EVENTS,
};
