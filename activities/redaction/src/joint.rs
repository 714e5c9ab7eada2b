//! What joins a name and its value, and where the value ends.

use crate::{
    names::is_shell,
    shapes::is_random,
    span::{MARK, alphanumeric, blank, colour, near, run},
    values::{Claim, Join},
};

/// Where the value of a name is.
pub(crate) struct Joint {
    pub(crate) join: Join,
    pub(crate) value_at: usize,
    pub(crate) name_quoted: bool,
    pub(crate) tight: bool,
}

/// A value, without its quotes.
pub(crate) struct Value {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quoted: bool,
}

/// What sentences put between a name and its value.
const COPULAS: &[&[u8]] = &[
    b" is set to ",
    b" set to ",
    b" is: ",
    b" is ",
    "? … ".as_bytes(),
    b"? ",
];

/// How shells write a single quote in single quotes.
const SHELL_QUOTE: &[u8] = b"'\\''";

/// What printers put around a value.
const WRAPPERS: &[&[u8]] = &[b"Some(", b"Ok(", b"!!str ", b"--value ", b"--body "];

/// Finds the value of the name from `start` to `end`.
pub(crate) fn after(line: &[u8], start: usize, end: usize) -> Option<Joint> {
    let mut at = end;
    let symbol = line[..start].ends_with(b"Symbol(");
    let mut name_quoted = false;
    loop {
        match line.get(at) {
            Some(b'"' | b'\'' | b'\\' | b']') => {
                name_quoted = true;
                at += 1;
            }
            Some(b')') if symbol => at += 1,
            Some(b'&' | b'%') => match foreign_quote(&line[at..]) {
                Some(quote) => {
                    name_quoted = true;
                    at += quote.len();
                }
                None => break,
            },
            Some(0x1b | b'[') => match colour(&line[at..]) {
                Some(length) => at += length,
                None => break,
            },
            _ => break,
        }
    }
    let blanks = blank(&line[at..]);
    let sign = at + blanks + aside(&line[at + blanks..]);
    let in_query = start > 0 && matches!(line[start - 1], b'?' | b'&');
    let equals = if in_query { Join::Field } else { Join::Equals };
    let (join, next) = match &line[sign..] {
        // `==` compares; `::` and `?:` belong to types.
        [b'=', b'=', ..] | [b':', b':', ..] => return None,
        [b'=', b'>', ..] => (Join::Equals, sign + 2),
        [b'=', ..] => (equals, sign + 1),
        [b':', b'=', ..] => (Join::Equals, sign + 2),
        [b':', ..] => (Join::Colon, sign + 1),
        [b'%', b'3', b'D' | b'd', ..] => (Join::Field, sign + 3),
        [b'%', b'3', b'A' | b'a', ..] if name_quoted => (Join::Colon, sign + 3),
        [b'>', text @ ..] if blanks == 0 && line[..start].ends_with(b"<") && closes(text) => {
            (Join::Field, sign + 1)
        }
        [b'|', ..] if blanks > 0 => (Join::Prose, sign + 1),
        [b'(', b'"' | b'\'', ..] if !name_quoted => (Join::Prose, sign + 1),
        _ if line[start..].starts_with(b"--") && blanks > 0 => (Join::Option, sign),
        [b',', ..] if name_quoted && defines(&line[..start]) => (Join::Field, sign + 1),
        [b',', ..] if name_quoted => (Join::List, sign + 1),
        [b'?', b' ', ..] if blanks == 0 => prose(line, at, sign),
        [_, ..] if blanks > 0 && !name_quoted => prose(line, at, sign),
        _ => return None,
    };
    let value_at = next + blank(&line[next..]);
    let value_at = value_at + wrapper(&line[value_at..]);
    Some(Joint {
        join,
        value_at,
        name_quoted,
        tight: value_at == end + 1,
    })
}

/// Length of a remark between a name and its sign: `NAME (length 40) = …`.
fn aside(rest: &[u8]) -> usize {
    const REACH: usize = 32;
    if !rest.starts_with(b"(") {
        return 0;
    }
    let end = run(&rest[..rest.len().min(REACH)], |byte| byte != b')') + 1;
    let end = end + rest.get(end..).map_or(0, blank);
    if matches!(rest.get(end), Some(b'=' | b':')) {
        end
    } else {
        0
    }
}

/// A quote as HTML and addresses write it.
fn foreign_quote(rest: &[u8]) -> Option<&'static [u8]> {
    const QUOTES: [&[u8]; 6] = [b"&quot;", b"&#34;", b"&#39;", b"&#x27;", b"%22", b"%27"];
    QUOTES.into_iter().find(|quote| rest.starts_with(quote))
}

fn prose(line: &[u8], at: usize, sign: usize) -> (Join, usize) {
    COPULAS
        .iter()
        .find(|copula| line[at..].starts_with(copula))
        .map_or((Join::Prose, sign), |copula| {
            (Join::Copula, at + copula.len())
        })
}

/// `define('NAME', 'value')` of PHP.
fn defines(before: &[u8]) -> bool {
    let call = before.trim_ascii_end();
    let call = call
        .strip_suffix(b"'")
        .or(call.strip_suffix(b"\""))
        .unwrap_or(call);
    call.trim_ascii_end().ends_with(b"define(")
}

/// Whether an element's text is followed by the end of the element.
fn closes(text: &[u8]) -> bool {
    let length = run(near(text, 0), |byte| byte != b'<');
    text[length..].starts_with(b"</")
}

/// Length of what a printer puts in front of a value: `Some(`, `string(12) `.
pub(crate) fn wrapper(rest: &[u8]) -> usize {
    let around = WRAPPERS.iter().find(|wrapper| {
        rest.starts_with(wrapper)
            && (wrapper.ends_with(b" ") || rest.get(wrapper.len()) == Some(&b'"'))
    });
    if let Some(wrapper) = around {
        return wrapper.len();
    }
    let Some(counted) = rest.strip_prefix(b"string(") else {
        return 0;
    };
    let digits = run(counted, |byte| byte.is_ascii_digit());
    if counted[digits..].starts_with(b") ") {
        digits + 9
    } else {
        0
    }
}

/// The value at `at`: what stands in quotes or braces, or up to the next blank, comma or semicolon.
pub(crate) fn value(line: &[u8], at: usize, claim: &Claim<'_>) -> Option<Value> {
    let rest = &line[at..];
    // A redacted value holds a bracket of its own.
    if rest.starts_with(MARK) {
        return None;
    }
    let escapes = run(rest, |byte| byte == b'\\');
    let quote = rest.get(escapes).copied();
    if let Some(quote) = quote.filter(|byte| matches!(byte, b'"' | b'\'' | b'`')) {
        let start = at + escapes + 1;
        return Some(Value {
            start,
            end: start + quoted(line.get(start..)?, quote, escapes),
            quoted: true,
        });
    }
    if let Some(quote) = foreign_quote(rest) {
        let start = at + quote.len();
        let length = memchr::memmem::find(near(line, start), quote)?;
        return Some(Value {
            start,
            end: start + length,
            quoted: true,
        });
    }
    if rest.starts_with(b"{") {
        return braced(line, at, claim);
    }
    let before_name = at
        .checked_sub(2 + claim.name.len())
        .filter(|_| claim.tight && claim.join == Join::Equals && is_shell(claim.name));
    // `export 'NAME=a value'` of a shell that traces: the quote began before the name.
    if let Some(quote @ (b'"' | b'\'')) = before_name.map(|before| line[before]) {
        return Some(Value {
            start: at,
            end: at + quoted(rest, quote, 0),
            quoted: true,
        });
    }
    let encoded = claim.join == Join::Field && line[..at].ends_with(b"%3D");
    let mut length = rest
        .iter()
        .position(|byte| {
            byte.is_ascii_whitespace() || b",;\"'`&)}]|<>".contains(byte) || *byte == 0x1b
        })
        .unwrap_or(rest.len());
    if encoded {
        for stop in [&b"%26"[..], b"%3B", b"%22", b"%27"] {
            length = memchr::memmem::find(&rest[..length], stop).unwrap_or(length);
        }
    }
    // A colour code without its escape byte ends a value, too.
    let code = rest[..length]
        .iter()
        .enumerate()
        .find(|(index, byte)| **byte == b'[' && colour(&rest[*index..]).is_some());
    length = code.map_or(length, |(index, _)| index);
    // Full stops end sentences.
    let prose = matches!(claim.join, Join::Prose | Join::Copula);
    while prose && length > 0 && matches!(rest[length - 1], b'.' | b':' | b'!') {
        length -= 1;
    }
    Some(Value {
        start: at,
        end: at + length,
        quoted: false,
    })
}

/// Length of a text up to its closing quote.
fn quoted(body: &[u8], quote: u8, escapes: usize) -> usize {
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        if *byte == quote {
            if escapes == 0 && quote == b'\'' && body[at..].starts_with(SHELL_QUOTE) {
                at += SHELL_QUOTE.len();
                continue;
            }
            let escaped = escapes == 0 && at > 0 && body[at - 1] == b'\\';
            if !escaped {
                return at.saturating_sub(escapes);
            }
        }
        at += 1;
    }
    body.len()
}

/// `;password={…};` of a connection string (`}}` stands for one brace), `<password>{…}</password>` of Maven.
fn braced(line: &[u8], at: usize, claim: &Claim<'_>) -> Option<Value> {
    let start = at + 1;
    let body = near(line, start);
    let mut end = 0;
    while let Some(byte) = body.get(end) {
        match byte {
            b'}' if body.get(end + 1) == Some(&b'}') => end += 2,
            b'}' => break,
            _ => end += 1,
        }
    }
    let name_at = at.checked_sub(1 + claim.name.len())?;
    let connection =
        line[..name_at].ends_with(b";") && matches!(body.get(end + 1), None | Some(b';'));
    let sealed = claim.join == Join::Field && body.len() > end && is_random(&body[..end]);
    let text = body.get(..end)?;
    let template = text
        .iter()
        .all(|byte| alphanumeric(*byte) || b"_.-".contains(byte))
        && !sealed;
    ((connection && !template) || sealed).then_some(Value {
        start,
        end: start + end,
        quoted: true,
    })
}
