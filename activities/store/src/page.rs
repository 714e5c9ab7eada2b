//! Lists in pages, newest first.

use serde::{Deserialize, Serialize};

/// Where the next page begins; opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// How much of a list, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// At most so many items; backends cut it to [`PageRequest::MOST`].
    pub limit: u32,
    /// The cursor of the page before.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// No page is longer.
    pub const MOST: u32 = 200;

    /// The first `limit` items.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { limit, after: None }
    }

    /// The limit within its bounds.
    #[must_use]
    pub fn bounded_limit(&self) -> u32 {
        self.limit.clamp(1, Self::MOST)
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(50)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The items, newest first.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of up to `limit` items out of one item more than that; `key` names an item in the cursor.
    #[must_use]
    pub fn cut(mut items: Vec<T>, limit: u32, key: impl Fn(&T) -> String) -> Self {
        let limit = limit as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more {
            items.last().map(|item| Cursor(key(item)))
        } else {
            None
        };
        Self { items, next }
    }
}
