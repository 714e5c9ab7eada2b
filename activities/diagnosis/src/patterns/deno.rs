//! Deno.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Stack},
        Stage::{Deploy, Install},
    },
    rows::{exact, fair, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "deno",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "deno.bare-import",
        Dependency,
        &["not prefixed with / or ./ or ../", "not a dependency and not in import map"],
        r#"(?:Relative import path|Import) "(?P<pkg>[^"]+)" not (?:prefixed|a dependency)(?:.* from "(?P<file>[^"]+)")?"#,
    )
    .at(&[Stack])
    .like("error: Relative import path \"oak\" not prefixed with / or ./ or ../\n    at file:///work/main.ts:4:18"),
    exact(
        "deno.package",
        Dependency,
        &[
            "Could not find npm package '", "JSR package not found:", "that matches specified version constraint", "JSR package manifest for '",
            "Could not find constraint '", "npm package '",
        ],
        r"^\W*error: (?:Could not find (?:npm package|version of|constraint)|JSR package|npm package '(?P<pkg>[^']+)' does not exist)|that matches specified version constraint",
    )
    .at(&[Stack])
    .during(Install)
    .like("error: Could not find npm package 'left-padd' matching '1'."),
    exact(
        "deno.remote",
        Dependency,
        &["error: Import 'http", "Module not found \"http"],
        r#"error: Import '(?P<pkg>https?://[^']+)'(?: failed|, not found)|Module not found "(?P<spec>https?://[^"]+)""#,
    )
    .at(&[Stack, Frame])
    .during(Install)
    .like("error: Import 'https://deno.land/x/acme@9/mod.ts' failed: 404 Not Found"),
    exact(
        "deno.lock",
        Dependency,
        &["The lockfile is out of date", "Integrity check failed for", "Failed reading lockfile at", "Unsupported lockfile version", "The source code is invalid, as it does not match the expected hash"],
        "",
    )
    .named("deno lockfile out of step")
    .during(Install)
    .about(&["deno.lock"])
    .like("error: The lockfile is out of date. Run `deno install --frozen=false`, or rerun with `--frozen=false` to update it."),
    exact(
        "deno.permission",
        Config,
        &["Requires env access to", "Requires net access to", "Requires read access to", "Requires write access to", "Requires run access to", "Requires sys access to"],
        r"(?:NotCapable|PermissionDenied): Requires \w+ access to",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("error: Uncaught (in promise) NotCapable: Requires env access to \"PORT\", run again with the --allow-env flag"),
    exact(
        "deno.task",
        Config,
        &["Task not found: "],
        r"Task not found: (?P<pkg>[^\s\x22]+)",
    )
    .like("Task not found: build"),
    exact(
        "deno.parse",
        Build,
        &["The module's source code could not be parsed"],
        r"could not be parsed:.*?(?: at (?P<file>file://\S+))?$",
    )
    .like("error: The module's source code could not be parsed: Expected ',', got '}' at file:///work/main.ts:12:5"),
    exact(
        "deno.module",
        Build,
        &["error: Module not found \""],
        r#"error: Module not found "(?P<pkg>[^"]+)""#,
    )
    .at(&[Stack])
    .like("error: Module not found \"file:///work/lib/db.ts\".\n    at file:///work/main.ts:2:20"),
    fair(
        "deno.uncaught",
        Runtime,
        &["error: Uncaught "],
        r"^error: Uncaught (?:\(in (?:worker )?(?:promise|\S+)\) )?\S",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("error: Uncaught (in promise) Error: the catalogue is empty"),
];
