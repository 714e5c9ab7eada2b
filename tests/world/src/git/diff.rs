//! What changed between two commits, file by file.

use super::BareRepository;
use crate::WorldError;

/// One file of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileDiff {
    pub(crate) path: String,
    /// Its path before, where it was renamed.
    pub(crate) previous: Option<String>,
    /// `added`, `removed`, `modified` or `renamed`.
    pub(crate) status: &'static str,
    pub(crate) additions: u64,
    pub(crate) deletions: u64,
    /// The hunks, from the first `@@`; empty for binary files and pure renames.
    pub(crate) patch: String,
    /// The object name after the change (before it, for a removed file).
    pub(crate) blob: String,
}

impl BareRepository {
    /// The changes from `base` to `head`. With `three_dots` from their common ancestor, as pull requests show them.
    pub(crate) async fn diff(
        &self,
        base: &str,
        head: &str,
        three_dots: bool,
    ) -> Result<Vec<FileDiff>, WorldError> {
        let from = if three_dots {
            self.merge_base(base, head)
                .await?
                .unwrap_or_else(|| base.to_owned())
        } else {
            base.to_owned()
        };
        let printed = self.git([
            "diff",
            "--find-renames",
            "--full-index",
            "--no-color",
            "--no-ext-diff",
            &from,
            head,
            "--",
        ]);
        let printed = printed.bytes().await?;
        // Lines of a file never begin at the margin, so that this divides between files only.
        let printed = format!("\n{}", String::from_utf8_lossy(&printed));
        Ok(printed
            .split("\ndiff --git ")
            .skip(1)
            .filter_map(parse)
            .collect())
    }
}

fn parse(section: &str) -> Option<FileDiff> {
    let (header, patch) = section
        .find("\n@@")
        .map_or((section, ""), |at| (&section[..at], &section[at + 1..]));
    let field = |name: &str| {
        header
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::to_owned)
    };
    let status = if header.contains("\nnew file mode") {
        "added"
    } else if header.contains("\ndeleted file mode") {
        "removed"
    } else if header.contains("\nrename from ") {
        "renamed"
    } else {
        "modified"
    };
    let path = field("+++ b/")
        .or_else(|| field("--- a/"))
        .or_else(|| field("rename to "))
        // Binary and empty files have no +++ line: "a/x b/x".
        .or_else(|| {
            header
                .lines()
                .next()?
                .rsplit_once(" b/")
                .map(|(_, path)| path.to_owned())
        })?;
    let index = field("index ").unwrap_or_default();
    let (before, after) = index
        .split(' ')
        .next()?
        .split_once("..")
        .unwrap_or_default();
    let count = |sign: char| patch.lines().filter(|line| line.starts_with(sign)).count() as u64;
    Some(FileDiff {
        path: path.trim_end_matches('\t').to_owned(),
        previous: field("rename from "),
        status,
        additions: count('+'),
        deletions: count('-'),
        patch: patch.trim_end().to_owned(),
        blob: if status == "removed" { before } else { after }.to_owned(),
    })
}
