use domain::{Diagnosis, ErrorType};

use crate::Analyzer;

fn diagnose(log: &str) -> Diagnosis {
    let mut analyzer = Analyzer::new(None);
    log.lines().for_each(|line| analyzer.push_line(line));
    analyzer.finish()
}

#[test]
fn who_asked_for_a_missing_module_is_the_file() {
    let found = diagnose(
        "Error: Cannot find module 'cors'\nRequire stack:\n- /opt/render/project/src/api/server.js\n- /opt/render/project/src/index.js",
    );
    assert_eq!(found.affected_files, ["api/server.js"]);
    assert_eq!(found.error_type, ErrorType::Dependency);
}

#[test]
fn a_package_that_lacks_its_own_file_is_no_fault_of_the_project() {
    let found = diagnose(
        "Error: Cannot find module '../server/require-hook'\nRequire stack:\n- /work/node_modules/.bin/next",
    );
    assert!(found.affected_files.is_empty());
    assert_eq!(found.error_type, ErrorType::Dependency);
    let own = diagnose("Error: Cannot find module './routes'\nRequire stack:\n- /work/server.js");
    assert_eq!(own.affected_files, ["server.js"]);
    assert_eq!(own.error_type, ErrorType::Runtime);
}

#[test]
fn the_file_that_sets_the_version_is_named_above() {
    let found = diagnose(
        "Attempting Node.js version '99' from .nvmrc\nVersion '99' not found - try `nvm ls-remote` to browse available versions.",
    );
    assert_eq!(found.affected_files, [".nvmrc"]);
}

#[test]
fn the_quoted_source_of_a_throw_is_not_the_message() {
    let found = diagnose(
        "/work/node_modules/passport-jwt/lib/strategy.js:45\n        throw new TypeError('JwtStrategy requires a secret or key');\n        ^\n\nTypeError: JwtStrategy requires a secret or key",
    );
    assert_eq!(found.primary_line_number, Some(5));
}
