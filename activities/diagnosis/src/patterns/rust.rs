//! Rust: cargo, rustc, programs that panic.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, FrameAbove, Told},
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "rust",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "cargo.version",
        Dependency,
        &[
            "requires rustc", "package requires", "is not supported by the following package", "feature `edition", "may not be used on the stable release channel",
        ],
        r"requires rustc \d|is not supported by the following package|feature `edition20\d\d` is required|may not be used on the stable release channel",
    )
    .named("rust version does not fit")
    .during(Install)
    .like("error: package `time v0.3.36` cannot be built because it requires rustc 1.67.1 or newer"),
    exact(
        "cargo.toolchain",
        Dependency,
        &["rustup could not choose a version of", "error: toolchain '", "no override and no default toolchain set", "error: no such command: `", "the `wasm32-"],
        r"rustup could not choose a version|error: toolchain '[^']+' is not installed|no default toolchain set|error: no such command: `(?P<pkg>[\w-]+)`|the `wasm32-[\w-]+` target may not be installed",
    )
    .like("error: toolchain 'nightly-2023-01-01-x86_64-unknown-linux-gnu' is not installed"),
    exact(
        "cargo.lock",
        Dependency,
        &["needs to be updated but --locked was passed", "lock file version", "because --locked was passed"],
        r"(?:needs to be updated|cannot update the lock file \S+) (?:but|because) --locked|lock file version .* (?:requires|was found)",
    )
    .named("cargo lockfile out of step")
    .during(Install)
    .about(&["Cargo.lock"])
    .like("error: the lock file /work/Cargo.lock needs to be updated but --locked was passed to prevent this"),
    exact(
        "cargo.resolve",
        Dependency,
        &["no matching package named", "failed to select a version for", "no matching package found", "does not have these features", "does not have that feature"],
        r"no matching package named `(?P<pkg>[^`]+)`|failed to select a version for (?:the requirement )?`(?P<spec>[\w-]+)|no matching package found|does not have (?:these|that) feature",
    )
    .during(Install)
    .like("error: no matching package named `serd` found"),
    exact(
        "cargo.read-only",
        Dependency,
        &["failed to create directory `/usr/local/cargo", "failed to open: /usr/local/cargo", "failed to write `/usr/local/cargo"],
        "",
    )
    .named("rust crate cache is read-only")
    .at(&[Told("requirements")])
    .during(Install)
    .like("error: failed to create directory `/usr/local/cargo/registry/cache/index.crates.io-0f1e2d3c4b5a6978`"),
    strong(
        "cargo.source",
        Dependency,
        &["failed to get `"],
        r"^error: failed to get `(?P<pkg>[\w-]+)` as a dependency",
    )
    .during(Install)
    .like("error: failed to get `acme` as a dependency of package `web v0.1.0 (/work)`"),
    exact(
        "cargo.manifest-missing",
        Config,
        &["could not find `Cargo.toml` in", "error: no bin target named", "error: manifest path `", "a bin target must be available for"],
        r"could not find `Cargo\.toml` in|no bin target named|manifest path `[^`]+` (?:does not exist|is a virtual)|a bin target must be available",
    )
    .like("error: could not find `Cargo.toml` in `/work` or any parent directory"),
    strong(
        "cargo.manifest",
        Config,
        &["failed to parse manifest at `"],
        r"failed to parse manifest at `(?P<file>[^`]+)`",
    )
    .like("error: failed to parse manifest at `/work/Cargo.toml`"),
    exact(
        "sqlx.database",
        Config,
        &["there is no cached data for this query", "no cached data for this query"],
        "",
    )
    .named("sqlx queries not prepared")
    .at(&[Frame])
    .like("error: `SQLX_OFFLINE=true` but there is no cached data for this query, run `cargo sqlx prepare` to update the query cache or unset `SQLX_OFFLINE`\n --> src/db.rs:12:5"),
    exact(
        "rust.env",
        Config,
        &["not defined at compile time", "on an `Err` value: NotPresent", ": NotPresent"],
        r"environment variable `(?P<pkg>\w+)` not defined at compile time|\bNotPresent\b",
    )
    .named("environment variable missing")
    .at(&[Frame, FrameAbove])
    .during(Deploy)
    .outside()
    .like("called `Result::unwrap()` on an `Err` value: NotPresent"),
    exact(
        "cargo.crate-missing",
        Dependency,
        &["use of unresolved module or unlinked crate", "can't find crate for", "maybe a missing crate", "use of undeclared crate or module"],
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
        r"^error: (?:expected|cannot find|unused|this file contains|unknown|mismatched|no rules expected|proc-macro|macro|unterminated|prefix|invalid|missing|format argument|\d+ positional argument|couldn't read|unexpected|lifetime|future cannot|denied|use of|struct|variable|function|this)\b",
    )
    .at(&[Frame])
    .like("error: expected one of `!` or `::`, found `fn`\n --> src/main.rs:3:1"),
    hint(
        "cargo.build-script",
        Dependency,
        120,
        &["failed to run custom build command for `"],
        "",
    )
    .like("error: failed to run custom build command for `acme-sys v1.2.0`\n\nthread 'main' panicked at 'odd', build.rs:1:1"),
    strong(
        "rust.database",
        Runtime,
        &["PoolTimedOut", "ConnectionRefused", "RelativeUrlWithoutBase", "error communicating with database"],
        r"PoolTimedOut|kind: ConnectionRefused|Configuration\(RelativeUrlWithoutBase\)|error communicating with database",
    )
    .at(&[FrameAbove])
    .during(Deploy)
    .outside()
    .like("called `Result::unwrap()` on an `Err` value: Io(Os { code: 111, kind: ConnectionRefused, message: \"Connection refused\" })"),
    fair(
        "rust.unwrap",
        Runtime,
        &["called `Result::", "called `Option::"],
        r"^\s*called `(?:Result|Option)::\w+\(\)` on ",
    )
    .at(&[FrameAbove])
    .by_context()
    .like("thread 'main' panicked at src/main.rs:12:5:\ncalled `Option::unwrap()` on a `None` value"),
    fair(
        "rust.panic-message",
        Runtime,
        &["panicked at '"],
        r"thread '[^']+'.* panicked at '.*', (?P<file>\S+\.rs)",
    )
    .by_context()
    .like("thread 'main' panicked at 'no port', src/main.rs:12:5"),
    pointer(
        "rust.panic",
        Runtime,
        3,
        &["panicked at "],
        r"thread '[^']+'.* panicked at \S+\.rs:\d+:\d+:$",
    )
    .at(&[FrameAbove])
    .like("thread 'main' panicked at src/main.rs:12:5:\nsomething that no row knows"),
    consequence(
        "rust.linking",
        &["error: linking with `"],
        "",
    )
    .like("error: linking with `cc` failed: exit status: 1"),
    consequence(
        "cargo.summary",
        &["could not compile `", "aborting due to", "error: failed to compile `", "error: build failed"],
        r"error: (?:could not compile|aborting due to|failed to compile|build failed)",
    )
    .like("error: could not compile `web` (bin \"web\") due to 1 previous error"),
];
