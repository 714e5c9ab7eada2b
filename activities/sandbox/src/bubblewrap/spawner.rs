//! The thread that starts every launcher.
//!
//! A parent-death signal, and with it bubblewrap's `--die-with-parent`, follows the *thread* that
//! spawned the child (bubblewrap issue 692). Worker threads of a runtime come and go; this one stays
//! as long as the process.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

struct Request {
    command: Command,
    runtime: Handle,
    answer: oneshot::Sender<io::Result<Child>>,
}

static THREAD: Mutex<Option<Sender<Request>>> = Mutex::new(None);

/// Spawns a command from the long-lived thread; the child belongs to the caller's runtime.
pub(super) async fn spawn(command: Command) -> io::Result<Child> {
    let (answer, answered) = oneshot::channel();
    let request = Request {
        command,
        runtime: Handle::current(),
        answer,
    };
    let gone = || io::Error::other("the thread that starts sandboxes is gone");
    thread()?.send(request).map_err(|_| gone())?;
    answered.await.map_err(|_| gone())?
}

fn thread() -> io::Result<Sender<Request>> {
    let mut thread = THREAD.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sender) = thread.as_ref() {
        return Ok(sender.clone());
    }
    let (sender, requests) = channel();
    std::thread::Builder::new()
        .name("sandbox-spawner".to_owned())
        .spawn(move || serve(&requests))?;
    *thread = Some(sender.clone());
    Ok(sender)
}

/// Never ends: the sender above lives as long as the process.
fn serve(requests: &Receiver<Request>) {
    while let Ok(mut request) = requests.recv() {
        let _inside = request.runtime.enter();
        // A caller that is gone drops the child, and with it kills it.
        let _ = request.answer.send(request.command.spawn());
    }
}
