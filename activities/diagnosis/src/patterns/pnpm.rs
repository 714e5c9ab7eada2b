//! pnpm, versions 6 to 10.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{detail, exact, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "pnpm",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "pnpm.lock-absent",
        Dependency,
        &["pnpm-lock.yaml is absent", "pnpm-lock.yaml is missing", "Headless installation requires a pnpm-lock"],
        "",
    )
    .named("pnpm lockfile missing")
    .during(Install)
    .like(" ERR_PNPM_NO_LOCKFILE  Cannot install with \"frozen-lockfile\" because pnpm-lock.yaml is absent"),
    exact(
        "pnpm.lock-unreadable",
        Dependency,
        &["The lockfile at \""],
        r#"The lockfile at "(?P<file>[^"]+)" is broken"#,
    )
    .during(Install)
    .like(" ERR_PNPM_BROKEN_LOCKFILE  The lockfile at \"/work/pnpm-lock.yaml\" is broken: duplicated mapping key (118:5)"),
    exact(
        "pnpm.lock-entry-missing",
        Dependency,
        &["Broken lockfile: no entry for"],
        r"Broken lockfile: no entry for '/?(?P<pkg>@?[^@'/]+(?:/[^@'/]+)?)[^']*' in (?P<file>\S+)",
    )
    .during(Install)
    .like(" ERR_PNPM_LOCKFILE_MISSING_DEPENDENCY  Broken lockfile: no entry for '/left-pad@1.3.0' in pnpm-lock.yaml"),
    exact(
        "pnpm.lock-out-of-step",
        Dependency,
        &["ERR_PNPM_OUTDATED_LOCKFILE", "is not up to date with", "not up-to-date with"],
        r"Cannot install with .frozen-lockfile. because pnpm-lock\.yaml is not up.to.date|ERR_PNPM_OUTDATED_LOCKFILE",
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
        r"ERR_PNPM_NO_MATCHING_VERSION\w*\W+No matching version found for (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@?",
    )
    .during(Install)
    .like(" ERR_PNPM_NO_MATCHING_VERSION  No matching version found for left-pad@^9.0.0"),
    exact(
        "pnpm.not-found",
        Dependency,
        &["ERR_PNPM_FETCH_404"],
        r"ERR_PNPM_FETCH_404\W+GET \S+: Not Found",
    )
    .during(Install)
    .like(" ERR_PNPM_FETCH_404  GET https://packages.example.test/@acme%2Fmissing: Not Found - 404"),
    exact(
        "pnpm.auth",
        Dependency,
        &["ERR_PNPM_FETCH_401", "ERR_PNPM_FETCH_402", "ERR_PNPM_FETCH_403"],
        r"ERR_PNPM_FETCH_40[123]\W",
    )
    .during(Install)
    .outside()
    .like(" ERR_PNPM_FETCH_401  GET https://packages.example.test/@acme%2Fui: Unauthorized - 401"),
    exact(
        "pnpm.engine",
        Dependency,
        &["ERR_PNPM_UNSUPPORTED_ENGINE", "Unsupported environment", "ERR_PNPM_UNSUPPORTED_PLATFORM"],
        r"ERR_PNPM_UNSUPPORTED_(?:ENGINE|PLATFORM)\W|Unsupported environment \(bad pnpm and/or Node\.js version\)",
    )
    .during(Install)
    .like(" ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)"),
    exact(
        "pnpm.version",
        Dependency,
        &[
            "ERR_PNPM_BAD_PM_VERSION", "ERR_PNPM_BAD_PACKAGE_MANAGER", "Multiple versions of pnpm specified",
            " of pnpm. Your current pnpm is", "ERR_PNPM_OTHER_PM_EXPECTED", "Failed to switch pnpm to v",
        ],
        r"This project is configured to use v?\S+ of pnpm|ERR_PNPM_(?:BAD_PM|OTHER_PM)|Multiple versions of pnpm specified|Failed to switch pnpm to v",
    )
    .during(Install)
    .like(" ERR_PNPM_BAD_PM_VERSION  This project is configured to use v9.1.0 of pnpm. Your current pnpm is v8.15.9"),
    exact(
        "pnpm.workspace-package",
        Dependency,
        &["ERR_PNPM_WORKSPACE_PKG_NOT_FOUND"],
        r#"ERR_PNPM_WORKSPACE_PKG_NOT_FOUND\W+In [^"]*: "(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@"#,
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
        &["ERR_PNPM_TARBALL_INTEGRITY", "ERR_PNPM_TARBALL_EXTRACT"],
        r"ERR_PNPM_TARBALL_(?:INTEGRITY|EXTRACT)",
    )
    .during(Install)
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
            "ERR_PNPM_SPEC_NOT_SUPPORTED", "ERR_PNPM_CATALOG", "ERR_PNPM_TRUST", "ERR_PNPM_MINIMUM",
            "ERR_PNPM_NO_MATURE", "ERR_PNPM_CANNOT_RESOLVE_WORKSPACE", "ERR_PNPM_NO_VERSIONS",
            "ERR_PNPM_LINKED_PKG_DIR_NOT_FOUND",
        ],
        r"ERR_PNPM_(?:SPEC_NOT_SUPPORTED|CATALOG\w*|TRUST\w*|MINIMUM\w*|NO_MATURE\w*|CANNOT_RESOLVE_WORKSPACE\w*|NO_VERSIONS|LINKED_PKG\w*)\W",
    )
    .during(Install)
    .like(" ERR_PNPM_CATALOG_ENTRY_NOT_FOUND_FOR_SPEC  No catalog entry 'react' was found for catalog 'default'."),
];
