//! Source trees on disk: the archive they travel in, and the git trees that name their states.
//!
//! Nothing here runs foreign code, follows a symbolic link or reads a repository's own git configuration.

mod archive;
mod generated;
mod git;
mod materialise;
mod pack;
mod path;
mod state;
mod unpack;
mod walk;

pub use archive::{ArchiveError, Limits, Packed};
pub(crate) use generated::Selection;
pub use pack::pack;
pub(crate) use path::{is_inside, open_beneath, parent_beneath};
pub(crate) use state::{TreeEntry, TreeStore};
pub use unpack::unpack;

#[cfg(test)]
mod tests;
