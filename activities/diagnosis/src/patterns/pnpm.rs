//! pnpm, versions 6 to 10.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, detail, exact, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "pnpm",
    source: "pnpm.io/errors and the reporter of pnpm 6 to 10",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "pnpm.lock-out-of-step",
        Dependency,
        &["ERR_PNPM_OUTDATED_LOCKFILE", "is not up to date with", "not up-to-date with"],
        r"Cannot install with .frozen-lockfile. because pnpm-lock\.yaml is (?:not up.to.date|absent|missing)|ERR_PNPM_OUTDATED_LOCKFILE",
    )
    .named("pnpm lockfile out of step")
    .with("pnpm-lock")
    .during(Install)
    .about(&["pnpm-lock.yaml", "package.json"])
    .like(" ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is not up to date with <ROOT>/package.json"),
    detail(
        "pnpm.lock-dependency",
        "pnpm-lock",
        &["dependencies were"],
        r"\* \d+ dependenc(?:y|ies) (?:was|were) (?:added|removed|changed|mismatched): (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@",
    )
    .like("  * 1 dependencies were added: left-pad@^1.3.0"),
    exact(
        "pnpm.lock-broken",
        Dependency,
        &[
            "ERR_PNPM_BROKEN_LOCKFILE", "ERR_PNPM_LOCKFILE_BREAKING_CHANGE", "ERR_PNPM_LOCKFILE_MISSING",
            "ERR_PNPM_LOCKFILE_CONFIG_MISMATCH", "ERR_PNPM_NO_LOCKFILE", "Ignoring not compatible lockfile",
        ],
        r"ERR_PNPM_(?:BROKEN_LOCKFILE|LOCKFILE_\w+|NO_LOCKFILE)\b",
    )
    .during(Install)
    .like(" ERR_PNPM_LOCKFILE_CONFIG_MISMATCH  Cannot proceed with the frozen installation. The current \"overrides\" configuration doesn't match the value found in the lockfile"),
    exact(
        "pnpm.no-version",
        Dependency,
        &["ERR_PNPM_NO_MATCHING_VERSION"],
        r"ERR_PNPM_NO_MATCHING_VERSION\w*\s+No matching version found for (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@?",
    )
    .during(Install)
    .like(" ERR_PNPM_NO_MATCHING_VERSION  No matching version found for left-pad@^9.0.0"),
    exact(
        "pnpm.not-found",
        Dependency,
        &["ERR_PNPM_FETCH_404"],
        r"ERR_PNPM_FETCH_404\s+GET \S+: Not Found",
    )
    .during(Install)
    .like(" ERR_PNPM_FETCH_404  GET https://packages.example.test/@acme%2Fmissing: Not Found - 404"),
    exact(
        "pnpm.auth",
        Dependency,
        &["ERR_PNPM_FETCH_401", "ERR_PNPM_FETCH_403"],
        r"ERR_PNPM_FETCH_40[13]\s",
    )
    .during(Install)
    .outside()
    .like(" ERR_PNPM_FETCH_401  GET https://packages.example.test/@acme%2Fui: Unauthorized - 401"),
    exact(
        "pnpm.engine",
        Dependency,
        &["ERR_PNPM_UNSUPPORTED_ENGINE", "Unsupported environment"],
        r"ERR_PNPM_UNSUPPORTED_ENGINE\s|Unsupported environment \(bad pnpm and/or Node\.js version\)",
    )
    .during(Install)
    .like(" ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)"),
    exact(
        "pnpm.version",
        Dependency,
        &["ERR_PNPM_BAD_PM_VERSION", "ERR_PNPM_BAD_PACKAGE_MANAGER", "Multiple versions of pnpm specified"],
        r"This project is configured to use v?\S+ of pnpm|ERR_PNPM_BAD_PM|Multiple versions of pnpm specified",
    )
    .during(Install)
    .like(" ERR_PNPM_BAD_PM_VERSION  This project is configured to use v9.1.0 of pnpm. Your current pnpm is v8.15.9"),
    exact(
        "pnpm.workspace-package",
        Dependency,
        &["ERR_PNPM_WORKSPACE_PKG_NOT_FOUND"],
        r#"ERR_PNPM_WORKSPACE_PKG_NOT_FOUND\s+In \S*: "(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@"#,
    )
    .during(Install)
    .like(" ERR_PNPM_WORKSPACE_PKG_NOT_FOUND  In apps/web: \"@acme/ui@workspace:*\" is in the dependencies but no package named \"@acme/ui\" is present in the workspace"),
    exact(
        "pnpm.peer",
        Dependency,
        &["ERR_PNPM_PEER_DEP_ISSUES"],
        r"ERR_PNPM_PEER_DEP_ISSUES",
    )
    .named("pnpm peer conflict")
    .during(Install)
    .like(" ERR_PNPM_PEER_DEP_ISSUES  Unmet peer dependencies"),
    exact(
        "pnpm.integrity",
        Dependency,
        &["ERR_PNPM_TARBALL_INTEGRITY"],
        r"ERR_PNPM_TARBALL_INTEGRITY",
    )
    .during(Install)
    .transient()
    .like(" ERR_PNPM_TARBALL_INTEGRITY  Got unexpected checksum for \"https://packages.example.test/a.tgz\"."),
    exact(
        "pnpm.builds-ignored",
        Dependency,
        &["ERR_PNPM_IGNORED_BUILDS"],
        r"ERR_PNPM_IGNORED_BUILDS",
    )
    .during(Install)
    .like(" ERR_PNPM_IGNORED_BUILDS  Ignored build scripts: esbuild@0.25.0, sharp@0.33.5"),
    exact(
        "pnpm.patch",
        Dependency,
        &["ERR_PNPM_PATCH", "ERR_PNPM_UNUSED_PATCH"],
        r"ERR_PNPM_(?:PATCH|UNUSED_PATCH)\w*",
    )
    .during(Install)
    .like(" ERR_PNPM_PATCH_FAILED  Could not apply patch patches/left-pad.patch to node_modules/left-pad"),
    exact(
        "pnpm.spec",
        Dependency,
        &[
            "ERR_PNPM_SPEC_NOT_SUPPORTED", "ERR_PNPM_UNSUPPORTED_WORKSPACE", "ERR_PNPM_CATALOG",
            "ERR_PNPM_INVALID_WORKSPACE", "ERR_PNPM_TRUST", "ERR_PNPM_MINIMUM",
        ],
        r"ERR_PNPM_(?:SPEC_NOT_SUPPORTED|CATALOG\w*|INVALID_WORKSPACE\w*|UNSUPPORTED_WORKSPACE\w*|TRUST\w*|MINIMUM\w*)",
    )
    .during(Install)
    .like(" ERR_PNPM_CATALOG_ENTRY_NOT_FOUND_FOR_SPEC  No catalog entry 'react' was found for catalog 'default'."),
    exact(
        "pnpm.script-missing",
        Config,
        &["ERR_PNPM_NO_SCRIPT"],
        r"ERR_PNPM_NO_SCRIPT\w*\s+Missing script: (?P<pkg>\S+)",
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
        r"ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL\s+Command \x22(?P<pkg>[^\x22]+)\x22 not found",
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
        &["ERR_PNPM_META_FETCH_FAIL", "ERR_PNPM_FETCH_50", "ERR_PNPM_ECONNRESET"],
        r"ERR_PNPM_(?:META_FETCH_FAIL|FETCH_50\d|ECONNRESET)",
    )
    .during(Install)
    .transient()
    .like(" ERR_PNPM_META_FETCH_FAIL  GET https://packages.example.test/left-pad: request failed, reason: connect ETIMEDOUT"),
    strong(
        "pnpm.other",
        Dependency,
        &["ERR_PNPM_"],
        r"^\W*ERR_PNPM_(?:[A-QS-Z0-9]|R[A-DF-Z]|RE[ABD-Z])[A-Z0-9_]*\s+\S",
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
    recovery(
        "pnpm.installed",
        Install,
        &["Done in "],
        r"^Done in [\d.]+m?s(?: using pnpm v\S+)?$",
    )
    .like("Done in 12.4s using pnpm v10.4.1"),
];
