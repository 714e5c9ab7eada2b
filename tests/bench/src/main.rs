//! Measures the log analyser: `accuracy` against labelled logs, `speed` against ripgrep.
//!
//! Build it in release: `cargo run --release -p bench -- accuracy FOLDER`.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

mod fingerprints;
mod label;
mod pipeline;
mod score;
mod speed;
mod summary;

use std::path::PathBuf;

use clap::Parser;

/// Measures regreen's log analyser
#[derive(Debug, Parser)]
enum Command {
    /// Accuracy on a folder of pairs: NAME.log and its label NAME.json
    Accuracy {
        /// The folder
        folder: PathBuf,
        /// Also score this many logs apart, chosen by the hash of their label's `source_repo`
        #[arg(long, value_name = "LOGS", default_value_t = 0)]
        hold_out: usize,
    },
    /// Rate, memory and worst cases: a log repeated to a size, beside `rg -c` with as many literals
    Speed {
        /// Logs to repeat
        #[arg(required = true)]
        logs: Vec<PathBuf>,
        /// MiB to repeat each to
        #[arg(long, default_value_t = 1024)]
        mebibytes: u64,
        /// Runs of each; the median counts
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// The ripgrep binary
        #[arg(long, default_value = "rg")]
        rg: PathBuf,
    },
    /// One pass over a log repeated to a size, from memory; prints what it took
    #[command(hide = true)]
    Pass {
        log: PathBuf,
        #[arg(long)]
        bytes: Option<u64>,
    },
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Accuracy { folder, hold_out } => summary::accuracy(&folder, hold_out),
        Command::Speed {
            logs,
            mebibytes,
            runs,
            rg,
        } => speed::run(&logs, mebibytes << 20, runs, &rg),
        Command::Pass { log, bytes } => pipeline::pass(&log, bytes),
    }
}
