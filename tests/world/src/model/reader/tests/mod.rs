//! The reader against an agent whose tools answer as OpenCode's do, over files in memory. The errors are in `tsc`'s own
//! words.

mod agent;
mod conversation;
mod errors;
mod pieces;
