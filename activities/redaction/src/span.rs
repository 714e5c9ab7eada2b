//! Byte ranges to be replaced, and small questions about bytes that all rules ask.

/// A range of a line that holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: &'static str,
}

/// Start of every replacement: a value that begins so was redacted before.
pub(crate) const MARK: &[u8] = b"[redacted:";

/// Longer than any mark.
const MARK_REACH: usize = 64;

/// The end of the mark that `at` lies in; `at` itself where it lies in none.
pub(crate) fn behind_mark(line: &[u8], at: usize) -> usize {
    let from = at.saturating_sub(MARK_REACH);
    let to = line.len().min(at + MARK.len() - 1);
    let Some(mark) = memchr::memmem::rfind(&line[from..to], MARK) else {
        return at;
    };
    let kind = from + mark + MARK.len();
    let end = kind
        + run(near(line, kind), |byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'
        });
    let inside = at <= end && line.get(end) == Some(&b']');
    if inside { end + 1 } else { at }
}

/// Writes `line` to `out` with every span replaced. Overlapping spans become one, under the first one's kind.
pub(crate) fn replace(line: &[u8], spans: &mut [Span], out: &mut Vec<u8>) {
    spans.sort_by_key(|span| (span.start, usize::MAX - span.end));
    let mut at = 0;
    let mut index = 0;
    while let Some(span) = spans.get(index) {
        let mut end = span.end;
        index += 1;
        while let Some(next) = spans.get(index).filter(|next| next.start < end) {
            end = end.max(next.end);
            index += 1;
        }
        out.extend_from_slice(&line[at..span.start]);
        out.extend_from_slice(MARK);
        out.extend_from_slice(span.kind.as_bytes());
        out.push(b']');
        at = end;
    }
    out.extend_from_slice(&line[at..]);
}

/// Length of the longest start of `bytes` whose bytes all belong to `class`.
pub(crate) fn run(bytes: &[u8], class: fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .position(|byte| !class(*byte))
        .unwrap_or(bytes.len())
}

/// Names, addresses and options are looked at no farther than this: a hostile line of a megabyte must not cost more
/// than its length.
pub(crate) const REACH: usize = 1024;

/// At most [`REACH`] bytes from `at` on.
pub(crate) fn near(line: &[u8], at: usize) -> &[u8] {
    let rest = line.get(at..).unwrap_or_default();
    &rest[..rest.len().min(REACH)]
}

/// At most [`REACH`] bytes before `at`.
pub(crate) fn near_before(line: &[u8], at: usize) -> &[u8] {
    &line[at.saturating_sub(REACH)..at]
}

/// Whether a word can begin at `at`: nothing word-like before it, or the end of a colour code (`ESC[32m`,
/// also without the escape byte, as copied logs have it).
pub(crate) fn starts_word(line: &[u8], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|index| line.get(index)) else {
        return true;
    };
    if !(before.is_ascii_alphanumeric() || matches!(before, b'_' | b'-')) {
        return true;
    }
    if *before == b'n' && at >= 2 && line[at - 2] == b'\\' {
        return true;
    }
    if *before != b'm' {
        return false;
    }
    let digits = near_before(line, at - 1)
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
        .count();
    line[..at - 1 - digits].last() == Some(&b'[')
}

/// Length of the colour code at the start of `bytes`: `ESC[32m`, also without the escape byte.
pub(crate) fn colour(bytes: &[u8]) -> Option<usize> {
    let escape = usize::from(bytes.first() == Some(&0x1b));
    if bytes.get(escape) != Some(&b'[') {
        return None;
    }
    let digits = run(near(bytes, escape + 1), |byte| {
        byte.is_ascii_digit() || byte == b';'
    });
    let end = escape + 1 + digits;
    let coloured = bytes.get(end) == Some(&b'm') && (digits > 0 || escape > 0);
    coloured.then_some(end + 1)
}

/// Length of the blanks and colour codes at the start of `bytes`.
pub(crate) fn blank(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += run(&bytes[at..], |byte| matches!(byte, b' ' | b'\t'));
        match colour(&bytes[at..]) {
            Some(length) => at += length,
            None => return at,
        }
    }
}

/// Letters, digits.
pub(crate) fn alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Letters, digits, `_`, `-`.
pub(crate) fn url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Letters, digits, `_`, `-`, `.`.
pub(crate) fn dotted(byte: u8) -> bool {
    url_safe(byte) || byte == b'.'
}

/// Letters, digits and what base64 and percent-encoding add.
pub(crate) fn base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'%')
}

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Upper-case letters and digits.
pub(crate) fn upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}
