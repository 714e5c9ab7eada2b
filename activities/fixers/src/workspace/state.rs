//! States of a workspace as git trees, kept in a git directory that the workspace's own processes never see.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use super::{
    Selection,
    git::{Call, Git},
    walk::walk,
};
use crate::FixerError;

/// A difference between two trees at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TreeEntry {
    /// The path.
    pub(crate) path: String,
    /// Git mode in the newer tree, such as `100644`; `000000` when deleted.
    pub(crate) mode: String,
    /// Object in the newer tree.
    pub(crate) object: String,
    /// The older tree does not have the path.
    pub(crate) added: bool,
}

/// A store of trees.
#[derive(Debug)]
pub(crate) struct TreeStore {
    pub(super) git: Git,
    scratch: PathBuf,
}

impl TreeStore {
    /// An empty store below `directory`, which must exist and be out of reach of the sandbox.
    pub(crate) async fn create(directory: &Path) -> Result<Self, FixerError> {
        let git = Git::at(directory.join("git"));
        let scratch = directory.join("scratch");
        fs::create_dir_all(git.directory()).map_err(FixerError::io(git.directory()))?;
        fs::create_dir_all(&scratch).map_err(FixerError::io(&scratch))?;
        git.run(
            &[
                "init",
                "-q",
                "--bare",
                "--template=",
                "--initial-branch=main",
            ],
            Call::default(),
        )
        .await?;
        Ok(Self { git, scratch })
    }

    /// Writes the workspace's files as a tree and returns its hash. Contents are taken as they are: no attribute of
    /// the repository changes them. `submodules` are path and commit.
    pub(crate) async fn record(
        &self,
        workspace: &Path,
        selection: &Selection,
        submodules: &[(String, String)],
    ) -> Result<String, FixerError> {
        let (files, links) = {
            let (workspace, selection) = (workspace.to_path_buf(), selection.clone());
            tokio::task::spawn_blocking(move || walk(&workspace, &selection))
                .await
                .map_err(|error| FixerError::io(PathBuf::new())(std::io::Error::other(error)))??
        };
        let ignored = self.ignored(workspace, selection, &files, &links).await?;
        let files: Vec<_> = files
            .into_iter()
            .filter(|(path, _)| !ignored.contains(path))
            .collect();
        let links: Vec<_> = links
            .into_iter()
            .filter(|(path, _)| !ignored.contains(path))
            .collect();

        let mut sources: Vec<PathBuf> =
            files.iter().map(|(path, _)| workspace.join(path)).collect();
        for (number, (_, target)) in links.iter().enumerate() {
            let at = self.scratch.join(format!("link-{number}"));
            fs::write(&at, target).map_err(FixerError::io(&at))?;
            sources.push(at);
        }
        let mut input = Vec::new();
        for source in &sources {
            input.extend_from_slice(source.as_os_str().as_bytes());
            input.push(b'\n');
        }
        let call = Call {
            input: &input,
            ..Call::default()
        };
        let objects = self
            .git
            .line(
                &["hash-object", "-w", "--no-filters", "--stdin-paths"],
                call,
            )
            .await?;
        let mut objects = objects.lines();
        let mut next = || {
            objects.next().ok_or_else(|| FixerError::Git {
                command: "hash-object".to_owned(),
                message: "answered with too few lines".to_owned(),
            })
        };
        let mut index = Vec::new();
        for (path, mode) in files
            .iter()
            .map(|(path, executable)| (path, if *executable { "100755" } else { "100644" }))
        {
            let _ = write!(index, "{mode} {}\t{path}\0", next()?);
        }
        for (path, _) in &links {
            let _ = write!(index, "120000 {}\t{path}\0", next()?);
        }
        for (path, commit) in submodules {
            let _ = write!(index, "160000 {commit}\t{path}\0");
        }
        self.write_index(None, &index).await
    }

    async fn write_index(&self, from: Option<&str>, entries: &[u8]) -> Result<String, FixerError> {
        let index = self.scratch.join("index");
        let _ = fs::remove_file(&index);
        let call = Call {
            index: Some(&index),
            ..Call::default()
        };
        if let Some(tree) = from {
            self.git.run(&["read-tree", tree], call).await?;
        }
        self.git
            .run(
                &["update-index", "-z", "--index-info"],
                Call {
                    input: entries,
                    ..call
                },
            )
            .await?;
        self.git.line(&["write-tree", "--missing-ok"], call).await
    }

    /// New files that the workspace's `.gitignore` files name.
    async fn ignored(
        &self,
        workspace: &Path,
        selection: &Selection,
        files: &[(String, bool)],
        links: &[(String, Vec<u8>)],
    ) -> Result<BTreeSet<String>, FixerError> {
        let paths = files
            .iter()
            .map(|(path, _)| path)
            .chain(links.iter().map(|(path, _)| path));
        let mut input = Vec::new();
        for path in paths.filter(|path| !selection.is_tracked(path)) {
            input.extend_from_slice(path.as_bytes());
            input.push(0);
        }
        if input.is_empty() {
            return Ok(BTreeSet::new());
        }
        let call = Call {
            work_tree: Some(workspace),
            input: &input,
            accepted: &[1],
            ..Call::default()
        };
        let arguments = [
            "-c",
            "core.bare=false",
            "check-ignore",
            "-z",
            "--no-index",
            "--stdin",
        ];
        let output = self.git.run(&arguments, call).await?;
        Ok(output
            .split(|byte| *byte == 0)
            .map(|path| String::from_utf8_lossy(path).into_owned())
            .collect())
    }

    /// Every path of a tree.
    pub(crate) async fn paths(&self, tree: &str) -> Result<BTreeSet<String>, FixerError> {
        let output = self
            .git
            .run(
                &["ls-tree", "-r", "-z", "--name-only", tree],
                Call::default(),
            )
            .await?;
        Ok(output
            .split(|byte| *byte == 0)
            .filter(|path| !path.is_empty())
            .map(|path| String::from_utf8_lossy(path).into_owned())
            .collect())
    }

    /// Text of a file of a tree; `None` when it is not there or not text.
    pub(crate) async fn text(&self, tree: &str, path: &str) -> Result<Option<String>, FixerError> {
        let listed = self
            .git
            .run(
                &["ls-tree", "-z", "--full-tree", tree, "--", path],
                Call::default(),
            )
            .await?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let Some(object) = listed
            .split(['\t', '\0'])
            .next()
            .and_then(|head| head.split(' ').nth(2))
        else {
            return Ok(None);
        };
        let bytes = self
            .git
            .run(&["cat-file", "blob", object], Call::default())
            .await?;
        Ok(String::from_utf8(bytes).ok())
    }

    /// What differs between two trees.
    pub(crate) async fn differences(
        &self,
        from: &str,
        to: &str,
    ) -> Result<Vec<TreeEntry>, FixerError> {
        let arguments = [
            "diff-tree",
            "-r",
            "-z",
            "--raw",
            "--no-renames",
            "--no-abbrev",
            from,
            to,
        ];
        let output = self.git.run(&arguments, Call::default()).await?;
        let text = String::from_utf8_lossy(&output).into_owned();
        let mut parts = text.split('\0');
        let mut entries = Vec::new();
        while let (Some(head), Some(path)) =
            (parts.next().filter(|head| !head.is_empty()), parts.next())
        {
            let fields: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            let [old, mode, _, object, ..] = fields.as_slice() else {
                continue;
            };
            entries.push(TreeEntry {
                path: path.to_owned(),
                mode: (*mode).to_owned(),
                object: (*object).to_owned(),
                added: *old == "000000",
            });
        }
        Ok(entries)
    }

    /// `base` with the given entries laid over it.
    pub(crate) async fn overlay(
        &self,
        base: &str,
        entries: &[TreeEntry],
    ) -> Result<String, FixerError> {
        let mut input = Vec::new();
        for entry in entries {
            let _ = write!(input, "{} {}\t{}\0", entry.mode, entry.object, entry.path);
        }
        self.write_index(Some(base), &input).await
    }

    /// The diff that leads from one tree to another.
    pub(crate) async fn diff(&self, from: &str, to: &str) -> Result<Vec<u8>, FixerError> {
        let arguments = [
            "diff-tree",
            "-r",
            "-p",
            "--binary",
            "--full-index",
            "--no-renames",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            from,
            to,
        ];
        self.git.run(&arguments, Call::default()).await
    }

    /// The tree that a diff leads to.
    pub(crate) async fn apply(&self, base: &str, patch: &[u8]) -> Result<String, FixerError> {
        let index = self.scratch.join("index");
        let _ = fs::remove_file(&index);
        let call = Call {
            index: Some(&index),
            ..Call::default()
        };
        self.git.run(&["read-tree", base], call).await?;
        self.git
            .run(
                &["apply", "--cached", "--whitespace=nowarn", "-"],
                Call {
                    input: patch,
                    ..call
                },
            )
            .await
            .map_err(|error| FixerError::Patch(error.to_string()))?;
        self.git.line(&["write-tree", "--missing-ok"], call).await
    }
}
