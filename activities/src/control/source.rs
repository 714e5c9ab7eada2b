//! Source snapshots: one commit's tree as a blob.

use std::{path::Path, sync::Arc};

use contract::{
    FailureKind,
    activities::source::{Snapshot, SnapshotInput, SnapshotSource},
};
use domain::BuildSettings;
use fixers::workspace;
use githosts::git::{FileMode, TrackedFile};
use temporalio_macros::activities;
use temporalio_sdk::activities::{ActivityContext, ActivityError};

use super::ports::Ports;
use crate::{
    blob::Blob,
    failure::{Failure, Outcome},
};

/// A larger source is not worked on.
const ARCHIVE_BYTES: u64 = 1 << 30;

/// The group.
pub struct SourceActivities {
    /// Its ports.
    pub ports: Arc<Ports>,
}

#[activities]
impl SourceActivities {
    #[activity(definition = SnapshotSource)]
    pub async fn snapshot(
        self: Arc<Self>,
        _: ActivityContext,
        input: SnapshotInput,
    ) -> Result<Snapshot, ActivityError> {
        Ok(self.take(input).await?)
    }
}

impl SourceActivities {
    async fn take(&self, input: SnapshotInput) -> Outcome<Snapshot> {
        let account = self.ports.platform(&input.subscription).await?;
        let git = self.ports.git(&input.subscription).await?;
        let platform = account
            .platform
            .project_settings(&account.subscription.project)
            .await?;
        let checkout = tempfile::Builder::new()
            .prefix("snapshot-")
            .tempdir_in(&self.ports.scratch)
            .map_err(|error| {
                Failure::new(
                    FailureKind::Storage,
                    format!("no room for a checkout: {error}"),
                )
            })?;
        let tree = checkout.path().join("tree");
        let taken = self
            .ports
            .git
            .snapshot(&git.remote, &input.commit, &tree)
            .await?;
        let files = self.ports.git.tracked_files(&tree, &input.commit).await?;
        let archive = checkout.path().join("archive");
        let target = archive.clone();
        tokio::task::spawn_blocking(move || pack(&tree, &target))
            .await
            .map_err(|_| Failure::new(FailureKind::Internal, "packing the source stopped"))??;
        let reference = self.ports.blobs.put_file(&archive, ARCHIVE_BYTES).await?;
        Ok(Snapshot {
            archive: Blob(reference).into(),
            commit: taken.commit,
            tree: taken.tree,
            submodules: submodules(&files),
            committed_at: taken.date.seconds,
            offset_minutes: taken.date.offset_minutes,
            build: lay_over(platform.build, &account.subscription.settings.build),
        })
    }
}

fn pack(tree: &Path, archive: &Path) -> Outcome<()> {
    let file = std::fs::File::create_new(archive).map_err(|error| {
        Failure::new(
            FailureKind::Storage,
            format!("no room for an archive: {error}"),
        )
    })?;
    workspace::pack(
        tree,
        workspace::Limits::default(),
        std::io::BufWriter::new(file),
    )?;
    Ok(())
}

/// Path and commit of each submodule; their files are not fetched.
fn submodules(files: &[TrackedFile]) -> Vec<(String, String)> {
    files
        .iter()
        .filter(|file| file.mode == FileMode::Submodule)
        .map(|file| {
            (
                file.path.to_string_lossy().into_owned(),
                file.object.clone(),
            )
        })
        .collect()
}

/// The platform's settings, with what the subscription sets laid over them.
pub(super) fn lay_over(platform: BuildSettings, subscription: &BuildSettings) -> BuildSettings {
    let or = |ours: &Option<String>, theirs: Option<String>| ours.clone().or(theirs);
    BuildSettings {
        root_directory: if subscription.root_directory.is_empty() {
            platform.root_directory
        } else {
            subscription.root_directory.clone()
        },
        install_command: or(&subscription.install_command, platform.install_command),
        build_command: or(&subscription.build_command, platform.build_command),
        output_directory: or(&subscription.output_directory, platform.output_directory),
        node_version: or(&subscription.node_version, platform.node_version),
        framework: or(&subscription.framework, platform.framework),
    }
}
