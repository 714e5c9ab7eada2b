//! Shows paths that lie behind closed directories at a place where the job's user can reach them.
//!
//! Needs the privileges that are dropped afterwards. All of it happens in a mount namespace that ends
//! with the job; the host sees nothing of it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};

use super::plan::Carried;

/// `scratch` is a directory of the supervisor's, in which everything is put together.
pub(super) fn carry(carried: &Carried, scratch: &Path) -> io::Result<()> {
    const NONE: Option<&str> = None;
    unshare(CloneFlags::CLONE_NEWNS)?;
    // Otherwise what is mounted here would appear outside.
    mount(NONE, "/", NONE, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NONE)?;
    fs::create_dir(scratch)?;
    let flags = MsFlags::MS_NOSUID | MsFlags::MS_NODEV;
    mount(
        Some("carried"),
        scratch,
        Some("tmpfs"),
        flags,
        Some("mode=0755,size=1m"),
    )?;
    for (number, source) in carried.sources.iter().enumerate() {
        let target = scratch.join(number.to_string());
        if fs::metadata(source)?.is_dir() {
            fs::create_dir(&target)?;
        } else {
            File::create(&target)?;
        }
        mount(
            Some(source),
            &target,
            NONE,
            MsFlags::MS_BIND | MsFlags::MS_REC,
            NONE,
        )?;
    }
    // Only now: a source may lie below the place itself.
    mount(Some(scratch), &carried.place, NONE, MsFlags::MS_MOVE, NONE)?;
    Ok(())
}
