//! Whether symbolic links of a tree stay inside it. Pure: the links are given, nothing is followed on disk.

use std::{
    collections::{BTreeMap, VecDeque},
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

#[cfg(test)]
mod tests;

/// Links expanded on one way; beyond that the system gives up as well (`ELOOP`), and the link leads nowhere.
const MOST_LINKS: usize = 40;

/// The first link, by path, that leads out of the tree or into `.git`. Links that point at nothing are judged by
/// where they would point.
pub(super) fn first_unsafe(links: &BTreeMap<PathBuf, PathBuf>) -> Option<&Path> {
    links
        .keys()
        .find(|path| !stays_inside(path, links))
        .map(PathBuf::as_path)
}

fn stays_inside(link: &Path, links: &BTreeMap<PathBuf, PathBuf>) -> bool {
    let mut todo: VecDeque<Component<'_>> = link.components().collect();
    let mut at: Vec<OsString> = Vec::new();
    let mut expanded = 0;
    while let Some(component) = todo.pop_front() {
        match component {
            Component::Prefix(_) | Component::RootDir => return false,
            Component::CurDir => {}
            Component::ParentDir => {
                if at.pop().is_none() {
                    return false;
                }
            }
            Component::Normal(name) => {
                at.push(name.to_owned());
                let here: PathBuf = at.iter().collect();
                if let Some(target) = links.get(&here) {
                    expanded += 1;
                    if expanded > MOST_LINKS {
                        return true;
                    }
                    at.pop();
                    for part in target.components().rev() {
                        todo.push_front(part);
                    }
                } else if at.len() == 1 && name.eq_ignore_ascii_case(".git") {
                    return false;
                }
            }
        }
    }
    true
}
