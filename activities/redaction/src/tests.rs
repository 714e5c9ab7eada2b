mod corpus;
mod templates;

use std::borrow::Cow;

use proptest::prelude::*;

use crate::{LineRedactor, MAX_LINE_BYTES, Redactor};
use templates::{HEX, LOWER, MIXED, UPPER, look_alikes, planted};

#[test]
fn every_planted_secret_is_gone() {
    let redactor = Redactor::new();
    let planted = planted();
    assert!(planted.len() >= 200, "{}", planted.len());
    let missed: Vec<_> = planted
        .iter()
        .filter(|(line, secret)| redactor.redact(line).contains(secret.as_str()))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn look_alikes_stay() {
    let redactor = Redactor::new();
    let lines = look_alikes();
    assert!(lines.len() >= 200, "{}", lines.len());
    let harmed: Vec<_> = lines
        .iter()
        .map(|line| redactor.redact(line))
        .filter(|clean| matches!(clean, Cow::Owned(_)))
        .collect();
    assert!(harmed.is_empty(), "{harmed:#?}");
}

#[test]
fn the_rest_of_the_line_stays() {
    let redactor = Redactor::new();
    let clean = |line: &str| redactor.redact(line).into_owned();
    assert_eq!(
        clean("postgres://app:s3cr3tpw@db.test:5432/x"),
        "postgres://app:[redacted:password]@db.test:5432/x"
    );
    assert_eq!(
        clean("API_TOKEN=abc123def456 next build"),
        "API_TOKEN=[redacted:secret] next build"
    );
    assert_eq!(
        clean("{\"password\":\"pa ss w0rd\",\"a\":1}"),
        "{\"password\":\"[redacted:secret]\",\"a\":1}"
    );
    assert_eq!(
        clean("Authorization: Bearer abcdef0123456789abcd"),
        "Authorization: Bearer [redacted:authorization]"
    );
    assert_eq!(
        clean(&format!("bad key sk-proj-{MIXED}.")),
        "bad key [redacted:openai-key]."
    );
    let pair = format!("AKIA{UPPER} wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz");
    assert_eq!(
        clean(&pair),
        "[redacted:aws-access-key] [redacted:aws-secret-key]"
    );
}

#[test]
fn private_keys_over_lines() {
    let body = format!("{MIXED}{MIXED}\n{LOWER}{LOWER}\nAbCd12==\n");
    let text = format!(
        "before\n-----BEGIN RSA PRIVATE KEY-----\n{body}-----END RSA PRIVATE KEY-----\nafter\n"
    );
    let clean = Redactor::new().redact(&text).into_owned();
    assert!(!clean.contains(MIXED) && !clean.contains(LOWER), "{clean}");
    assert!(
        clean.starts_with("before\n[redacted:private-key]\n"),
        "{clean}"
    );
    assert!(clean.ends_with("after\n"), "{clean}");
    let escaped = format!(
        "\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n{MIXED}\\n-----END PRIVATE KEY-----\\n\","
    );
    assert!(!Redactor::new().redact(&escaped).contains(MIXED));
}

#[test]
fn private_keys_in_lines_with_time_stamps() {
    for blank in [
        "2026-01-02T03:04:05.678Z ",
        "\u{200b}",
        "Nov 21 10:31:03 AM  ",
    ] {
        let stamp = "2026-01-02T03:04:05.678Z ";
        let text = format!(
            "{stamp}-----BEGIN RSA PRIVATE KEY-----\n{stamp}Proc-Type: 4,ENCRYPTED\n{stamp}DEK-Info: AES-128-CBC,0F1E\n{blank}\n\
             {stamp}{MIXED}{MIXED}\n{stamp}{LOWER}{LOWER}\n{stamp}-----END RSA PRIVATE KEY-----\n{stamp}after it\n"
        );
        let clean = Redactor::new().redact(&text).into_owned();
        assert!(!clean.contains(MIXED) && !clean.contains(LOWER), "{clean}");
        assert!(clean.ends_with("after it\n"), "{clean}");
    }
}

#[test]
fn an_unfinished_private_key_does_not_eat_the_log() {
    let text = format!("-----BEGIN PRIVATE KEY-----\n{MIXED}{MIXED}\nnpm error code ELIFECYCLE\n");
    assert!(
        Redactor::new()
            .redact(&text)
            .contains("npm error code ELIFECYCLE")
    );
}

#[test]
fn an_unfinished_private_key_does_not_hide_other_secrets() {
    let text = format!(
        "-----BEGIN PRIVATE KEY-----\nAPI_TOKEN=abc123def456 {LOWER}\n\
         API_TOKEN=abc123def456 x\t{LOWER} -----END PRIVATE KEY-----\n"
    );
    let clean = Redactor::new().redact(&text).into_owned();
    assert!(
        !clean.contains("abc123def456") && !clean.contains(LOWER),
        "{clean}"
    );
    let text = format!("-----BEGIN PRIVATE KEY-----\ntoken=\n\"{MIXED}|\"\n");
    let clean = Redactor::new().redact(&text).into_owned();
    assert!(!clean.contains(MIXED), "{clean}");
}

#[test]
fn a_mark_is_no_secret_and_makes_none() {
    let redactor = Redactor::with_literals(["password"]);
    for text in [
        format!("Authorization: Bearer {MIXED}@tcp(db)"),
        format!("sk_test_{MIXED}@unix(/run/db)"),
        format!("e2b_{HEX}@tcp(db)"),
        format!(" -u ~1 glffct-{MIXED}"),
        "[redacted:stripe-key]:hunter2@tcp(db)".to_owned(),
        "[redacted:password] [redacted: password]".to_owned(),
        format!("token='hooks.zapier.com/hooks/catch/s/{MIXED}"),
        "tr_dev_aEZAKB3dE5fGaces-m-hJ9LmNpQrStoken=\naB3dE5hooks.slaf".to_owned(),
        "bundle config set unt' SECRET_KEY_BA=3da59d".to_owned(),
    ] {
        let once = redactor.redact(&text).into_owned();
        assert!(
            !once.contains("hunter2") && !once.contains("[redacted:["),
            "{once}"
        );
        assert_eq!(redactor.redact(&once), once);
    }
}

#[test]
fn literals_are_replaced_in_both_spellings() {
    let redactor = Redactor::with_literals(["canary value/1", "short"]);
    assert_eq!(
        redactor.redact("a canary value/1 b"),
        "a [redacted:known-secret] b"
    );
    assert_eq!(
        redactor.redact("?q=canary%20value%2F1&b"),
        "?q=[redacted:known-secret]&b"
    );
    assert_eq!(redactor.redact("short"), "short");
    assert!(!format!("{redactor:?}").contains("canary"));
}

#[test]
fn clean_text_is_borrowed() {
    assert!(matches!(
        Redactor::new().redact("added 12 packages in 3s\nok\n"),
        Cow::Borrowed(_)
    ));
}

#[test]
fn long_lines_come_in_pieces() {
    let mut stream = LineRedactor::new(Redactor::new());
    let mut out = Vec::new();
    let piece = vec![b'a'; MAX_LINE_BYTES / 2 + 7];
    for _ in 0..5 {
        stream.push(&piece, &mut out);
    }
    stream.push(b" \nend", &mut out);
    stream.finish(&mut out);
    assert_eq!(out.len(), piece.len() * 5 + 5);
}

fn streamed(text: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut stream = LineRedactor::new(Redactor::new());
    let mut out = Vec::new();
    let mut rest = text;
    for cut in cuts {
        let (head, tail) = rest.split_at((*cut).min(rest.len()));
        stream.push(head, &mut out);
        rest = tail;
    }
    stream.push(rest, &mut out);
    stream.finish(&mut out);
    out
}

proptest! {
    #[test]
    fn cuts_of_a_stream_do_not_matter(cuts in proptest::collection::vec(0_usize..90, 0..12), pick in 0_usize..200) {
        let planted = planted();
        let text = planted.iter().skip(pick % planted.len()).take(4).map(|(line, _)| format!("{line}\n")).collect::<String>();
        let whole = Redactor::new().redact(&text).into_owned();
        prop_assert_eq!(streamed(text.as_bytes(), &cuts), whole.into_bytes());
    }

    #[test]
    fn any_bytes_are_survived_and_redaction_is_stable(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let redactor = Redactor::new();
        let once = redactor.redact_bytes(&bytes).into_owned();
        let twice = redactor.redact_bytes(&once).into_owned();
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn redaction_is_stable_on_secrets(pick in 0_usize..250, noise in "[ a-zA-Z0-9_=:\"',;/@.-]{0,40}") {
        let planted = planted();
        let (line, secret) = &planted[pick % planted.len()];
        let text = format!("{noise} {line} {noise}");
        let redactor = Redactor::new();
        let once = redactor.redact(&text).into_owned();
        prop_assert!(!once.contains(secret.as_str()) || noise.contains(secret.as_str()), "{}", once);
        prop_assert_eq!(redactor.redact(&once).into_owned(), once);
    }
}
