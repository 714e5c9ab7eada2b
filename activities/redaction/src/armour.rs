//! Private keys, in one line or over many.

use crate::span::{Span, run};

const KIND: &str = "private-key";

/// Shorter runs of base64 at the end of a line may be words of a log.
const MIN_ARMOUR: usize = 16;

/// Whether `at` (`-----BEGIN `) opens a private key.
pub(crate) fn opens(line: &[u8], at: usize) -> bool {
    let rest = &line[at..line.len().min(at + 80)];
    memchr::memmem::find(rest, b"PRIVATE KEY").is_some()
}

/// The end of a private key's armour within `line`, from `at` on.
pub(crate) fn closes(line: &[u8], at: usize) -> Option<usize> {
    let end = at + memchr::memmem::find(&line[at..], b"-----END ")?;
    let tail = end + 9 + memchr::memmem::find(&line[end + 9..], b"-----")?;
    Some(tail + 5)
}

/// Collects what a line that follows the beginning of a private key holds of it. `true` when the key goes on; `false` when
/// it ends here, or the line is no part of one: its armour was cut off.
pub(crate) fn inside(line: &[u8], spans: &mut Vec<Span>) -> bool {
    let mut push = |start, end| {
        spans.push(Span {
            start,
            end,
            kind: KIND,
        });
    };
    if let Some(end) = closes(line, 0) {
        let blank = line[..end]
            .iter()
            .rposition(|byte| byte.is_ascii_whitespace() && *byte != b' ');
        push(blank.map_or(0, |blank| blank + 1), end);
        return false;
    }
    // Whatever ends the armour early (the next log line) would be lost with it: only base64 is.
    let trailing = line
        .iter()
        .rev()
        .take_while(|byte| is_armour(**byte))
        .count();
    if trailing >= MIN_ARMOUR {
        push(line.len() - trailing, line.len());
        return true;
    }
    let (start, end) = bare(line);
    let core = &line[start..end];
    if core.is_empty() || !core.iter().all(|byte| is_armour(*byte)) {
        return is_blank(core) || is_head(core);
    }
    // The last line is short, and so may be a word of the log that goes on.
    let word = run(core, |byte| byte.is_ascii_lowercase()) + 1 >= core.len();
    if !word {
        push(start, end);
    }
    true
}

/// The line without what a printer of source code puts around it: `'…\n' +`.
fn bare(line: &[u8]) -> (usize, usize) {
    let quote = |byte: u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`');
    let start = run(line, |byte| {
        matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`')
    });
    let mut end = line.len();
    while end > start {
        let rest = &line[start..end];
        end -= match rest {
            [.., b'\\', b'n' | b'r'] => 2,
            [.., before, b'+'] if quote(*before) => 1,
            [.., b',' | b';' | b'\\'] => 1,
            [.., last] if quote(*last) => 1,
            _ => break,
        };
    }
    (start, end)
}

fn is_armour(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// `Proc-Type: 4,ENCRYPTED` and the like, a time stamp in front or not.
fn is_head(line: &[u8]) -> bool {
    const HEADS: [&[u8]; 4] = [b"Proc-Type:", b"DEK-Info:", b"Version:", b"Comment:"];
    HEADS
        .iter()
        .any(|head| memchr::memmem::find(line, head).is_some())
}

/// Nothing, or nothing but a time stamp or marks that are not seen: no word of four letters.
fn is_blank(line: &[u8]) -> bool {
    !line
        .windows(4)
        .any(|letters| letters.iter().all(u8::is_ascii_alphabetic))
}
