//! Secrets behind the short options of commands, which tell nothing by their names.

use crate::span::{MARK, Span, blank, near, near_before, run};

/// What an option takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// The secret.
    Secret,
    /// The secret, with nothing before it.
    SecretAtOnce,
    /// `name:secret`.
    Pair,
    /// `name:secret`, the name being half of the secret.
    WholePair,
    /// `name=secret; …`.
    Cookies,
}

/// An option and the commands that take a secret behind it.
pub(crate) struct CommandOption {
    pub(crate) option: &'static str,
    commands: &'static [&'static str],
    /// So many words stand between the option and the secret.
    skip: usize,
    takes: Takes,
}

macro_rules! rows {
    ($($option:literal [$($command:literal)*] $takes:ident $skip:literal)+) => {
        &[$(CommandOption {
            option: $option,
            commands: &[$($command),*],
            takes: Takes::$takes,
            skip: $skip,
        }),+]
    };
}

/// All of them; without commands every command counts.
pub(crate) const OPTIONS: &[CommandOption] = rows! {
    " -u " [] Pair 0
    " --user " ["curl" "http"] Pair 0
    " --auth " ["http"] Pair 0
    " -b " ["curl"] Cookies 0
    " --cookie " ["curl"] Cookies 0
    " -p" ["mysql" "mysqldump" "mysqladmin" "mariadb" "sshpass"] SecretAtOnce 0
    " -p " ["docker login" "podman login" "nerdctl login" "helm registry login" "buildah login" "sshpass"
        "az login" "az acr login" "oc login"] Secret 0
    " -a " ["redis-cli"] Secret 0
    " -a " ["http "] Pair 0
    " -t " ["vercel" "vc "] Secret 0
    "bundle config set " ["bundle"] WholePair 1
    "bundle config " ["bundle"] WholePair 1
    "http-basic." ["composer"] Secret 2
    "BUNDLE_" [] WholePair 0
};

/// What the option at `at` takes, if a command before it is one that takes a secret.
pub(crate) fn find(row: &CommandOption, line: &[u8], at: usize) -> Option<Span> {
    let before = near_before(line, at + row.option.len());
    let asked = row.commands.is_empty()
        || row
            .commands
            .iter()
            .any(|command| memchr::memmem::find(before, command.as_bytes()).is_some());
    if !asked {
        return None;
    }
    let mut start = at + row.option.len();
    if row.option == "BUNDLE_" {
        start += 1 + near(line, start).iter().position(|byte| *byte == b'=')?;
    } else if row.takes != Takes::SecretAtOnce {
        start += blank(&line[start..]);
    }
    for _ in 0..row.skip {
        start += 1 + near(line, start).iter().position(|byte| *byte == b' ')?;
    }
    let quote = line.get(start).copied();
    let quote = quote.filter(|byte| matches!(byte, b'"' | b'\''));
    start += usize::from(quote.is_some());
    let rest = near(line, start);
    let length = match quote {
        Some(quote) => rest.iter().position(|byte| *byte == quote)?,
        None => run(rest, |byte| {
            !byte.is_ascii_whitespace() && !b"\"'`".contains(&byte)
        }),
    };
    let value = &rest[..length];
    let colon = value.iter().position(|byte| *byte == b':');
    let from = match row.takes {
        Takes::Pair => 1 + colon?,
        Takes::Cookies => 1 + value.iter().position(|byte| *byte == b'=')?,
        Takes::WholePair => colon.map(|_| 0)?,
        Takes::Secret | Takes::SecretAtOnce => 0,
    };
    let secret = &value[from..];
    let template = secret.starts_with(b"$")
        || secret.starts_with(b"<")
        || secret.starts_with(b"//")
        || secret.starts_with(b"-")
        || secret.starts_with(MARK);
    let named = !matches!(row.takes, Takes::Pair | Takes::Cookies) || from > 1;
    (named && secret.len() >= 3 && !template).then_some(Span {
        start: start + from,
        end: start + length,
        kind: "password",
    })
}
