use super::find::candidates;
use super::*;

const V1_MOUNTS: &str = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";

#[test]
fn version_1_trees_are_found() {
    let found = candidates(V1_MOUNTS, "8:pids:/a\n4:memory:/\n0::/\n");
    let v1 = Hierarchy::V1 {
        memory: Some("/sys/fs/cgroup/memory/".into()),
        processes: Some("/sys/fs/cgroup/pids/a".into()),
    };
    assert_eq!(found.last(), Some(&v1));
}

#[test]
fn a_container_sees_its_own_part_of_a_tree() {
    let mounts = "35 31 0:32 /docker/x /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";
    let found = candidates(mounts, "4:memory:/docker/x/inner\n");
    let v1 = Hierarchy::V1 {
        memory: Some("/sys/fs/cgroup/memory/inner".into()),
        processes: None,
    };
    assert_eq!(found, [v1]);
}

#[test]
fn version_2_takes_the_nearest_parent_that_hands_controllers_on() {
    let top = tempfile::tempdir().unwrap();
    let slice = top.path().join("app.slice");
    fs::create_dir_all(slice.join("shell.scope")).unwrap();
    fs::write(slice.join("cgroup.subtree_control"), "cpu memory pids\n").unwrap();
    fs::write(slice.join("shell.scope/cgroup.subtree_control"), "\n").unwrap();
    let mounts = format!(
        "36 31 0:38 / {} rw - cgroup2 cgroup2 rw\n",
        top.path().display()
    );
    let found = candidates(&mounts, "0::/app.slice/shell.scope\n");
    assert_eq!(found, [Hierarchy::V2 { parent: slice }]);
}

#[test]
fn garbage_has_no_candidates() {
    assert_eq!(
        candidates("x - y\n - \n", "::\n0::relative\n4:memory\n"),
        []
    );
}
