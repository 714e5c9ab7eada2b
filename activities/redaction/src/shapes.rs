//! What texts look like: made by machines, made of words, standing for something else.

use crate::{
    names,
    span::{MARK, alphanumeric, hexadecimal, run},
};

pub(crate) fn count(value: &[u8], class: fn(&u8) -> bool) -> usize {
    value.iter().filter(|byte| class(byte)).count()
}

pub(crate) fn contains(value: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(value, part).is_some()
}

pub(crate) fn among(value: &[u8], table: &[&str]) -> bool {
    table
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

pub(crate) fn is_template(value: &[u8]) -> bool {
    let variable = |rest: &[u8]| {
        rest.first().is_some_and(|byte| !byte.is_ascii_digit())
            && rest
                .iter()
                .all(|byte| alphanumeric(*byte) || b"_{}().:>-".contains(byte))
    };
    match value {
        [b'$', rest @ ..] => variable(rest) || rest.starts_with(b"{") || rest.starts_with(b"("),
        [b'<' | b'{', ..] => true,
        [b'%', rest @ ..] => {
            !rest.first().is_some_and(u8::is_ascii_hexdigit) || rest.ends_with(b"%")
        }
        _ => contains(value, b"${") || contains(value, b"{{"),
    }
}

pub(crate) fn is_masked(value: &[u8]) -> bool {
    let bracketed = matches!(value, [b'[', .., b']'] | [b'(', .., b')'])
        && value[1..value.len() - 1]
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || b" *./-".contains(byte));
    let placeholder = value
        .windows(4)
        .any(|word| word.eq_ignore_ascii_case(b"your"))
        && !value.iter().any(u8::is_ascii_digit);
    value.starts_with(MARK)
        || value
            .iter()
            .all(|byte| matches!(byte, b'*' | b'.' | b'x' | b'X'))
        || contains(value, b"***")
        || value.ends_with(b"...") && value.len() <= 16
        || bracketed
        || placeholder
}

/// `FlagsSecret: "flags-secret"`: members of enumerations and tables of names.
pub(crate) fn echoes(name: &[u8], value: &[u8]) -> bool {
    let letters = |text: &[u8]| {
        text.iter()
            .filter(|byte| byte.is_ascii_alphanumeric())
            .count()
    };
    let mut same = name
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .zip(value.iter().filter(|byte| byte.is_ascii_alphanumeric()));
    !name.is_empty()
        && letters(name) == letters(value)
        && same.all(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// `VERCEL_CLIENT_SECRET`: the name of a variable in the place of a value.
pub(crate) fn is_variable_name(value: &[u8]) -> bool {
    value.contains(&b'_')
        && value
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || *byte == b'_')
        && names::promise(value).is_some()
}

/// `private_key_bytes`, `UserApiKey2`: a variable or a type that is called as secrets are.
pub(crate) fn names_itself(value: &[u8]) -> bool {
    let digits = value.iter().rev().take_while(|byte| byte.is_ascii_digit());
    let word = &value[..value.len() - digits.count()];
    run(word, |byte| alphanumeric(byte) || byte == b'_') == word.len()
        && names::promise(word).is_some()
}

/// `SigningPolicies2`, `next_token`: the name of a type or a variable in source code.
pub(crate) fn is_compound(value: &[u8]) -> bool {
    let digits = count(value, u8::is_ascii_digit);
    let letters = run(value, |byte| byte.is_ascii_alphabetic() || byte == b'_');
    let compound = value.contains(&b'_') || value[1..].iter().any(u8::is_ascii_uppercase);
    digits <= 2 && letters + digits == value.len() && compound
}

/// `0x80041064`, `6i32`: codes and flags.
pub(crate) fn is_number(value: &[u8]) -> bool {
    let digits = run(value, |byte| byte.is_ascii_digit());
    let typed = [&b"i32"[..], b"i64", b"u32", b"u64", b"u8", b"usize"].contains(&&value[digits..]);
    let hexadecimal = value
        .strip_prefix(b"0x")
        .is_some_and(|rest| rest.len() <= 16 && rest.iter().all(u8::is_ascii_hexdigit));
    hexadecimal || digits > 0 && typed
}

/// `^1.0.0`, `>=2.1`, `5.0.0-beta.25`, `workspace:*`: the value of a package whose name tells of secrets.
pub(crate) fn is_version(value: &[u8]) -> bool {
    const SOURCES: [&[u8]; 6] = [
        b"workspace:",
        b"npm:",
        b"file:",
        b"link:",
        b"catalog:",
        b"patch:",
    ];
    let start = run(value, |byte| b"^~<>=v ".contains(&byte));
    let number = run(&value[start..], |byte| {
        byte.is_ascii_digit() || byte == b'.'
    });
    let dots = count(&value[start..start + number], |byte| *byte == b'.');
    let rest = &value[start + number..];
    let whole = rest.is_empty() || matches!(rest[0], b'-' | b'+' | b' ' | b'x' | b'*');
    number > 0 && dots > 0 && whole || SOURCES.iter().any(|source| value.starts_with(source))
}

/// A byte that names and words do not have, other than at their end.
pub(crate) fn is_special(value: &[u8]) -> bool {
    value[..value.len() - 1]
        .iter()
        .any(|byte| !alphanumeric(*byte) && !b"._-/:@?".contains(byte))
}

/// Files and folders. The slashes of base64 have longer pieces between them.
pub(crate) fn is_path(value: &[u8]) -> bool {
    let rooted = [&b"/"[..], b"./", b"../", b"~/"]
        .iter()
        .any(|root| value.starts_with(root))
        || matches!(value, [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic());
    rooted
        && value
            .split(|byte| matches!(byte, b'/' | b'\\'))
            .all(|piece| piece.len() < 24)
}

/// Long, of letters and digits, not made of words: what machines make.
pub(crate) fn is_random(value: &[u8]) -> bool {
    let class = |byte: u8| alphanumeric(byte) || b"-_+/=.~|%".contains(&byte);
    let digits = count(value, u8::is_ascii_digit);
    value.len() >= 16
        && run(value, class) == value.len()
        && digits >= 2
        && digits + 2 <= value.len()
        && value
            .split(|byte| !alphanumeric(*byte))
            .any(|word| word.len() >= 10 && word.iter().any(u8::is_ascii_digit) && !is_plain(word))
        && !is_reference(value)
        && !is_path(value)
}

/// A reference of more than words with dashes, which people choose for passwords.
pub(crate) fn is_path_like(value: &[u8]) -> bool {
    is_reference(value) && value.iter().any(|byte| b"./:@_?".contains(byte))
}

/// `config.auth.token2`, `packages/token/index.js:12`: a reference, not a value.
pub(crate) fn is_reference(value: &[u8]) -> bool {
    let dashed = value.contains(&b'-')
        && run(value, |byte| alphanumeric(byte) || byte == b'-') == value.len();
    let words = value
        .split(|byte| matches!(byte, b'.' | b'/' | b':' | b'@' | b'-' | b'_' | b'?'))
        .filter(|word| !word.is_empty());
    let (mut count, mut plain) = (0, 0);
    for word in words {
        count += 1;
        plain += usize::from(is_plain(word));
    }
    let hash = dashed && value.iter().all(|byte| hexadecimal(*byte) || *byte == b'-');
    count > 1 && plain == count && !hash
}

/// A word or a number: `token`, `base64`, `12`.
pub(crate) fn is_plain(word: &[u8]) -> bool {
    let letters = run(word, |byte| byte.is_ascii_alphabetic());
    let digits = word[letters..].iter().all(u8::is_ascii_digit);
    let numbered = word.len() - letters <= 2 && word[..letters].iter().all(u8::is_ascii_lowercase);
    let limit = if letters == word.len() { 24 } else { 16 };
    digits && (letters == 0 || letters == word.len() || numbered) && word.len() < limit
}
