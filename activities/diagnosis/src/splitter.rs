//! Bytes to whole lines, with a cap.

/// A longer line is cut here and gets [`CUT_MARK`]: 1 MiB.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// What stands at the end of a line that was cut.
pub const CUT_MARK: &str = "…[line cut]";

/// So many bytes are handed out at once, at most: 256 KiB, but for a longer line.
const BLOCK: usize = 256 * 1024;

/// Cuts a stream of bytes into blocks of whole lines, wherever the pieces end.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    partial: Vec<u8>,
    /// Bytes of the current line beyond the cap were dropped.
    cut: bool,
    /// The stream began with the mark of 16-bit text, as one shell writes it: every other byte is zero.
    wide: Option<bool>,
}

impl Splitter {
    /// Calls `lines` with every line that ends within `bytes`, many at once, each with its line end.
    pub(crate) fn push(&mut self, bytes: &[u8], mut lines: impl FnMut(&[u8])) {
        if self.wide.is_none() {
            self.wide = match (self.partial.as_slice(), bytes) {
                // The mark may come in two pieces: the first waits as the start of a line does.
                (_, []) | ([], [0xff]) => None,
                ([], _) => Some(bytes.starts_with(&[0xff, 0xfe])),
                _ => Some(bytes.starts_with(&[0xfe])),
            };
            if self.wide == Some(true) {
                self.partial.clear();
            }
        }
        if self.wide == Some(true) {
            let narrow: Vec<u8> = bytes
                .iter()
                .copied()
                .filter(|byte| !matches!(byte, 0 | 0xff | 0xfe))
                .collect();
            self.split(&narrow, &mut lines);
        } else {
            self.split(bytes, &mut lines);
        }
    }

    fn split(&mut self, mut bytes: &[u8], lines: &mut impl FnMut(&[u8])) {
        while !bytes.is_empty() {
            let block = &bytes[..bytes.len().min(BLOCK)];
            let taken = if self.partial.is_empty() {
                let whole = memchr::memrchr(b'\n', block).map_or(0, |last| last + 1);
                if whole > 0 {
                    lines(&block[..whole]);
                }
                whole
            } else {
                memchr::memchr(b'\n', block).map_or(0, |end| {
                    self.append(&block[..end]);
                    self.flush(lines);
                    end + 1
                })
            };
            if taken == 0 {
                self.append(block);
            }
            bytes = &bytes[if taken == 0 { block.len() } else { taken }..];
        }
    }

    /// Hands out what has no line end.
    pub(crate) fn finish(&mut self, mut lines: impl FnMut(&[u8])) {
        if !self.partial.is_empty() {
            self.flush(&mut lines);
        }
    }

    fn append(&mut self, bytes: &[u8]) {
        let room = MAX_LINE_BYTES.saturating_sub(self.partial.len());
        self.cut |= bytes.len() > room;
        self.partial
            .extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn flush(&mut self, lines: &mut impl FnMut(&[u8])) {
        if self.cut {
            self.partial.extend_from_slice(CUT_MARK.as_bytes());
        }
        self.partial.push(b'\n');
        lines(&self.partial);
        self.partial.clear();
        self.cut = false;
    }
}

#[cfg(test)]
mod tests;
