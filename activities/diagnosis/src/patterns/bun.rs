//! Bun as package manager, script runner and runtime. More rows stand in `package_managers`.

use crate::{
    pattern::{Family, Pattern, Place::Stack, Stage::Install},
    rows::{consequence, exact, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "bun",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "bun.workspace-missing",
        Dependency,
        &["error: Workspace dependency \""],
        r#"error: Workspace dependency "(?P<pkg>[^"]+)" not found"#,
    )
    .during(Install)
    .like("error: Workspace dependency \"@acme/ui\" not found"),
    exact(
        "bun.workspace-twice",
        Config,
        &["error: Workspace name \"", "Workspaces dependency"],
        r#"error: Workspace name "(?P<pkg>[^"]+)" already exists"#,
    )
    .during(Install)
    .like("error: Workspace name \"web\" already exists"),
    exact(
        "bun.lock-version",
        Dependency,
        &["lockfile version", "failed to parse lockfile: '", "InvalidLockfileVersion"],
        r"^error: (?:Unknown|Outdated) lockfile version(?:: failed to parse lockfile: '(?P<raw>[^']+)')?|failed to parse lockfile: '(?P<file>[^']+)'|InvalidLockfileVersion",
    )
    .during(Install)
    .at(&[Stack])
    .like("error: Unknown lockfile version\n    at bun.lock:2:22"),
    exact(
        "bun.json",
        Dependency,
        &["in JSON", "not allowed in JSON", "JSON strings must", "JSON does not support"],
        r"^error: (?:Unsupported syntax: .*|Operators are|JSON strings must|JSON does not support|.* (?:is|are) not allowed in JSON).*",
    )
    .during(Install)
    .at(&[Stack])
    .like("error: Unsupported syntax: Operators are not allowed in JSON\n    at bun.lock:41:1"),
    strong(
        "bun.syntax",
        Build,
        &[
            "error: Expected ", "error: Unexpected ", "error: Unterminated ", "error: Syntax Error",
            "error: No matching export in", "error: Multiple exports", "has already been declared",
        ],
        r#"^error: (?:Expected (?:["'`][^"'`]+["'`]|\w+(?: \w+)?) but found|Unexpected (?:["'`\w]+|end of file)|Unterminated |Syntax Error|No matching export in "(?P<spec>[^"]+)"|Multiple exports with|"[^"]+" has already been declared)"#,
    )
    .at(&[Stack])
    .like("error: Expected \";\" but found \"const\"\n    at /work/src/index.ts:12:3"),
    exact(
        "bun.not-resolved",
        Build,
        &["error: Could not resolve: \""],
        r#"^error: Could not resolve: "(?P<spec>[^"]+)""#,
    )
    .by_import()
    .at(&[Stack])
    .like("error: Could not resolve: \"zod\". Maybe you need to \"bun install\"?\n    at /work/src/index.ts:1:19"),
    exact(
        "bun.module-not-found",
        Runtime,
        &["error: Cannot find module", "error: Cannot find package", "ResolveMessage: Cannot find"],
        r#"^(?:error|ResolveMessage): Cannot find (?:module|package) ["'](?P<spec>[^"']+)["'] from ["'](?P<file>[^"']+)["']"#,
    )
    .by_import()
    .like("error: Cannot find package 'zod' from '/work/src/index.ts'"),
    exact(
        "bun.export-missing",
        Build,
        &["Export named '"],
        r"Export named '[^']+' not found in module '(?P<spec>[^']+)'",
    )
    .by_import()
    .at(&[Stack])
    .like("SyntaxError: Export named 'connect' not found in module '/work/src/db.ts'."),
    exact(
        "bun.entry-missing",
        Config,
        &["error: Module not found \""],
        r#"^error: Module not found "(?P<pkg>[^":]+)""#,
    )
    .like("error: Module not found \"src/server.ts\""),
    exact(
        "bun.command-missing",
        Dependency,
        &["bun: command not found", "/bash: line "],
        r"^bun: command not found: (?P<pkg>\S+)|^/\S*/bash: line \d+: (?P<spec>[\w.@-]+): command not found",
    )
    .like("bun: command not found: vite"),
    exact(
        "bun.manifest-missing",
        Config,
        &["Bun could not find a package.json file", "No package.json was found for directory"],
        "",
    )
    .during(Install)
    .like("error: Bun could not find a package.json file to install from"),
    exact(
        "bun.integrity",
        Dependency,
        &["Integrity check failed", "IntegrityCheckFailed"],
        r"^error: (?:Integrity check failed|IntegrityCheckFailed)\W.*?(?:tarball: (?P<pkg>\S+))?$",
    )
    .during(Install)
    .like("error: Integrity check failed for tarball: left-pad"),
    exact(
        "bun.missing-package",
        Dependency,
        &["error: package \""],
        r#"^error: package "(?P<pkg>[^"]+)" not found"#,
    )
    .during(Install)
    .like("error: package \"@acme/missing\" not found packages.example.test/@acme%2fmissing 404"),
    exact(
        "bun.auth",
        Dependency,
        &["error: GET http"],
        r"^error: GET \S+ - 40[123]$",
    )
    .during(Install)
    .outside()
    .like("error: GET https://packages.example.test/@acme%2fui - 401"),
    exact(
        "bun.network",
        Other,
        &["error: GET http", " downloading package manifest ", " downloading tarball ", "error: ConnectionRefused"],
        r"^error: (?:GET \S+ - (?:5\d\d|429|408)$|\w+ downloading (?:package manifest|tarball) (?P<pkg>(?:@[\w.-]+/)?[\w.-]+))",
    )
    .named("registry unreachable")
    .during(Install)
    .transient()
    .outside()
    .like("error: ConnectionRefused downloading package manifest left-pad"),
    exact(
        "bun.crash",
        Dependency,
        &["oh no: Bun has crashed", "Segmentation fault at address"],
        r"^oh no: Bun has crashed|^panic(?:\([^)]*\))?: Segmentation fault at address",
    )
    .named("bun crashed")
    .like("panic(main thread): Segmentation fault at address 0x8"),
    exact(
        "bun.lifecycle",
        Dependency,
        &[" script from \""],
        r#"^error: \w+ script from "(?P<pkg>[^"]+)" (?:exited with|terminated by|was terminated)"#,
    )
    .during(Install)
    .like("error: postinstall script from \"sharp\" exited with 1"),
    consequence(
        "bun.version-line",
        &["Bun v"],
        r"^Bun v\d+\.\d+\.\d+ \(",
    )
    .like("Bun v1.2.19 (Linux x64)"),
    exact(
        "bun.lock-out-of-step",
        Dependency,
        &["lockfile had changes, but lockfile is frozen"],
        "",
    )
    .named("bun lockfile out of step")
    .during(Install)
    .like("error: lockfile had changes, but lockfile is frozen"),
    exact(
        "bun.not-found",
        Dependency,
        &["failed to resolve", "404 "],
        r"error: (?:(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S* failed to resolve|GET \S+ - 404)",
    )
    .during(Install)
    .like("error: left-pad@^9.0.0 failed to resolve"),
    exact(
        "bun.no-version",
        Dependency,
        &["No version matching"],
        r#"error: No version matching "[^"]*" found for specifier "(?P<pkg>[^"]+)""#,
    )
    .during(Install)
    .like("error: No version matching \"^9.0.0\" found for specifier \"left-pad\" (but package exists)"),
    exact(
        "bun.script-missing",
        Config,
        &["Script not found"],
        r#"error: Script not found "(?P<pkg>[^"]+)""#,
    )
    .like("error: Script not found \"build\""),
    consequence(
        "bun.exit",
        &["error: script \""],
        r#"error: script "(?P<command>[^"]+)" (?:exited with code (?P<code>\d+)|was terminated)"#,
    )
    .like("error: script \"build\" exited with code 1"),
    recovery(
        "bun.installed",
        Install,
        &["packages installed [", "package installed ["],
        "",
    )
    .like("312 packages installed [1.20s]"),
];
