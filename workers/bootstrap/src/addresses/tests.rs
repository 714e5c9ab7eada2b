use std::{collections::BTreeMap, fs, process::Command};

use super::Addresses;

fn addresses(pid: u32) -> Addresses {
    Addresses {
        api: "http://127.0.0.1:8470".to_owned(),
        temporal: "http://127.0.0.1:7233".to_owned(),
        temporal_ui: "http://127.0.0.1:8233".to_owned(),
        pid,
        pids: BTreeMap::from([("api".to_owned(), 1)]),
        started_at: "2026-11-21T10:00:00Z".to_owned(),
    }
}

#[test]
fn written_found_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Addresses::read(folder.path()).unwrap(), None);
    assert_eq!(
        Addresses::read(&folder.path().join("absent")).unwrap(),
        None
    );
    let ours = addresses(std::process::id());
    ours.write(folder.path()).unwrap();
    ours.write(folder.path()).unwrap();
    assert_eq!(Addresses::read(folder.path()).unwrap(), Some(ours.clone()));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no draft is left"
    );
    addresses(1).remove(folder.path()).unwrap();
    assert!(
        Addresses::path(folder.path()).exists(),
        "another one's file stays"
    );
    ours.remove(folder.path()).unwrap();
    assert!(!Addresses::path(folder.path()).exists());
}

#[test]
fn a_dead_writers_file_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new("true").spawn().unwrap();
    child.wait().unwrap();
    addresses(child.id()).write(folder.path()).unwrap();
    assert_eq!(Addresses::read(folder.path()).unwrap(), None);
    for pid in [0, u32::MAX] {
        addresses(pid).write(folder.path()).unwrap();
        assert_eq!(Addresses::read(folder.path()).unwrap(), None, "{pid}");
    }
}

#[test]
fn garbage_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(Addresses::path(folder.path()), "{}").unwrap();
    assert!(Addresses::read(folder.path()).is_err());
}
