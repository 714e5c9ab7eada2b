//! Starts processes that end with this one, however it ends.
//!
//! The kernel kills a guarded process when the *thread* that started it ends: so one thread that lives as long as this
//! process starts them all. Test threads and threads of a runtime come and go.

use std::{io, sync::LazyLock, sync::mpsc};

use tokio::{
    process::{Child, Command},
    runtime::Handle,
    sync::oneshot,
};

struct Order {
    command: Command,
    runtime: Handle,
    reply: oneshot::Sender<io::Result<Child>>,
}

static ORDERS: LazyLock<mpsc::Sender<Order>> = LazyLock::new(|| {
    let (sender, orders) = mpsc::channel::<Order>();
    std::thread::spawn(move || {
        for mut order in orders {
            let _entered = order.runtime.enter();
            let _gone = order.reply.send(order.command.spawn());
        }
    });
    sender
});

/// Starts a command whose program is `regreen guard`, which asks the kernel to end it with its parent.
///
/// # Errors
/// When it cannot be started.
pub(crate) async fn spawn(command: Command) -> io::Result<Child> {
    let (reply, started) = oneshot::channel();
    let order = Order {
        command,
        runtime: Handle::current(),
        reply,
    };
    ORDERS.send(order).map_err(io::Error::other)?;
    started.await.map_err(io::Error::other)?
}
