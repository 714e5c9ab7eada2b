//! The open fixes of a repository, and telling them.

use domain::{FixId, FixStatus, Repository};
use store::{DeliveryRow, FixFilter, FixRow, PageRequest};

use super::{Dispatcher, outcome::Fault};
use crate::engine::Message;

/// What is not an end. Fixes at rest are left out: only a person's retry moves them.
const OPEN: [FixStatus; 6] = [
    FixStatus::Pending,
    FixStatus::Queued,
    FixStatus::Analyzing,
    FixStatus::Fixing,
    FixStatus::Reviewing,
    FixStatus::PrCreated,
];

/// No event concerns more fixes: further ones find out by themselves.
const MOST_TOLD: usize = 500;

impl Dispatcher {
    /// The open fixes of a repository that a condition picks, at most 500.
    pub(super) async fn open_fixes(
        &self,
        repository: &Repository,
        concerned: impl Fn(&FixRow) -> bool,
    ) -> Result<Vec<FixRow>, Fault> {
        let filter = FixFilter {
            statuses: OPEN.to_vec(),
            repository: Some(repository.clone()),
            ..FixFilter::default()
        };
        let mut page = PageRequest::first(PageRequest::MOST);
        let mut found = Vec::new();
        loop {
            let fixes = self
                .operations
                .store
                .fixes
                .list(filter.clone(), page)
                .await?;
            found.extend(fixes.items.into_iter().filter(&concerned));
            match fixes.next {
                Some(next) if found.len() < MOST_TOLD => {
                    page = PageRequest {
                        limit: PageRequest::MOST,
                        after: Some(next),
                    };
                }
                _ => return Ok(found),
            }
        }
    }

    /// Sends a message; a fix that is gone needs no news. The delivery's id makes repetitions count once.
    pub(super) async fn tell(
        &self,
        delivery: &DeliveryRow,
        fix: &FixRow,
        message: Message,
    ) -> Result<FixId, Fault> {
        self.operations
            .engine
            .send(&fix.workflow_id, message, Some(delivery.id.to_string()))
            .await?;
        Ok(fix.id.clone())
    }
}
