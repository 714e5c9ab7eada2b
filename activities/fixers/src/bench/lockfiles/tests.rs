use std::fs;

use super::Lockfiles;
use crate::project::{DirectoryFiles, ProjectFiles};

const DOOR: &str = "http://127.0.0.1:47801/";

fn workspace(files: &[(&str, &str)]) -> (tempfile::TempDir, DirectoryFiles) {
    let top = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let at = top.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    let paths = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    let files = DirectoryFiles::new(top.path().to_path_buf(), paths);
    (top, files)
}

const YARN: &str = "# yarn lockfile v1\n\n\"@a/b@^1.0.0\":\n  version \"1.0.0\"\n  resolved \"https://packages.example/npm/@a/b/-/b-1.0.0.tgz#abc\"\n  integrity sha512-x\n\nc@^2.0.0:\n  version \"2.0.0\"\n  resolved \"https://other.example/c/-/c-2.0.0.tgz#def\"\n";

#[test]
fn yarn_is_led_through_the_door_and_back() {
    let (top, files) = workspace(&[("yarn.lock", YARN)]);
    let lockfiles = Lockfiles::read(&files, DOOR, "https://upstream.example");
    lockfiles.lead_in(top.path()).unwrap();
    let inside = files.read("yarn.lock").unwrap();
    assert!(
        inside.contains("resolved \"http://127.0.0.1:47801/@a/b/-/b-1.0.0.tgz#abc\""),
        "{inside}"
    );
    assert!(
        inside.contains("resolved \"http://127.0.0.1:47801/c/-/c-2.0.0.tgz#def\""),
        "{inside}"
    );
    lockfiles.lead_out(top.path(), &files).unwrap();
    assert_eq!(files.read("yarn.lock").unwrap(), YARN);
}

#[test]
fn a_new_entry_gets_the_address_of_its_neighbours() {
    let before = r#"{"packages":{"node_modules/a":{"resolved":"https://packages.example/npm/a/-/a-1.0.0.tgz"},"node_modules/b":{"resolved":"https://packages.example/npm/b/-/b-1.0.0.tgz"}}}"#;
    let (top, files) = workspace(&[("package-lock.json", before), ("package.json", "{}")]);
    let lockfiles = Lockfiles::read(&files, DOOR, "https://upstream.example");
    let after = r#"{"packages":{"node_modules/a":{"resolved":"http://127.0.0.1:47801/a/-/a-1.0.0.tgz"},"node_modules/@x/y":{"resolved":"http://127.0.0.1:47801/@x/y/-/y-3.0.0.tgz"}}}"#;
    fs::write(top.path().join("package-lock.json"), after).unwrap();
    lockfiles.lead_out(top.path(), &files).unwrap();
    let text = files.read("package-lock.json").unwrap();
    assert!(
        text.contains("https://packages.example/npm/a/-/a-1.0.0.tgz"),
        "{text}"
    );
    assert!(
        text.contains("https://packages.example/npm/@x/y/-/y-3.0.0.tgz"),
        "{text}"
    );
    assert!(!text.contains("127.0.0.1"));
}

#[test]
fn a_new_lockfile_gets_the_upstream() {
    let (top, files) = workspace(&[("package.json", "{}")]);
    let lockfiles = Lockfiles::read(&files, DOOR, "https://upstream.example");
    fs::write(
        top.path().join("yarn.lock"),
        YARN.replace("https://other.example/", DOOR),
    )
    .unwrap();
    lockfiles.lead_out(top.path(), &files).unwrap();
    let text = fs::read_to_string(top.path().join("yarn.lock")).unwrap();
    assert!(
        text.contains("https://upstream.example/c/-/c-2.0.0.tgz"),
        "{text}"
    );
    assert!(text.contains("https://packages.example/npm/@a/b"), "{text}");
}

#[test]
fn nothing_is_written_through_a_link() {
    let (top, files) = workspace(&[("yarn.lock", YARN)]);
    let lockfiles = Lockfiles::read(&files, DOOR, "https://upstream.example");
    let outside = tempfile::tempdir().unwrap();
    let victim = outside.path().join("victim");
    fs::write(&victim, YARN).unwrap();
    fs::remove_file(top.path().join("yarn.lock")).unwrap();
    std::os::unix::fs::symlink(&victim, top.path().join("yarn.lock")).unwrap();
    lockfiles.lead_in(top.path()).unwrap();
    assert_eq!(fs::read_to_string(victim).unwrap(), YARN);
}
