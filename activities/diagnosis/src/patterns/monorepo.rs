//! Task runners: Turborepo, Nx, Lerna, Rush, moon. Mostly wrappers that name the failing package.

use crate::{
    pattern::{Condition::Under, Family, Pattern, Stage::Install},
    rows::{consequence, exact, pointer, section, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "monorepo",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
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
        "nx.duplicate-project",
        Config,
        &["The following projects are defined in multiple locations", "The following configurations are duplicated"],
        "",
    )
    .like("The following projects are defined in multiple locations:"),
    exact(
        "nx.cycle",
        Config,
        &["the task graph has a circular dependency", "Could not execute command because the task graph"],
        "",
    )
    .like(" NX   Could not execute command because the task graph has a circular dependency"),
    exact(
        "nx.not-installed",
        Dependency,
        &["Could not find Nx modules", "could not find or load the native binary", "Could not find 'nx' module", "Missing Platform Dependency"],
        "",
    )
    .named("nx not installed")
    .like(" NX   Could not find Nx modules at \"/work\"."),
    exact(
        "nx.cloud",
        Config,
        &["Nx Cloud organization has been disabled", "Nx Cloud: Workspace is unable to be authorized", "Workspace is unable to be authorized"],
        "",
    )
    .named("nx cloud refused")
    .outside()
    .like(" NX   Nx Cloud: Workspace is unable to be authorized. Exiting run."),
    exact(
        "nx.project-unknown",
        Config,
        &["project does not exist: ", "Unable to load /", "project(s) not found", "The following projects do not have"],
        r"(?:Source|Target) project does not exist: (?P<pkg>\S+)",
    )
    .like("   Source project does not exist: @acme/tools"),
    exact(
        "nx.plugin-file",
        Config,
        &[".config.ts: ", ".config.js: ", ".config.mts: ", ".config.mjs: ", "project.json: ", ".config.cjs: "],
        r"^ +- (?P<file>[\w./@-]+\.(?:ts|js|mts|mjs|cjs|json)): \S.*(?:[Cc]annot|[Ee]rror|[Ff]ailed|not )",
    )
    .like("  - apps/web/vite.config.ts: Cannot find module '@vitejs/plugin-react'"),
    strong(
        "nx.graph",
        Config,
        &["Failed to process project graph", "Failed to process the project graph", "An error occurred while processing files for the", "Failed to load 1 Nx plugin", "plugin threw an error while creating dependencies"],
        "",
    )
    .like(" NX   Failed to process project graph."),
    exact(
        "lerna.command-removed",
        Config,
        &["command was removed by default in v7", "ERR! lerna Unknown command", "Unknown command \""],
        r#"ERR! \w+ The "(?P<pkg>[\w-]+)" command was removed|ERR! lerna Unknown command "(?P<spec>[^"]+)""#,
    )
    .like("lerna ERR! link The \"link\" command was removed by default in v7, and is no longer maintained."),
    exact(
        "lerna.setup",
        Config,
        &[
            "ERR! ENOLERNA", "ERR! ENOPKG", "ERR! ENOWORKSPACES", "ERR! EFILTER", "ERR! ECYCLE",
            "ERR! EUSEWORKSPACES", "ERR! ENOCOMMAND", "ERR! EWORKSPACES", "ERR! ENOSCRIPT",
        ],
        r"(?:lerna )?ERR! E(?:NOLERNA|NOPKG|NOWORKSPACES|FILTER|CYCLE|USEWORKSPACES|NOCOMMAND|WORKSPACES|NOSCRIPT) \S",
    )
    .like("lerna ERR! ENOLERNA `lerna.json` does not exist, have you run `lerna init`?"),
    exact(
        "rush.shrinkwrap",
        Dependency,
        &["The shrinkwrap file is", "You need to run \"rush update\"", "shrinkwrap file (pnpm-lock.yaml) is"],
        r#"The shrinkwrap file .*(?:out of date|missing)|The \S+ is out of date\. You need to run "rush update""#,
    )
    .named("rush shrinkwrap out of step")
    .during(Install)
    .like("The shrinkwrap file is out of date. You need to run \"rush update\"."),
    exact(
        "rush.setup",
        Config,
        &["Unable to find rush.json", "rush: error: ", "currently active directory is not", "does not exist in rush.json"],
        r"Unable to find rush\.json|rush: error: (?:argument|unrecognized|Invalid)|does not exist in rush\.json",
    )
    .like("rush: error: argument <command>: Invalid choice: bulid"),
    exact(
        "scripts.task-missing",
        Config,
        &["Task not found: \"", "Cannot find script \""],
        r#"Task not found: "(?P<pkg>[^"]+)"|Cannot find script "(?P<spec>[^"]+)""#,
    )
    .like("ERROR: Task not found: \"build:css\""),
    consequence(
        "rush.failed",
        &["Operations failed.", "rush build ("],
        r"^Operations failed\.|^rush \w+ \([\d.]+ (?:seconds|minutes)\) failed",
    )
    .like("Operations failed."),
    consequence(
        "scripts.sequence",
        &["ERROR: \""],
        r#"^ERROR: "(?P<command>[^"]+)" exited with (?P<code>\d+)\.$"#,
    )
    .like("ERROR: \"build:css\" exited with 1."),
    consequence(
        "turbo.failed",
        &[
            ": command (", " run failed: command  exited", "ERROR  run failed",
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
    .like(" NX   Running target build for project shop failed"),
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
    consequence(
        "nx.failed-task",
        &[":build", ":test", ":lint", ":typecheck", ":type-check", ":compile", ":bundle", ":generate", ":check", ":e2e"],
        r"^\s*- (?P<task>@?[\w./-]+):[\w-]+(?::[\w-]+)?$",
    )
    .when(Under("Failed tasks:"))
    .like("Failed tasks:\n\n- shop:build"),
    section(
        "nx.runs",
        &["> nx run "],
        r"^\W*> nx run (?P<task>@?[\w./-]+):[\w-]+",
    )
    .like("> nx run shop:build:production"),
    pointer(
        "lerna.output",
        Build,
        10,
        &["lerna ERR! npm run"],
        r"lerna ERR! npm run \S+ (?:stdout|stderr):",
    )
    .like("lerna ERR! npm run build stderr:\nSomething only the package says"),
];
