//! Yarn 1 and berry (2 to 4).

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, detail, exact, note, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "yarn",
    source: "yarn 1.22 messages; yarnpkg.com/advanced/error-codes",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "yarn.lock-out-of-step",
        Dependency,
        &["Your lockfile needs to be updated"],
        "",
    )
    .named("yarn lockfile out of step")
    .during(Install)
    .like("error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`."),
    exact(
        "yarn.berry-lock",
        Dependency,
        &["The lockfile would have been modified by this install"],
        "",
    )
    .named("yarn lockfile out of step")
    .with("yarn-lock")
    .during(Install)
    .like("➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden."),
    detail(
        "yarn.berry-lock-line",
        "yarn-lock",
        &["YN0028"],
        r#"YN0028: │ \+\s+"?(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@npm:"#,
    )
    .like("➤ YN0028: │ +    left-pad@npm:^1.3.0"),
    exact(
        "yarn.lock-missing-package",
        Dependency,
        &[
            "This package doesn't seem to be present in your lockfile",
            "doesn't seem to be present in your lockfile",
        ],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@[^:]+:\S* ?.*: This package doesn't seem to be present in your lockfile",
    )
    .during(Install)
    .like("Internal Error: web@workspace:.: This package doesn't seem to be present in your lockfile; run \"yarn install\" to update the lockfile"),
    exact(
        "yarn.engine",
        Dependency,
        &["The engine \""],
        r#"error (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: The engine "node" is incompatible"#,
    )
    .during(Install)
    .like("error vite@7.1.0: The engine \"node\" is incompatible with this module. Expected version \"^20.19.0 || >=22.12.0\". Got \"18.20.4\""),
    exact(
        "yarn.platform",
        Dependency,
        &["The platform \""],
        r#"error (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: The platform "\w+" is incompatible"#,
    )
    .during(Install)
    .like("error fsevents@2.3.3: The platform \"linux\" is incompatible with this module."),
    exact(
        "yarn.no-version",
        Dependency,
        &["Couldn't find any versions for"],
        r#"Couldn't find any versions for "(?P<pkg>[^"]+)" that matches"#,
    )
    .during(Install)
    .like("error Couldn't find any versions for \"left-pad\" that matches \"^9.0.0\""),
    exact(
        "yarn.not-found",
        Dependency,
        &["Couldn't find package"],
        r#"Couldn't find package "(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)"#,
    )
    .during(Install)
    .like("error Couldn't find package \"@acme/missing@1.0.0\" required by \"web@1.0.0\" on the \"npm\" registry."),
    exact(
        "yarn.fetch",
        Dependency,
        &["Request failed \\\"4", "Request failed \\\"5"],
        r#"error An unexpected error occurred: "\S+: Request failed "#,
    )
    .during(Install)
    .like("error An unexpected error occurred: \"https://packages.example.test/@acme/missing/-/missing-1.0.0.tgz: Request failed \\\"404 Not Found\\\"\"."),
    exact(
        "yarn.integrity",
        Dependency,
        &["Integrity check failed"],
        r"Integrity check failed for",
    )
    .during(Install)
    .transient()
    .like("error https://packages.example.test/a.tgz: Integrity check failed for \"a\" (computed integrity doesn't match our records, got \"sha512-x\")"),
    exact(
        "yarn.berry-no-version",
        Dependency,
        &["No candidates found", "YN0082"],
        r"YN0082: .*?(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@npm:[^:]+: No candidates found",
    )
    .during(Install)
    .like("➤ YN0082: │ left-pad@npm:^9.0.0: No candidates found"),
    exact(
        "yarn.berry-not-found",
        Dependency,
        &["YN0035"],
        r"YN0035: .*?(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@npm:[^:]+: Package not found",
    )
    .during(Install)
    .like("➤ YN0035: │ @acme/missing@npm:^1.0.0: Package not found"),
    exact(
        "yarn.berry-workspace",
        Dependency,
        &["Workspace not found"],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@workspace:[^:]*: Workspace not found",
    )
    .during(Install)
    .like("➤ YN0000: │ @acme/ui@workspace:^: Workspace not found (@acme/ui@workspace:^)"),
    exact(
        "yarn.berry-install-script",
        Dependency,
        &["couldn't be built successfully"],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+ couldn't be built successfully",
    )
    .during(Install)
    .like("➤ YN0009: │ sharp@npm:0.32.6 couldn't be built successfully (exit code 1, logs can be found here: /tmp/x/build.log)"),
    exact(
        "yarn.version",
        Dependency,
        &["packageManager\": \"yarn@", "This project's package.json defines"],
        r#"This project's package\.json defines "packageManager": "yarn@"#,
    )
    .during(Install)
    .like("error This project's package.json defines \"packageManager\": \"yarn@4.5.0\". However the current global version of Yarn is 1.22.22."),
    exact(
        "yarn.script-missing",
        Config,
        &["error Command \""],
        r#"error Command "(?P<pkg>[^"]+)" not found\."#,
    )
    .like("error Command \"start\" not found."),
    exact(
        "yarn.berry-script-missing",
        Config,
        &["Couldn't find a script named"],
        r#"Couldn't find a script named "(?P<pkg>[^"]+)""#,
    )
    .like("Usage Error: Couldn't find a script named \"build\"."),
    exact(
        "yarn.manifest-missing",
        Config,
        &["Couldn't find a package.json file in"],
        "",
    )
    .like("error Couldn't find a package.json file in \"/work\""),
    exact(
        "yarn.not-a-workspace",
        Config,
        &["The nearest package directory"],
        r"The nearest package directory \(\S+\) doesn't seem to be part of the project",
    )
    .during(Install)
    .like("Usage Error: The nearest package directory (/work/web) doesn't seem to be part of the project declared in /work."),
    exact(
        "yarn.incorrect-peer",
        Dependency,
        &["YN0060", "YN0002"],
        r"➤ YN00(?:60|02): .*error",
    )
    .during(Install)
    .like("➤ YN0060: │ react is listed by your project with version 19.0.0, error"),
    exact(
        "yarn.network",
        Other,
        &["getaddrinfo ", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ECONNRESET", "ECONNREFUSED", "EAI_AGAIN"],
        r"^error (?:An unexpected error occurred: .{0,200}|\S*Error: )(?:getaddrinfo |connect |read |ESOCKETTIMEDOUT|ETIMEDOUT|ECONNRESET)",
    )
    .during(Install)
    .transient()
    .like("error Error: getaddrinfo ENOTFOUND packages.example.test\nerror An unexpected error occurred: \"https://packages.example.test/left-pad: ETIMEDOUT\"."),
    exact(
        "yarn.berry-network",
        Other,
        &["RequestError: "],
        r"➤ YN0001: │ RequestError: (?:connect|getaddrinfo|read|Timeout)",
    )
    .during(Install)
    .transient()
    .like("➤ YN0001: │ RequestError: getaddrinfo EAI_AGAIN packages.example.test"),
    strong(
        "yarn.berry-error",
        Dependency,
        &["➤ YN0001"],
        r"➤ YN0001: │ \S",
    )
    .during(Install)
    .like("➤ YN0001: │ Error: packages.example.test answered with status 500"),
    consequence(
        "yarn.exit",
        &["error Command failed"],
        r"error Command failed with (?:exit code (?P<code>\d+)|signal)",
    )
    .like("error Command failed with exit code 1."),
    consequence(
        "yarn.hint",
        &["visit https://yarnpkg.com"],
        "",
    )
    .like("info Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.\ninfo visit https://yarnpkg.com"),
    consequence(
        "yarn.berry-failed",
        &["YN0000: Failed with errors", "YN0000: · Failed with errors"],
        "",
    )
    .like("➤ YN0000: Failed with errors in 12s 345ms"),
    note(
        "yarn.runs",
        &["$ "],
        r"^\$ (?P<command>\S.*)$",
    )
    .like("$ next build"),
    recovery(
        "yarn.installed",
        Install,
        &["success Saved lockfile", "[5/5]", "[4/4]", "YN0000: Done", "YN0000: · Done"],
        "",
    )
    .like("[4/4] Building fresh packages..."),
];
