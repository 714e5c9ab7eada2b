//! Which programs run, with which arguments and environment.

use std::{
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use bootstrap::{Config, Sources};

use crate::failure::Failure;

/// A program to keep running.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// Its name in logs and addresses.
    pub(super) name: &'static str,
    pub(super) command: Vec<OsString>,
    /// Its files are for its owner's eyes only, though it does not say so itself.
    pub(super) private: bool,
    pub(super) environment: Vec<(&'static str, OsString)>,
}

/// Where everything listens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) api: SocketAddr,
    pub(super) temporal: SocketAddr,
    pub(super) web_ui: SocketAddr,
}

/// The `temporal` program: the configured one, or the one on `PATH`.
pub(crate) fn temporal_cli(config: &Config) -> Result<PathBuf, Failure> {
    if let Some(path) = config.temporal.cli.clone() {
        return Ok(path);
    }
    let environment = Sources::of_process().environment;
    let folders = environment
        .get("PATH")
        .map(String::as_str)
        .unwrap_or_default();
    std::env::split_paths(folders).map(|folder| folder.join("temporal")).find(|path| path.is_file()).ok_or_else(|| {
        Failure::new(
            "no_temporal",
            "the `temporal` program is not on PATH: install the Temporal CLI (server 1.29 or newer), or set `temporal.cli`",
        )
    })
}

/// Temporal's development server over a file in the data directory.
pub(super) fn temporal(cli: &Path, data_dir: &Path, places: &Places) -> Program {
    let mut command: Vec<OsString> = vec![cli.into()];
    let ip = places.temporal.ip().to_string();
    let port = places.temporal.port().to_string();
    let ui_port = places.web_ui.port().to_string();
    command.extend(
        [
            "server",
            "start-dev",
            "--ip",
            &ip,
            "--port",
            &port,
            "--ui-port",
            &ui_port,
        ]
        .map(OsString::from),
    );
    command.extend([
        "--db-filename".into(),
        data_dir.join("temporal.db").into_os_string(),
    ]);
    for pragma in ["journal_mode=WAL", "synchronous=NORMAL"] {
        command.extend(["--sqlite-pragma", pragma].map(OsString::from));
    }
    // Without it short timers take a second each.
    let timers = "history.timerProcessorMaxTimeShift=\"10ms\"";
    command.extend(["--dynamic-config-value", timers, "--log-level", "error"].map(OsString::from));
    for attribute in operations::SEARCH_ATTRIBUTES {
        command.extend(
            [
                "--search-attribute".to_owned(),
                format!("{attribute}=Keyword"),
            ]
            .map(OsString::from),
        );
    }
    if let Some(namespace) = namespace() {
        command.extend(["--namespace".to_owned(), namespace].map(OsString::from));
    }
    Program {
        name: "temporal",
        command,
        private: true,
        environment: Vec::new(),
    }
}

/// A command of this binary, over the same configuration.
pub(super) fn own(
    name: &'static str,
    arguments: &[&str],
    config_file: Option<&Path>,
    data_dir: &Path,
    places: &Places,
) -> Result<Program, Failure> {
    let mut command: Vec<OsString> = vec![std::env::current_exe()?.into()];
    command.extend(arguments.iter().map(OsString::from));
    command.extend(["--data-dir".into(), data_dir.into()]);
    if let Some(file) = config_file {
        command.extend(["--config".into(), file.into()]);
    }
    let environment = vec![
        ("REGREEN_API__BIND", places.api.to_string().into()),
        // Whatever the caller's environment names, these belong to this server.
        (
            "TEMPORAL_ADDRESS",
            format!("http://{}", places.temporal).into(),
        ),
    ];
    Ok(Program {
        name,
        command,
        private: false,
        environment,
    })
}

fn namespace() -> Option<String> {
    Sources::of_process()
        .environment
        .remove("TEMPORAL_NAMESPACE")
        .filter(|name| !name.is_empty() && name != "default")
}
