//! `regreen diagnose`.

use crate::{regreen, text};

const LOG: &str = "\
> web@1.0.0 build
> tsc --noEmit

src/cart.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.

npm error Lifecycle script `build` failed with error:
npm error code 2
Error: Command \"npm run build\" exited with 2
";

#[test]
fn a_log_is_explained() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("build.log"), LOG).unwrap();
    let output = regreen(home.path(), &["diagnose", "build.log"], "");
    assert!(output.status.success());
    let answer = text(&output.stdout);
    assert!(answer.starts_with("build.log\n"), "{answer}");
    for part in [
        "typescript",
        "src/cart.ts(12,7): error TS2322",
        "(line 4)",
        "fp1:",
    ] {
        assert!(answer.contains(part), "{part}: {answer}");
    }
}

#[test]
fn json_is_one_object_per_log() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.log"), LOG).unwrap();
    let output = regreen(home.path(), &["diagnose", "--json", "a.log", "-"], LOG);
    let answer = text(&output.stdout);
    let lines: Vec<serde_json::Value> = answer
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["file"], &lines[1]["file"]),
        (&"a.log".into(), &"-".into())
    );
    for line in &lines {
        assert_eq!(line["error_type"], "typescript");
        assert_eq!(line["primary_line_number"], 4);
        assert_eq!(line["affected_files"], serde_json::json!(["src/cart.ts"]));
        for key in [
            "primary_line",
            "transient",
            "fixable_in_repository",
            "confidence",
            "fingerprint",
        ] {
            assert!(!line[key].is_null(), "{key}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_said_and_the_others_are_read() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.log"), b"\xff\xfe\x00 not text").unwrap();
    let output = regreen(home.path(), &["diagnose", "missing.log", "a.log"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("missing.log")
            && text(&output.stderr).contains("[unreadable]")
    );
    assert!(text(&output.stdout).contains("a.log"));
}

#[test]
fn the_excerpt_is_bounded_and_without_secrets() {
    let home = tempfile::tempdir().unwrap();
    let log = format!("API_TOKEN=q7Lm2Xw9Zr4Tb6Yc npm run build\n{LOG}");
    std::fs::write(home.path().join("a.log"), log).unwrap();
    let excerpt = |option: &str| {
        let output = regreen(home.path(), &["diagnose", "--json", option, "a.log"], "");
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["excerpt"].as_str().unwrap().to_owned()
    };
    let whole = excerpt("--excerpt");
    assert!(
        whole.contains("error TS2322") && whole.contains("API_TOKEN="),
        "{whole}"
    );
    assert!(!whole.contains("q7Lm2Xw9"), "{whole}");
    assert!(excerpt("--excerpt=100").len() <= 100);
    let output = regreen(home.path(), &["diagnose", "--excerpt", "a.log"], "");
    assert!(text(&output.stdout).contains("\nexcerpt\n"));
}
