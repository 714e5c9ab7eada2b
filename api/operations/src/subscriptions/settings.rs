//! Settings that make sense.

use domain::FixSettings;

use crate::{
    error::{OperationError, OperationResult},
    input,
};

/// Attempts that a root cause may have at most.
const MOST_ATTEMPTS: u32 = 10;

/// The settings, tidied, or what is wrong with them.
pub(super) fn checked(mut settings: FixSettings) -> OperationResult<FixSettings> {
    settings.branch_prefix = input::branch_prefix(&settings.branch_prefix)?;
    settings.build.root_directory = input::directory(&settings.build.root_directory)?;
    input::entries("branches", &settings.branches, 50)?;
    input::entries("labels", &settings.labels, 20)?;
    input::entries("protected paths", &settings.protected_paths, 200)?;
    for glob in settings.branches.iter().chain(&settings.protected_paths) {
        input::glob(glob)?;
    }
    if !(1..=MOST_ATTEMPTS).contains(&settings.max_attempts) {
        return Err(OperationError::invalid(format!(
            "the number of attempts is 1 to {MOST_ATTEMPTS}"
        )));
    }
    input::fixer(&settings.fixer)?;
    if let Some(model) = &settings.model {
        let fits = (1..=100).contains(&model.chars().count())
            && !model.chars().any(|c| c.is_control() || c.is_whitespace());
        if !fits {
            return Err(OperationError::invalid(
                "the name of a model has 1 to 100 printable characters without blanks",
            ));
        }
    }
    input::entries("channels to notify", &settings.notify, 20)?;
    let commands = [
        &settings.build.install_command,
        &settings.build.build_command,
    ];
    if commands
        .into_iter()
        .flatten()
        .any(|command| command.trim().is_empty() || command.len() > 2_000 || command.contains('\0'))
    {
        return Err(OperationError::invalid(
            "a command has 1 to 2,000 characters; leave it out to have it found",
        ));
    }
    Ok(settings)
}
