//! Yarn 1 and berry (2 to 4).

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{detail, exact, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "yarn",
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
        &["The lockfile would have been modified by this install", "The lockfile would have been created by this install"],
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
        r#"error (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S*: The engine "\w+" is incompatible"#,
    )
    .during(Install)
    .like("error vite@7.1.0: The engine \"node\" is incompatible with this module. Expected version \"^20.19.0 || >=22.12.0\". Got \"18.20.4\""),
    exact(
        "yarn.platform",
        Dependency,
        &["The platform \"", "The CPU architecture \""],
        r#"error (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S*: The (?:platform|CPU architecture) "\w+" is incompatible"#,
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
    .about(&["package.json"])
    .like("error This project's package.json defines \"packageManager\": \"yarn@4.5.0\". However the current global version of Yarn is 1.22.22."),
];
