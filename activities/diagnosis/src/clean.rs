//! Colour codes and control characters out of a line.

/// Some whole lines without colour codes, which would split words; `scratch` holds the result where there were any.
pub(crate) fn uncoloured<'a>(block: &'a [u8], scratch: &'a mut Vec<u8>) -> &'a [u8] {
    scratch.clear();
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = memchr::memchr2(0x1b, b'[', &block[from..]) {
        let at = from + found;
        let skip = if block[at] == b'[' {
            bare_colour(&block[at..])
        } else {
            // A code ends with its line, whose end is looked for no farther than the code: a line may be full of them.
            let rest = &block[at..];
            let skip = escape(rest);
            memchr::memchr(b'\n', &rest[..skip]).map_or(skip, |end| escape(&rest[..end]))
        };
        if skip > 0 {
            scratch.extend_from_slice(&block[copied..at]);
            copied = at + skip;
        }
        from = at + skip.max(1);
    }
    if copied == 0 {
        return block;
    }
    scratch.extend_from_slice(&block[copied..]);
    scratch
}

/// Appends `raw` to `out` without terminal codes. Also removes colour codes whose escape byte was lost when the
/// log was copied (`[31m`), and turns control characters into blanks.
pub(crate) fn strip(raw: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while let Some(byte) = raw.get(at) {
        let rest = &raw[at..];
        let skip = match byte {
            0x1b => escape(rest),
            b'[' => bare_colour(rest),
            _ => 0,
        };
        if skip > 0 {
            at += skip;
            continue;
        }
        // A zero-width space is what one dashboard prints for an empty line.
        let wide = matches!(byte, 0xe2 | 0xef);
        if wide
            && (rest.starts_with("\u{200b}".as_bytes()) || rest.starts_with("\u{feff}".as_bytes()))
        {
            at += 3;
            continue;
        }
        out.push(if *byte < b' ' && *byte != b'\t' {
            b' '
        } else {
            *byte
        });
        at += 1;
    }
}

/// Length of the sequence that an escape byte opens.
fn escape(rest: &[u8]) -> usize {
    match rest.get(1) {
        Some(b'[') => {
            let body = rest[2..]
                .iter()
                .take(64)
                .position(|byte| (0x40..=0x7e).contains(byte));
            body.map_or(2, |length| length + 3)
        }
        Some(b']') => {
            let body = &rest[2..rest.len().min(2048)];
            let end = body.iter().position(|byte| *byte == 0x07 || *byte == 0x1b);
            end.map_or(2, |length| {
                length + if body[length] == 0x07 { 3 } else { 4 }
            })
        }
        Some(b'(' | b')' | b'#') => 3,
        Some(_) => 2,
        None => 1,
    }
    .min(rest.len())
}

/// Length of `[31m` or `[1;31m`; zero for anything else in brackets.
fn bare_colour(rest: &[u8]) -> usize {
    let digits = rest[1..]
        .iter()
        .take(12)
        .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
        .count();
    if digits > 0 && rest.get(digits + 1) == Some(&b'm') {
        digits + 2
    } else {
        0
    }
}

/// What a terminal would show of a line that overwrites itself (progress bars): the text after the last return.
pub(crate) fn last_overwrite(raw: &[u8]) -> &[u8] {
    let seen = &raw[overwritten(raw)..];
    let ends = seen.iter().rev().take_while(|byte| **byte == b'\r');
    &seen[..seen.len() - ends.count()]
}

/// Length of what the rest of such a line overwrites.
pub(crate) fn overwritten(raw: &[u8]) -> usize {
    raw.iter()
        .rposition(|byte| *byte != b'\r')
        .and_then(|last| memchr::memrchr(b'\r', &raw[..last]))
        .map_or(0, |at| at + 1)
}

/// Whether the line is part of a quoted source: `12 | code`, `> 12 | code`, `12 │ code`, `12: code`, `  | ^^^`.
pub(crate) fn is_code_frame(text: &str) -> bool {
    let rest = text
        .trim_start()
        .trim_start_matches(['>', '❯', '→'])
        .trim_start();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest[digits..].trim_start_matches(' ');
    if digits == 0 {
        // The links of a chain of causes.
        let chain = ["╰─▶ ", "├─▶ ", "╰─> ", "├─> ", "|-> ", "`-> "];
        if chain.iter().any(|arrow| after.starts_with(arrow)) {
            return false;
        }
        let marker = ["|", "│", "·", "╎", "`--", "╰", "╵", "^", "~~"];
        return marker.iter().any(|mark| after.starts_with(mark));
    }
    digits < 7
        && (after.starts_with(['|', '│', '┃'])
            || (rest[digits..].starts_with(": ") || &rest[digits..] == ":"))
}

#[cfg(test)]
mod tests;
