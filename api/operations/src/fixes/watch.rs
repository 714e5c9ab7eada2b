//! A fix as it changes.

use std::{collections::VecDeque, time::Duration};

use futures::{Stream, stream};

use super::{
    changes::{Change, changes},
    details::FixDetails,
};
use crate::{
    Operations,
    error::{Code, OperationResult},
};

/// How to watch.
#[derive(Debug, Clone, Copy)]
pub struct WatchOptions {
    /// Time between two looks.
    pub interval: Duration,
    /// End the stream when the fix is at rest; else it goes on for ever, through retries.
    pub until_rest: bool,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self {
            interval: Duration::from_millis(400),
            until_rest: true,
        }
    }
}

struct Watch<'a> {
    operations: &'a Operations,
    reference: String,
    options: WatchOptions,
    seen: Option<FixDetails>,
    news: VecDeque<Change>,
    ended: bool,
}

impl Operations {
    /// The changes of a fix: first the fix as it is, then only what is new. The stream bridges outages of the
    /// store after the first look, and ends as the options say.
    ///
    /// # Errors
    /// One item, the last: when there is no such fix, or the store is away at the first look.
    pub fn watch_fix<'a>(
        &'a self,
        reference: &str,
        options: WatchOptions,
    ) -> impl Stream<Item = OperationResult<Change>> + Send + 'a {
        let watch = Watch {
            operations: self,
            reference: reference.to_owned(),
            options,
            seen: None,
            news: VecDeque::new(),
            ended: false,
        };
        stream::unfold(watch, |mut watch| async move {
            watch.next().await.map(|item| (item, watch))
        })
    }
}

impl Watch<'_> {
    async fn next(&mut self) -> Option<OperationResult<Change>> {
        loop {
            if let Some(change) = self.news.pop_front() {
                return Some(Ok(change));
            }
            if self.ended {
                return None;
            }
            if self.seen.is_some() {
                tokio::time::sleep(self.options.interval).await;
            }
            match self.operations.show_fix(&self.reference).await {
                Ok(now) => {
                    self.news.extend(changes(self.seen.as_ref(), &now));
                    self.ended = self.options.until_rest && now.is_at_rest();
                    self.seen = Some(now);
                }
                Err(error) if self.seen.is_some() && error.code() == Code::StoreUnavailable => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
    }
}
