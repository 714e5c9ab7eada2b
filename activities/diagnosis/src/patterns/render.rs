//! Render's own messages.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, note, recovery, strong, types::*, weak},
};

pub(super) const FAMILY: Family = Family {
    name: "render",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "render.publish-missing",
        Config,
        &["==> Publish directory"],
        r"Publish directory (?P<pkg>\S+) does not exist",
    )
    .during(Deploy)
    .like("==> Publish directory dist does not exist!"),
    exact(
        "render.root-missing",
        Config,
        &["==> Root directory", "Service Root Directory"],
        r#"(?:Service )?Root [Dd]irectory "?(?P<pkg>[^"\s]+)"? (?:does not exist|is missing)"#,
    )
    .during(Deploy)
    .outside()
    .like("==> Service Root Directory \"/opt/render/project/src/web\" is missing."),
    exact(
        "render.clone",
        Other,
        &[
            "==> Unable to clone", "==> Could not clone",
            "It looks like we don't have access to your repo, please",
        ],
        "",
    )
    .named("repository unreachable")
    .during(Deploy)
    .outside()
    .like("==> Unable to clone https://github.com/acme/web"),
    exact(
        "render.dockerfile",
        Config,
        &["failed to read dockerfile", "Dockerfile: no such file"],
        "",
    )
    .during(Deploy)
    .like("error: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory"),
    exact(
        "render.runtime-version",
        Dependency,
        &["==> The version", "==> Could not find", "==> Error: Node version", "==> Python version"],
        r"==> .*(?:version).*(?:not (?:found|supported|available)|could not be (?:found|fetched))",
    )
    .during(Deploy)
    .like("==> Could not find a Node version matching 99.x: version not found"),
    exact(
        "render.no-start",
        Config,
        &["==> No start command", "==> Start command not", "==> Build command not"],
        "",
    )
    .during(Deploy)
    .like("==> No start command specified"),
    exact(
        "render.internal",
        Other,
        &[
            "==> Internal server error", "==> Something went wrong", "==> An internal error",
            "==> Build failed due to an internal",
        ],
        "",
    )
    .named("internal error of render")
    .during(Deploy)
    .transient()
    .outside()
    .like("==> Something went wrong while building. Please try again."),
    exact(
        "render.cancelled",
        Other,
        &["==> Deploy cancelled", "==> Build canceled", "==> Deploy canceled", "==> Build cancelled"],
        "",
    )
    .named("cancelled")
    .during(Deploy)
    .like("==> Deploy cancelled"),
    strong(
        "render.no-port",
        Build,
        &["==> No open ports detected"],
        r"==> No open ports detected.*(?:timed out|exit)",
    )
    .named("no open port")
    .during(Deploy)
    .like("==> No open ports detected, exiting"),
    weak(
        "render.early-exit",
        Config,
        &["==> Application exited early"],
        "",
    )
    .always()
    .during(Deploy)
    .like("==> Application exited early while running your code"),
    consequence(
        "render.exit",
        &[
            "==> Exited with status", "==> Build failed", "==> Common ways to troubleshoot",
            "==> Application exited with", "==> Deploy failed", "==> Pre-deploy",
        ],
        r"==> (?:(?:Application e|E)xited with (?:status|code) (?P<code>\d+)|Build failed|Common ways|Deploy failed|Pre-deploy\w* failed)",
    )
    .like("==> Exited with status 1"),
    note(
        "render.runs",
        &["==> Running"],
        r"==> Running (?:build command )?'(?P<command>.+?)'(?:\.\.\.)?$",
    )
    .like("==> Running build command 'npm ci && npm run build'..."),
    recovery(
        "render.built",
        Deploy,
        &["==> Build successful", "==> Uploading build"],
        "",
    )
    .like("==> Build successful 🎉"),
];
