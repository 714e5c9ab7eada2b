//! Bytes to lines, with a cap.

/// A longer line is cut here and gets [`CUT_MARK`]: 1 MiB.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// What stands at the end of a line that was cut.
pub const CUT_MARK: &str = "…[line cut]";

/// Cuts a stream of bytes into lines, wherever the pieces end.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    partial: Vec<u8>,
    /// Bytes of the current line beyond the cap were dropped.
    cut: bool,
    /// The stream began with the mark of 16-bit text, as one shell writes it: every other byte is zero.
    wide: Option<bool>,
}

impl Splitter {
    /// Calls `line` for every line that ends within `bytes`.
    pub(crate) fn push(&mut self, bytes: &[u8], mut line: impl FnMut(&[u8])) {
        if self.wide.is_none() && !bytes.is_empty() {
            self.wide = Some(bytes.starts_with(&[0xff, 0xfe]));
        }
        if self.wide == Some(true) {
            let narrow: Vec<u8> = bytes
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, 0 | 0xff | 0xfe))
                .collect();
            self.split(&narrow, &mut line);
        } else {
            self.split(bytes, &mut line);
        }
    }

    fn split(&mut self, mut bytes: &[u8], line: &mut impl FnMut(&[u8])) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let head = &bytes[..end];
            bytes = &bytes[end + 1..];
            if self.partial.is_empty() && head.len() <= MAX_LINE_BYTES {
                line(head);
            } else {
                self.append(head);
                self.flush(line);
            }
        }
        self.append(bytes);
    }

    /// Hands out what has no line end.
    pub(crate) fn finish(&mut self, mut line: impl FnMut(&[u8])) {
        if !self.partial.is_empty() {
            self.flush(&mut line);
        }
    }

    fn append(&mut self, bytes: &[u8]) {
        let room = MAX_LINE_BYTES.saturating_sub(self.partial.len());
        self.cut |= bytes.len() > room;
        self.partial
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn flush(&mut self, line: &mut impl FnMut(&[u8])) {
        if self.cut {
            self.partial.extend_from_slice(CUT_MARK.as_bytes());
        }
        line(&self.partial);
        self.partial.clear();
        self.cut = false;
    }
}

#[cfg(test)]
mod tests;
