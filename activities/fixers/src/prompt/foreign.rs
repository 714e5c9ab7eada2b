//! Foreign text in a prompt: cut, cleaned, and within fences that it cannot close.

use std::fmt::Write as _;

/// A text on one line, cut to 300 characters.
pub(super) fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(300)
        .collect()
}

/// A fenced block whose fence is longer than any run of backticks inside: the text cannot close it.
pub(super) fn fence(text: &mut String, label: &str, inner: &str, most: usize) {
    let inner = cut(inner.trim_matches('\n'), most);
    let mut longest = 0;
    let mut run = 0;
    for c in inner.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let ticks = "`".repeat((longest + 1).max(3));
    let _ = writeln!(text, "{label}:\n{ticks}text\n{inner}\n{ticks}");
}

/// The beginning and the end of a text, at most `most` characters, without control characters but line breaks and tabs.
pub(super) fn cut(text: &str, most: usize) -> String {
    let clean: Vec<char> = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    if clean.len() <= most {
        return clean.into_iter().collect();
    }
    let (head, tail) = (most / 3, most - most / 3);
    let mut shown: String = clean[..head].iter().collect();
    let _ = write!(
        shown,
        "\n[... {} characters left out ...]\n",
        clean.len() - most
    );
    shown.extend(&clean[clean.len() - tail..]);
    shown
}
