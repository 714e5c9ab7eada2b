use super::*;

fn config(directory: &Path) -> BubblewrapConfig {
    let launcher = directory.join("launcher");
    fs::write(&launcher, "one").unwrap();
    fs::set_permissions(&launcher, Permissions::from_mode(0o755)).unwrap();
    BubblewrapConfig::new(launcher, directory.join("root"))
}

#[test]
fn staging_is_idempotent_and_follows_changes() {
    let directory = tempfile::tempdir().unwrap();
    let config = config(directory.path());
    let staged = stage(&config).unwrap();
    assert_eq!(fs::read_to_string(&staged.launcher).unwrap(), "one");
    let before = fs::metadata(&staged.launcher).unwrap().ino();
    stage(&config).unwrap();
    assert_eq!(fs::metadata(&staged.launcher).unwrap().ino(), before);

    // As an upgrade does it: a new file under the same name.
    fs::remove_file(&config.launcher).unwrap();
    fs::write(&config.launcher, "other").unwrap();
    fs::set_permissions(&config.launcher, Permissions::from_mode(0o755)).unwrap();
    stage(&config).unwrap();
    assert_eq!(fs::read_to_string(&staged.launcher).unwrap(), "other");
}

#[test]
fn a_launcher_for_its_owner_only_is_copied() {
    let directory = tempfile::tempdir().unwrap();
    let config = config(directory.path());
    fs::set_permissions(&config.launcher, Permissions::from_mode(0o700)).unwrap();
    let staged = stage(&config).unwrap();
    let copy = fs::metadata(&staged.launcher).unwrap();
    assert_eq!(copy.mode() & 0o777, 0o755);
    assert_eq!(
        fs::metadata(&config.launcher).unwrap().mode() & 0o777,
        0o700
    );
    stage(&config).unwrap();
    assert_eq!(fs::metadata(&staged.launcher).unwrap().ino(), copy.ino());
}

#[test]
fn runs_of_the_dead_are_swept() {
    let directory = tempfile::tempdir().unwrap();
    let config = config(directory.path());
    let staged = stage(&config).unwrap();
    let (dead, alive) = (
        staged.runs.join("999999999-x"),
        staged.runs.join(format!("{}-x", std::process::id())),
    );
    fs::create_dir(&dead).unwrap();
    fs::create_dir(&alive).unwrap();
    stage(&config).unwrap();
    assert!(!dead.exists() && alive.exists());
    assert_eq!(fs::metadata(&staged.runs).unwrap().mode() & 0o777, 0o700);
}

#[test]
fn a_missing_launcher_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let config = BubblewrapConfig::new("/nonexistent/regreen", directory.path().join("root"));
    let error = stage(&config).unwrap_err().to_string();
    assert!(error.contains("/nonexistent/regreen"), "{error}");
}
