//! Render: what its services, images and accounts say beside the build output.

use crate::{
    pattern::{
        Condition::Under,
        Family, Pattern,
        Place::{Frame, Source},
        Stage::Deploy,
    },
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "render-services",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "render.placeholder",
        Config,
        &["No module named 'your_application'", "No module named 'app_name'"],
        "",
    )
    .named("placeholder start command")
    .during(Deploy)
    .outside()
    .like("ModuleNotFoundError: No module named 'your_application'"),
    exact(
        "render.health",
        Config,
        &["waiting for internal health check to return", "Health check failed", "HTTP health check failed"],
        r"^\W*==> (?:Timed out after waiting for internal health check|Instance failed: .*[Hh]ealth check failed|(?:HTTP )?[Hh]ealth check failed)|HTTP health check failed",
    )
    .named("health check failed")
    .during(Deploy)
    .like("==> Timed out after waiting for internal health check to return a successful response code at: web-ab12.onrender.com:10000 /ready"),
    exact(
        "render.python-version",
        Config,
        &["The PYTHON_VERSION must provide the major", "must provide the major, minor, and patch version"],
        "",
    )
    .named("version of python incomplete")
    .during(Deploy)
    .at(&[Source])
    .like("==> The PYTHON_VERSION must provide the major, minor, and patch version, e.g. 3.8.1. You have requested 3.8."),
    exact(
        "render.version-missing",
        Dependency,
        &["==> Requested Node version", "==> Requested Python", "==> Unknown Node", "==> Invalid Node", "==> Failed to install", "==> Node.js version", "==> Ruby version", "==> Error: could not find a version"],
        r"==> (?:Requested (?:Node|Python)\S* version .*(?:not|unavailable)|(?:Unknown|Invalid) Node|Failed to install (?:Node|Python|Ruby|Bun|Poetry|Elixir)|(?:Node\.js|Ruby) version .*(?:not (?:found|supported|available)|does not exist)|Error: could not find a version)",
    )
    .named("version missing")
    .during(Deploy)
    .at(&[Source])
    .like("==> Requested Python version 3.99.0 is not available"),
    exact(
        "render.quota",
        Other,
        &[
            "pipeline minutes", "free instance hours", "Free usage exhausted", "workspace has been suspended", "service has been suspended",
            "out of build minutes", "payment method is required",
        ],
        r"(?i)(?:exhausted|run out of|ran out of|exceeded|used all).{0,40}(?:pipeline minutes|free instance hours|build minutes)|(?:workspace|service) has been suspended|payment method is required|pipeline minutes.{0,30}(?:exhausted|exceeded|limit)",
    )
    .named("quota")
    .during(Deploy)
    .outside()
    .like("==> Build canceled: You have run out of pipeline minutes for this month"),
    exact(
        "render.unknown",
        Other,
        &["Cause of failure could not be determined", "We encountered an unexpected error", "unexpected error while processing your deploy", "==> Unexpected error"],
        "",
    )
    .named("internal error of render")
    .during(Deploy)
    .transient()
    .outside()
    .like("==> Cause of failure could not be determined"),
    exact(
        "render.blueprint-value",
        Config,
        &["no such plan", "no such region", "no such runtime", "no such env", "no such type", "no such disk", "no such service", "no such field"],
        r"^\W*no such (?:plan|region|runtime|env|type|disk|service|field)\b.*",
    )
    .during(Deploy)
    .when(Under("]."))
    .about(&["render.yaml"])
    .like("  services[0].plan\n    no such plan free for service type web"),
    strong(
        "render.blueprint",
        Config,
        &["A Blueprint file was found, but there was an issue", "render.yaml: ", "Invalid render.yaml", "Blueprint file"],
        r"Blueprint file was found, but|(?:Invalid|Error in|parsing) (?P<file>render\.ya?ml)",
    )
    .during(Deploy)
    .about(&["render.yaml"])
    .like("A Blueprint file was found, but there was an issue."),
    exact(
        "render.commit",
        Other,
        &["==> Unable to check out commit", "==> Could not check out", "==> Commit not found", "==> Branch not found", "==> Unable to find branch"],
        "",
    )
    .named("branch missing")
    .during(Deploy)
    .outside()
    .like("==> Unable to check out commit 0f1e2d3"),
    exact(
        "render.disk",
        Build,
        &["exceeded ephemeral storage", "Ephemeral storage limit", "Disk is full", "ran out of disk"],
        r"(?i)(?:exceed\w*|reached).{0,20}ephemeral.storage|ephemeral storage limit|ran out of disk|disk is full",
    )
    .named("disk full")
    .during(Deploy)
    .like("==> Instance failed: exceeded ephemeral storage limit"),
    exact(
        "image.base-missing",
        Dependency,
        &[": not found"],
        r"^\s*(?:#\d+ )?ERROR: (?P<pkg>[\w.-]+/[\w./-]+):[\w.-]+: not found$",
    )
    .named("base image missing")
    .during(Deploy)
    .at(&[Frame])
    .like("#3 ERROR: docker.io/library/node:99-slim: not found\n------\nDockerfile:1"),
    exact(
        "image.copy-missing",
        Config,
        &["failed to calculate checksum of ref"],
        r#"^\s*(?:#\d+ )?ERROR: failed to calculate checksum of ref [^"]*"(?P<pkg>/[^"]+)": not found"#,
    )
    .named("file outside the build context")
    .during(Deploy)
    .at(&[Frame])
    .like("#6 ERROR: failed to calculate checksum of ref ab12::cd34: \"/package-lock.json\": not found\n------\nDockerfile:4"),
    strong(
        "render.predeploy",
        Config,
        &["==> Pre-deploy command not", "==> Start command is empty", "==> No build command"],
        "",
    )
    .during(Deploy)
    .like("==> Start command is empty"),
];
