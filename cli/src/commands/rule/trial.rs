//! `regreen rule test`.

use std::{
    fs::File,
    io::{self, Read},
    process::ExitCode,
};

use clap::{ArgGroup, Args};
use domain::Platform;
use operations::RuleCase;

use super::text;
use crate::{
    failure::{Failure, Outcome},
    globals::Globals,
};

/// Bytes of a log that count, from its end: as many as regreen fetches of a real one.
const MOST: usize = 4 * 1024 * 1024;
/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// Arguments.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("case").required(true).args(["log", "fix"])))]
pub(crate) struct Arguments {
    /// Only this rule: its id or name [default: all that apply]
    rule: Option<String>,
    /// A build log; `-` is standard input
    #[arg(long, value_name = "FILE")]
    log: Option<String>,
    /// A past fix: its id, workflow id, or deployment
    #[arg(long, value_name = "FIX")]
    fix: Option<String>,
    /// As if on this platform
    #[arg(long, default_value = "vercel", conflicts_with = "fix")]
    platform: Platform,
    /// As if in this repository
    #[arg(long, value_name = "OWNER/NAME", conflicts_with = "fix")]
    repository: Option<String>,
    /// As if on this branch
    #[arg(long, value_name = "BRANCH", conflicts_with = "fix")]
    branch: Option<String>,
    /// As if of this subscription: its id, or the project's id or name
    #[arg(long, value_name = "SUBSCRIPTION", conflicts_with = "fix")]
    subscription: Option<String>,
}

pub(super) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    let case = match (&arguments.fix, &arguments.log) {
        (Some(fix), _) => RuleCase::Fix(fix.clone()),
        (None, file) => {
            let file = file.as_deref().unwrap_or("-");
            let log = end_of(file)
                .map_err(|error| Failure::new("unreadable", format!("{file}: {error}")))?;
            RuleCase::Log {
                log,
                platform: arguments.platform,
                repository: arguments.repository.clone(),
                branch: arguments.branch.clone(),
                subscription: arguments.subscription.clone(),
            }
        }
    };
    globals.with_operations(async |operations| {
        let report = operations
            .test_rules(arguments.rule.as_deref(), case)
            .await?;
        if output.json {
            output.value(&report)?;
        } else {
            output.line(text::report(&report))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The last 4 MiB of a file or of standard input, in bounded memory.
fn end_of(file: &str) -> io::Result<Vec<u8>> {
    let mut source: Box<dyn Read> = if file == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file)?)
    };
    let mut kept = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match source.read(&mut chunk) {
            Ok(0) => {
                kept.drain(..kept.len().saturating_sub(MOST));
                return Ok(kept);
            }
            Ok(length) => {
                kept.extend_from_slice(&chunk[..length]);
                if kept.len() > 2 * MOST {
                    kept.drain(..kept.len() - MOST);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
