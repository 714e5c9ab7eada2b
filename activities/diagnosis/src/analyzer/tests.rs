use domain::{Diagnosis, ErrorType};
use proptest::prelude::*;

use crate::Analyzer;

/// The verdict on a whole log.
pub(crate) fn diagnose(log: &str) -> Diagnosis {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(log.as_bytes());
    analyzer.finish()
}

#[test]
fn the_cause_beats_the_last_line_and_wrappers() {
    let got = diagnose(
        "npm error code ERESOLVE\nnpm error ERESOLVE could not resolve\nnpm error\nnpm error While resolving: a@1.0.0\n\
         npm error A complete log of this run can be found in: /x/1.log\nError: Command \"npm install\" exited with 1\n",
    );
    assert_eq!(got.error_type, ErrorType::Dependency);
    assert_eq!(got.primary_line, "npm error ERESOLVE could not resolve");
    assert_eq!(got.primary_line_number, Some(2));
    assert_eq!(got.packages, ["a"]);
    assert_eq!(
        (got.failed_command.as_deref(), got.exit_code),
        (Some("npm install"), Some(1))
    );
}

#[test]
fn an_error_that_was_survived_is_not_the_cause() {
    let got = diagnose(
        "npm error ERESOLVE could not resolve\n+ npm install --force\nadded 300 packages in 9s\n\
         Creating an optimized production build ...\nFailed to compile.\n\n./src/a.tsx\nModule not found: Can't resolve './b'\n",
    );
    assert_eq!(
        (got.error_type, got.primary_line_number),
        (ErrorType::Build, Some(8))
    );
    assert_eq!(got.affected_files, ["src/a.tsx"]);
}

#[test]
fn packages_and_files_are_told_apart() {
    let missing = |name: &str| {
        diagnose(&format!(
            "./src/a.tsx\nModule not found: Can't resolve '{name}'\n"
        ))
        .error_type
    };
    assert_eq!(missing("zod"), ErrorType::Dependency);
    assert_eq!(missing("@/lib/zod"), ErrorType::Build);
}

#[test]
fn an_unknown_error_after_an_announcement_is_found() {
    let got = diagnose("> Build error occurred\nSomethingNew happened in the machine room\n");
    assert_eq!(
        got.primary_line,
        "SomethingNew happened in the machine room"
    );
    assert_eq!(got.error_type, ErrorType::Build);
}

#[test]
fn quoted_source_is_not_evidence() {
    let got = diagnose(
        "Failed to compile.\n\n./a.js\nError:\n  x Unexpected token `;`\n   ,-[/work/a.js:2:1]\n 1 | npm error ERESOLVE could not resolve\n 2 | ;\n",
    );
    assert_eq!(
        (got.error_type, got.affected_files),
        (ErrorType::Build, vec!["a.js".to_owned()])
    );
}

#[test]
fn monorepo_output_is_attributed() {
    let got = diagnose(
        "docs:build: ✓ built in 2s\n@acme/web:build: src/a.ts(1,1): error TS2304: Cannot find name 'x'.\nweb#build: command (/work/web) npm run build exited (2)\n",
    );
    assert_eq!(got.workspace_package.as_deref(), Some("@acme/web"));
    assert_eq!(got.exit_code, Some(2));
}

#[test]
fn an_empty_log_has_no_cause() {
    let got = diagnose("");
    assert_eq!(
        (got.error_type, got.primary_line_number),
        (ErrorType::Other, None)
    );
    assert!(got.confidence < 0.1);
}

#[test]
fn secrets_do_not_reach_the_diagnosis() {
    let got = diagnose(
        "Error: connect failed postgres://app:s3cr3tpass99@db.test/x\nError: Command \"API_TOKEN=abcdef123456 npm run build\" exited with 1\n",
    );
    let text = format!("{got:?}");
    assert!(
        !text.contains("s3cr3tpass99") && !text.contains("abcdef123456"),
        "{text}"
    );
}

#[test]
fn a_log_of_nothing_but_errors_stays_small() {
    let mut analyzer = Analyzer::new(None);
    for line in 0..20_000 {
        analyzer.push_line(&format!(
            "src/f{line}.ts({line},1): error TS2304: Cannot find name 'x{line}'."
        ));
    }
    let got = analyzer.finish();
    assert_eq!(got.primary_line_number, Some(1));
    assert_eq!(got.affected_files.len(), 50);
    assert!(got.other_errors > 1000);
    assert!(got.votes.len() <= 20 && got.context.iter().map(String::len).sum::<usize>() <= 4096);
}

/// Rows that saw enough are passed over, but for the last lines.
#[test]
fn the_last_error_counts_however_many_were_survived() {
    let mut analyzer = Analyzer::new(None);
    for line in 0..150_000 {
        analyzer.push_line(&format!("TypeError: attempt {line} of a failed"));
    }
    analyzer.push_line("ReferenceError: window is not defined");
    analyzer.push_line("    at render (/work/src/page.js:3:1)");
    analyzer.push_line("Node.js v22.11.0");
    let got = analyzer.finish();
    assert_eq!(got.primary_line, "ReferenceError: window is not defined");
    assert_eq!(got.affected_files, ["src/page.js"]);
}

#[test]
fn a_rare_cause_is_found_however_long_the_log() {
    let mut analyzer = Analyzer::new(None);
    for line in 0..150_000 {
        analyzer.push_line(&format!("resolved error {line} of the last build"));
    }
    analyzer.push_line("src/a.ts(1,1): error TS2304: Cannot find name 'x'.");
    for line in 0..12_000 {
        analyzer.push_line(&format!("resolved error {line} of the last build"));
    }
    assert_eq!(analyzer.finish().error_type, ErrorType::Typescript);
}

#[test]
fn a_private_key_around_the_cause_stays_private() {
    let got = diagnose(
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\nq83nVb2QpLm4xZ9cT7rYw1Ue5KsD0fGh6JaP\n-----END PRIVATE KEY-----\n\
         src/a.ts(1,1): error TS2304: Cannot find name 'x'.\n",
    );
    let context = got.context.join("\n");
    assert!(
        !context.contains("MIIEvQ") && !context.contains("q83nVb2Q"),
        "{context}"
    );
}

#[test]
fn a_secret_that_characters_without_width_split_stays_private() {
    let secret = "ghp_aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7";
    for split in ["\u{200b}", "\u{feff}", "[3[1m1m", "\u{200b}[1m"] {
        let (head, tail) = secret.split_at(10);
        let log =
            format!("{head}{split}{tail}\nsrc/a.ts(1,1): error TS2304: Cannot find name 'x'.\n");
        let mut analyzer = Analyzer::new(None);
        analyzer.push_bytes(log.as_bytes());
        let (got, excerpt) = analyzer.finish_with_excerpt(10_000);
        let text = format!("{got:?}\n{excerpt}");
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn a_long_error_that_is_logged_and_thrown_is_cut() {
    let long = "x".repeat(5_000);
    let got = diagnose(&format!(
        "[docker] toomanyrequests: You have reached your pull rate limit\nError: toomanyrequests: You have reached your pull rate limit {long}\n"
    ));
    assert!(got.primary_line.starts_with("Error:"), "{got:#?}");
    assert!(got.primary_line.len() <= 600, "{got:#?}");
}

#[test]
fn a_private_key_that_begins_far_right_stays_private() {
    let got = diagnose(&format!(
        "{}-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n-----END RSA PRIVATE KEY-----\n\
         src/a.ts(1,1): error TS2304: Cannot find name 'x'.\n",
        "x ".repeat(5000)
    ));
    assert!(!got.context.join("\n").contains("MIIEvQ"), "{got:#?}");
}

#[test]
fn what_a_long_progress_line_ends_with_is_read() {
    let progress = "Receiving objects: 12% (300/2500)\r".repeat(600);
    let got = diagnose(&format!(
        "{progress}src/a.ts(1,1): error TS2304: Cannot find name 'x'.\n"
    ));
    assert_eq!(got.error_type, ErrorType::Typescript);
}

#[test]
fn a_long_line_of_another_shell_keeps_its_start() {
    let got = diagnose(&format!(
        "src/a.ts(1,1): error TS2304: Cannot find name '{}'.\r\n",
        "x".repeat(9000)
    ));
    assert!(got.primary_line.starts_with("src/a.ts(1,1)"), "{got:#?}");
}

#[test]
fn an_error_after_many_survived_ones_of_its_kind_is_the_cause() {
    let error = |at: usize| format!("src/f{at}.ts(1,1): error TS2304: Cannot find name 'x{at}'.\n");
    let survived: String = (0..9).map(error).collect();
    let got = diagnose(&format!("{survived}Compiled successfully\n{}", error(77)));
    assert_eq!(got.primary_line_number, Some(11), "{got:#?}");
}

#[test]
fn what_one_task_survived_says_nothing_of_another() {
    let error = "web:build: src/z.ts(1,1): error TS2304: Cannot find name 'z'.\n";
    let got = diagnose(&format!(
        "docs:build: src/a.ts(1,1): error TS2304: Cannot find name 'a'.\ndocs:build: Compiled successfully\n{error}"
    ));
    assert_eq!(got.affected_files, ["src/z.ts"]);
    assert_eq!(got.fingerprint, diagnose(error).fingerprint);
}

#[test]
fn the_end_of_a_long_log_is_told_once() {
    let mut analyzer = Analyzer::new(None);
    for line in 0..80_000 {
        analyzer.push_line(&format!(
            "src/f{line}.ts(1,1): error TS2304: Cannot find name 'x'."
        ));
    }
    analyzer.push_line("Error: Command \"npm run build\" exited with 1");
    let got = analyzer.finish();
    let mut votes: Vec<_> = got
        .votes
        .iter()
        .map(|vote| (&vote.pattern, vote.line))
        .collect();
    let count = votes.len();
    votes.sort();
    votes.dedup();
    assert_eq!(votes.len(), count, "{got:#?}");
}

#[test]
fn lines_and_bytes_agree() {
    let log = "a\n\nsrc/a.ts(1,1): error TS2304: Cannot find name 'x'.\nb\n";
    let mut analyzer = Analyzer::new(None);
    log.lines().for_each(|line| analyzer.push_line(line));
    assert_eq!(analyzer.finish(), diagnose(log));
}

/// What healthy builds print.
const NOISE: &str = include_str!("tests/noise.txt");

#[test]
fn warnings_of_healthy_builds_are_no_cause() {
    let got = diagnose(NOISE);
    assert!(got.confidence < 0.6, "{got:#?}");
    assert!(got.affected_files.is_empty());
}

#[test]
fn warnings_do_not_outvote_a_cause() {
    for (cause, kind) in [
        (
            "==> Running 'gunicorn app:app'\nModuleNotFoundError: No module named 'flask_cors'\n",
            ErrorType::Dependency,
        ),
        (
            "==> Running 'node server.js'\nTypeError: x is not a function\n    at a (/work/server.js:1:2)\n",
            ErrorType::Runtime,
        ),
        ("sh: 1: xcopy: not found\n", ErrorType::Config),
        (
            "src/a.ts(1,1): error TS2304: Cannot find name 'x'.\n",
            ErrorType::Typescript,
        ),
    ] {
        let got = diagnose(&format!("{NOISE}{cause}"));
        assert_eq!(got.error_type, kind, "{got:#?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2000), cut in 0_usize..2000) {
        let mut whole = Analyzer::new(None);
        whole.push_bytes(&bytes);
        let mut pieces = Analyzer::new(None);
        let (head, tail) = bytes.split_at(cut.min(bytes.len()));
        pieces.push_bytes(head);
        pieces.push_bytes(tail);
        prop_assert_eq!(whole.finish(), pieces.finish());
    }

    #[test]
    fn noise_around_does_not_change_the_verdict(before in proptest::collection::vec("[a-z ]{0,40}", 0..60), after in proptest::collection::vec("[a-z ]{0,40}", 0..60)) {
        let cause = "src/a.ts(1,1): error TS2304: Cannot find name 'x'.";
        let log = format!("{}\n{cause}\n{}\n", before.join("\n"), after.join("\n"));
        let got = diagnose(&log);
        prop_assert_eq!(got.primary_line, cause);
        prop_assert_eq!(got.fingerprint, diagnose(cause).fingerprint);
    }
}

#[test]
fn a_platforms_excuse_counts_where_nothing_before_it_tells_a_reason() {
    let excuse = "Failed: an internal error occurred";
    let alone = diagnose(&format!("Deploying ...\n{excuse}\n"));
    assert_eq!(
        (
            alone.error_type,
            alone.primary_line.as_str(),
            alone.transient
        ),
        (ErrorType::Other, excuse, true)
    );
    let told = diagnose(&format!(
        "ReferenceError: Layout is not defined\n    at render (/work/src/layout.js:3:9)\n{excuse}\n"
    ));
    assert_eq!(
        (told.error_type, told.primary_line_number, told.transient),
        (ErrorType::Runtime, Some(1), false)
    );
}

#[test]
fn a_module_that_the_start_command_names_is_told_from_a_package() {
    let server = "  File \"/app/.venv/lib/python3.13/site-packages/uvicorn/importer.py\", line 19, in import_from_string\n    module = importlib.import_module(module_str)\n";
    let missing = "ModuleNotFoundError: No module named 'shop'\n";
    let own = diagnose(&format!("{server}{missing}"));
    assert_eq!(own.error_type, ErrorType::Runtime);
    let project = "  File \"/app/main.py\", line 3, in <module>\n    import shop\n";
    let package = diagnose(&format!("{server}{project}{missing}"));
    assert_eq!(
        (package.error_type, package.affected_files),
        (ErrorType::Dependency, vec!["main.py".to_owned()])
    );
}

/// However a task runner says whose output a line is.
#[test]
fn task_runners_name_the_package() {
    let error = "src/a.ts(1,1): error TS2304: Cannot find name 'x'.";
    for log in [
        format!("docs:build: ok\nweb:build: {error}\n"),
        format!("packages/docs build: ok\napps/web build: {error}\n apps/web build: Failed\n"),
        format!(
            "docs build$ vite build\nweb build$ tsc -b\ndocs build: ok\nweb build: {error}\nweb build: Failed\n"
        ),
        format!("[docs]: ok\n[web]: {error}\n"),
        format!("@acme/docs: ok\n@acme/web: {error}\n"),
        format!("> nx run docs:build\n\nok\n\n> nx run web:build:production\n\n{error}\n"),
        format!(
            "{error}\n\n NX   Ran target build for 2 projects\n\nFailed tasks:\n\n- web:build\n"
        ),
        format!("{error}\nweb#build: command (/work/apps/web) npm run build exited (1)\n"),
    ] {
        let got = diagnose(&log);
        let package = got.workspace_package.unwrap_or_default();
        assert!(package.ends_with("web"), "{package}: {log}");
        assert_eq!(got.affected_files, ["src/a.ts"], "{log}");
    }
    let scripts = diagnose(&format!("{error}\nERROR: \"build:css\" exited with 1.\n"));
    assert_eq!(scripts.workspace_package, None, "a script is no package");
    assert_eq!(scripts.failed_command.as_deref(), Some("build:css"));
}

#[test]
fn the_exit_code_is_that_of_the_command() {
    let got = diagnose(
        "src/a.ts(1,1): error TS2304: Cannot find name 'x'.\n ELIFECYCLE  Command failed with exit code 2.\nError: Command \"pnpm run build\" exited with 1\n",
    );
    assert_eq!(
        (got.failed_command.as_deref(), got.exit_code),
        (Some("pnpm run build"), Some(1))
    );
}

#[test]
fn other_errors_are_those_that_ended_this_build_too() {
    let error =
        |name: &str| format!("src/{name}.ts(1,1): error TS2304: Cannot find name '{name}'.\n");
    let two = format!("{}{}{}", error("a"), error("b"), error("a"));
    assert_eq!(diagnose(&two).other_errors, 1);
    assert_eq!(diagnose(&error("a")).other_errors, 0);
    // What was survived, what only warns, and what the first error made fail is no other error.
    let survived =
        "npm error code ETIMEDOUT\nnpm error network request failed\nadded 12 packages in 3s\n";
    assert_eq!(
        diagnose(&format!("{survived}{}", error("a"))).other_errors,
        0
    );
    let thrown = format!(
        "{}Error: the build failed\n    at run (/work/build.js:1:2)\n",
        error("a")
    );
    assert_eq!(diagnose(&thrown).other_errors, 0);
}
