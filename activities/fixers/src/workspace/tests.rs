use std::{
    fs,
    io::Cursor,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use proptest::prelude::*;
use tempfile::TempDir;

use super::{ArchiveError, Limits, Packed, Selection, TreeStore, is_inside, pack, unpack};

fn tree(files: &[(&str, &str)]) -> TempDir {
    let top = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let at = top.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, text).unwrap();
    }
    top
}

fn packed(top: &Path) -> Vec<u8> {
    let mut archive = Vec::new();
    pack(top, Limits::default(), &mut archive).unwrap();
    archive
}

/// An archive with one entry of any kind and name.
fn hostile(kind: tar::EntryType, name: &str, target: &str, contents: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(zstd::Encoder::new(Vec::new(), 1).unwrap());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_size(contents.len() as u64);
    // Past the checks of the library: names are written as they are.
    header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
    header.as_gnu_mut().unwrap().linkname[..target.len()].copy_from_slice(target.as_bytes());
    header.set_cksum();
    builder.append(&header, contents).unwrap();
    builder.into_inner().unwrap().finish().unwrap()
}

fn refused(archive: &[u8]) -> ArchiveError {
    let top = tempfile::tempdir().unwrap();
    let inner = top.path().join("inner");
    fs::create_dir(&inner).unwrap();
    let error = unpack(Cursor::new(archive), &inner, Limits::default()).unwrap_err();
    assert_eq!(
        fs::read_dir(top.path()).unwrap().count(),
        1,
        "something was written outside"
    );
    error
}

#[test]
fn a_tree_comes_back_with_modes_and_links() {
    let top = tree(&[
        ("a/b.txt", "hello"),
        ("run.sh", "#!/bin/sh\n"),
        (".git/config", "[core]"),
        ("näh me.ts", "x"),
    ]);
    fs::set_permissions(top.path().join("run.sh"), fs::Permissions::from_mode(0o777)).unwrap();
    symlink("a/b.txt", top.path().join("link")).unwrap();
    let archive = packed(top.path());
    let out = tempfile::tempdir().unwrap();
    let unpacked = unpack(Cursor::new(&archive), out.path(), Limits::default()).unwrap();
    assert_eq!(
        unpacked,
        Packed {
            files: 4,
            bytes: 16
        }
    );
    assert_eq!(
        fs::read_to_string(out.path().join("a/b.txt")).unwrap(),
        "hello"
    );
    assert_eq!(
        fs::read_link(out.path().join("link")).unwrap(),
        Path::new("a/b.txt")
    );
    assert_eq!(
        fs::metadata(out.path().join("run.sh"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o755
    );
    assert!(!out.path().join(".git").exists());
    assert_eq!(
        packed(out.path()),
        archive,
        "the same files give the same bytes"
    );
}

#[test]
fn long_names_survive() {
    let name = format!("{}/{}.ts", "d".repeat(120), "f".repeat(150));
    let top = tree(&[(&name, "x")]);
    let out = tempfile::tempdir().unwrap();
    unpack(
        Cursor::new(packed(top.path())),
        out.path(),
        Limits::default(),
    )
    .unwrap();
    assert!(out.path().join(&name).exists());
}

#[test]
fn links_that_leave_are_not_packed() {
    for target in ["/etc/passwd", "../outside", "a/../../outside"] {
        let top = tree(&[("a/b", "")]);
        symlink(target, top.path().join("link")).unwrap();
        let error = pack(top.path(), Limits::default(), Vec::new()).unwrap_err();
        assert!(matches!(error, ArchiveError::Link(_)), "{target}: {error}");
    }
}

#[test]
fn sockets_are_not_packed() {
    let top = tree(&[("a", "")]);
    let _listener = std::os::unix::net::UnixListener::bind(top.path().join("socket")).unwrap();
    assert!(matches!(
        pack(top.path(), Limits::default(), Vec::new()),
        Err(ArchiveError::Kind(_))
    ));
}

#[test]
fn caps_hold_on_both_ways() {
    let top = tree(&[("a", "12345"), ("b", "12345")]);
    let (files, bytes) = (
        Limits {
            files: 1,
            bytes: 100,
        },
        Limits { files: 9, bytes: 9 },
    );
    assert!(matches!(
        pack(top.path(), files, Vec::new()),
        Err(ArchiveError::Files(1))
    ));
    assert!(matches!(
        pack(top.path(), bytes, Vec::new()),
        Err(ArchiveError::Bytes(9))
    ));
    let archive = packed(top.path());
    let out = || tempfile::tempdir().unwrap();
    assert!(matches!(
        unpack(Cursor::new(&archive), out().path(), files),
        Err(ArchiveError::Files(1))
    ));
    assert!(matches!(
        unpack(Cursor::new(&archive), out().path(), bytes),
        Err(ArchiveError::Bytes(9))
    ));
}

#[test]
fn hostile_entries_are_refused() {
    use tar::EntryType as Kind;
    let cases: &[(Kind, &str, &str)] = &[
        (Kind::Regular, "../evil", ""),
        (Kind::Regular, "/tmp/evil", ""),
        (Kind::Regular, "a/../../evil", ""),
        (Kind::Regular, ".git/config", ""),
        (Kind::Regular, "sub/.GIT/hooks/post-checkout", ""),
        (Kind::Symlink, "link", "/etc"),
        (Kind::Symlink, "link", "../.."),
        (Kind::Link, "hard", "a"),
        (Kind::Char, "device", ""),
        (Kind::Fifo, "pipe", ""),
    ];
    for (kind, name, target) in cases {
        let error = refused(&hostile(*kind, name, target, b""));
        let expected = matches!(
            error,
            ArchiveError::Path(_) | ArchiveError::Link(_) | ArchiveError::Kind(_)
        );
        assert!(expected, "{name}: {error}");
    }
}

#[test]
fn nothing_is_written_through_a_link_of_the_archive() {
    let mut builder = tar::Builder::new(zstd::Encoder::new(Vec::new(), 1).unwrap());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "dir", "other").unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    header.set_mode(0o644);
    builder
        .append_data(&mut header, "dir/file", &b"x"[..])
        .unwrap();
    assert!(matches!(
        refused(&builder.into_inner().unwrap().finish().unwrap()),
        ArchiveError::Clash(_)
    ));
}

#[test]
fn a_bomb_ends_early() {
    let mut builder = tar::Builder::new(zstd::Encoder::new(Vec::new(), 19).unwrap());
    let mut header = tar::Header::new_gnu();
    header.set_size(64 << 20);
    header.set_mode(0o644);
    builder
        .append_data(
            &mut header,
            "zeros",
            std::io::Read::take(std::io::repeat(0), 64 << 20),
        )
        .unwrap();
    let archive = builder.into_inner().unwrap().finish().unwrap();
    assert!(archive.len() < 64 * 1024);
    let out = tempfile::tempdir().unwrap();
    let limits = Limits {
        files: 10,
        bytes: 1 << 20,
    };
    assert!(matches!(
        unpack(Cursor::new(archive), out.path(), limits),
        Err(ArchiveError::Bytes(_))
    ));
}

#[test]
fn garbage_is_an_error() {
    refused(b"");
    refused(b"no archive at all");
}

proptest! {
    #[test]
    fn damaged_archives_never_panic(at in 0usize..400, value in any::<u8>()) {
        let top = tree(&[("a/b.txt", "hello"), ("c", "there")]);
        let mut archive = packed(top.path());
        let at = at % archive.len();
        archive[at] = value;
        let out = tempfile::tempdir().unwrap();
        let _ = unpack(Cursor::new(archive), out.path(), Limits { files: 100, bytes: 1 << 20 });
    }

    #[test]
    fn links_that_count_as_inside_resolve_inside(link in "[a-c]{1}(/[a-c]{1}){0,3}", target in "(\\.\\.|[a-c]|\\.)(/(\\.\\.|[a-c]|\\.)){0,5}") {
        let mut depth: i32 = link.matches('/').count().try_into().unwrap();
        let mut least = depth;
        for part in target.split('/') {
            depth += match part { ".." => -1, "." => 0, _ => 1 };
            least = least.min(depth);
        }
        prop_assert_eq!(is_inside(Path::new(&link), Path::new(&target)), least >= 0);
    }
}

async fn store() -> (TempDir, TreeStore) {
    let top = tempfile::tempdir().unwrap();
    let store = TreeStore::create(top.path()).await.unwrap();
    (top, store)
}

/// What git itself says of a directory.
fn git_tree(top: &Path) -> String {
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .args(arguments)
            .current_dir(top)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    run(&["init", "-q"]);
    run(&["add", "-A", "-f"]);
    run(&["write-tree"])
}

#[tokio::test]
async fn trees_are_gits_own() {
    let top = tree(&[
        ("src/a.ts", "1\n"),
        ("run", "#!"),
        ("deep/er/b", ""),
        ("dist/kept.js", "x"),
        ("sp ace/ü.txt", "y"),
    ]);
    fs::set_permissions(top.path().join("run"), fs::Permissions::from_mode(0o755)).unwrap();
    symlink("src/a.ts", top.path().join("link")).unwrap();
    let (_folder, store) = store().await;
    let recorded = store
        .record(top.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    assert_eq!(recorded, git_tree(top.path()));
}

#[tokio::test]
async fn attributes_of_the_repository_change_nothing() {
    let (_folder, store) = store().await;
    let plain = tree(&[("a.txt", "one\r\ntwo\r\n")]);
    let attributed = tree(&[
        ("a.txt", "one\r\ntwo\r\n"),
        (".gitattributes", "* text eol=crlf filter=evil ident\n"),
    ]);
    let plain = store
        .record(plain.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let attributed = store
        .record(attributed.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let differences = store.differences(&plain, &attributed).await.unwrap();
    assert_eq!(
        differences
            .iter()
            .map(|entry| entry.path.as_str())
            .collect::<Vec<_>>(),
        [".gitattributes"]
    );
}

#[tokio::test]
async fn submodules_are_part_of_the_tree() {
    let (_folder, store) = store().await;
    let top = tree(&[("a", "1")]);
    let commit = "0123456789012345678901234567890123456789".to_owned();
    let with = store
        .record(
            top.path(),
            &Selection::Everything,
            &[("vendor/lib".to_owned(), commit)],
        )
        .await
        .unwrap();
    let without = store
        .record(top.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    assert_ne!(with, without);
    assert!(store.paths(&with).await.unwrap().contains("vendor/lib"));
}

#[tokio::test]
async fn what_installs_and_builds_leave_behind_is_not_work() {
    let top = tree(&[
        ("src/a.ts", "1"),
        (".gitignore", "*.log\nsecret/\n"),
        ("dist/tracked.js", "old"),
        ("package.json", "{}"),
    ]);
    let (_folder, store) = store().await;
    let base = store
        .record(top.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let selection = Selection::Work {
        tracked: store.paths(&base).await.unwrap(),
        outputs: vec!["lib".to_owned()],
    };
    let unchanged = store.record(top.path(), &selection, &[]).await.unwrap();
    assert_eq!(unchanged, base);
    for path in [
        "node_modules/x/index.js",
        "packages/a/node_modules/y.js",
        ".next/cache/1",
        "dist/new.js",
        "lib/out.js",
        "a.tsbuildinfo",
        "build.log",
        "secret/key",
        ".yarn/cache/x.zip",
        "coverage/lcov.info",
    ] {
        fs::create_dir_all(top.path().join(path).parent().unwrap()).unwrap();
        fs::write(top.path().join(path), "generated").unwrap();
    }
    fs::write(top.path().join("dist/tracked.js"), "new").unwrap();
    fs::write(top.path().join("src/new.ts"), "2").unwrap();
    fs::remove_file(top.path().join("package.json")).unwrap();
    let after = store.record(top.path(), &selection, &[]).await.unwrap();
    let mut changed: Vec<String> = store
        .differences(&base, &after)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| format!("{} {}", entry.mode, entry.path))
        .collect();
    changed.sort();
    assert_eq!(
        changed,
        [
            "000000 package.json",
            "100644 dist/tracked.js",
            "100644 src/new.ts"
        ]
    );
}

#[tokio::test]
async fn a_diff_leads_to_its_tree_and_onto_the_disk() {
    let top = tree(&[
        ("a.txt", "one\ntwo\n"),
        ("gone/b.txt", "x\n"),
        ("bin", "\0\u{1}binary"),
    ]);
    let (_folder, store) = store().await;
    let base = store
        .record(top.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let other = tree(&[
        ("a.txt", "one\nTWO\n"),
        ("gone", "now a file\n"),
        ("bin", "\0\u{2}binary"),
        ("new/dir/c.sh", "#!\n"),
    ]);
    fs::set_permissions(
        other.path().join("new/dir/c.sh"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    symlink("a.txt", other.path().join("link")).unwrap();
    let after = store
        .record(other.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let diff = store.diff(&base, &after).await.unwrap();
    assert_eq!(store.apply(&base, &diff).await.unwrap(), after);

    let files = tree(&[("a.txt", "one\ntwo\n"), ("bin", "\0\u{1}binary")]);
    let simpler = store
        .record(files.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    store
        .check_out(files.path(), &simpler, &after)
        .await
        .unwrap();
    assert_eq!(
        store
            .record(files.path(), &Selection::Everything, &[])
            .await
            .unwrap(),
        after
    );
}

#[tokio::test]
async fn entries_are_laid_over_a_base() {
    let (_folder, store) = store().await;
    let base = store
        .record(
            tree(&[("a", "1"), ("b", "1"), ("c", "1")]).path(),
            &Selection::Everything,
            &[],
        )
        .await
        .unwrap();
    let baseline = store
        .record(
            tree(&[("a", "noise"), ("b", "1"), ("c", "1")]).path(),
            &Selection::Everything,
            &[],
        )
        .await
        .unwrap();
    let after = store
        .record(
            tree(&[("a", "noise"), ("b", "2")]).path(),
            &Selection::Everything,
            &[],
        )
        .await
        .unwrap();
    let work = store.differences(&baseline, &after).await.unwrap();
    let result = store.overlay(&base, &work).await.unwrap();
    let expected = store
        .record(
            tree(&[("a", "1"), ("b", "2")]).path(),
            &Selection::Everything,
            &[],
        )
        .await
        .unwrap();
    assert_eq!(result, expected);
    assert_eq!(
        store.text(&result, "b").await.unwrap().as_deref(),
        Some("2")
    );
    assert_eq!(store.text(&result, "c").await.unwrap(), None);
}

#[tokio::test]
async fn a_patch_that_does_not_fit_is_an_error() {
    let (_folder, store) = store().await;
    let base = store
        .record(tree(&[("a", "1\n")]).path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let patch = b"diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n-other\n+2\n";
    assert!(matches!(
        store.apply(&base, patch).await,
        Err(crate::FixerError::Patch(_))
    ));
}

#[tokio::test]
async fn the_exhibited_repository_has_one_commit_of_the_tree() {
    let (_folder, store) = store().await;
    let top = tree(&[("a", "1"), ("d/b", "2")]);
    let tree = store
        .record(top.path(), &Selection::Everything, &[])
        .await
        .unwrap();
    let shown = top.path().join(".git");
    store.exhibit(&tree, &shown).await.unwrap();
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git")
            .args(arguments)
            .current_dir(top.path())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(git(&["rev-parse", "HEAD^{tree}"]), tree);
    assert_eq!(git(&["rev-list", "--count", "HEAD"]), "1");
    assert_eq!(git(&["status", "--porcelain"]), "");
    fs::write(top.path().join("a"), "changed").unwrap();
    assert_eq!(git(&["status", "--porcelain"]), "M a");
}
