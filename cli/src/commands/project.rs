//! `regreen project …`: what connections see.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use operations::{Cursor, PageRequest, ProjectFilter, ProjectLine};

use crate::{failure::Outcome, globals::Globals};

/// The projects that connections see.
#[derive(Debug, Subcommand)]
pub(crate) enum Project {
    /// List projects with their repositories, or why they have none
    List(List),
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only of this connection: its name or id [default: all on platforms]
    #[arg(long, value_name = "CONNECTION")]
    connection: Option<String>,
    /// Only those whose name has this in it
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// How many
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=200))]
    limit: u32,
    /// Go on after this cursor, from the page before
    #[arg(long, value_name = "CURSOR")]
    after: Option<String>,
}

impl Project {
    pub(crate) fn run(self, globals: &Globals) -> Outcome {
        let Self::List(arguments) = self;
        list(globals, arguments)
    }
}

fn list(globals: &Globals, arguments: List) -> Outcome {
    let output = globals.output();
    globals.with_operations(async |operations| {
        let filter = ProjectFilter {
            connection: arguments.connection,
            search: arguments.search,
        };
        let page = PageRequest {
            limit: arguments.limit,
            after: arguments.after.map(Cursor),
        };
        let list = operations.list_projects(filter, page).await?;
        if output.json {
            output.value(&list)?;
            return Ok(ExitCode::SUCCESS);
        }
        let head = [
            "PROJECT",
            "FRAMEWORK",
            "REPOSITORY",
            "SUBSCRIBED",
            "CONNECTION",
            "ID",
        ];
        let empty = "No project: a connection on a platform comes first (`regreen connection add vercel`), then a project there.";
        output.table(&head, list.page.items.iter().map(row).collect(), empty)?;
        for failed in &list.failed {
            output.line(format!("\nnot asked: {failed}"))?;
        }
        if let Some(next) = list.page.next {
            output.line(format!("\nMore: --after {}", next.0))?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn row(it: &ProjectLine) -> Vec<String> {
    let repository = match (&it.repository, &it.unlinked) {
        (Some(repository), _) => repository.to_string(),
        (None, Some(why)) => format!("none: {why}"),
        (None, None) => "none".to_owned(),
    };
    vec![
        it.name.clone(),
        it.framework.clone().unwrap_or_default(),
        repository,
        it.subscription
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_else(|| "no".to_owned()),
        it.connection.clone(),
        it.id.clone(),
    ]
}

#[cfg(test)]
mod tests;
