//! Elixir: Mix, Hex, Phoenix releases.

use crate::{
    pattern::{
        Condition::FrameBelow,
        Family, Pattern,
        Place::{Frame, Trace},
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "elixir",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "mix.version",
        Dependency,
        &["you're trying to run :", "but it has declared in its mix.exs file it supports only Elixir"],
        r"you're trying to run :(?P<pkg>\w+) on Elixir",
    )
    .like("** (Mix) you're trying to run :web on Elixir v1.14.0 but it has declared in its mix.exs file it supports only Elixir ~> 1.16"),
    exact(
        "mix.dependencies",
        Dependency,
        &[
            "Unchecked dependencies for environment", "Hex dependency resolution failed", "the dependency is not available",
            "lock mismatch", "Could not find Hex, which is needed", "Could not find an SCM for dependency", "Unknown package ",
            "Failed to fetch record for", "lock outdated: the lock is outdated",
        ],
        r"Unchecked dependencies|Hex dependency resolution failed|dependency is not available|lock mismatch|Could not find Hex|Could not find an SCM|^\W*Unknown package \S+ in lockfile|lock is outdated",
    )
    .during(Install)
    .like("Unchecked dependencies for environment prod:"),
    exact(
        "mix.dependency-compile",
        Dependency,
        &["could not compile dependency :", "Could not compile dependency :"],
        r"[cC]ould not compile dependency :(?P<pkg>\w+)",
    )
    .like("could not compile dependency :bcrypt_elixir, \"mix compile\" failed. Errors may have been logged above."),
    exact(
        "mix.task",
        Dependency,
        &["** (Mix) The task \""],
        r#"The task "(?P<pkg>[\w.]+)" could not be found"#,
    )
    .like("** (Mix) The task \"assets.deploy\" could not be found"),
    exact(
        "mix.config",
        Config,
        &["** (Mix) Could not find a Mix.Project", "(Mix) Unknown release :", "Could not read configuration file"],
        "",
    )
    .like("** (Mix) Could not find a Mix.Project, please ensure you are running Mix in a directory with a mix.exs file"),
    exact(
        "elixir.error",
        Build,
        &[
            "error: undefined", "error: syntax error before", "error: module ", "error: cannot ", "error: expected ",
            "error: imported ", "error: misplaced", "error: unknown ", "error: invalid ", "error: function ", "error: def",
        ],
        r"^\s+error: \S",
    )
    .at(&[Frame])
    .when(FrameBelow)
    .like("    error: undefined function badge/1 (expected Web.PageLive to define such a function)\n    │\n 31 │       <.badge />\n    │       ^\n    │\n    └─ lib/web/live/page_live.ex:31:7: Web.PageLive.render/1"),
    strong(
        "elixir.cannot-compile",
        Build,
        &["cannot compile module ", "== Compilation error in file"],
        r"(?P<file>\S+\.exs?): cannot compile module|Compilation error in file (?P<file2>\S+)",
    )
    .like("** (CompileError) lib/web/router.ex: cannot compile module Web.Router (errors have been logged)"),
    exact(
        "elixir.compile",
        Build,
        &[
            "** (CompileError)", "** (SyntaxError)", "** (TokenMissingError)", "** (MismatchedDelimiterError)", "** (EEx.SyntaxError)",
            "** (Phoenix.LiveView.Tokenizer.ParseError)", "ParseError) lib/",
        ],
        r"\*\* \((?:CompileError|SyntaxError|TokenMissingError|MismatchedDelimiterError|EEx\.SyntaxError|Phoenix\.LiveView\.\w+(?:\.ParseError)?)\) (?:invalid syntax found on |token missing on |mismatched delimiter found on )?(?:(?P<file>[\w./-]+\.(?:h?eex|exs?)):\d+|\S)",
    )
    .like("** (CompileError) lib/web/router.ex:12: undefined function pipe/1"),
    strong(
        "elixir.warnings",
        Build,
        &["--warnings-as-errors option"],
        r"[Cc]ompilation failed due to warnings",
    )
    .like("Compilation failed due to warnings while using the --warnings-as-errors option"),
    exact(
        "elixir.env",
        Config,
        &["could not fetch application environment"],
        "",
    )
    .during(Deploy)
    .outside()
    .like("** (ArgumentError) could not fetch application environment :token for application :web because configuration at :token was not set"),
    strong(
        "elixir.database",
        Runtime,
        &["DBConnection.ConnectionError", "failed to connect: **"],
        r"\(DBConnection\.ConnectionError\) \S|failed to connect: \*\* \(",
    )
    .during(Deploy)
    .outside()
    .like("[error] Postgrex.Protocol (#PID<0.1.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (localhost:5432): connection refused - :econnrefused"),
    pointer(
        "elixir.provider",
        Runtime,
        3,
        &["ERROR! Config provider"],
        "",
    )
    .during(Deploy)
    .at(&[Trace])
    .like("ERROR! Config provider Config.Reader failed with:\n** (ArgumentError) something that no row knows"),
    fair(
        "elixir.exception",
        Runtime,
        &["** ("],
        r"^\*\* \((?:[A-Z]\w*\.?)+\) \S",
    )
    .at(&[Trace])
    .like("** (RuntimeError) environment is broken"),
    consequence(
        "elixir.failed",
        &["Can't continue due to errors on dependencies", "Kernel pid terminated", "Runtime terminating during boot", "Crash dump is being written to"],
        "",
    )
    .like("Runtime terminating during boot (terminating)"),
];
