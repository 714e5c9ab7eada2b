//! Vercel. Facts: Vercel's OpenAPI document as its official SDK has it, `vercel.com/docs`, and the official CLI.
//! The real API strays from its own specification, so every field is optional and every enumeration open.

use crate::registry::Registration;

mod account;
mod client;
mod deployment;
mod hooks;
mod log;
mod log_pages;
mod platform;
mod project;
mod redeploy;
mod reference;
mod source;
mod webhook;

#[cfg(test)]
mod tests;

pub(crate) static REGISTRATION: Registration = Registration {
    platform: domain::Platform::Vercel,
    connect: client::connect,
    webhooks: &webhook::VercelWebhooks,
    events: &hooks::EVENTS,
    reference: reference::read,
    #[cfg(fuzzing)]
    log_events: log::read,
};
