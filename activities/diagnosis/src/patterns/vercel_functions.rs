//! Vercel: functions, their builders, routes, crons and plans.

use crate::{
    pattern::{
        Family, Pattern,
        Stage::{Deploy, Install},
    },
    rows::{exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "vercel-functions",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "vercel.function-setting",
        Config,
        &[
            "Builder returned invalid ", "must have a maxDuration between", "The value for maxDuration must be",
            "Serverless Functions are limited to", "must have a memory size between", "invalid memory value",
        ],
        r"Builder returned invalid \w+ value|must have a maxDuration between|The value for maxDuration must|Serverless Functions are limited to \d+|must have a memory size between|invalid memory value",
    )
    .named("function setting beyond the plan")
    .during(Deploy)
    .like("Error: Builder returned invalid maxDuration value for Serverless Function \"api/report\". Serverless Functions must have a maxDuration between 1 and 60 for plan hobby."),
    exact(
        "vercel.function-environment",
        Config,
        &["4KB for environment variables", "size of Environment Variables exceeds", "size of your Environment Variables exceeds"],
        "",
    )
    .named("environment too large")
    .during(Deploy)
    .outside()
    .like("Error: Serverless Function runtime nodejs18.x does not support more than 4KB for environment variables"),
    exact(
        "vercel.routes",
        Config,
        &["Builder returned invalid routes"],
        "",
    )
    .during(Deploy)
    .like("Error: Builder returned invalid routes: should NOT have fewer than 1 properties"),
    exact(
        "vercel.python-binary",
        Dependency,
        &["Unable to find binary python"],
        r"Unable to find binary (?P<pkg>python[\d.]+) for runtime",
    )
    .during(Install)
    .like("Error: Unable to find binary python3.8 for runtime python3.8"),
    exact(
        "vercel.builder-output",
        Config,
        &["The result of \"builder.build\" must include"],
        r#"The result of "builder\.build" must include .* for "(?P<pkg>[^"]+)""#,
    )
    .during(Deploy)
    .like("The result of \"builder.build\" must include an `output` property for \"@acme/now-flask\"."),
    exact(
        "vercel.function-export",
        Runtime,
        &["Invalid export found in module \""],
        r#"Invalid export found in module "(?P<file>[^"]+)""#,
    )
    .during(Deploy)
    .like("Invalid export found in module \"/var/task/src/main.js\".\nThe default export must be a function or server."),
    exact(
        "vercel.plan-setting",
        Config,
        &[" is restricted to the ", "is not available on the Hobby plan", "is only available on the "],
        r"(?:Serverless Functions?|Functions|regions?|Cron|memory|maxDuration)\b.* is (?:restricted to|not available on|only available on) the \w+ plan",
    )
    .during(Deploy)
    .like("Error: Deploying Serverless Functions to multiple regions is restricted to the Enterprise plan for Teams."),
    exact(
        "vercel.cron-expression",
        Config,
        &["(Input cron: '", "Invalid cron expression"],
        r"\(Input cron: '|Invalid cron expression",
    )
    .during(Deploy)
    .like("            - Expected 5 values, but got 6. (Input cron: '0 0 3 * * *')"),
    pointer(
        "vercel.cron-expressions",
        Config,
        4,
        &["Error while validating your Cron Jobs"],
        "",
    )
    .during(Deploy)
    .like("Error: Error while validating your Cron Jobs expressions:\n\n   - Something only this parser says"),
    exact(
        "vercel.paths-conflict",
        Config,
        &["has conflicts with \"", "files have conflicting paths or names"],
        r#"(?:have conflicting paths or names.*)?The path "(?P<file>[^"]+)" has conflicts with "(?P<file2>[^"]+)"|have conflicting paths or names"#,
    )
    .during(Deploy)
    .like("Error: Two or more files have conflicting paths or names. The path \"api/user.js\" has conflicts with \"api/user.ts\"."),
    exact(
        "vercel.segment-conflict",
        Config,
        &["segment occurs more than once"],
        r#"segment occurs more than once in your path: "(?P<pkg>[^"]+)""#,
    )
    .during(Deploy)
    .like("Error: The segment \"id\" occurs more than one time. This segment occurs more than once in your path: \"api/[id]/[id].js\"."),
    exact(
        "vercel.routes-limit",
        Config,
        &["Maximum number of routes (", "Request body too large. Limit", "number of routes exceeded"],
        "",
    )
    .during(Deploy)
    .like("Error: Maximum number of routes (max is 2048) exceeded."),
    exact(
        "vercel.runtime-discontinued",
        Dependency,
        &["which is discontinued. Please upgrade your Runtime", "is not using version 3 of the Runtime API"],
        r#"The (?:Community )?Runtime "?(?P<pkg>[\w@/.-]+)"? is (?:using|not using)"#,
    )
    .during(Deploy)
    .like("Error: The Runtime \"now-rust@1.0.0\" is using \"provided.al1\", which is discontinued. Please upgrade your Runtime to a more recent version."),
    exact(
        "vercel.python-entrypoint",
        Build,
        &[
            "No Python entrypoint could be detected", "Configured Python entrypoint \"",
            "No python entrypoint found in default", "in \"pyproject.toml\" is \"", "Could not find a top-level \"app\"",
        ],
        r#"No [Pp]ython entrypoint (?:could be detected|found)|Configured Python entrypoint "(?P<pkg>[^"]+)" was not found|"tool\.vercel\.entrypoint" in "(?P<file>[^"]+)"|Could not find a top-level .* in "(?P<file2>[^"]+)""#,
    )
    .during(Deploy)
    .like("Error: Could not find a top-level \"app\", \"application\", or \"handler\" in \"api/index.py\"."),
    exact(
        "vercel.handler-export",
        Build,
        &[
            "No default or HTTP-named export was found at", "Can't detect handler export shape",
            "Can't detect way to handle request", "`config.matcher` must be a path matcher",
            "`config.matcher` values must start with", "unsupported \"runtime\" value in `config`",
            "Please change `package main` to `package handler`", "Could not find an exported function in \"",
        ],
        r#"export was found at (?P<file>\S+?)\. |Can't detect (?:handler export shape(?: for (?P<file2>\S+))?|way to handle)|config\.matcher` (?:must|values)|unsupported "runtime" value|Please change `package main`|Could not find an exported function in "(?P<raw>[^"]+)""#,
    )
    .during(Deploy)
    .like("Error: Could not find an exported function in \"api/hello.go\""),
];
