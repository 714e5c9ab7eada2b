//! A file as the read tool showed it, places in it, and edits that fit exactly once.

/// The text of a file, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) path: String,
    /// Number of the first line that is here.
    first: usize,
    pub(super) text: String,
}

/// A part of the text and what shall stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

impl Change {
    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self {
            start: at,
            end: at,
            text: text.into(),
        }
    }

    pub(super) fn replace(range: std::ops::Range<usize>, text: impl Into<String>) -> Self {
        Self {
            start: range.start,
            end: range.end,
            text: text.into(),
        }
    }
}

impl Source {
    pub(super) fn new(path: &str, first: usize, lines: &[String]) -> Self {
        Self {
            path: path.to_owned(),
            first,
            text: lines.join("\n"),
        }
    }

    /// The byte offset of a line and column, both from 1.
    pub(super) fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let range = self.line(line)?;
        let text = &self.text[range.clone()];
        let within = text
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(text.len(), |(at, _)| at);
        Some(range.start + within)
    }

    /// The bytes of a line, without its end.
    pub(super) fn line(&self, number: usize) -> Option<std::ops::Range<usize>> {
        let wanted = number.checked_sub(self.first)?;
        let mut start = 0;
        for (index, line) in self.text.split('\n').enumerate() {
            if index == wanted {
                return Some(start..start + line.len());
            }
            start += line.len() + 1;
        }
        None
    }

    /// The line that holds a byte, without its end.
    pub(super) fn line_around(&self, at: usize) -> std::ops::Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |end| at + end);
        start..end
    }

    /// The blanks that a line begins with.
    pub(super) fn indent(&self, at: usize) -> &str {
        let line = &self.text[self.line_around(at)];
        &line[..line.len() - line.trim_start().len()]
    }

    /// The lines around the changes, before and after, so that the old text stands in the file only once.
    pub(super) fn edit(&self, changes: &[Change]) -> Option<(String, String)> {
        let mut changes: Vec<&Change> = changes.iter().collect();
        changes.sort_by_key(|change| change.start);
        let (first, last) = (changes.first()?, changes.last()?);
        if changes.windows(2).any(|pair| pair[0].end > pair[1].start) {
            return None;
        }
        let mut range =
            self.line_around(first.start).start..self.line_around(last.end.max(first.start)).end;
        while self.text.matches(&self.text[range.clone()]).count() > 1
            || self.text[range.clone()].trim().is_empty()
        {
            let wider = self.line_around(range.start.saturating_sub(1)).start
                ..self.line_around((range.end + 1).min(self.text.len())).end;
            if wider == range {
                return None;
            }
            range = wider;
        }
        let mut new = String::new();
        let mut at = range.start;
        for change in &changes {
            new.push_str(&self.text[at..change.start]);
            new.push_str(&change.text);
            at = change.end;
        }
        new.push_str(&self.text[at..range.end]);
        let old = &self.text[range];
        (old != new).then(|| (old.to_owned(), new))
    }
}
