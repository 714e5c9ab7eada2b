//! A pristine checkout of exactly one commit.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use crate::git::{
    FileMode, Git, GitError, Remote, check_sha,
    command::{Invocation, size_of_files},
    symlinks,
};

/// A moment with the offset it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitDate {
    /// Unix time in seconds.
    pub seconds: i64,
    /// East of Greenwich.
    pub offset_minutes: i32,
}

impl CommitDate {
    /// The same offset, some seconds later.
    #[must_use]
    pub fn later(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(seconds),
            ..self
        }
    }

    /// Git's raw form: `1700000000 +0130`.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let (seconds, offset) = raw.split_once(' ')?;
        let number: i32 = offset.parse().ok()?;
        Some(Self {
            seconds: seconds.parse().ok()?,
            offset_minutes: number / 100 * 60 + number % 100,
        })
    }
}

impl fmt::Display for CommitDate {
    /// In the form that git takes without guessing: `@1700000000 +0130`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, minutes) = (
            if self.offset_minutes < 0 { '-' } else { '+' },
            self.offset_minutes.unsigned_abs(),
        );
        write!(
            f,
            "@{} {sign}{:02}{:02}",
            self.seconds,
            minutes / 60,
            minutes % 60
        )
    }
}

/// What is known about a commit that was checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The commit.
    pub commit: String,
    /// Its tree.
    pub tree: String,
    /// When it was committed.
    pub date: CommitDate,
    /// The author's name.
    pub author: String,
    /// First line of the message.
    pub subject: String,
    /// Number of files, submodules included.
    pub files: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

impl Git {
    /// Checks out one commit into `dir`, which must be empty or not exist: a repository with that one commit, no
    /// remote, no hooks, no submodules, and large files of LFS as pointers.
    ///
    /// After an error `dir` is not there.
    ///
    /// # Errors
    /// [`GitError::CommitNotFound`], [`GitError::TooLarge`], [`GitError::UnsafeSymlink`], and failures of the remote.
    pub async fn snapshot(
        &self,
        remote: &Remote,
        commit: &str,
        dir: &Path,
    ) -> Result<Snapshot, GitError> {
        check_sha(commit)?;
        let io = |error: std::io::Error| GitError::Launch(format!("{}: {error}", dir.display()));
        std::fs::create_dir_all(dir).map_err(io)?;
        if std::fs::read_dir(dir).map_err(io)?.next().is_some() {
            return Err(GitError::Invalid(format!("{} is not empty", dir.display())));
        }
        // Also when the caller gives up half way.
        let unfinished = Unfinished(Some(dir));
        let snapshot = self.check_out(remote, commit, dir).await?;
        unfinished.keep();
        Ok(snapshot)
    }

    async fn check_out(
        &self,
        remote: &Remote,
        commit: &str,
        dir: &Path,
    ) -> Result<Snapshot, GitError> {
        let git_dir = dir.join(".git");
        self.fetch(remote, commit, &git_dir).await?;
        let files = self.tracked_files(dir, commit).await?;
        raw_contents(&git_dir)?;
        let work_tree = Some(dir);
        Invocation::new(self, "checkout")
            .repository(&git_dir, work_tree)
            .args(["-q", "--detach", commit])
            .run()
            .await?;
        let links = files.iter().filter(|file| file.mode == FileMode::Symlink);
        let links: BTreeMap<PathBuf, PathBuf> = links
            .filter_map(|file| {
                Some((
                    file.path.clone(),
                    std::fs::read_link(dir.join(&file.path)).ok()?,
                ))
            })
            .collect();
        if let Some(path) = symlinks::first_unsafe(&links) {
            return Err(GitError::UnsafeSymlink {
                path: path.display().to_string().chars().take(300).collect(),
            });
        }
        let format = "--format=%H%x00%T%x00%cd%x00%an%x00%s";
        let shown = Invocation::new(self, "show")
            .repository(&git_dir, work_tree)
            .args(["-s", "--encoding=UTF-8", "--date=raw", format, commit])
            .run()
            .await?;
        let shown = String::from_utf8_lossy(&shown);
        let mut fields = shown.trim_end_matches('\n').split('\0');
        let mut next = || fields.next().unwrap_or_default().to_owned();
        let (found, tree, date, author, subject) = (next(), next(), next(), next(), next());
        let date = CommitDate::parse(&date).ok_or_else(|| GitError::Command {
            command: "show".to_owned(),
            message: "a commit without a date".to_owned(),
        })?;
        let bytes = files.iter().map(|file| file.bytes).sum();
        Ok(Snapshot {
            commit: found,
            tree,
            date,
            author,
            subject,
            files: files.len(),
            bytes,
        })
    }

    /// Makes a repository at `git_dir` that holds one commit and nothing before it.
    pub(super) async fn fetch(
        &self,
        remote: &Remote,
        commit: &str,
        git_dir: &Path,
    ) -> Result<(), GitError> {
        // Named explicitly: git's own guess depends on the folder it is started in.
        let work_tree = git_dir.parent().filter(|_| git_dir.ends_with(".git"));
        std::fs::create_dir_all(git_dir)
            .map_err(|error| GitError::Launch(format!("{}: {error}", git_dir.display())))?;
        // An empty template: no sample hooks, no info/exclude.
        let init = Invocation::new(self, "init").repository(git_dir, work_tree);
        let init = init.args([
            "-q",
            "--template=",
            "--object-format=sha1",
            "--initial-branch=main",
        ]);
        init.args(work_tree.is_none().then_some("--bare"))
            .run()
            .await?;
        let options = [
            "-q",
            "--depth=1",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
            "--",
        ];
        let fetch = Invocation::new(self, "fetch")
            .repository(git_dir, None)
            .remote(remote)
            .watched();
        fetch
            .args(options)
            .args([remote.url().as_str(), commit])
            .run()
            .await
            .map_err(|error| match error {
                GitError::Remote { message, .. }
                    if message.contains("not our ref")
                        || message.contains("unadvertised object") =>
                {
                    GitError::CommitNotFound(commit.to_owned())
                }
                other => other,
            })?;
        // A small fetch is over before the first look at its size.
        let limit = self.options.max_fetch_bytes;
        if size_of_files(&git_dir.join("objects/pack")) > limit {
            return Err(GitError::TooLarge {
                what: "the fetched history",
                limit,
            });
        }
        Ok(())
    }
}

/// Lets a checkout write exactly what was committed: no line ends, keywords or encodings are converted, whatever the
/// repository's own attributes say.
fn raw_contents(git_dir: &Path) -> Result<(), GitError> {
    let info = git_dir.join("info");
    let written = std::fs::create_dir_all(&info).and_then(|()| {
        std::fs::write(
            info.join("attributes"),
            "* -text -eol -ident -filter -working-tree-encoding\n",
        )
    });
    written.map_err(|error| GitError::Launch(format!("{}: {error}", info.display())))
}

/// Removes a folder unless it was finished.
struct Unfinished<'a>(Option<&'a Path>);

impl Unfinished<'_> {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(dir) = self.0
            && let Err(error) = std::fs::remove_dir_all(dir)
        {
            tracing::warn!(dir = %dir.display(), %error, "cannot remove an unfinished checkout");
        }
    }
}
