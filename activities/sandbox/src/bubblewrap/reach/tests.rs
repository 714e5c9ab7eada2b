use std::fs::{Permissions, create_dir, set_permissions, write};
use std::os::unix::fs::PermissionsExt;

use super::*;

/// A user that owns nothing.
const STRANGER: Identity = Identity::Dedicated(60_599);

fn mode(path: &Path, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_first_closed_directory_is_named() {
    let top = tempfile::tempdir().unwrap();
    mode(top.path(), 0o755);
    let top = top.path().canonicalize().unwrap();
    let (closed, inner) = (top.join("closed"), top.join("closed/inner"));
    create_dir(&closed).unwrap();
    create_dir(&inner).unwrap();
    assert!(matches!(check(&inner, STRANGER), Ok(Reach::Plain)));
    mode(&closed, 0o700);
    match check(&inner, STRANGER) {
        Ok(Reach::Behind(SandboxError::Unreachable {
            path,
            blocked_by,
            uid,
            ..
        })) => {
            assert_eq!((path, blocked_by, uid), (inner, closed, 60_599));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_behind_a_closed_directory_gets_another_name() {
    let top = tempfile::tempdir().unwrap();
    mode(top.path(), 0o755);
    let (closed, inner, open) = (
        top.path().join("closed"),
        top.path().join("closed/inner"),
        top.path().join("open"),
    );
    create_dir(&closed).unwrap();
    create_dir(&inner).unwrap();
    create_dir(&open).unwrap();
    mode(&closed, 0o700);
    let names = Names::of([inner.as_path(), &open, &inner], STRANGER).unwrap();
    let (place, sources) = names.carried().unwrap();
    assert_eq!(
        (names.name(&open), names.name(&inner)),
        (open.as_path(), place.join("0").as_path())
    );
    assert_eq!(sources, [inner]);
    assert!(matches!(
        names.into_obstacle(),
        Some(SandboxError::Unreachable { .. })
    ));
    assert!(
        Names::of([open.as_path()], STRANGER)
            .unwrap()
            .carried()
            .is_none()
    );
}

#[test]
fn an_unreadable_file_is_named() {
    let top = tempfile::tempdir().unwrap();
    mode(top.path(), 0o755);
    let file = top.path().join("file");
    write(&file, "").unwrap();
    mode(&file, 0o604);
    assert!(check(&file, STRANGER).is_ok());
    mode(&file, 0o640);
    let error = check(&file, STRANGER).unwrap_err().to_string();
    assert!(
        error.contains("chmod o+r ") && error.contains("60599"),
        "{error}"
    );
}

#[test]
fn what_is_missing_is_said_to_be() {
    let error = check("/nonexistent/x".as_ref(), Identity::Own(0))
        .unwrap_err()
        .to_string();
    assert!(error.contains("cannot be found"), "{error}");
}
