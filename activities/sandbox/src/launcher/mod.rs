//! The two hidden subcommands through which a sandboxed command comes to life.
//!
//! `sandbox-launch` runs outside: it limits itself, gives up its privileges and becomes bubblewrap.
//! `sandbox-relay` runs inside: it opens the doors and starts the command. Both belong to the
//! `regreen` binary, so that nothing else has to be installed.

mod carry;
mod launch;
mod plan;
mod relay;
mod report;

pub(crate) use plan::{Carried, Plan, ResourceLimit, User};
pub(crate) use report::{Event, Refusal};

use std::ffi::OsString;

/// Name of the subcommand that becomes bubblewrap.
pub(crate) const LAUNCH: &str = "sandbox-launch";
/// Name of the subcommand that runs inside.
pub(crate) const RELAY: &str = "sandbox-relay";

/// Exit code of a launcher that could not do its part; the report says why.
const LAUNCH_FAILED: i32 = 125;

/// Runs a hidden subcommand if the process was started as one, and then never returns.
///
/// Must be the first thing in `main`: before threads, runtimes, logging and argument parsing, since
/// it closes every inherited file descriptor but the standard three.
pub fn intercept() {
    let mut arguments = std::env::args_os().skip(1);
    let Some(subcommand) = arguments.next() else {
        return;
    };
    if subcommand == LAUNCH {
        launch(arguments.next())
    } else if subcommand == RELAY {
        std::process::exit(relay::run(arguments.collect()))
    }
}

fn launch(plan: Option<OsString>) -> ! {
    let failure = launch::run(plan.map(Into::into));
    // Nobody but the supervisor reads this, and only when the report could not be written.
    #[expect(clippy::print_stderr, reason = "the report may not exist yet")]
    {
        eprintln!("{LAUNCH}: {failure}");
    }
    std::process::exit(LAUNCH_FAILED)
}
