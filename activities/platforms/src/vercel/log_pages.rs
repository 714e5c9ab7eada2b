//! A whole build log, fetched page by page from its end.

use domain::DeploymentId;
use outbound::{FailureKind, Method};

use crate::{
    build_log::{Assembly, BuildLog},
    error::PlatformError,
    vercel::{
        client::{Vercel, call},
        log,
    },
};

/// Events per page; the endpoint's `-1` (all) could be any amount.
const EVENTS: usize = 1_000;
/// Pages of one log; with 4 MiB that is 21 bytes a line.
const MOST_EVENT_PAGES: usize = 200;
/// A page of events may be larger than other answers.
const EVENT_PAGE_BYTES: usize = 16 * 1024 * 1024;

impl Vercel {
    pub(super) async fn log(
        &self,
        id: &DeploymentId,
        limit_bytes: usize,
    ) -> Result<BuildLog, PlatformError> {
        let mut assembly = Assembly::new(limit_bytes);
        let mut page_size = EVENTS;
        let mut until: Option<i64> = None;
        for _ in 0..MOST_EVENT_PAGES {
            let (size, end) = (page_size.to_string(), until.map(|until| until.to_string()));
            let mut query = vec![
                ("direction", "backward"),
                ("limit", size.as_str()),
                ("builds", "1"),
            ];
            query.extend(end.as_deref().map(|end| ("until", end)));
            let path = ["v3", "deployments", id.as_str(), "events"];
            let response = match self
                .send(Method::GET, &path, &query, None, Some(EVENT_PAGE_BYTES))
                .await
            {
                // Very long lines: ask for fewer at a time, and in the end do without the rest.
                Err(error) if error.kind() == FailureKind::TooLarge && page_size > 1 => {
                    page_size = (page_size / 10).max(1);
                    continue;
                }
                Err(error) if error.kind() == FailureKind::TooLarge => {
                    return Ok(assembly.finish(false));
                }
                other => other?,
            };
            let page = log::read(&response.body)
                .ok_or_else(|| call(response.invalid("no deployment events")))?;
            let Some(oldest) = page.iter().map(|event| event.at).min() else {
                return Ok(assembly.finish(true));
            };
            let is_full_page = page.len() >= page_size;
            let new = assembly.add(page);
            // Without times there is no asking for what comes before.
            if assembly.is_full() || oldest <= 0 {
                return Ok(assembly.finish(false));
            }
            // Whether `until` includes its moment is not documented: one more millisecond loses nothing, duplicates
            // are dropped, and a page without news is the end.
            until = match until {
                _ if new > 0 => Some(oldest.saturating_add(1)),
                Some(last) if is_full_page && last != oldest => Some(oldest),
                _ => return Ok(assembly.finish(!is_full_page)),
            };
        }
        Ok(assembly.finish(false))
    }
}
