//! Secrets out of any foreign text, before it is stored, logged, shown or sent.
//!
//! Here live the shapes of secrets (token prefixes, private keys, addresses with passwords, headers,
//! values behind telling names) and the two ways to use them: [`Redactor`] for a text at hand and
//! [`LineRedactor`] for a stream. What to do with the cleaned text is the caller's business. A clean
//! line costs one pass of a multi-pattern search and no allocation.
//!
//! A secret is replaced by `[redacted:<kind>]`. Redacting twice changes nothing.

mod address;
mod armour;
mod assignment;
mod commands;
mod headers;
mod joint;
mod names;
mod places;
mod redactor;
mod scan;
mod shapes;
mod span;
mod stream;
mod token_rows;
mod tokens;
mod values;

#[cfg(test)]
mod tests;

pub use redactor::Redactor;
pub use scan::Carry;
pub use stream::{LineRedactor, MAX_LINE_BYTES};
