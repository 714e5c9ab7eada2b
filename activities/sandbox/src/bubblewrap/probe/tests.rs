use super::*;

#[test]
fn versions() {
    assert_eq!(parse_version("bubblewrap 0.8.0"), Some((0, 8)));
    assert_eq!(parse_version("bubblewrap 1.2"), Some((1, 2)));
    assert_eq!(parse_version("something"), None);
}

#[test]
fn answers_of_a_good_and_a_bad_host() {
    let good = inside("CapEff 0000000000000000\nSeccomp 2\n", 60_600);
    assert!(good.iter().all(|check| check.ok), "{good:?}");
    let bad = inside("CapEff 000001fffeffffff\nSeccomp 0\n", 0);
    let names: Vec<&str> = bad
        .iter()
        .filter(|check| !check.ok)
        .map(|check| check.name)
        .collect();
    assert_eq!(
        names,
        ["system-call filter", "sandbox user", "capabilities"]
    );
    assert!(bad.iter().all(|check| check.ok || !check.remedy.is_empty()));
}

#[test]
fn what_is_in_force_is_said() {
    let config = BubblewrapConfig::new("/opt/regreen/regreen", "/srv/sandbox");
    let root = Slots::new(60_600, 64, None);
    let user = Slots::new(60_600, 64, Some(1000));
    let v2 = Hierarchy::V2 {
        parent: "/sys/fs/cgroup/x".into(),
    };
    let all = [
        describe(&config, &root, &v2),
        describe(&config, &user, &Hierarchy::None),
    ]
    .concat();
    insta::assert_snapshot!(all.join("\n"));
}
