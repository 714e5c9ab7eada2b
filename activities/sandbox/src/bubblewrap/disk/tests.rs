use std::fs::{create_dir, hard_link, write};
use std::os::unix::fs::symlink;

use super::*;

const MIB: u64 = 1024 * 1024;

#[test]
fn blocks_are_counted_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    create_dir(path.join("inner")).unwrap();
    write(path.join("inner/file"), vec![1; 2 * 1024 * 1024]).unwrap();
    hard_link(path.join("inner/file"), path.join("again")).unwrap();
    symlink("/", path.join("away")).unwrap();
    let used = usage(&[path.to_path_buf()], u64::MAX);
    assert!((2 * MIB..3 * MIB).contains(&used), "{used}");
}

#[test]
fn the_limit_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path().join("file"), vec![1; 2 * 1024 * 1024]).unwrap();
    assert!(DiskWatch::new(vec![directory.path().to_path_buf()], MIB).exceeded());
    assert!(!DiskWatch::new(vec![directory.path().to_path_buf()], 8 * MIB).exceeded());
}

#[test]
fn what_is_gone_is_not_an_error() {
    assert!(!DiskWatch::new(vec!["/nonexistent".into()], MIB).exceeded());
}
