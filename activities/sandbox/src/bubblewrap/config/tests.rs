use std::os::unix::fs::symlink;

use super::*;

fn program(directory: &Path, name: &str) {
    std::fs::create_dir_all(directory).unwrap();
    std::fs::write(directory.join(name), "").unwrap();
}

fn config(path: &OsStr, variables: &[(&str, &str)]) -> BubblewrapConfig {
    BubblewrapConfig::with("/launcher".into(), "/root-of-it".into(), path, |name| {
        variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.into())
    })
}

#[test]
fn installations_outside_of_the_system_are_tools() {
    let home = tempfile::tempdir().unwrap();
    let prefix = home.path().canonicalize().unwrap().join("node/v20");
    program(&prefix.join("bin"), "node");
    program(&prefix.join("lib/node_modules/npm/bin"), "npm-cli.js");
    symlink(
        "../lib/node_modules/npm/bin/npm-cli.js",
        prefix.join("bin/npm"),
    )
    .unwrap();
    program(&prefix.join("etc"), "npmrc");
    let found = config(prefix.join("bin").as_os_str(), &[]);
    assert_eq!(
        found.tools,
        [Mount {
            source: prefix.clone(),
            target: prefix.clone()
        }]
    );
    assert!(
        found.masked.contains(&prefix.join("etc/npmrc")),
        "{:?}",
        found.masked
    );
}

#[test]
fn system_programs_are_not_tools() {
    assert!(config("/usr/bin:/bin".as_ref(), &[]).tools.is_empty());
    assert!(config("".as_ref(), &[]).tools.is_empty());
}

#[test]
fn certificates_outside_of_the_system_are_shown() {
    let directory = tempfile::tempdir().unwrap();
    program(directory.path(), "own.pem");
    let own = directory.path().join("own.pem");
    let text = own.to_str().unwrap();
    let found = config(
        "".as_ref(),
        &[
            ("NODE_EXTRA_CA_CERTS", text),
            ("SSL_CERT_DIR", "/usr"),
            ("SSL_CERT_FILE", "/nonexistent/x.pem"),
        ],
    );
    assert_eq!(found.certificates, std::slice::from_ref(&own));
    let names: Vec<&str> = found
        .certificate_variables
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"]);
}
