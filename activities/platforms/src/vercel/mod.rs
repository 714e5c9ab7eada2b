//! Vercel. Facts: Vercel's OpenAPI document as its official SDK has it, `vercel.com/docs`, and the official CLI.
//! The real API strays from its own specification, so every field is optional and every enumeration open.

use crate::registry::Registration;

mod client;
mod deployment;
mod log;
mod platform;
mod project;
mod webhook;

#[cfg(test)]
mod tests;

pub(crate) static REGISTRATION: Registration = Registration {
    platform: domain::Platform::Vercel,
    connect: client::connect,
    webhooks: &webhook::VercelWebhooks,
};
