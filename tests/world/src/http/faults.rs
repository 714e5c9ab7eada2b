//! Awkward answers on demand: what a real platform does on a bad day.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::Call;

/// One way to answer wrongly.
#[derive(Debug, Clone)]
pub enum Fault {
    /// This answer instead of the true one.
    Status {
        /// The HTTP status.
        status: u16,
        /// Headers, for example `retry-after`.
        headers: Vec<(String, String)>,
        /// The body, sent as JSON unless the headers say otherwise.
        body: String,
    },
    /// The true answer, announced in full and broken off in the middle.
    HalfBody,
    /// Status 200 and a web page where an API answer was expected, as a captive proxy gives.
    Html,
    /// The connection is closed without a byte.
    CloseConnection,
    /// No answer until the client or the server goes away.
    Hang,
    /// The true answer, but only after this time.
    Delay(Duration),
    /// The request takes effect, but its answer is lost: the connection closes without a byte.
    LostAnswer,
}

impl Fault {
    /// A status with an empty JSON object as its body.
    pub fn status(status: u16) -> Self {
        Self::Status {
            status,
            headers: Vec::new(),
            body: "{}".to_owned(),
        }
    }

    /// 429 with `Retry-After` in seconds.
    pub fn rate_limited(retry_after_seconds: u64) -> Self {
        Self::Status {
            status: 429,
            headers: vec![("retry-after".to_owned(), retry_after_seconds.to_string())],
            body: r#"{"message":"slow down"}"#.to_owned(),
        }
    }
}

/// Which requests a fault is for.
#[derive(Clone)]
pub struct Matching(Arc<Test>);

type Test = dyn Fn(&str, &str) -> bool + Send + Sync;

impl Matching {
    /// Requests whose path begins with `prefix`.
    pub fn prefix(prefix: impl Into<String>) -> Self {
        let prefix = prefix.into();
        Self(Arc::new(move |_, path| path.starts_with(&prefix)))
    }

    /// Requests for which `test(method, path)` holds.
    pub fn when(test: impl Fn(&str, &str) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(test))
    }
}

impl From<&str> for Matching {
    fn from(prefix: &str) -> Self {
        Self::prefix(prefix)
    }
}

struct Rule {
    matching: Matching,
    fault: Fault,
    left: usize,
}

/// The faults still to come at one server; the first rule that fits a request is used.
#[derive(Default)]
pub struct Faults(Mutex<Vec<Rule>>);

impl Faults {
    /// The next `times` requests that match get this fault. A text matches as a path prefix.
    pub fn next(&self, matching: impl Into<Matching>, fault: Fault, times: usize) {
        self.rules().push(Rule {
            matching: matching.into(),
            fault,
            left: times,
        });
    }

    /// Forgets every fault that has not happened yet.
    pub fn clear(&self) {
        self.rules().clear();
    }

    /// How many faults are still to come.
    pub fn left(&self) -> usize {
        self.rules().iter().map(|rule| rule.left).sum()
    }

    pub(crate) fn take(&self, call: &Call) -> Option<Fault> {
        let mut rules = self.rules();
        let at = rules.iter().position(|rule| {
            rule.left > 0 && (rule.matching.0)(call.method.as_str(), &call.path)
        })?;
        rules[at].left -= 1;
        let fault = rules[at].fault.clone();
        rules.retain(|rule| rule.left > 0);
        Some(fault)
    }

    fn rules(&self) -> std::sync::MutexGuard<'_, Vec<Rule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
