//! Docker builds.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "docker",
    source: "moby/buildkit and docker build messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "docker.copy-missing",
        Config,
        &["failed to compute cache key", "failed to calculate checksum", "COPY failed", "ADD failed"],
        r#"(?:"(?P<pkg>/[^"]+)": not found|(?:COPY|ADD) failed: .*(?:no such file|stat ))"#,
    )
    .during(Deploy)
    .like("ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: \"/package-lock.json\": not found"),
    exact(
        "docker.image-missing",
        Dependency,
        &["failed to resolve source metadata", "manifest unknown", "manifest for ", "pull access denied"],
        r"failed to resolve source metadata for (?P<pkg>[^\s:]+)|manifest (?:unknown|for (?P<spec>\S+) not found)|pull access denied for",
    )
    .during(Deploy)
    .like("ERROR: failed to solve: node:99-alpine: failed to resolve source metadata for docker.io/library/node:99-alpine: docker.io/library/node:99-alpine: not found"),
    exact(
        "docker.rate",
        Other,
        &["toomanyrequests", "You have reached your pull rate limit", "TLS handshake timeout"],
        "",
    )
    .named("image registry limit")
    .during(Deploy)
    .transient()
    .outside()
    .like("toomanyrequests: You have reached your unauthenticated pull rate limit."),
    exact(
        "docker.syntax",
        Build,
        &["dockerfile parse error", "unknown instruction:", "Dockerfile parse error"],
        r"(?i)dockerfile parse error.*|unknown instruction: \S+",
    )
    .during(Deploy)
    .like("ERROR: failed to solve: dockerfile parse error on line 4: unknown instruction: RUNN"),
    exact(
        "docker.apk",
        Dependency,
        &["unable to select packages", "Unable to locate package", "has no installation candidate"],
        r"unable to select packages|Unable to locate package (?P<pkg>\S+)|has no installation candidate",
    )
    .during(Deploy)
    .like("E: Unable to locate package libfoo-dev"),
    exact(
        "docker.stage",
        Config,
        &["target stage \"", "could not be found"],
        r#"target stage "(?P<pkg>[^"]+)" could not be found"#,
    )
    .during(Deploy)
    .like("ERROR: failed to solve: target stage \"runner\" could not be found"),
    consequence(
        "docker.process",
        &["did not complete successfully: exit code", "returned a non-zero code"],
        r#"process "(?:/bin/\w+ -c )?(?P<command>.+?)" did not complete successfully: exit code: (?P<code>\d+)|The command '(?:/bin/\w+ -c )?.+' returned a non-zero code: \d+"#,
    )
    .like("ERROR: failed to solve: process \"/bin/sh -c npm run build\" did not complete successfully: exit code: 1"),
    consequence(
        "docker.image",
        &["error building image:", "returned a non-zero code"],
        r"error building image:|The command '.+' returned a non-zero code",
    )
    .like("error building image: error building stage: failed to execute command: waiting for process to exit: exit status 1"),
    consequence(
        "docker.step",
        &["ERROR: process", "executor failed running", "> [", "failed to solve"],
        r"ERROR: process|executor failed running|^\s*> \[|failed to solve: process",
    )
    .like(" > [build 5/7] RUN npm run build:"),
];
