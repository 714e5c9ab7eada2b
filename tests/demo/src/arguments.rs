//! The demo's flags.

use std::path::PathBuf;

use clap::Parser;

/// Shows regreen repair failed deployments: real git, real builds in a sandbox, a real Temporal server; the hosting
/// platform, the git host and (unless one is named) the model are faked.
#[derive(Debug, Parser)]
#[command(name = "demo", version)]
pub(crate) struct Arguments {
    /// Print one JSON object on standard output and nothing else; progress goes to standard error.
    #[arg(long)]
    pub(crate) json: bool,

    /// Leave everything running at the end, for a look around.
    #[arg(long)]
    pub(crate) keep: bool,

    /// Use this folder's project (a copy of it) instead of the built-in ones; can be given several times.
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Vec<PathBuf>,

    /// The project's install command, as it would be set on the platform.
    #[arg(long, value_name = "CMD", requires = "project")]
    pub(crate) install: Option<String>,

    /// The project's build command, as it would be set on the platform.
    #[arg(long, value_name = "CMD", requires = "project")]
    pub(crate) build: Option<String>,

    /// The project's folder within DIR, as it would be set on the platform.
    #[arg(long, value_name = "PATH", requires = "project")]
    pub(crate) root: Option<String>,

    /// Address of a real OpenAI-compatible model, such as one that ends in /v1; its key is read from
    /// REGREEN_MODEL__API_KEY.
    #[arg(long, value_name = "URL", requires = "model")]
    pub(crate) model_base_url: Option<String>,

    /// Name of the real model.
    #[arg(long, value_name = "NAME", requires = "model_base_url")]
    pub(crate) model: Option<String>,

    /// Where regreen keeps its files during the demo; emptied at the start.
    #[arg(long, value_name = "DIR", default_value = ".regreen/demo")]
    pub(crate) data_dir: PathBuf,
}
