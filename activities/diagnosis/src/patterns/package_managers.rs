//! Corepack, Node.js version managers, and what lockfiles say whoever reads them.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "package-managers",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "docker.lockfile-missing",
        Config,
        &["Lockfile not found."],
        r"^Lockfile not found\.$",
    )
    .named("lockfile missing in image")
    .during(Install)
    .like("#16 0.045 Lockfile not found."),
    exact(
        "corepack.signature",
        Dependency,
        &["Cannot find matching keyid"],
        r"Cannot find matching keyid: \{",
    )
    .named("corepack signature keys outdated")
    .during(Install)
    .like("Error: Cannot find matching keyid: {\"signatures\":[{\"sig\":\"MEUC\",\"keyid\":\"SHA256:x\"}]}"),
    exact(
        "corepack.manager",
        Dependency,
        &["This project is configured to use", "packageManager"],
        r"This project is configured to use (?P<pkg>npm|yarn|pnpm|bun)\b|Unsupported package manager specification|(?:Invalid|expected a semver version).*packageManager",
    )
    .during(Install)
    .like("ERROR  This project is configured to use yarn"),
    exact(
        "node.version-missing",
        Dependency,
        &[
            "node-build: definition not found",
            "Unable to find Node version", "Could not find Node version", "is not yet installed",
        ],
        r"node-build: definition not found: |(?:Unable to|Could not) find Node version|version .* is not yet installed",
    )
    .during(Install)
    .like("node-build: definition not found: 24.99.0"),
    exact(
        "node.version-required",
        Dependency,
        &[
            " is required", "requires ", "You are using Node.js", "is not supported by Astro",
            "Node.js version of at least", "engine \"node\" is incompatible",
        ],
        r"(?:Node\.js version \W?[\w.^>=<| ]+\W? is required|(?:^\W*|[^t]\w |\w[^e] )requires (?:a )?Node(?:\.js)?(?: version)? (?:at least )?[v^>=~]*\s?\d+[\w.]*|You are using Node\.js \S+\. For Next\.js, Node\.js version|is not supported by Astro|Node\.js version of at least|engine .?node.? is incompatible)",
    )
    .when(crate::pattern::Condition::Without("Vite requires"))
    .named("node version too old")
    .like("You are using Node.js 16.20.2. For Next.js, Node.js version >= v18.17.0 is required."),
    exact(
        "lock.merge-markers",
        Dependency,
        &["<<<<<<<", "conflict"],
        r"(?i)(?:merge conflict|conflict markers).*(?:lock|package\.json)|Unexpected token.*<<<<<<<",
    )
    .during(Install)
    .like("error: Merge conflict detected in package-lock.json. Please resolve it."),
    strong(
        "sharp.missing",
        Dependency,
        &["Could not load the \"sharp\" module", "Could not load the 'sharp' module"],
        "",
    )
    .named("sharp binary missing")
    .like("Error: Could not load the \"sharp\" module using the linux-x64 runtime"),
    exact(
        "rollup.native",
        Dependency,
        &["Cannot find module @rollup/rollup-", "Cannot find module '@rollup/rollup-"],
        r"Cannot find module '?(?P<pkg>@rollup/rollup-[\w-]+)",
    )
    .named("rollup native binary missing")
    .like("Error: Cannot find module @rollup/rollup-linux-x64-gnu. npm has a bug related to optional dependencies"),
    exact(
        "esbuild.platform",
        Dependency,
        &[
            "You installed esbuild for another platform", "The package \"@esbuild/", "Expected \"0.",
            "Host version",
        ],
        r#"You installed esbuild for another platform|The package "(?P<pkg>@esbuild/[\w-]+)" could not be found|Host version "[\d.]+" does not match binary version"#,
    )
    .like("Error: The package \"@esbuild/linux-x64\" could not be found, and is needed by esbuild."),
    exact(
        "swc.binary",
        Dependency,
        &[
            "Failed to load SWC binary", "Attempted to load @next/swc", "Bindings not found",
            "Cannot find native binding", "Failed to load native binding",
        ],
        r"Failed to load SWC binary for|Bindings not found|Cannot find native binding|Failed to load native binding",
    )
    .like("⨯ Failed to load SWC binary for linux/x64, see more info here: https://nextjs.org/docs/messages/failed-loading-swc"),
];
