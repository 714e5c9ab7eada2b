//! The order of things: ports, Temporal, migration, workers, API; and the other way round at the end.

use std::{
    collections::BTreeMap, fs::File, net::SocketAddr, path::PathBuf, process::ExitCode,
    time::Duration,
};

use bootstrap::{Addresses, Config, ports};
use clap::Args;
use jiff::Timestamp;
use tokio::task::LocalSet;
use tokio_util::sync::CancellationToken;

use super::{
    children::Running,
    keeper::{Kept, Registry, keep},
    log_file,
    programs::{self, Places, Program},
    readiness, turn,
};
use crate::{
    failure::{Failure, Outcome},
    globals::{Globals, runtime},
};

/// Time for Temporal, and then for the API, to come up on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);
/// Time that Temporal gets to end.
const TEMPORAL_GRACE: Duration = Duration::from_secs(10);
/// What a process needs to end besides the time its work gets.
const MARGIN: Duration = Duration::from_secs(5);

/// Arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Where the API listens, such as 127.0.0.1:8470
    #[arg(long, value_name = "ADDRESS")]
    bind: Option<String>,
    /// Port of the Temporal server
    #[arg(long, value_name = "PORT")]
    temporal_port: Option<u16>,
    /// Port of the Temporal Web UI
    #[arg(long, value_name = "PORT")]
    ui_port: Option<u16>,
}

struct Plan {
    config: Config,
    config_file: Option<PathBuf>,
    places: Places,
    logs: PathBuf,
}

pub(crate) fn run(globals: &Globals, arguments: &Arguments) -> Outcome {
    let sources = globals
        .sources()
        .with_flag("--bind", "api.bind", arguments.bind.clone())
        .with_flag(
            "--temporal-port",
            "temporal.port",
            arguments.temporal_port.map(|port| port.to_string()),
        )
        .with_flag(
            "--ui-port",
            "temporal.ui_port",
            arguments.ui_port.map(|port| port.to_string()),
        );
    let config = globals.load_service(&sources)?;
    let _lock = lock(&config)?;
    let config_file = globals
        .config
        .as_ref()
        .map(std::path::absolute)
        .transpose()?;
    let json = globals.json;
    // One thread for everything: children die with the thread that started them.
    LocalSet::new().block_on(&runtime()?, async {
        let stop = bootstrap::shutdown::signal()?;
        let turn = tokio::select! {
            turn = turn::take() => turn,
            () = stop.cancelled() => return Ok(ExitCode::SUCCESS),
        };
        let places = choose(&config).await?;
        let logs = config.data_dir.join("logs");
        let plan = Plan {
            config,
            config_file,
            places,
            logs,
        };
        let mut kept = Vec::new();
        let registry = registry(&plan);
        let started = start(&plan, &registry, &mut kept, &stop).await;
        drop(turn);
        let result = match started {
            Ok(()) => {
                announce(&plan, &registry, json)?;
                stop.cancelled().await;
                Ok(ExitCode::SUCCESS)
            }
            Err(_) if stop.is_cancelled() => Ok(ExitCode::SUCCESS),
            Err(failure) => Err(failure),
        };
        say("stopping");
        while let Some(program) = kept.pop() {
            program.end().await;
        }
        registry.remove();
        result
    })
}

/// A line of progress, for people.
#[expect(
    clippy::print_stderr,
    reason = "progress of a command in the foreground"
)]
pub(super) fn say(text: &str) {
    eprintln!("regreen dev: {text}");
}

/// One at a time over a data directory. The lock goes with the process.
fn lock(config: &Config) -> Result<File, Failure> {
    let path = config.data_dir.join("dev.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)?;
    file.try_lock().map_err(|_| {
        let directory = config.data_dir.display();
        Failure::new(
            "already_running",
            format!(
                "`regreen dev` runs already over {directory}: stop it, or use another --data-dir"
            ),
        )
    })?;
    Ok(file)
}

async fn choose(config: &Config) -> Result<Places, Failure> {
    let port = |error: ports::PortError| Failure::new("port_busy", error.to_string());
    let temporal = ports::choose(&config.temporal.server, "temporal.port", &[])
        .await
        .map_err(port)?;
    let web_ui = ports::choose(&config.temporal.ui, "temporal.ui_port", &[temporal.port()])
        .await
        .map_err(port)?;
    let api = ports::choose(
        &config.api.bind,
        "api.bind",
        &[temporal.port(), web_ui.port()],
    )
    .await
    .map_err(port)?;
    for (what, wanted, got) in [
        ("Temporal", config.temporal.server.address, temporal),
        ("the Web UI", config.temporal.ui.address, web_ui),
        ("the API", config.api.bind.address, api),
    ] {
        if wanted.port() != 0 && wanted != got {
            say(&format!(
                "port {} is busy: {what} listens at {}",
                wanted.port(),
                got.port()
            ));
        }
    }
    Ok(Places {
        api,
        temporal,
        web_ui,
    })
}

fn registry(plan: &Plan) -> Registry {
    let http = |address: SocketAddr| format!("http://{address}");
    let addresses = Addresses {
        api: http(plan.places.api),
        temporal: http(plan.places.temporal),
        temporal_ui: http(plan.places.web_ui),
        pid: std::process::id(),
        pids: BTreeMap::new(),
        started_at: Timestamp::now().to_string(),
    };
    Registry::new(plan.config.data_dir.clone(), addresses)
}

async fn start(
    plan: &Plan,
    registry: &Registry,
    kept: &mut Vec<Kept>,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    let data_dir = plan.config.data_dir.as_path();
    let own = |name, arguments: &[&str]| {
        programs::own(
            name,
            arguments,
            plan.config_file.as_deref(),
            data_dir,
            &plan.places,
        )
    };
    let cli = programs::temporal_cli(&plan.config)?;
    say("starting Temporal");
    let temporal = programs::temporal(&cli, data_dir, &plan.places);
    let mut server = launch(&temporal, plan)?;
    // The migration waits for the server: it is the first client.
    let patience = PATIENCE.as_secs().to_string();
    let migration = own("migrate", &["migrate", "--wait", &patience])?;
    let mut migrating = launch(&migration, plan)?;
    let migrated = tokio::select! {
        status = migrating.ended() => Some(status?.success()),
        status = server.ended() => return Err(early(plan, "temporal", &format!("ended early ({})", status?))),
        () = stop.cancelled() => None,
    };
    kept.push(keep(
        temporal,
        server,
        plan.logs.clone(),
        registry.clone(),
        TEMPORAL_GRACE,
    ));
    match migrated {
        Some(true) => {}
        Some(false) => return Err(early(plan, "migrate", "failed")),
        None => {
            migrating.stop(MARGIN).await;
            return Err(Failure::internal("stopped"));
        }
    }
    say("starting the workers and the API");
    // Before the first of them: they look there for the Web UI's address.
    registry.write()?;
    let worker_grace = plan.config.worker.shutdown + MARGIN;
    for (name, queue) in [
        ("control", "--queue=control"),
        ("sandbox", "--queue=sandbox"),
    ] {
        let program = own(name, &["worker", queue])?;
        let child = launch(&program, plan)?;
        kept.push(keep(
            program,
            child,
            plan.logs.clone(),
            registry.clone(),
            worker_grace,
        ));
    }
    let program = own("api", &["api"])?;
    let mut child = launch(&program, plan)?;
    let ready = tokio::select! {
        () = readiness::api(plan.places.api) => Ok(()),
        status = child.ended() => return Err(early(plan, "api", &format!("ended early ({})", status?))),
        () = stop.cancelled() => Err(Failure::internal("stopped")),
        () = tokio::time::sleep(PATIENCE) => Err(early(plan, "api", "does not become ready")),
    };
    let grace = plan.config.api.shutdown + MARGIN;
    kept.push(keep(
        program,
        child,
        plan.logs.clone(),
        registry.clone(),
        grace,
    ));
    ready
}

fn launch(program: &Program, plan: &Plan) -> Result<Running, Failure> {
    Running::start(program, &plan.logs).map_err(|error| {
        Failure::new(
            "not_started",
            format!("{} cannot be started: {error}", program.name),
        )
    })
}

fn early(plan: &Plan, name: &str, how: &str) -> Failure {
    let tail = log_file::tail(&plan.logs, name, 12);
    let log = plan.logs.join(format!("{name}.log"));
    Failure::new(
        "not_started",
        format!(
            "{name} ended early ({how}); the end of {}:\n{tail}",
            log.display()
        ),
    )
}

fn announce(plan: &Plan, registry: &Registry, json: bool) -> Result<(), Failure> {
    let output = crate::output::Output { json };
    let addresses = registry.addresses();
    if json {
        return Ok(output.value(&addresses)?);
    }
    output.line(format!(
        "regreen is running over {}\n  API       {}   (webhooks: {}/webhooks/<provider>/<hook id>)\n  Web UI    {}\n  Temporal  {}\n  Logs      {}\nCtrl-C stops everything.",
        plan.config.data_dir.display(),
        addresses.api,
        addresses.api,
        addresses.temporal_ui,
        plan.places.temporal,
        plan.logs.display(),
    ))?;
    Ok(())
}
