use super::{BareRepository, MergeMethod, Signature};

fn ada(seconds: i64) -> Signature {
    Signature {
        name: "Ada".into(),
        email: "ada@example.test".into(),
        seconds,
    }
}

async fn repository() -> (tempfile::TempDir, BareRepository) {
    let folder = tempfile::tempdir().unwrap();
    let repository = BareRepository::create(folder.path().join("r.git"), "main")
        .await
        .unwrap();
    (folder, repository)
}

#[tokio::test]
async fn a_folder_becomes_a_commit_without_packages_or_ignored_files() {
    let (folder, repository) = repository().await;
    let source = folder.path().join("source");
    for (path, content) in [
        ("src/a.ts", "export const a = 1;\n"),
        ("node_modules/x/index.js", "no"),
        ("packages/p/node_modules/y/index.js", "no"),
        ("dist/out.js", "no"),
        (".gitignore", "dist\n"),
        ("empty", ""),
    ] {
        let path = source.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let sha = repository
        .commit_folder("main", &source, "first", &ada(1_700_000_000))
        .await
        .unwrap();
    let files = repository.files_at(&sha).await.unwrap();
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [".gitignore", "empty", "src/a.ts"]
    );
    let again = BareRepository::create(folder.path().join("other.git"), "main")
        .await
        .unwrap();
    assert_eq!(
        again
            .commit_folder("main", &source, "first", &ada(1_700_000_000))
            .await
            .unwrap(),
        sha,
        "deterministic"
    );
}

#[tokio::test]
async fn files_are_added_changed_and_removed_on_top() {
    let (_folder, repository) = repository().await;
    let who = ada(1);
    let first = repository
        .commit_files(
            "main",
            &[("a", Some("1\n")), ("b/c", Some("2\n"))],
            "one",
            &who,
        )
        .await
        .unwrap();
    let second = repository
        .commit_files("main", &[("a", None), ("b/c", Some("3\n"))], "two", &who)
        .await
        .unwrap();
    assert_eq!(
        repository
            .files_at(&second)
            .await
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>(),
        [("b/c".to_owned(), b"3\n".to_vec())]
    );
    let commit = repository.commit(&second).await.unwrap().unwrap();
    assert_eq!(
        (
            commit.parents,
            commit.message.as_str(),
            commit.author.seconds
        ),
        (vec![first.clone()], "two", 1)
    );
    let diff = repository.diff(&first, &second, false).await.unwrap();
    let shown: Vec<_> = diff
        .iter()
        .map(|file| {
            (
                file.path.as_str(),
                file.status,
                file.additions,
                file.deletions,
            )
        })
        .collect();
    assert_eq!(shown, [("a", "removed", 0, 1), ("b/c", "modified", 1, 1)]);
    assert_eq!(diff[1].patch, "@@ -1 +1 @@\n-2\n+3");
}

#[tokio::test]
async fn a_diff_is_not_fooled_by_lines_that_look_like_headers() {
    let (_folder, repository) = repository().await;
    let first = repository
        .commit_files("main", &[("a", Some("x\n"))], "one", &ada(1))
        .await
        .unwrap();
    let text = "diff --git a/q b/q\nnew file mode 100644\n@@ -1 +1 @@\n";
    let second = repository
        .commit_files(
            "main",
            &[("a", Some(text)), ("new name", Some("y\n"))],
            "two",
            &ada(2),
        )
        .await
        .unwrap();
    let diff = repository.diff(&first, &second, false).await.unwrap();
    let shown: Vec<_> = diff
        .iter()
        .map(|file| (file.path.as_str(), file.status, file.additions))
        .collect();
    assert_eq!(shown, [("a", "modified", 3), ("new name", "added", 1)]);
}

#[tokio::test]
async fn each_way_to_merge_gives_its_own_history() {
    for (method, parents) in [
        (MergeMethod::Merge, 2),
        (MergeMethod::Squash, 1),
        (MergeMethod::Rebase, 1),
    ] {
        let (_folder, repository) = repository().await;
        let root = repository
            .commit_files("main", &[("a", Some("1\n"))], "root", &ada(1))
            .await
            .unwrap();
        repository
            .update_ref("refs/heads/topic", Some(&root), None)
            .await
            .unwrap();
        let topic = repository
            .commit_files("topic", &[("b", Some("2\n"))], "topic", &ada(2))
            .await
            .unwrap();
        let main = repository
            .commit_files("main", &[("c", Some("3\n"))], "main", &ada(3))
            .await
            .unwrap();
        let merged = repository
            .merge_commit(method, &main, &topic, "merged", &ada(4))
            .await
            .unwrap()
            .unwrap();
        let commit = repository.commit(&merged).await.unwrap().unwrap();
        assert_eq!(commit.parents.len(), parents, "{method:?}");
        assert_eq!(commit.parents[0], main);
        assert_eq!(repository.files_at(&merged).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn conflicts_do_not_merge() {
    let (_folder, repository) = repository().await;
    let root = repository
        .commit_files("main", &[("a", Some("1\n"))], "root", &ada(1))
        .await
        .unwrap();
    repository
        .update_ref("refs/heads/topic", Some(&root), None)
        .await
        .unwrap();
    let topic = repository
        .commit_files("topic", &[("a", Some("2\n"))], "topic", &ada(2))
        .await
        .unwrap();
    let main = repository
        .commit_files("main", &[("a", Some("3\n"))], "main", &ada(3))
        .await
        .unwrap();
    for method in [MergeMethod::Merge, MergeMethod::Squash, MergeMethod::Rebase] {
        assert_eq!(
            repository
                .merge_commit(method, &main, &topic, "m", &ada(4))
                .await
                .unwrap(),
            None,
            "{method:?}"
        );
    }
}

#[tokio::test]
async fn an_unknown_revision_is_nothing_and_not_an_error() {
    let (_folder, repository) = repository().await;
    assert_eq!(repository.resolve("nope").await.unwrap(), None);
    assert_eq!(repository.resolve("--all").await.unwrap(), None);
    assert!(repository.commit("nope").await.unwrap().is_none());
}
