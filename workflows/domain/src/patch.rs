//! A change to a repository, and what the policy found in it.

use serde::{Deserialize, Serialize};

use crate::blob::BlobRef;

/// A unified diff with its digest; the text itself is a blob.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    /// Names the patch in approvals: the first 12 hex digits of the diff's SHA-256.
    pub id: String,
    /// The diff (`git diff --binary` form) against the attempt's parent commit.
    pub diff: BlobRef,
    /// Changed paths, sorted.
    pub files: Vec<String>,
    /// Lines added.
    pub added: u32,
    /// Lines removed.
    pub removed: u32,
    /// Git tree hash of the parent commit with the patch applied: what the publisher must arrive at.
    pub tree: String,
    /// The fixer that made it: `recipe:<id>` or `agent:<name>`.
    pub fixer: String,
    /// What was changed and why, in the fixer's words; untrusted text of at most 2,000 characters.
    pub explanation: String,
}

/// What kind of thing the policy objects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Too many files or lines.
    Size,
    /// A protected path.
    ProtectedPath,
    /// A path that leaves the repository or touches git's own files.
    Traversal,
    /// A symbolic link.
    Symlink,
    /// A binary file.
    Binary,
    /// CI configuration.
    CiConfiguration,
    /// Deployment configuration.
    DeployConfiguration,
    /// A test was removed or skipped.
    TestsWeakened,
    /// `package.json` scripts changed.
    Scripts,
    /// Build, type-check or lint configuration changed.
    BuildConfiguration,
    /// A check was silenced in code.
    CheckSilenced,
    /// Something that looks like a secret.
    Secret,
}

/// An objection to a patch; it goes to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFinding {
    /// What kind.
    pub kind: FindingKind,
    /// The path in question.
    pub path: String,
    /// 1-based line in the new file, when a line is to blame.
    pub line: Option<u32>,
    /// A sentence for people.
    pub detail: String,
    /// Nobody can approve it: the patch is refused (traversal, git internals).
    pub refused: bool,
}
