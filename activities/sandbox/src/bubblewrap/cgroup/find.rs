//! Reads the kernel's tables of mounts and memberships, and lists places that may work, best first.

use std::fs;
use std::path::{Path, PathBuf};

use super::Hierarchy;

/// A mounted control-group tree, as far as this process sees it.
struct Tree {
    /// Directory of our own group.
    own: PathBuf,
    /// Where the tree is mounted.
    top: PathBuf,
}

pub(super) fn candidates(mounts: &str, memberships: &str) -> Vec<Hierarchy> {
    let mut candidates = Vec::new();
    if let Some(tree) = tree(mounts, memberships, None) {
        // The nearest ancestor that already hands both controllers to its children.
        candidates.extend(
            tree.own
                .ancestors()
                .take_while(|directory| directory.starts_with(&tree.top))
                .filter(|directory| hands_on(directory))
                .map(|directory| Hierarchy::V2 {
                    parent: directory.to_path_buf(),
                }),
        );
    }
    let controller = |name| tree(mounts, memberships, Some(name)).map(|tree| tree.own);
    let (memory, processes) = (controller("memory"), controller("pids"));
    if memory.is_some() || processes.is_some() {
        candidates.push(Hierarchy::V1 { memory, processes });
    }
    candidates
}

fn hands_on(directory: &Path) -> bool {
    let handed = fs::read_to_string(directory.join("cgroup.subtree_control")).unwrap_or_default();
    ["memory", "pids"].iter().all(|wanted| {
        handed
            .split_whitespace()
            .any(|controller| controller == *wanted)
    })
}

/// The version 1 tree of a controller, or the version 2 tree.
fn tree(mounts: &str, memberships: &str, controller: Option<&str>) -> Option<Tree> {
    // "4:memory:/path", and "0::/path" for version 2.
    let path = memberships.lines().find_map(|line| {
        let mut fields = line.splitn(3, ':').skip(1);
        let (controllers, path) = (fields.next()?, fields.next()?);
        let matches = match controller {
            Some(name) => controllers.split(',').any(|listed| listed == name),
            None => controllers.is_empty(),
        };
        matches.then_some(path)
    })?;
    // "36 35 98:0 /root /mount/point options - type source super-options"
    mounts.lines().find_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let mut right = right.split(' ');
        let (kind, options) = (right.next()?, right.nth(1)?);
        let matches = match controller {
            Some(name) => kind == "cgroup" && options.split(',').any(|option| option == name),
            None => kind == "cgroup2",
        };
        if !matches {
            return None;
        }
        let mut left = left.split(' ').skip(3);
        let (root, top) = (left.next()?, PathBuf::from(left.next()?));
        let inside = Path::new(path).strip_prefix(root).ok()?;
        Some(Tree {
            own: top.join(inside),
            top,
        })
    })
}
