//! What went wrong, from a build log: root cause, place, type, fingerprint; what of the log is worth reading; which of
//! the user's rules applies.
//!
//! Pure: no files, no network, no clock. Fetching logs and acting on diagnoses live elsewhere. The knowledge about
//! tools is data in [`patterns`]; the engine reads a log once, in flat memory.

mod analyzer;
mod attention;
mod cause;
mod clean;
mod conditions;
mod excerpt;
mod explain;
mod fingerprint;
#[cfg(fuzzing)]
pub mod fuzzing;
mod judge;
mod locate;
mod paths;
mod pattern;
pub mod patterns;
mod prefix;
mod rows;
mod rules;
mod scan;
mod signals;
mod specifier;
mod splitter;
mod table;
mod tally;
mod verdict;
mod window;

pub use analyzer::Analyzer;
pub use explain::{explain, report_json};
pub use pattern::{Condition, Family, Kind, Pattern, Place, Stage, Strength, Verdict};
pub use rules::{Facts, RuleDecision, RuleError, RuleMatch, RuleSet, RuleTrial};
pub use splitter::{CUT_MARK, MAX_LINE_BYTES};
pub use table::literals;
