//! One user number per running job, where regreen is root.
//!
//! Several processes may hold sandboxes on one host. Each slot is therefore also claimed through an
//! abstract unix socket: the kernel frees it when its holder dies, and it leaves no file behind.

use std::collections::BTreeSet;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long to wait before looking for a slot again when other processes hold all of them.
const RETRY: Duration = Duration::from_millis(200);

/// Who a job runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// A user and group of its own.
    Dedicated(u32),
    /// Whoever regreen runs as.
    Own(u32),
}

impl Identity {
    pub(super) fn dedicated(self) -> Option<u32> {
        match self {
            Self::Dedicated(id) => Some(id),
            Self::Own(_) => None,
        }
    }

    pub(super) fn uid(self) -> u32 {
        match self {
            Self::Dedicated(id) | Self::Own(id) => id,
        }
    }
}

#[derive(Debug)]
pub(super) struct Slots {
    base: u32,
    count: u32,
    /// `None` where regreen has no privileges to give up.
    own: Option<u32>,
    taken: Arc<Mutex<BTreeSet<u32>>>,
    free: Arc<Semaphore>,
}

/// A slot until it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) identity: Identity,
    number: u32,
    taken: Arc<Mutex<BTreeSet<u32>>>,
    _claim: Option<UnixListener>,
    _permit: OwnedSemaphorePermit,
}

impl Slots {
    pub(super) fn new(base: u32, count: u32, own: Option<u32>) -> Self {
        let permits = usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            base,
            count,
            own,
            taken: Arc::default(),
            free: Arc::new(Semaphore::new(permits)),
        }
    }

    /// Who a job in the first slot would run as.
    pub(super) fn first(&self) -> Identity {
        self.own
            .map_or(Identity::Dedicated(self.base), Identity::Own)
    }

    /// Waits for the lowest free slot.
    pub(super) async fn acquire(&self) -> Slot {
        let permit = loop {
            match Arc::clone(&self.free).acquire_owned().await {
                Ok(permit) => break permit,
                // Never closed; were it, waiting is all that is left.
                Err(_) => tokio::time::sleep(RETRY).await,
            }
        };
        let mut permit = Some(permit);
        loop {
            if let Some((number, claim)) = self.take()
                && let Some(permit) = permit.take()
            {
                let identity = self
                    .own
                    .map_or(Identity::Dedicated(self.base + number), Identity::Own);
                return Slot {
                    identity,
                    number,
                    taken: Arc::clone(&self.taken),
                    _claim: claim,
                    _permit: permit,
                };
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    fn take(&self) -> Option<(u32, Option<UnixListener>)> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for number in (0..self.count)
            .filter(|number| !taken.contains(number))
            .collect::<Vec<_>>()
        {
            let claim = match self.own {
                Some(_) => None,
                None => match claim(self.base + number) {
                    Some(claim) => Some(claim),
                    None => continue,
                },
            };
            taken.insert(number);
            return Some((number, claim));
        }
        None
    }
}

fn claim(uid: u32) -> Option<UnixListener> {
    let name = format!("regreen/sandbox/user/{uid}");
    let address = SocketAddr::from_abstract_name(name.as_bytes()).ok()?;
    UnixListener::bind_addr(&address).ok()
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.number);
    }
}

#[cfg(test)]
mod tests;
