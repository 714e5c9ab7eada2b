//! Money on the command line: dollars, kept as millionths.

/// `12`, `12.5` or `0.000001` as millionths of a dollar.
pub(crate) fn micros(text: &str) -> Result<u64, String> {
    let wrong = || "an amount of dollars, such as 2 or 12.50".to_owned();
    let text = text.trim().trim_start_matches('$');
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) || part.len() > 6 {
        return Err(wrong());
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().map_err(|_| wrong())?
    };
    let part: u64 = format!("{part:0<6}").parse().map_err(|_| wrong())?;
    whole
        .checked_mul(1_000_000)
        .and_then(|micros| micros.checked_add(part))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests;
