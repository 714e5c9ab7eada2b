//! Git against a real repository over real HTTP with a token.

use std::{os::unix::fs::PermissionsExt, path::Path};

use outbound::FailureKind;

use super::*;
use fixture::{TOKEN, World, git, write};

mod fixture;
mod manners;

fn identity() -> Identity {
    Identity {
        name: "regreen".to_owned(),
        email: "regreen@example.com".to_owned(),
    }
}

const DATE: CommitDate = CommitDate {
    seconds: 1_700_000_101,
    offset_minutes: -210,
};

fn publication<'a>(parent: &'a str, patch: &'a [u8], identity: &'a Identity) -> Publication<'a> {
    Publication {
        base: parent,
        parent,
        patch,
        branch: "regreen/fix-1",
        message: "Fix the build\n\nBecause.\n",
        identity,
        date: DATE,
        expected_tree: None,
    }
}

fn repair(seed: &Path) {
    write(
        &seed.join("src/index.ts"),
        "export const total: number = 1;\n",
    );
}

#[tokio::test]
async fn a_snapshot_is_the_commit_and_nothing_else() {
    let world = World::new().await;
    let first = world.head();
    write(&world.path("seed/later.txt"), "later");
    world.commit("Later");
    let dir = world.path("snapshot");
    let snapshot = world
        .git()
        .snapshot(&world.remote(), &first, &dir)
        .await
        .unwrap();
    assert_eq!(
        (
            snapshot.commit.as_str(),
            snapshot.author.as_str(),
            snapshot.subject.as_str()
        ),
        (first.as_str(), "Ann", "First line")
    );
    assert_eq!(
        snapshot.date,
        CommitDate {
            seconds: 1_700_000_100,
            offset_minutes: -210
        }
    );
    assert_eq!(
        snapshot.tree,
        git(&world.bare(), &["rev-parse", &format!("{first}^{{tree}}")])
    );
    assert_eq!((snapshot.files, snapshot.bytes), (2, 42));
    assert_eq!(
        std::fs::read_to_string(dir.join("src/index.ts")).unwrap(),
        "export const total: string = 1;\n"
    );
    assert!(dir.join("run.sh").metadata().unwrap().permissions().mode() & 0o100 != 0);
    assert!(
        !dir.join("later.txt").exists()
            && !dir.join(".git/hooks").exists()
            && !dir.join(".git/FETCH_HEAD").exists()
    );
    assert_eq!(git(&dir, &["status", "--porcelain"]), "");
    assert_eq!(
        git(&dir, &["rev-list", "--all", "HEAD"]),
        first,
        "no history came along"
    );
    assert_eq!(git(&dir, &["remote"]), "");
    let files = world.git().tracked_files(&dir, &first).await.unwrap();
    assert_eq!(
        files
            .iter()
            .map(|file| (file.path.to_str().unwrap(), file.mode))
            .collect::<Vec<_>>(),
        [
            ("run.sh", FileMode::Executable),
            ("src/index.ts", FileMode::Regular)
        ]
    );
}

#[tokio::test]
async fn links_out_of_the_tree_are_refused_and_nothing_stays() {
    let world = World::new().await;
    std::os::unix::fs::symlink("src/index.ts", world.path("seed/inside")).unwrap();
    let good = world.commit("A link inside");
    assert!(
        world
            .git()
            .snapshot(&world.remote(), &good, &world.path("good"))
            .await
            .is_ok()
    );
    std::os::unix::fs::symlink("../../etc/passwd", world.path("seed/outside")).unwrap();
    let bad = world.commit("A link outside");
    let error = world
        .git()
        .snapshot(&world.remote(), &bad, &world.path("bad"))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        GitError::UnsafeSymlink {
            path: "outside".to_owned()
        }
    );
    assert!(!world.path("bad").exists());
}

#[tokio::test]
async fn filters_and_submodules_of_the_repository_do_nothing() {
    let world = World::new().await;
    write(
        &world.path("seed/.gitattributes"),
        "*.bin filter=lfs diff=lfs merge=lfs\n",
    );
    write(
        &world.path("seed/.gitmodules"),
        "[submodule \"x\"]\n\tpath = x\n\turl = https://example.invalid/x.git\n",
    );
    write(
        &world.path("seed/big.bin"),
        "version https://git-lfs.github.com/spec/v1\n",
    );
    let seed = world.path("seed");
    git(
        &seed,
        &[
            "update-index",
            "--add",
            "--cacheinfo",
            &format!("160000,{},x", world.head()),
        ],
    );
    git(&seed, &["add", ".gitattributes", ".gitmodules", "big.bin"]);
    git(&seed, &["commit", "-qm", "Submodule"]);
    world.push_seed("main");
    let dir = world.path("snapshot");
    let snapshot = world
        .git()
        .snapshot(&world.remote(), &world.head(), &dir)
        .await
        .unwrap();
    assert_eq!(snapshot.files, 6);
    assert_eq!(std::fs::read_dir(dir.join("x")).unwrap().count(), 0);
    assert!(
        std::fs::read_to_string(dir.join("big.bin"))
            .unwrap()
            .starts_with("version")
    );
}

#[tokio::test]
async fn sizes_are_capped() {
    let world = World::new().await;
    // Hashes do not compress.
    let mut noise = Vec::new();
    for index in 0..3_000_u32 {
        noise.extend_from_slice(hex_noise(index).as_bytes());
    }
    write(&world.path("seed/noise"), noise);
    let commit = world.commit("Noise");
    let options = world.options();
    for (options, what) in [
        (
            GitOptions {
                max_files: 2,
                ..options.clone()
            },
            "the number of files",
        ),
        (
            GitOptions {
                max_bytes: 1_000,
                ..options.clone()
            },
            "the size of all files",
        ),
        (
            GitOptions {
                max_fetch_bytes: 2_000,
                ..options.clone()
            },
            "the fetched history",
        ),
    ] {
        let error = Git::new(options)
            .snapshot(&world.remote(), &commit, &world.path("capped"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, GitError::TooLarge { what: found, .. } if found == what),
            "{error:?}"
        );
        assert!(!world.path("capped").exists());
    }
    let small = Git::new(GitOptions {
        max_patch_bytes: 10,
        ..options
    });
    let error = small
        .publish(
            &world.remote(),
            &publication(&commit, b"diff --git a/x b/x", &identity()),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::TooLarge);
}

fn hex_noise(index: u32) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(index.to_be_bytes()))
}

#[tokio::test]
async fn what_is_not_there_is_said() {
    let world = World::new().await;
    let missing = "f".repeat(40);
    let dir = world.path("snapshot");
    assert_eq!(
        world.git().snapshot(&world.remote(), &missing, &dir).await,
        Err(GitError::CommitNotFound(missing))
    );
    let wrong = world
        .git()
        .snapshot(
            &world.remote_with("acme/other.git", TOKEN),
            &world.head(),
            &dir,
        )
        .await
        .unwrap_err();
    assert_eq!(wrong.kind(), FailureKind::NotFound, "{wrong}");
    let denied = world
        .git()
        .snapshot(
            &world.remote_with("acme/app.git", "ghp_wrong"),
            &world.head(),
            &dir,
        )
        .await
        .unwrap_err();
    assert_eq!(denied.kind(), FailureKind::Unauthorized, "{denied}");
    assert_eq!(
        world.git().remote_head(&world.remote(), "main").await,
        Ok(Some(world.head()))
    );
    assert_eq!(
        world.git().remote_head(&world.remote(), "ain").await,
        Ok(None)
    );
    git(
        &world.bare(),
        &["symbolic-ref", "HEAD", "refs/heads/unborn"],
    );
    assert_eq!(
        world.git().remote_head(&world.remote(), "ain").await,
        Ok(None),
        "also where HEAD leads nowhere"
    );
    for branch in ["", "a..b", "-x\n", "a b", "x.lock", "a/"] {
        assert!(
            matches!(
                world.git().remote_head(&world.remote(), branch).await,
                Err(GitError::Invalid(_))
            ),
            "{branch:?}"
        );
    }
    for sha in ["HEAD", "--upload-pack=x", "abc"] {
        assert!(
            matches!(
                world.git().snapshot(&world.remote(), sha, &dir).await,
                Err(GitError::Invalid(_))
            ),
            "{sha:?}"
        );
    }
    write(&dir.join("file"), "kept");
    assert!(matches!(
        world
            .git()
            .snapshot(&world.remote(), &world.head(), &dir)
            .await,
        Err(GitError::Invalid(_))
    ));
    assert!(dir.join("file").exists());
}

#[test]
fn only_plain_http_addresses_are_remotes() {
    for bad in [
        "file:///etc",
        "ssh://git@host/x",
        "ext::sh",
        "https://user:pw@host/x.git",
        "https://host/x.git?token=1",
    ] {
        assert!(Remote::new(bad.parse().unwrap(), None).is_err(), "{bad}");
    }
    let remote = Remote::new(
        "https://host.example:8443/a/b.git".parse().unwrap(),
        Some(TOKEN.into()),
    )
    .unwrap();
    assert_eq!(
        remote.header().unwrap().0,
        "http.https://host.example:8443/.extraHeader"
    );
    assert!(!format!("{remote:?}").contains(TOKEN));
}

#[tokio::test]
async fn publishing_twice_is_publishing_once() {
    let world = World::new().await;
    let (parent, identity) = (world.head(), identity());
    let patch = world.patch(repair);
    let wanted = publication(&parent, &patch, &identity);
    let first = world.git().publish(&world.remote(), &wanted).await.unwrap();
    let again = world.git().publish(&world.remote(), &wanted).await.unwrap();
    assert_eq!((first.already, again.already), (false, true));
    assert_eq!((&first.commit, &first.tree), (&again.commit, &again.tree));
    let bare = world.bare();
    assert_eq!(
        git(&bare, &["rev-parse", "refs/heads/regreen/fix-1"]),
        first.commit
    );
    let shown = git(
        &bare,
        &[
            "show",
            "-s",
            "--date=raw",
            "--format=%an|%ae|%ad|%cn|%ce|%cd|%P|%B",
            &first.commit,
        ],
    );
    let person = "regreen|regreen@example.com|1700000101 -0330";
    assert_eq!(
        shown,
        format!("{person}|{person}|{parent}|Fix the build\n\nBecause.")
    );
    assert_eq!(
        git(&bare, &["show", &format!("{}:src/index.ts", first.commit)]),
        "export const total: number = 1;"
    );
    assert_eq!(
        std::fs::read_dir(world.path("workspace")).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn the_next_attempt_goes_on_top() {
    let world = World::new().await;
    let (parent, identity) = (world.head(), identity());
    let first = world
        .git()
        .publish(
            &world.remote(),
            &publication(&parent, &world.patch(repair), &identity),
        )
        .await
        .unwrap();
    let seed = world.path("seed");
    git(
        &seed,
        &[
            "fetch",
            "-q",
            world.bare().to_str().unwrap(),
            "regreen/fix-1",
        ],
    );
    git(&seed, &["reset", "-q", "--hard", "FETCH_HEAD"]);
    let patch = world.patch(|seed| {
        write(&seed.join("data.bin"), [0_u8, 1, 2, 255]);
        std::fs::remove_file(seed.join("run.sh")).unwrap();
    });
    let wanted = Publication {
        date: DATE.later(1),
        ..publication(&first.commit, &patch, &identity)
    };
    let second = world.git().publish(&world.remote(), &wanted).await.unwrap();
    assert!(!second.already);
    assert_eq!(
        git(
            &world.bare(),
            &["rev-list", "--count", &format!("{parent}..regreen/fix-1")]
        ),
        "2"
    );
    assert_eq!(
        git(
            &world.bare(),
            &["ls-tree", "-r", "--name-only", "regreen/fix-1"]
        ),
        "data.bin\nsrc/index.ts"
    );
}

#[tokio::test]
async fn a_snapshot_holds_the_committed_bytes_whatever_the_attributes_say() {
    let world = World::new().await;
    write(
        &world.path("seed/.gitattributes"),
        "*.txt text eol=crlf ident\n",
    );
    write(&world.path("seed/a.txt"), "one\n$Id$\n");
    world.commit("Attributes");
    let dir = world.path("snapshot");
    world
        .git()
        .snapshot(&world.remote(), &world.head(), &dir)
        .await
        .unwrap();
    assert_eq!(
        std::fs::read_to_string(dir.join("a.txt")).unwrap(),
        "one\n$Id$\n"
    );
}

#[tokio::test]
async fn another_solution_replaces_the_files_and_goes_on_top() {
    let world = World::new().await;
    let (base, identity) = (world.head(), identity());
    let patch = world.patch(repair);
    let first = world
        .git()
        .publish(&world.remote(), &publication(&base, &patch, &identity))
        .await
        .unwrap();
    git(&world.path("seed"), &["reset", "-q", "--hard", &base]);
    let other =
        world.patch(|seed| write(&seed.join("src/index.ts"), "export const total = \"1\";\n"));
    let wanted = Publication {
        parent: &first.commit,
        date: DATE.later(1),
        ..publication(&base, &other, &identity)
    };
    let second = world.git().publish(&world.remote(), &wanted).await.unwrap();
    assert_eq!(
        git(&world.bare(), &["rev-parse", "regreen/fix-1^"]),
        first.commit
    );
    assert_eq!(
        git(&world.bare(), &["show", "regreen/fix-1:src/index.ts"]),
        "export const total = \"1\";"
    );
    let again = world.git().publish(&world.remote(), &wanted).await.unwrap();
    assert_eq!((again.commit, again.already), (second.commit.clone(), true));
    let same = Publication {
        parent: &second.commit,
        ..wanted
    };
    let same = world.git().publish(&world.remote(), &same).await.unwrap();
    assert_eq!((same.commit, same.already), (second.commit, true));
}

#[tokio::test]
async fn a_foreign_commit_on_the_branch_is_never_overwritten() {
    let world = World::new().await;
    let (parent, identity) = (world.head(), identity());
    let patch = world.patch(repair);
    write(&world.path("seed/theirs"), "theirs");
    git(&world.path("seed"), &["add", "-A"]);
    git(&world.path("seed"), &["commit", "-qm", "Theirs"]);
    world.push_seed("regreen/fix-1");
    let error = world
        .git()
        .publish(&world.remote(), &publication(&parent, &patch, &identity))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        GitError::ForeignCommit {
            branch: "regreen/fix-1".to_owned(),
            found: world.head()
        }
    );
    assert_eq!(
        git(&world.bare(), &["rev-parse", "regreen/fix-1"]),
        world.head()
    );
}

#[tokio::test]
async fn only_what_was_proved_is_published() {
    let world = World::new().await;
    let (parent, identity) = (world.head(), identity());
    let patch = world.patch(repair);
    let try_with = async |patch: &[u8], expected_tree: Option<&str>| {
        let wanted = Publication {
            expected_tree,
            ..publication(&parent, patch, &identity)
        };
        world.git().publish(&world.remote(), &wanted).await
    };
    assert!(matches!(
        try_with(&patch, Some(&"0".repeat(40))).await,
        Err(GitError::TreeMismatch { .. })
    ));
    assert!(matches!(
        try_with(b"not a patch", None).await,
        Err(GitError::PatchRefused(_))
    ));
    assert!(matches!(
        try_with(b"", None).await,
        Err(GitError::PatchRefused(_) | GitError::EmptyPatch)
    ));
    for path in ["../outside", ".git/hooks/pre-commit", "/etc/x"] {
        let evil = format!(
            "diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
        );
        let outcome = try_with(evil.as_bytes(), None).await;
        // A leading slash is one of the components that `-p1` strips: then the path is inside the tree.
        assert!(
            matches!(outcome, Err(GitError::PatchRefused(_))) || path.starts_with('/'),
            "{path}: {outcome:?}"
        );
    }
    assert_ne!(
        try_with(&patch, None)
            .await
            .map(|published| published.already),
        Ok(true)
    );
}

#[tokio::test]
async fn a_refusal_by_the_host_is_told_from_a_foreign_commit() {
    let world = World::new().await;
    let hook = world.bare().join("hooks/pre-receive");
    write(
        &hook,
        "#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n",
    );
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (parent, identity) = (world.head(), identity());
    let error = world
        .git()
        .publish(
            &world.remote(),
            &publication(&parent, &world.patch(repair), &identity),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::Forbidden, "{error}");
    assert!(error.to_string().contains("GH006"), "{error}");
}

proptest::proptest! {
    #[test]
    fn dates_survive_git(seconds in 0i64..4_000_000_000, quarters in -48i32..=56) {
        let date = CommitDate { seconds, offset_minutes: quarters * 15 };
        proptest::prop_assert_eq!(CommitDate::parse(date.to_string().trim_start_matches('@')), Some(date));
    }
}
