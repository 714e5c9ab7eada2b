//! regreen as installed for a test or for the demo: its own processes from its own binary, a data directory, and the
//! accounts of a faked world connected.
//!
//! The end-to-end suites are in `tests/`: few binaries, since each links everything.

mod installation;
mod outside;
mod programs;
mod spawner;

pub use installation::{Installation, Options};
pub use outside::{BOT_TOKEN, Outside, Project, TEAM_TOKEN};
pub use programs::{ProgramError, regreen};
