//! The door to private parts, for fuzzing alone.

use domain::Platform;

use crate::{
    build_log::{Assembly, BuildLog},
    registry,
};

/// Joins pages of log events as a connection to `platform` does. Per page the count of its new events, `None` where it
/// is something else.
#[must_use]
pub fn build_log(
    platform: Platform,
    pages: &[&[u8]],
    limit_bytes: usize,
) -> Option<(Vec<Option<usize>>, BuildLog)> {
    let read = registry::find(platform).ok()?.log_events;
    let mut assembly = Assembly::new(limit_bytes);
    let counts = pages
        .iter()
        .map(|page| read(page).map(|events| assembly.add(events)))
        .collect();
    Some((counts, assembly.finish(true)))
}
