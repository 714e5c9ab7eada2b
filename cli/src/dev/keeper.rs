//! Keeps a program running: one that ends is said and started again, after a pause that grows.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use bootstrap::Addresses;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{children::Running, programs::Program};
use crate::failure::Failure;

/// First and longest pause before a program is started again.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));
/// A program that ran so long begins with the first pause again.
const STEADY: Duration = Duration::from_secs(30);

/// The processes by name; written to the addresses whenever it changes.
#[derive(Clone)]
pub(super) struct Registry {
    data_dir: PathBuf,
    addresses: Rc<RefCell<Addresses>>,
}

impl Registry {
    pub(super) fn new(data_dir: PathBuf, addresses: Addresses) -> Self {
        Self {
            data_dir,
            addresses: Rc::new(RefCell::new(addresses)),
        }
    }

    pub(super) fn addresses(&self) -> Addresses {
        self.addresses.borrow().clone()
    }

    pub(super) fn write(&self) -> Result<(), Failure> {
        Ok(self.addresses.borrow().write(&self.data_dir)?)
    }

    fn note(&self, name: &str, pid: Option<u32>) {
        let pids: &mut BTreeMap<String, u32> = &mut self.addresses.borrow_mut().pids;
        match pid {
            Some(pid) => drop(pids.insert(name.to_owned(), pid)),
            None => drop(pids.remove(name)),
        }
    }

    fn changed(&self, name: &str, pid: Option<u32>) {
        self.note(name, pid);
        if let Err(error) = self.write() {
            tracing::warn!(process.name = name, error = ?error, "the addresses cannot be written");
        }
    }

    pub(super) fn remove(&self) {
        let _ = self.addresses.borrow().remove(&self.data_dir);
    }
}

/// A program that is kept running.
pub(super) struct Kept {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Kept {
    /// Asks the program to end, and waits until it has.
    pub(super) async fn end(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Keeps a program that was started running until it is ended.
pub(super) fn keep(
    program: Program,
    first: Running,
    logs: PathBuf,
    registry: Registry,
    grace: Duration,
) -> Kept {
    let stop = CancellationToken::new();
    registry.changed(program.name, Some(first.pid));
    let work = watch(program, first, logs, registry, grace, stop.clone());
    Kept {
        stop,
        task: tokio::task::spawn_local(work),
    }
}

async fn watch(
    program: Program,
    first: Running,
    logs: PathBuf,
    registry: Registry,
    grace: Duration,
    stop: CancellationToken,
) {
    let mut running = Some(first);
    let mut pause = PAUSES.0;
    loop {
        let started = Instant::now();
        if let Some(mut child) = running.take() {
            let status = tokio::select! {
                status = child.ended() => status,
                () = stop.cancelled() => return child.stop(grace).await,
            };
            registry.changed(program.name, None);
            let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
            if started.elapsed() > STEADY {
                pause = PAUSES.0;
            }
            super::launch::say(&format!(
                "{} ended ({how}); starting it again in {} ms",
                program.name,
                pause.as_millis()
            ));
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = stop.cancelled() => return,
        }
        pause = (pause * 2).min(PAUSES.1);
        match Running::start(&program, &logs) {
            Ok(child) => {
                registry.changed(program.name, Some(child.pid));
                running = Some(child);
            }
            Err(error) => {
                super::launch::say(&format!("{} cannot be started: {error}", program.name))
            }
        }
    }
}
