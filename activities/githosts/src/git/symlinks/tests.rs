use super::*;

fn links(pairs: &[(&str, &str)]) -> BTreeMap<PathBuf, PathBuf> {
    pairs
        .iter()
        .map(|(path, target)| (PathBuf::from(path), PathBuf::from(target)))
        .collect()
}

#[test]
fn links_within_the_tree_are_fine() {
    let tree = links(&[
        ("a", "b/c"),
        ("d/e", "../b"),
        ("deep/er/link", "../../top"),
        ("self", "."),
        ("dangling", "no/such/file"),
        ("loop", "pool"),
        ("pool", "loop"),
    ]);
    assert_eq!(first_unsafe(&tree), None);
}

#[test]
fn links_out_of_the_tree_are_found() {
    for target in [
        "/etc/passwd",
        "..",
        "../x",
        "b/../../x",
        "./../x",
        "a/../../../x",
    ] {
        assert_eq!(
            first_unsafe(&links(&[("link", target)])),
            Some(Path::new("link")),
            "{target}"
        );
    }
    assert_eq!(
        first_unsafe(&links(&[("d/link", "../../x")])),
        Some(Path::new("d/link"))
    );
}

#[test]
fn a_way_out_over_another_link_is_found() {
    // As text, x/.. is the top; on disk, x is the top and x/.. is above it.
    let tree = links(&[("x", "."), ("a/y", "../x/../secret")]);
    assert_eq!(first_unsafe(&tree), Some(Path::new("a/y")));
    let tree = links(&[("down", "one/two"), ("up", "down/../../..")]);
    assert_eq!(first_unsafe(&tree), Some(Path::new("up")));
}

#[test]
fn gits_own_folder_is_out_of_bounds() {
    for target in [".git/config", ".GIT/hooks", "./.git"] {
        assert!(
            first_unsafe(&links(&[("link", target)])).is_some(),
            "{target}"
        );
    }
    assert_eq!(first_unsafe(&links(&[("link", "docs/.git-notes")])), None);
}

proptest::proptest! {
    /// The judgement agrees with the file system, for trees made of a few folders and links.
    #[test]
    fn agrees_with_the_file_system(targets in proptest::collection::vec("(\\.\\./|\\./|a/|b/|l0/|l1/|m/l2/){0,5}(a|b|\\.\\.|l0|l1)", 3)) {
        let outer = tempfile::tempdir().unwrap();
        let top = outer.path().join("t");
        for dir in ["a/b", "b/a", "m"] {
            std::fs::create_dir_all(top.join(dir)).unwrap();
        }
        let tree = links(&[("l0", &targets[0]), ("l1", &targets[1]), ("m/l2", &targets[2])]);
        for (path, target) in &tree {
            std::os::unix::fs::symlink(target, top.join(path)).unwrap();
        }
        let top = top.canonicalize().unwrap();
        let escapes = tree.keys().filter_map(|path| top.join(path).canonicalize().ok()).any(|end| !end.starts_with(&top));
        if escapes {
            proptest::prop_assert!(first_unsafe(&tree).is_some());
        }
    }
}
