use domain::{Diagnosis, ErrorType};

use crate::Analyzer;

fn diagnose(log: &str) -> Diagnosis {
    let mut analyzer = Analyzer::new(None);
    analyzer.push_bytes(log.as_bytes());
    analyzer.finish()
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
