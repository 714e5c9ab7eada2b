//! Go and Rust.

use crate::{
    pattern::{Family, Pattern, Place::Frame, Stage::Install},
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "compiled",
    source: "go 1.18 to 1.25, rustc and cargo messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "go.version",
        Dependency,
        &[
            "go.mod requires go", "requires go >=", "note: module requires Go", "go: errors parsing go.mod",
            "invalid go version",
        ],
        r"(?P<file>go\.mod) requires go|requires go >= |module requires Go|errors parsing (?P<file2>go\.mod)|invalid go version",
    )
    .named("go version too old")
    .like("go: go.mod requires go >= 1.25.5 (running go 1.25.0; GOTOOLCHAIN=local)"),
    exact(
        "go.sum",
        Dependency,
        &[
            "missing go.sum entry", "checksum mismatch", "updates to go.mod needed", "to add it:",
            "inconsistent vendoring",
        ],
        r"missing go\.sum entry|checksum mismatch|updates to go\.mod needed|inconsistent vendoring",
    )
    .named("go.sum out of step")
    .during(Install)
    .like("main.go:8:2: missing go.sum entry for module providing package github.com/acme/log; to add:"),
    exact(
        "go.package-missing",
        Dependency,
        &[
            "no required module provides package", "cannot find module providing package", "unknown revision",
            "is not in std", "is not in GOROOT",
        ],
        r"(?:no required module provides package|cannot find module providing package) (?P<pkg>[\w./-]+)|unknown revision \S+|package (?P<spec>\S+) is not in (?:std|GOROOT)",
    )
    .like("main.go:8:2: no required module provides package github.com/acme/log; to add it:"),
    exact(
        "go.no-main",
        Config,
        &["no Go files in", "go.mod file not found", "cannot find main module", "directory not found"],
        r"no Go files in|go\.mod file not found|cannot find main module",
    )
    .like("no Go files in /work"),
    exact(
        "go.compile",
        Build,
        &[".go:"],
        r"^(?:\./)?(?P<file>[\w./-]+\.go):\d+(?::\d+)?: \S",
    )
    .like("./main.go:12:5: undefined: handler"),
    strong(
        "go.import-cycle",
        Build,
        &["import cycle not allowed"],
        "",
    )
    .like("import cycle not allowed"),
    fair(
        "go.panic",
        Runtime,
        &["panic: "],
        r"^panic: \S",
    )
    .like("panic: runtime error: invalid memory address or nil pointer dereference"),
    exact(
        "cargo.version",
        Dependency,
        &[
            "requires rustc", "package requires", "is not supported by the following package",
            "feature `edition",
        ],
        r"requires rustc \d|is not supported by the following package|feature `edition20\d\d` is required",
    )
    .during(Install)
    .like("error: package `time v0.3.36` cannot be built because it requires rustc 1.67.1 or newer"),
    exact(
        "cargo.lock",
        Dependency,
        &["needs to be updated but --locked was passed", "lock file version"],
        r"needs to be updated but --locked|lock file version .* (?:requires|was found)",
    )
    .named("cargo lockfile out of step")
    .during(Install)
    .like("error: the lock file /work/Cargo.lock needs to be updated but --locked was passed to prevent this"),
    exact(
        "cargo.resolve",
        Dependency,
        &["no matching package named", "failed to select a version for"],
        r"no matching package named `(?P<pkg>[^`]+)`|failed to select a version for (?:the requirement )?`(?P<spec>[\w-]+)",
    )
    .during(Install)
    .like("error: no matching package named `serd` found"),
    exact(
        "cargo.crate-missing",
        Dependency,
        &["use of unresolved module or unlinked crate", "can't find crate for", "maybe a missing crate"],
        r"unlinked crate `(?P<pkg>[^`]+)`|can't find crate for `(?P<spec>[^`]+)`|maybe a missing crate",
    )
    .at(&[Frame])
    .like("error[E0463]: can't find crate for `serde`\n --> src/main.rs:1:1"),
    exact(
        "rust.error",
        Build,
        &["error[E"],
        r"^error\[E\d{4}\]: \S",
    )
    .at(&[Frame])
    .like("error[E0308]: mismatched types\n  --> src/main.rs:12:5\n   |"),
    strong(
        "rust.plain",
        Build,
        &["error: "],
        r"^error: (?:expected|cannot find|unused|linker|this file contains|unknown|mismatched|no rules expected|proc-macro|macro|aborting due to)\b",
    )
    .at(&[Frame])
    .like("error: expected one of `!` or `::`, found `fn`\n --> src/main.rs:3:1"),
    fair(
        "rust.panic",
        Runtime,
        &["panicked at"],
        r"thread '[^']+'.* panicked at (?P<file>\S+\.rs)",
    )
    .like("thread 'main' panicked at src/main.rs:12:5:"),
    consequence(
        "cargo.summary",
        &["could not compile `", "aborting due to"],
        r"error: (?:could not compile|aborting due to)",
    )
    .like("error: could not compile `web` (bin \"web\") due to 1 previous error"),
    exact(
        "dotnet.error",
        Build,
        &["error CS", "error MSB", "error NU"],
        r"(?:(?P<file>\S+\.cs)\(\d+,\d+\))?: ?error (?:CS|MSB|NU)\d+: \S",
    )
    .like("/work/Program.cs(12,5): error CS0103: The name 'app' does not exist in the current context"),
];
