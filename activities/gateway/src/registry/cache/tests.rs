use super::*;

fn url(name: &str) -> Url {
    Url::parse(&format!("https://npm.example/{name}.tgz")).unwrap()
}

fn put(cache: &Cache, name: &str, content: &[u8]) {
    cache
        .begin(&url(name))
        .unwrap()
        .add(content)
        .unwrap()
        .finish();
}

#[test]
fn whole_archives_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(folder.path().join("cache"), 1000).unwrap();
    assert_eq!(cache.get(&url("a")), None);
    drop(cache.begin(&url("a")).unwrap().add(b"half"));
    assert_eq!(cache.get(&url("a")), None);
    put(&cache, "a", b"whole");
    assert_eq!(cache.get(&url("a")).as_deref(), Some(b"whole".as_slice()));
    assert_eq!(
        fs::read_dir(folder.path().join("cache")).unwrap().count(),
        1,
        "nothing half-made is left"
    );
}

#[test]
fn the_longest_unused_makes_room() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(folder.path().to_path_buf(), 250).unwrap();
    for (age, name) in [(3, "a"), (2, "b")] {
        put(&cache, name, &[0; 100]);
        let past = SystemTime::now() - std::time::Duration::from_secs(age * 1000);
        fs::File::options()
            .write(true)
            .open(cache.path(&url(name)))
            .unwrap()
            .set_modified(past)
            .unwrap();
    }
    // Used again: now `b` is the oldest.
    assert!(cache.get(&url("a")).is_some());
    put(&cache, "c", &[0; 100]);
    assert!(
        cache.get(&url("a")).is_some()
            && cache.get(&url("b")).is_none()
            && cache.get(&url("c")).is_some()
    );
}

#[test]
fn what_is_larger_than_the_cache_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(folder.path().to_path_buf(), 10).unwrap();
    assert!(cache.begin(&url("a")).unwrap().add(&[0; 11]).is_none());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
