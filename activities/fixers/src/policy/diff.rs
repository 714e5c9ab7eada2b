//! Reads a diff in git's form, strictly: what cannot be read is not guessed at.

use super::quoted::unquote;

/// A line of a hunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// In both versions.
    Context,
    /// Only in the new version.
    Added,
    /// Only in the old version.
    Removed,
}

/// One line with its number: in the old file for a removed line, in the new file otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: LineKind,
    pub(crate) number: u32,
    pub(crate) text: String,
}

/// What a diff does to one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FileDiff {
    /// Path before; equal to `path` unless the file was renamed.
    pub(crate) old_path: String,
    /// Path after (before, for a deleted file).
    pub(crate) path: String,
    /// Git modes as far as the diff names them.
    pub(crate) modes: Vec<String>,
    pub(crate) created: bool,
    pub(crate) deleted: bool,
    pub(crate) binary: bool,
    pub(crate) lines: Vec<Line>,
}

impl FileDiff {
    pub(crate) fn added(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| line.kind == LineKind::Added)
    }

    pub(crate) fn removed(&self) -> impl Iterator<Item = &Line> {
        self.lines
            .iter()
            .filter(|line| line.kind == LineKind::Removed)
    }

    fn set_path(&mut self, path: String, old: bool) -> Result<(), PatchError> {
        let slot = if old {
            &mut self.old_path
        } else {
            &mut self.path
        };
        if !slot.is_empty() && *slot != path {
            return Err(PatchError(
                "the header names two different files".to_owned(),
            ));
        }
        *slot = path;
        Ok(())
    }
}

/// A text that is not a diff of git's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a readable git diff: {0}")]
pub struct PatchError(pub(crate) String);

pub(super) fn wrong<T>(what: &str, line: &str) -> Result<T, PatchError> {
    Err(PatchError(format!(
        "{what}: `{}`",
        line.chars().take(100).collect::<String>()
    )))
}

/// Parses a whole patch.
///
/// # Errors
/// When any line is where git would not put it.
pub(crate) fn parse(patch: &[u8]) -> Result<Vec<FileDiff>, PatchError> {
    let text = String::from_utf8_lossy(patch);
    let mut lines = text.split('\n').peekable();
    let mut files = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() && lines.peek().is_none() {
            break;
        }
        let Some(names) = line.strip_prefix("diff --git ") else {
            return wrong("expected a file header", line);
        };
        let mut file = FileDiff::default();
        while let Some(head) = lines.peek().copied() {
            if head.starts_with("diff --git ") || head.is_empty() {
                break;
            }
            lines.next();
            if header(&mut file, head)? {
                continue;
            }
            if let Some(range) = head.strip_prefix("@@ ") {
                hunk(&mut file, range, &mut lines)?;
            } else if head == "GIT binary patch" {
                file.binary = true;
                // Blocks of base85 up to the next file; nothing in them can begin with "diff --git ".
                while lines
                    .peek()
                    .is_some_and(|next| !next.starts_with("diff --git "))
                {
                    lines.next();
                }
            } else {
                return wrong("unexpected line", head);
            }
        }
        name(&mut file, names)?;
        files.push(file);
    }
    Ok(files)
}

/// Takes a line of the header; false when it is not one.
fn header(file: &mut FileDiff, line: &str) -> Result<bool, PatchError> {
    let path_of = |value: &str, prefix: &str| -> Result<Option<String>, PatchError> {
        if value == "/dev/null" {
            return Ok(None);
        }
        let path = unquote(value.trim_end_matches('\t'))?;
        match path.strip_prefix(prefix) {
            Some(path) => Ok(Some(path.to_owned())),
            None => wrong("a path without its prefix", line),
        }
    };
    if let Some(value) = line.strip_prefix("--- ") {
        if let Some(path) = path_of(value, "a/")? {
            file.set_path(path, true)?;
        }
    } else if let Some(value) = line.strip_prefix("+++ ") {
        if let Some(path) = path_of(value, "b/")? {
            file.set_path(path, false)?;
        }
    } else if let Some(value) = line
        .strip_prefix("rename from ")
        .or_else(|| line.strip_prefix("copy from "))
    {
        file.set_path(unquote(value)?, true)?;
    } else if let Some(value) = line
        .strip_prefix("rename to ")
        .or_else(|| line.strip_prefix("copy to "))
    {
        file.set_path(unquote(value)?, false)?;
    } else if let Some(mode) = line.strip_prefix("new file mode ") {
        file.created = true;
        file.modes.push(mode.to_owned());
    } else if let Some(mode) = line.strip_prefix("deleted file mode ") {
        file.deleted = true;
        file.modes.push(mode.to_owned());
    } else if let Some(mode) = line
        .strip_prefix("old mode ")
        .or_else(|| line.strip_prefix("new mode "))
    {
        file.modes.push(mode.to_owned());
    } else if let Some(index) = line.strip_prefix("index ") {
        if let Some((_, mode)) = index.split_once(' ') {
            file.modes.push(mode.to_owned());
        }
    } else if line.starts_with("Binary files ") {
        file.binary = true;
    } else {
        return Ok(
            line.starts_with("similarity index ") || line.starts_with("dissimilarity index ")
        );
    }
    Ok(true)
}

/// Settles the paths, from the first header line where nothing else named them.
fn name(file: &mut FileDiff, names: &str) -> Result<(), PatchError> {
    if file.path.is_empty() && file.old_path.is_empty() {
        // Without a rename both names are equal: `a/P b/P`, perhaps quoted.
        let middle = names.len() / 2;
        let halves = names
            .is_char_boundary(middle)
            .then(|| names.split_at(middle));
        let Some((first, second)) = halves else {
            return wrong("unequal names", names);
        };
        let (first, second) = (
            unquote(first)?,
            unquote(second.strip_prefix(' ').unwrap_or(second))?,
        );
        match (first.strip_prefix("a/"), second.strip_prefix("b/")) {
            (Some(one), Some(other)) if one == other => file.path = one.to_owned(),
            _ => return wrong("unequal names", names),
        }
    }
    if file.path.is_empty() {
        file.path.clone_from(&file.old_path);
    }
    if file.old_path.is_empty() {
        file.old_path.clone_from(&file.path);
    }
    Ok(())
}

fn hunk<'a>(
    file: &mut FileDiff,
    range: &str,
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
) -> Result<(), PatchError> {
    let side = |text: Option<&str>, sign: char| -> Option<(u32, u32)> {
        let text = text?.strip_prefix(sign)?;
        match text.split_once(',') {
            Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
            None => Some((text.parse().ok()?, 1)),
        }
    };
    let mut words = range.split(' ');
    let (Some((mut old, mut old_left)), Some((mut new, mut new_left))) =
        (side(words.next(), '-'), side(words.next(), '+'))
    else {
        return wrong("a hunk without ranges", range);
    };
    while old_left > 0 || new_left > 0 {
        let Some(line) = lines.next() else {
            return wrong("a hunk that ends early", range);
        };
        let (kind, number) = match line.as_bytes().first() {
            Some(b' ') if old_left > 0 && new_left > 0 => (LineKind::Context, new),
            Some(b'+') if new_left > 0 => (LineKind::Added, new),
            Some(b'-') if old_left > 0 => (LineKind::Removed, old),
            Some(b'\\') => continue,
            _ => return wrong("a hunk with another line count than it says", line),
        };
        if kind != LineKind::Added {
            (old, old_left) = (old.saturating_add(1), old_left - 1);
        }
        if kind != LineKind::Removed {
            (new, new_left) = (new.saturating_add(1), new_left - 1);
        }
        file.lines.push(Line {
            kind,
            number,
            text: line[1..].to_owned(),
        });
    }
    if lines.peek().is_some_and(|line| line.starts_with('\\')) {
        lines.next();
    }
    Ok(())
}
