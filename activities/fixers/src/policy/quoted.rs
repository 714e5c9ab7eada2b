//! Git's C-style quoting of unusual paths.

use super::diff::{PatchError, wrong};

/// Undoes git's C-style quoting.
pub(super) fn unquote(text: &str) -> Result<String, PatchError> {
    let Some(inner) = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    else {
        return Ok(text.to_owned());
    };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b'n') => bytes.push(b'\n'),
            Some(b't') => bytes.push(b'\t'),
            Some(b'r') => bytes.push(b'\r'),
            Some(b'a') => bytes.push(7),
            Some(b'b') => bytes.push(8),
            Some(b'v') => bytes.push(11),
            Some(b'f') => bytes.push(12),
            Some(quoted @ (b'"' | b'\\')) => bytes.push(quoted),
            Some(first @ b'0'..=b'3') => {
                let mut value = first - b'0';
                for _ in 0..2 {
                    match rest.next() {
                        Some(digit @ b'0'..=b'7') => {
                            value = value.wrapping_mul(8).wrapping_add(digit - b'0')
                        }
                        _ => return wrong("a damaged quoted path", text),
                    }
                }
                bytes.push(value);
            }
            _ => return wrong("a damaged quoted path", text),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
