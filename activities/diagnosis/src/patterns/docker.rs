//! Docker builds.

use crate::{
    pattern::{Family, Pattern, Place::Told, Stage::Deploy},
    rows::{consequence, detail, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "docker",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    detail(
        "docker.file",
        "dockerfile",
        &["ockerfile"],
        r"^(?P<pkg>[\w./-]*[Dd]ockerfile[\w.-]*):\d+$",
    )
    .like("Dockerfile:8"),
    exact(
        "docker.copy-missing",
        Config,
        &["failed to compute cache key", "failed to calculate checksum", "COPY failed", "ADD failed"],
        r#"(?:"(?P<pkg>/[^"]+)": not found|(?:COPY|ADD) failed: .*(?:no such file|stat |no source files))"#,
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: \"/package-lock.json\": not found"),
    exact(
        "docker.rate",
        Other,
        &["toomanyrequests", "You have reached your pull rate limit"],
        "",
    )
    .named("image registry limit")
    .during(Deploy)
    .transient()
    .outside()
    .like("toomanyrequests: You have reached your unauthenticated pull rate limit."),
    exact(
        "docker.image-private",
        Dependency,
        &["pull access denied", "insufficient_scope: authorization failed", "denied: requested access to the resource"],
        r"pull access denied(?: for (?P<pkg>[^\s,]+))?|insufficient_scope|denied: requested access",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"),
    exact(
        "docker.image-missing",
        Dependency,
        &["failed to resolve source metadata", "manifest unknown", "manifest for ", "ERROR: docker.io/", "no match for platform in manifest", "ERROR: ghcr.io/", "ERROR: mcr.microsoft.com/"],
        r"^ERROR: \S+/\S+: not found|failed to resolve source metadata for (?P<pkg>[^\s:]+).*(?:not found|no match for platform)|manifest (?:unknown|for (?P<spec>\S+) not found)|no match for platform in manifest",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: failed to solve: node:99-alpine: failed to resolve source metadata for docker.io/library/node:99-alpine: docker.io/library/node:99-alpine: not found"),
    exact(
        "docker.image-name",
        Config,
        &["should not be blank", "failed to parse stage name", "invalid reference format"],
        r"base name \(.*\) should not be blank|failed to parse stage name|invalid reference format",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: failed to solve: base name (${NODE_IMAGE}) should not be blank"),
    exact(
        "docker.syntax",
        Build,
        &[
            "dockerfile parse error", "unknown instruction:", "Dockerfile parse error", "unexpected end of statement while looking for matching",
            "file with no instructions", "the Dockerfile cannot be empty", "no build stage in current context", "circular dependency detected on stage",
        ],
        r"(?i)dockerfile parse error.*|unknown instruction: \S+|unexpected end of statement while|file with no instructions|Dockerfile cannot be empty|no build stage in current context|circular dependency detected on stage",
    )
    .at(&[Told("dockerfile")])
    .during(Deploy)
    .like("ERROR: failed to solve: dockerfile parse error on line 4: unknown instruction: RUNN"),
    exact(
        "docker.stage",
        Config,
        &["target stage \"", "could not be found"],
        r#"target stage "(?P<pkg>[^"]+)" could not be found"#,
    )
    .during(Deploy)
    .like("ERROR: failed to solve: target stage \"runner\" could not be found"),
    exact(
        "docker.command-missing",
        Dependency,
        &["/bin/sh: ", "/bin/bash: ", "/bin/ash: "],
        r"^\s*/bin/(?:ba|a|da)?sh: (?:line \d+: |\d+: )?(?P<pkg>[\w@][\w.+-]*): (?:command )?not found",
    )
    .at(&[Told("dockerfile")])
    .like("/bin/sh: 1: poetry: not found"),
    exact(
        "docker.start",
        Config,
        &["unable to start container process", "starting container process caused"],
        r#"exec: "(?P<raw>\./[^"]+|[^"]+\.sh)": (?:permission denied|stat|no such file)|exec: "(?P<pkg>[^"]+)": (?:executable file not found|stat|permission denied|no such file)"#,
    )
    .during(Deploy)
    .like("runc create failed: unable to start container process: exec: \"gunicorn\": executable file not found in $PATH: unknown"),
    exact(
        "docker.entry-script",
        Config,
        &["exec /", "exec ./", "exec: /"],
        r"^exec:? (?P<file>/\S+\.\w+|\./\S+): (?:no such file or directory|exec format error|permission denied)|^exec:? (?P<pkg>/\S+): (?:no such file or directory|exec format error|permission denied)",
    )
    .during(Deploy)
    .like("exec /work/boot.sh: no such file or directory"),
    strong(
        "docker.user",
        Config,
        &["invalid user: ", "unknown user/group", "unable to find user "],
        r"ch(?:own|grp): (?:invalid user: |unknown user)|unable to find user (?P<pkg>\S+): ",
    )
    .at(&[Told("dockerfile")])
    .like("chown: invalid user: 'app:app'"),
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
