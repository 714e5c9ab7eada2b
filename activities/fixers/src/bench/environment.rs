//! What every command finds around it: shell, `PATH`, variables.

use std::{collections::BTreeMap, fs, io, path::Path};

/// Where programs installed for the project lie, inside.
pub(crate) const TOOLS: &str = "/home/fixer/.tools";

/// Makes `sh` mean bash where there is one, as it does on the platforms: scripts get its features, logs its messages.
pub(super) fn provide_shell(home: &Path) -> io::Result<()> {
    const BASH: &str = "/bin/bash";
    let programs = home.join(".tools/bin");
    fs::create_dir_all(&programs)?;
    if Path::new(BASH).exists() {
        std::os::unix::fs::symlink(BASH, programs.join("sh"))?;
    }
    Ok(())
}

/// Puts the project's own programs in front of the sandbox's `PATH`.
pub(super) fn with_path(command: Vec<String>, directory: &str) -> Vec<String> {
    let own = if directory.is_empty() {
        format!("{}/node_modules/.bin", sandbox::WORKSPACE)
    } else {
        format!(
            "{0}/{directory}/node_modules/.bin:{0}/node_modules/.bin",
            sandbox::WORKSPACE
        )
    };
    // The directory is data, not shell text: it travels as an argument.
    let script = r#"PATH="$1:$PATH"; export PATH; shift; exec "$@""#;
    let mut wrapped: Vec<String> = ["/bin/sh", "-c", script, "sh"].map(str::to_owned).into();
    wrapped.push(format!("{TOOLS}/bin:{own}"));
    wrapped.extend(command);
    wrapped
}

/// What every command finds in its environment.
pub(super) fn environment() -> BTreeMap<String, String> {
    [
        ("CI", "1"),
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "0"),
        ("NEXT_TELEMETRY_DISABLED", "1"),
        ("ASTRO_TELEMETRY_DISABLED", "1"),
        ("NUXT_TELEMETRY_DISABLED", "1"),
        ("GATSBY_TELEMETRY_DISABLED", "1"),
        ("TURBO_TELEMETRY_DISABLED", "1"),
        ("CHECKPOINT_DISABLE", "1"),
        ("npm_config_update_notifier", "false"),
        // Audit and funding would talk to the registry for nothing.
        ("npm_config_audit", "false"),
        ("npm_config_fund", "false"),
        ("COREPACK_ENABLE_DOWNLOAD_PROMPT", "0"),
        ("YARN_ENABLE_TELEMETRY", "0"),
        // The exhibited `.git` belongs to another user.
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "safe.directory"),
        ("GIT_CONFIG_VALUE_0", "*"),
        ("GIT_TERMINAL_PROMPT", "0"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}
