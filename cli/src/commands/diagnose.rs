//! `regreen diagnose FILE…`: what build logs are about, without an account, a server or a model.

use std::{
    fs::File,
    io::{self, Read},
    process::ExitCode,
};

use clap::Args;
use diagnosis::{Analyzer, explain, report_json};
use serde_json::Value;

use crate::{
    failure::{Failure, Outcome},
    globals::Globals,
    output::{Output, printable},
};

/// Bytes read at once: memory stays flat however long a log is.
const CHUNK: usize = 64 * 1024;

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Logs; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The repository the logs belong to, such as github:acme/web: part of the fingerprint
    #[arg(long, value_name = "REPOSITORY")]
    repository: Option<String>,
    /// Also show the part of the log that a fixer is shown, so many bytes at most [default: 8192]
    #[arg(long, value_name = "BYTES", num_args = 0..=1, require_equals = true, default_missing_value = "8192")]
    excerpt: Option<usize>,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let output = globals.output();
    let mut unreadable = 0;
    for (place, file) in arguments.files.iter().enumerate() {
        if let Err(failure) = one(output, file, arguments, place > 0) {
            // The others are still worth reading.
            failure.say(output.json);
            unreadable += 1;
        }
    }
    Ok(if unreadable == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn one(output: Output, file: &str, arguments: &Arguments, further: bool) -> Result<(), Failure> {
    let mut analyzer = Analyzer::new(arguments.repository.as_deref());
    read(file, &mut analyzer)
        .map_err(|error| Failure::new("unreadable", format!("{file}: {error}")))?;
    let (diagnosis, excerpt) = analyzer.finish_with_excerpt(arguments.excerpt.unwrap_or(0));
    if output.json {
        let mut report = report_json(file, &diagnosis);
        if let (Some(_), Value::Object(fields)) = (arguments.excerpt, &mut report) {
            fields.insert("excerpt".to_owned(), excerpt.into());
        }
        return Ok(output.value(&report)?);
    }
    if further {
        output.line("")?;
    }
    output.line(format!(
        "{}\n\n{}",
        printable(file),
        printable(&explain(&diagnosis)).trim_end()
    ))?;
    if arguments.excerpt.is_some() {
        output.line(format!("\nexcerpt\n{}", printable(&excerpt).trim_end()))?;
    }
    Ok(())
}

fn read(file: &str, analyzer: &mut Analyzer) -> io::Result<()> {
    let mut source: Box<dyn Read> = if file == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file)?)
    };
    let mut chunk = vec![0; CHUNK];
    loop {
        match source.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(length) => analyzer.push_bytes(&chunk[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
