//! Who sits at the terminal, as far as the system says.

use bootstrap::Sources;
use domain::{Actor, Channel};

/// The person, from the environment.
pub(crate) fn actor() -> Actor {
    let environment = Sources::of_process().environment;
    let name = ["SUDO_USER", "USER", "LOGNAME"]
        .iter()
        .find_map(|name| environment.get(*name).cloned());
    Actor::new(
        name.unwrap_or_default()
            .chars()
            .take(64)
            .collect::<String>(),
        Channel::Cli,
    )
}
