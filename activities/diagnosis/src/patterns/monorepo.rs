//! Task runners: Turborepo, Nx, Lerna, Rush, moon. Mostly wrappers that name the failing package.

use crate::{
    pattern::{Family, Pattern},
    rows::{consequence, exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "monorepo",
    source: "turbo 1 and 2, nx 15 to 22, lerna 4 to 8",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "turbo.config",
        Config,
        &["turbo.json", "Could not find turbo.json", "Found `pipeline` field"],
        r"Found `pipeline` field instead of `tasks`|Could not find turbo\.json|invalid turbo\.json|turbo\.json.*(?:unknown|invalid|failed to parse)",
    )
    .like("  x Found `pipeline` field instead of `tasks`."),
    exact(
        "turbo.package-manager",
        Config,
        &["Could not resolve workspaces", "Missing `packageManager` field", "missing packageManager"],
        r"Could not resolve workspaces|Missing `?packageManager`? field",
    )
    .like("  x Could not resolve workspaces.\n  `-> Missing `packageManager` field in package.json"),
    exact(
        "turbo.task-missing",
        Config,
        &["Could not find task", "Missing tasks in project", "could not find task"],
        r"[Cc]ould not find (?:the following )?tasks? |Missing tasks in project",
    )
    .like("  x Missing tasks in project\n  `-> Could not find task `bild` in project"),
    exact(
        "turbo.package-missing",
        Config,
        &["No package found with name"],
        r"No package found with name '(?P<pkg>[^']+)'",
    )
    .like("  x No package found with name 'wbe' in workspace"),
    exact(
        "turbo.cycle",
        Config,
        &["Cyclic dependency detected", "cyclic dependency"],
        "",
    )
    .like("  x Cyclic dependency detected:"),
    exact(
        "nx.schema",
        Config,
        &["is not found in schema", "Required property '", "does not match the schema"],
        r"'(?P<pkg>[^']+)' is not found in schema|Required property '[^']+' is missing|Property '[^']+' does not match the schema",
    )
    .like(" NX   'output' is not found in schema"),
    exact(
        "nx.project-missing",
        Config,
        &[
            "Cannot find project", "Cannot find configuration for task", "Could not find project",
            "Unable to resolve @nx",
        ],
        r"Cannot find (?:project|configuration for task) '?(?P<pkg>[\w:@/.-]+)|Could not find project",
    )
    .like(" NX   Cannot find configuration for task web:bild"),
    exact(
        "nx.plugin",
        Dependency,
        &["Unable to resolve @", "Unable to load @"],
        r"Unable to (?:resolve|load) (?P<pkg>@[\w.-]+/[\w.-]+)",
    )
    .like(" NX   Unable to resolve @nx/next:build."),
    exact(
        "nx.graph",
        Config,
        &["Failed to process project graph", "An error occurred while processing files for the"],
        "",
    )
    .like(" NX   Failed to process project graph."),
    consequence(
        "turbo.failed",
        &[
            "#build: command (", " run failed: command  exited", "ERROR  run failed",
            "command finished with error",
        ],
        r"(?P<task>(?:@[\w.-]+/)?[\w.-]+)#[\w:-]+: command \([^)]*\) (?P<command>.+) exited \((?P<code>\d+)\)|run failed|command finished with error",
    )
    .like("web#build: command (/work/apps/web) npm run build exited (1)"),
    consequence(
        "turbo.summary",
        &["Failed:    "],
        r"^\s*Failed:\s+(?P<task>(?:@[\w.-]+/)?[\w.-]+)#",
    )
    .like(" Failed:    web#build"),
    consequence(
        "nx.failed",
        &["Running target", "Ran target"],
        r"Ran? ?(?:ning)? ?targets? .* (?:for|failed)|Running target \S+ for (?:project (?P<task>[\w@/.-]+)|\d+ projects).* failed",
    )
    .like(" NX   Running target build for project landing failed"),
    consequence(
        "lerna.failed",
        &["lerna ERR!"],
        r"lerna ERR! (?P<command>npm run \S+) exited (?P<code>\d+) in '(?P<task>[^']+)'|lerna ERR! ",
    )
    .like("lerna ERR! npm run build exited 1 in '@acme/web'"),
    consequence(
        "nx.failed-tasks",
        &["Failed tasks:"],
        "",
    )
    .like("Failed tasks:"),
    pointer(
        "lerna.output",
        Build,
        10,
        &["lerna ERR! npm run"],
        r"lerna ERR! npm run \S+ (?:stdout|stderr):",
    )
    .like("lerna ERR! npm run build stderr:\nSomething only the package says"),
];
