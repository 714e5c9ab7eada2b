//! Foreign text made harmless: no mentions, no closing keywords, no markup, no control characters.

#[cfg(test)]
mod tests;

/// A zero-width space breaks what a git host would otherwise act on.
const BREAK: char = '\u{200b}';

/// Words that close issues when a reference follows them.
const CLOSING: [&str; 9] = [
    "close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved",
];

/// One line of foreign text inside Markdown prose, at most `most` characters.
#[must_use]
pub fn line(text: &str, most: usize) -> String {
    let flat: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let mut out = String::with_capacity(flat.len());
    for (n, c) in strip(&flat).enumerate() {
        if n == most {
            out.push('…');
            break;
        }
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '`' | '*' | '_' | '[' | ']' | '|' | '\\' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '@' => {
                out.push(c);
                out.push(BREAK);
            }
            '#' => {
                out.push(c);
                out.push(BREAK);
            }
            _ => out.push(c),
        }
    }
    unclose(&out)
}

/// Several lines of foreign text as Markdown paragraphs, at most `most` characters.
#[must_use]
pub fn paragraphs(text: &str, most: usize) -> String {
    let cut: String = text.chars().take(most).collect();
    cut.lines()
        .map(|each| line(each, most))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Foreign text in a fenced block whose fence the text cannot end, at most `most` characters.
#[must_use]
pub fn fenced(text: &str, language: &str, most: usize) -> String {
    let mut body: String = strip(text).take(most).collect();
    if strip(text).count() > most {
        body.push_str("\n…");
    }
    let longest = body
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", body.trim_end())
}

/// Foreign text as inline code.
#[must_use]
pub fn code(text: &str, most: usize) -> String {
    let flat: String = strip(text)
        .map(|c| {
            if c.is_whitespace() || c == '`' {
                ' '
            } else {
                c
            }
        })
        .take(most)
        .collect();
    let flat = flat.trim();
    if flat.is_empty() {
        "(nothing)".to_owned()
    } else {
        format!("`{flat}`")
    }
}

/// Foreign text for a plain-text line: a commit subject, a title, a terminal.
#[must_use]
pub fn plain(text: &str, most: usize) -> String {
    let flat: String = strip(text)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    let mut cut: String = flat.trim().chars().take(most).collect();
    if flat.trim().chars().count() > most {
        cut.push('…');
    }
    unclose(&cut.replace('@', &format!("@{BREAK}")))
}

/// Foreign text as one line of plain text that a stranger may paste into a page or a chat: as [`plain`], and
/// nothing in it opens a tag.
#[must_use]
pub fn prose(text: &str, most: usize) -> String {
    plain(text, most).replace('<', &format!("<{BREAK}"))
}

/// Foreign text that machines compare (a name, a branch, a hash), at most `most` characters: what cannot be seen is
/// dropped, nothing else is changed. Not for prose.
#[must_use]
pub fn exact(text: &str, most: usize) -> String {
    strip(text).filter(|c| !c.is_control()).take(most).collect()
}

/// Drops control characters and those that turn text around or hide in it.
fn strip(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| {
        let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
        (!c.is_control() || *c == '\n' || *c == '\t') && !hidden
    })
}

/// Breaks "fixes #12", "(closes: owner/name#12)" and their like apart; words that no reference follows stay as they are.
fn unclose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        let joined = out.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if !joined && CLOSING.contains(&word.to_ascii_lowercase().as_str()) && references(after) {
            out.push_str(&word[..1]);
            out.push(BREAK);
            out.push_str(&word[1..]);
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether what follows a closing word names an issue: `#12`, `owner/name#12`, `GH-12`, an address.
fn references(after: &str) -> bool {
    let after = after.trim_start();
    let after = after.strip_prefix(':').unwrap_or(after);
    let word = after.split_whitespace().next().unwrap_or_default();
    word.contains('#') || word.contains("://") || word.to_ascii_uppercase().contains("GH-")
}
