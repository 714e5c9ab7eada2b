use domain::ErrorType;

use crate::analyzer::tests::diagnose;

fn files(log: &str) -> Vec<String> {
    diagnose(log).affected_files
}

#[test]
fn a_version_is_traced_to_the_file_it_was_read_from() {
    let got = diagnose(
        "Attempting Node.js version '99' from .nvmrc\nVersion '99' not found - try `nvm ls-remote` to browse available versions.\n",
    );
    assert_eq!(got.error_type, ErrorType::Dependency);
    assert_eq!(got.affected_files, [".nvmrc"]);
}

#[test]
fn a_warning_is_the_cause_only_where_it_ended_the_build() {
    let warning =
        "WARNING -  Doc file 'guide/a.md' contains a link 'b.md', but the target is not found.\n";
    let strict = diagnose(&format!(
        "{warning}\nAborted with 1 warnings in strict mode!\n"
    ));
    assert_eq!(strict.primary_line_number, Some(1));
    assert_eq!(strict.affected_files, ["guide/a.md"]);
    let lenient = diagnose(&format!(
        "{warning}ERROR   -  Error building page 'b.md': 'nav' is undefined\n"
    ));
    assert_eq!(lenient.affected_files, ["b.md"]);
}

#[test]
fn what_wrangler_lists_is_about_its_configuration() {
    let got = diagnose(
        "✘ [ERROR] Processing apps/edge/wrangler.toml configuration:\n\n    - \"main\" must be a string but got 3.\n",
    );
    assert_eq!(
        (got.error_type, got.primary_line_number),
        (ErrorType::Config, Some(3))
    );
    assert_eq!(got.affected_files, ["apps/edge/wrangler.toml"]);
}

#[test]
fn lines_far_away_tell_the_file() {
    let container = "#7 1.20 /bin/sh: 1: poetry: not found\n------\nbackend/Dockerfile.prod:8\n--------------------";
    assert_eq!(files(container), ["backend/Dockerfile.prod"]);
    let package = "Collecting acme==1.0 (from -r deploy/base.txt (line 4))\n\
                   \u{20}\u{20}× Getting requirements to build wheel did not run successfully.\n\
                   \u{20}\u{20}╰─> [3 lines of output]\n      KeyError: '__version__'";
    assert_eq!(files(package), ["deploy/base.txt"]);
    let program = "==> Running 'python app.py'\nKeyError: '__version__'";
    assert!(files(program).is_empty());
}

#[test]
fn the_quoted_source_of_a_throw_is_not_the_message() {
    let found = diagnose(
        "/work/node_modules/passport-jwt/lib/strategy.js:45\n        throw new TypeError('JwtStrategy requires a secret or key');\n        ^\n\nTypeError: JwtStrategy requires a secret or key",
    );
    assert_eq!(found.primary_line_number, Some(5));
}
