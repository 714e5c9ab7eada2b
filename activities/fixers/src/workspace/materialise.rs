//! From trees back to files: bringing a workspace to another tree, and showing a tree as a repository.

use std::{
    fs,
    os::unix::{ffi::OsStrExt, fs::PermissionsExt},
    path::Path,
};

use super::{
    TreeStore,
    git::{Call, Git},
    path::{is_plain, parent_beneath},
};
use crate::FixerError;

impl TreeStore {
    /// Brings files that hold `from` to `to`, without following any link.
    pub(crate) async fn check_out(
        &self,
        workspace: &Path,
        from: &str,
        to: &str,
    ) -> Result<(), FixerError> {
        for entry in self.differences(from, to).await? {
            let relative = Path::new(&entry.path);
            let refused = |reason: &str| FixerError::Patch(format!("`{}`: {reason}", entry.path));
            if !is_plain(relative) {
                return Err(refused("not a plain path"));
            }
            let parent = parent_beneath(workspace, relative, true)
                .map_err(|error| refused(&error.to_string()))?;
            let at = parent.join(relative.file_name().unwrap_or_default());
            if let Ok(found) = fs::symlink_metadata(&at) {
                // A directory gives way only when it is empty: the entries below it come first in no guaranteed order.
                let removed = if found.is_dir() {
                    fs::remove_dir(&at)
                } else {
                    fs::remove_file(&at)
                };
                removed.map_err(FixerError::io(&at))?;
            }
            match entry.mode.as_str() {
                "000000" => continue,
                "120000" => {
                    let target = self
                        .git
                        .run(&["cat-file", "blob", &entry.object], Call::default())
                        .await?;
                    std::os::unix::fs::symlink(std::ffi::OsStr::from_bytes(&target), &at)
                        .map_err(FixerError::io(&at))?;
                }
                "100644" | "100755" => {
                    let contents = self
                        .git
                        .run(&["cat-file", "blob", &entry.object], Call::default())
                        .await?;
                    fs::write(&at, contents).map_err(FixerError::io(&at))?;
                    let mode = if entry.mode == "100755" { 0o755 } else { 0o644 };
                    fs::set_permissions(&at, fs::Permissions::from_mode(mode))
                        .map_err(FixerError::io(&at))?;
                }
                _ => return Err(refused("neither a file nor a symbolic link")),
            }
        }
        Ok(())
    }

    /// A git directory of its own with one commit of `tree`, for showing read-only inside the sandbox.
    pub(crate) async fn exhibit(&self, tree: &str, at: &Path) -> Result<(), FixerError> {
        fs::create_dir_all(at).map_err(FixerError::io(at))?;
        let shown = Git::at(at);
        shown
            .run(
                &["init", "-q", "--template=", "--initial-branch=main"],
                Call::default(),
            )
            .await?;
        // A pack of exactly this tree's objects: nothing else that the store holds is shown.
        let objects = self.objects(tree).await?;
        let pack = self
            .git
            .run(
                &["pack-objects", "-q", "--stdout", "--window=0"],
                Call {
                    input: &objects,
                    ..Call::default()
                },
            )
            .await?;
        shown
            .run(
                &["unpack-objects", "-q"],
                Call {
                    input: &pack,
                    ..Call::default()
                },
            )
            .await?;
        let commit = shown
            .line(
                &[
                    "-c",
                    "user.name=regreen",
                    "-c",
                    "user.email=regreen@localhost",
                    "commit-tree",
                    "-m",
                    "The commit that failed",
                    tree,
                ],
                Call::default(),
            )
            .await?;
        shown
            .run(&["update-ref", "refs/heads/main", &commit], Call::default())
            .await?;
        shown.run(&["read-tree", tree], Call::default()).await?;
        shown
            .run(&["config", "core.bare", "false"], Call::default())
            .await?;
        Ok(())
    }

    async fn objects(&self, tree: &str) -> Result<Vec<u8>, FixerError> {
        let output = self
            .git
            .run(&["ls-tree", "-r", "-t", "-z", tree], Call::default())
            .await?;
        let mut objects = format!("{tree}\n").into_bytes();
        for entry in output.split(|byte| *byte == 0) {
            let head = String::from_utf8_lossy(entry);
            let mut fields = head.split([' ', '\t']);
            if let (Some(_), Some("blob" | "tree"), Some(object)) =
                (fields.next(), fields.next(), fields.next())
            {
                objects.extend_from_slice(object.as_bytes());
                objects.push(b'\n');
            }
        }
        Ok(objects)
    }
}
