//! The intake over real HTTP: every refusal, every time-out, every answer.

mod bench;
mod limits;
mod webhooks;
