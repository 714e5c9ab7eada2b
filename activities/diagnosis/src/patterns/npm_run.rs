//! npm: scripts, access to the registry, and the lines around its errors.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, exact, fair, note, recovery, strong, types::*, weak},
};

pub(super) const FAMILY: Family = Family {
    name: "npm-run",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "npm.package-name",
        Dependency,
        &["Invalid package name \"", "Invalid tag name \"", "Invalid name: \""],
        r#"npm (?:ERR!|error) Invalid (?:package|tag)? ?name:? "(?P<pkg>[^"]*)""#,
    )
    .during(Install)
    .like("npm error Invalid package name \" left-pad\" of package \" left-pad@1.3.0\": name cannot contain leading or trailing spaces"),
    exact(
        "npm.script-missing",
        Config,
        &["issing script"],
        r#"npm (?:ERR!|error) [Mm]issing script: ['"]?(?P<pkg>[^'"\s]+)"#,
    )
    .like("npm error Missing script: \"build\""),
    exact(
        "npm.command-unknown",
        Config,
        &["Unknown command: \""],
        r#"^(?:npm (?:ERR!|error) )?Unknown command: "(?P<pkg>[^"]+)""#,
    )
    .like("Unknown command: \"bulid\""),
    exact(
        "npm.workspace-missing",
        Config,
        &["No workspaces found"],
        r"npm (?:ERR!|error) No workspaces found",
    )
    .like("npm error No workspaces found: --workspace=web"),
    exact(
        "npm.token-missing",
        Config,
        &["Failed to replace env in config"],
        r"(?:npm (?:ERR!|error)|Error:|^error) .*Failed to replace env in config: \$\{(?P<pkg>\w+)\}",
    )
    .during(Install)
    .outside()
    .like("npm ERR! Failed to replace env in config: ${NPM_TOKEN}"),
    exact(
        "npm.auth-setting",
        Config,
        &["Invalid auth configuration found"],
        r"npm (?:ERR!|error) Invalid auth configuration found",
    )
    .during(Install)
    .like("npm error Invalid auth configuration found: `_auth` must be renamed to `//packages.example.test/:_auth` in project config"),
    exact(
        "npm.auth",
        Dependency,
        &[
            "401 Unauth", "401 Incorrect", "403 Forbidden", "Incorrect or missing password", "need auth",
            "Unable to authenticate", "402 Payment", "This command requires you to be logged in",
        ],
        r"npm (?:ERR!|error) (?:(?:40[123] )?40[123] (?:Unauthorized|Forbidden|Incorrect|Payment)|Incorrect or missing password|need auth|Unable to authenticate)",
    )
    .during(Install)
    .outside()
    .like("npm error 401 Unauthorized - GET https://packages.example.test/@acme%2fui - unauthenticated"),
    exact(
        "npm.network",
        Other,
        &["network ", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ERR_SOCKET_TIMEOUT"],
        r"npm (?:ERR!|error) network (?:request to \S+ failed|[Ss]ocket timeout|read ECONNRESET|connect E|getaddrinfo |timeout|[Rr]esponse timeout|aborted|Invalid response body|Client network socket|ERR_)",
    )
    .during(Install)
    .transient()
    .outside()
    .like("npm error network request to https://packages.example.test/left-pad failed, reason: connect ETIMEDOUT 192.0.2.1:443"),
    exact(
        "npm.certificate",
        Other,
        &[
            "self-signed certificate", "self signed certificate", "unable to get local issuer certificate",
            "unable to verify the first certificate", "certificate has expired", "unable to get issuer cert",
        ],
        r"(?:npm (?:ERR!|error)|^error|ERR_PNPM_\w+|YN00\d\d:|^ERROR) .*(?:self[- ]signed certificate|unable to (?:get (?:local )?issuer cert|verify the first cert)|certificate has expired)",
    )
    .named("registry certificate refused")
    .during(Install)
    .outside()
    .like("npm error request to https://packages.example.test/left-pad failed, reason: self-signed certificate in certificate chain"),
    exact(
        "npm.network-plain",
        Other,
        &[
            "failed, reason: ", "Response timeout", "nvalid response body while trying to fetch",
            "invalid json response body at", "registry error parsing json", "zlib: unexpected end of file",
            "Premature close", "socket hang up", "Socket timeout", "network timeout at",
        ],
        r"npm (?:ERR!|error) (?:errno )?(?:request to \S+ failed, reason: \S|Response timeout|Invalid response body while trying to fetch|invalid json response body at|registry error parsing json|zlib: unexpected end of file|Premature close|socket hang up|Socket timeout|network timeout at)",
    )
    .named("npm registry unreachable")
    .during(Install)
    .transient()
    .outside()
    .like("npm error request to https://packages.example.test/left-pad failed, reason: connect ECONNREFUSED 192.0.2.1:443"),
    strong(
        "npm.exit-handler",
        Other,
        &["Exit handler never called", "cb() never called"],
        "",
    )
    .during(Install)
    .transient()
    .outside()
    .like("npm error Exit handler never called!"),
    exact(
        "npx.cancelled",
        Dependency,
        &["npx canceled due to missing packages"],
        "",
    )
    .like("npm error npx canceled due to missing packages and no YES option: [\"serve@14.2.0\"]"),
    exact(
        "npm.shell-missing",
        Dependency,
        &["command not found", ": not found", ": No such file or directory"],
        r"npm (?:ERR!|error) (?:/\S*/)?(?:sh|bash|ash|dash|env|make): (?:(?:line )?\d+: )?(?P<pkg>[\w.@/+-]+): (?:(?:[Cc]ommand )?not found|No such file or directory)$",
    )
    .during(Install)
    .like("npm error sh: 1: node-gyp-build: not found"),
    fair(
        "npm.script-error",
        Dependency,
        &["npm ERR! ", "npm error "],
        r"^npm (?:ERR!|error) (?:\[\w+\] )?(?:Uncaught )?(?:[A-Z]\w*Error|Error|ERROR|fatal|FATAL|FAILED)(?: \[\w+\])?: \S",
    )
    .during(Install)
    .like("npm error Error: the installer gave up"),
    consequence(
        "npm.code",
        &["npm ERR! code", "npm error code"],
        r"npm (?:ERR!|error) code (?P<code>\d+|\w+)\s*$",
    )
    .like("npm error code ELIFECYCLE"),
    consequence(
        "npm.errno",
        &["npm ERR! errno", "npm error errno", "Exit status"],
        r"npm (?:ERR!|error) (?:errno (?P<code>-?\d+)|Exit status \d+)",
    )
    .like("npm ERR! errno 1"),
    consequence(
        "npm.frame",
        &["npm ERR! ", "npm error "],
        r"^npm (?:ERR!|error) (?:path |cwd |syscall |signal |errno [A-Z]|command failed|file |dest |node v|npm  ?v|argv |type |stack |location |Error: command failed|spawn ENOENT$|Test failed|\S+@\S+ [\w:-]+: `|Failed at the |This is probably|A complete log|Log files|If you |It is likely|$|(?:\w+ )?In most cases|(?:\w+ )?This is (?:a problem|related|an? )|    at |  )",
    )
    .like("npm error path /work/node_modules/left-pad"),
    consequence(
        "npm.no-workspaces",
        &["This command does not support workspaces"],
        "",
    )
    .like("npm error This command does not support workspaces."),
    consequence(
        "npm.lifecycle",
        &["Lifecycle script"],
        r"npm (?:ERR!|error) Lifecycle script `(?P<command>[^`]+)` failed with error",
    )
    .like("npm error Lifecycle script `build` failed with error:"),
    consequence(
        "npm.workspace",
        &["npm ERR! workspace", "npm error workspace"],
        r"npm (?:ERR!|error) workspace (?P<task>\S+)",
    )
    .like("npm error workspace web@1.0.0"),
    consequence(
        "npm.command",
        &["npm ERR! command sh", "npm error command sh"],
        r"npm (?:ERR!|error) command (?:sh|bash) -c (?P<command>.+)$",
    )
    .like("npm error command sh -c next build"),
    consequence(
        "npm.hint",
        &["is probably not a problem with npm", "complete log of this run"],
        "",
    )
    .like("npm ERR! This is probably not a problem with npm. There is likely additional logging output above."),
    weak(
        "npm.other",
        Dependency,
        &["npm ERR! ", "npm error "],
        r"^npm (?:ERR!|error) [A-Z*]\S* \S.{8,}",
    )
    .during(Install)
    .like("npm error Something that only npm knows"),
    note(
        "npm.runs",
        &["> "],
        r"^> (?:@[\w.-]+/)?[\w.-]+@\d\S* [\w:.-]+$",
    )
    .like("> web@1.0.0 build"),
    note(
        "npm.script",
        &["> "],
        r"^> (?P<command>(?:next|vite|tsc|astro|nuxt|nuxi|react-scripts|ng|vue-cli-service|remix|gatsby|node|npm|npx|pnpm|yarn|turbo|nx|eslint|webpack|rollup|tsup|prisma|docusaurus|eleventy|svelte-kit|nest|cross-env|NODE_\w+=|CI=)\b.*)$",
    )
    .like("> tsc -b && vite build"),
    recovery(
        "npm.installed",
        Install,
        &["packages in ", "up to date", "packages, and audited"],
        r"^\W*(?:added|removed|changed|up to date)\b.*\b(?:packages?|in \d)",
    )
    .like("added 312 packages, and audited 313 packages in 7s"),
];
