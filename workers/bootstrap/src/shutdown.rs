//! A way to stop.

use std::io;

use tokio::signal::unix::{SignalKind, signal as listen};
use tokio_util::sync::CancellationToken;

/// A token that is cancelled by the first interrupt (Ctrl-C) or termination signal. Whoever gets a clone stops taking
/// new work then. A second signal ends the process at once, with the exit code that shells use for it.
///
/// # Errors
/// When the system refuses the handlers.
pub fn signal() -> io::Result<CancellationToken> {
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        for signal in 1.. {
            let code = tokio::select! {
                _ = interrupt.recv() => 130,
                _ = terminate.recv() => 143,
            };
            if signal > 1 {
                std::process::exit(code);
            }
            tracing::info!("stopping; a second signal stops at once");
            stop.cancel();
        }
    });
    Ok(token)
}
