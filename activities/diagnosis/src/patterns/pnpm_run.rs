//! pnpm: settings, scripts, the network, and the lines around its errors.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, exact, prefix, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "pnpm-run",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "pnpm.workspace-file",
        Config,
        &[
            "packages field missing or empty", "ERR_PNPM_INVALID_WORKSPACE", "ERR_PNPM_UNSUPPORTED_WORKSPACE",
            "ERR_PNPM_WORKSPACE_OPTION_OUTSIDE", "ERR_PNPM_NOT_IN_WORKSPACE",
        ],
        r"packages field missing or empty|ERR_PNPM_(?:INVALID_WORKSPACE\w*|UNSUPPORTED_WORKSPACE\w*|WORKSPACE_OPTION_OUTSIDE\w*|NOT_IN_WORKSPACE)\W",
    )
    .during(Install)
    .like(" ERROR  packages field missing or empty"),
    exact(
        "pnpm.node-too-old",
        Dependency,
        &["This version of pnpm requires at least Node.js"],
        "",
    )
    .named("pnpm too new for node")
    .during(Install)
    .like("ERROR: This version of pnpm requires at least Node.js v22.1"),
    exact(
        "pnpm.option-unknown",
        Config,
        &["Unknown option", "ERR_PNPM_CONFIG", "ERR_PNPM_INVALID_CONFIG"],
        r"^\W*ERROR\W+Unknown options?: '(?P<pkg>[^']+)'|ERR_PNPM_(?:INVALID_)?CONFIG\w*\W",
    )
    .during(Install)
    .like(" ERROR  Unknown option: 'frozen'"),
    exact(
        "pnpm.no-server",
        Config,
        &["ERR_PNPM_NO_SCRIPT_OR_SERVER", "ERR_PNPM_RECURSIVE_RUN_NO_SCRIPT", "ERR_PNPM_SCRIPT_NOT_FOUND"],
        r"ERR_PNPM_(?:NO_SCRIPT_OR_SERVER|RECURSIVE_RUN_NO_SCRIPT|SCRIPT_NOT_FOUND)\W+\S",
    )
    .like(" ERR_PNPM_RECURSIVE_RUN_NO_SCRIPT  None of the selected packages has a \"build\" script"),
    exact(
        "pnpm.no-match",
        Config,
        &["ERR_PNPM_NO_MATCHING_PROJECT", "ERR_PNPM_NO_PROJECTS", "ERR_PNPM_FILTER"],
        r"ERR_PNPM_(?:NO_MATCHING_PROJECT|NO_PROJECTS|FILTER)\w*\W",
    )
    .like(" ERR_PNPM_NO_PROJECTS  No projects matched the filters"),
    exact(
        "pnpm.network-code",
        Other,
        &[
            "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ECONNREFUSED", "ENOTFOUND",
            " ERR_SOCKET_TIMEOUT ", " UND_ERR_",
        ],
        r"^\W*(?:ECONNRESET|ETIMEDOUT|EAI_AGAIN|ECONNREFUSED|ENOTFOUND|ERR_SOCKET_TIMEOUT|UND_ERR_\w+)\W+(?:request to|GET|aborted|read|Socket)\b",
    )
    .during(Install)
    .transient()
    .outside()
    .like(" ETIMEDOUT  request to https://packages.example.test/left-pad failed, reason: connect ETIMEDOUT 192.0.2.1:443"),
    exact(
        "pnpm.script-failed",
        Dependency,
        &["ERR_PNPM_PREPARE", "ERR_PNPM_PREPARE_PKG_FAILURE"],
        r"ERR_PNPM_PREPARE\w*\W",
    )
    .during(Install)
    .like(" ERR_PNPM_PREPARE_PACKAGE  Failed to prepare git-hosted package fetched from \"https://codeload.example.test/acme/ui/tar.gz/main\": ui@1.0.0 npm-install: `npm install`"),
    exact(
        "pnpm.script-missing",
        Config,
        &["ERR_PNPM_NO_SCRIPT"],
        r"ERR_PNPM_NO_SCRIPT\w*\W+Missing script: (?P<pkg>\S+)",
    )
    .like(" ERR_PNPM_NO_SCRIPT  Missing script: build"),
    exact(
        "pnpm.manifest-missing",
        Config,
        &["ERR_PNPM_NO_IMPORTER_MANIFEST_FOUND", "ERR_PNPM_NO_PKG_MANIFEST"],
        r"ERR_PNPM_NO_(?:IMPORTER_MANIFEST_FOUND|PKG_MANIFEST)",
    )
    .like(" ERR_PNPM_NO_PKG_MANIFEST  No package.json found in /work"),
    exact(
        "pnpm.json",
        Build,
        &["ERR_PNPM_JSON_PARSE"],
        r"ERR_PNPM_JSON_PARSE",
    )
    .during(Install)
    .like(" ERR_PNPM_JSON_PARSE  Unexpected token } in JSON at position 312 while parsing '{  \"name\": ' in /work/package.json"),
    exact(
        "pnpm.exec-script-missing",
        Config,
        &["ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL"],
        r"Command \x22(?P<pkg>[\w-]+:[\w:-]+|build|start|dev|lint|export|deploy)\x22 not found",
    )
    .like(" ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command \"pages:build\" not found"),
    exact(
        "pnpm.command-missing",
        Dependency,
        &["ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL"],
        r"ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL\W+Command \x22(?P<pkg>[^\x22]+)\x22 not found",
    )
    .like(" ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command \"turbo\" not found"),
    exact(
        "pnpm.invalid-this",
        Dependency,
        &["must be of type URLSearchParams"],
        r"Value of .this. must be of type URLSearchParams",
    )
    .named("pnpm too old for node")
    .during(Install)
    .like(" ERR_INVALID_THIS  Value of \"this\" must be of type URLSearchParams"),
    exact(
        "pnpm.network",
        Other,
        &[
            "ERR_PNPM_META_FETCH_FAIL", "ERR_PNPM_FETCH_5", "ERR_PNPM_ECONNRESET", "ERR_PNPM_FETCH_429",
            "ERR_PNPM_FETCH_408", "ERR_PNPM_ETIMEDOUT", "ERR_PNPM_BAD_TARBALL_SIZE", "ERR_PNPM_BROKEN_METADATA",
        ],
        r"ERR_PNPM_(?:META_FETCH_FAIL|FETCH_(?:5\d\d|429|408)|ECONNRESET|ETIMEDOUT|BAD_TARBALL_SIZE|BROKEN_METADATA\w*)\W",
    )
    .during(Install)
    .transient()
    .outside()
    .like(" ERR_PNPM_META_FETCH_FAIL  GET https://packages.example.test/left-pad: request failed, reason: connect ETIMEDOUT"),
    strong(
        "pnpm.other",
        Dependency,
        &["ERR_PNPM_"],
        r"^\W*ERR_PNPM_(?:[A-QS-Z0-9]|R[A-DF-Z]|RE[ABD-Z])[A-Z0-9_]*\W+\S",
    )
    .during(Install)
    .like(" ERR_PNPM_UNEXPECTED_STORE  Unexpected store location"),
    consequence(
        "pnpm.recursive",
        &["ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL"],
        r"ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL\W+(?P<task>(?:@[\w.-]+/)?[\w.-]+)@\S+ \w+: `(?P<command>[^`]+)`",
    )
    .like(" ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL  web@1.0.0 build: `next build`"),
    consequence(
        "pnpm.recursive-exit",
        &["ERR_PNPM_RECURSIVE"],
        r"ERR_PNPM_RECURSIVE_\w*FIRST_FAIL\W",
    )
    .like(" ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL  Command failed with exit code 1."),
    consequence(
        "pnpm.lifecycle",
        &["ELIFECYCLE"],
        r"ELIFECYCLE\W+Command failed(?: with exit code (?P<code>\d+))?",
    )
    .like(" ELIFECYCLE  Command failed with exit code 1."),
    consequence(
        "pnpm.task-failed",
        &[": Failed"],
        r"(?:^|: )Failed$",
    )
    .like("packages/ui build: Failed"),
    consequence(
        "pnpm.spawn",
        &["spawn ENOENT", "did you mean to install?"],
        r"^\s*spawn ENOENT$|node_modules missing, did you mean to install\?",
    )
    .like("spawn ENOENT"),
    prefix(
        "pnpm.task-starts",
        &[
            "build$ ", "lint$ ", "typecheck$ ", "type-check$ ", "check$ ", "compile$ ", "generate$ ", "codegen$ ", "bundle$ ",
            "test$ ", "start$ ", "deploy$ ", "prepare$ ", "postinstall$ ", "preinstall$ ", "install$ ", "tsc$ ", "types$ ",
        ],
        "",
    )
    .like("web build$ vite build"),
    recovery(
        "pnpm.installed",
        Install,
        &["Done in "],
        r"^Done in [\d.]+m?s(?: using pnpm v\S+)?$",
    )
    .like("Done in 12.4s using pnpm v10.4.1"),
];
