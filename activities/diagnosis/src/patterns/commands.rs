//! Shells: commands that are not there, and wrappers of failed commands.

use crate::{
    pattern::{Family, Pattern},
    rows::{consequence, exact, note, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "commands",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    strong(
        "command.unknown",
        Config,
        &[": unknown command"],
        r"^\W*[\w.-]+(?: [\w.-]+)?: unknown command\W*$",
    )
    .like("shop migrate: unknown command"),
    exact(
        "shell.windows",
        Config,
        &["not found"],
        r"(?:sh|bash|/bin/sh|/bin/bash): (?:(?:line )?\d+: )?(?P<pkg>xcopy|copy|del|rd|move|ren|md|cls|powershell|set|start|cmd|robocopy|rmdir/s|dir|where|call|SET|\.\\\S+): (?:command )?not found",
    )
    .like("sh: 1: xcopy: not found"),
    exact(
        "shell.variable-as-command",
        Config,
        &["not found"],
        r"(?:sh|bash|/bin/sh|/bin/bash): (?:(?:line )?\d+: )?(?P<pkg>\$?\{?[A-Z_]{3,}\}?(?:=\S*)?|Build|build|start|npm run \w+): (?:command )?not found",
    )
    .like("bash: line 1: build: command not found"),
    exact(
        "shell.command-missing",
        Dependency,
        &["command not found", ": not found"],
        r"^\W*(?:(?:/\w+/)?(?:sh|bash|dash|zsh|ash|env)|/usr/bin/env|\S+\.sh|/\S*/build): (?:(?:line )?\d+: )?['‘]?(?P<pkg>@?[\w./-]+)['’]?: (?:command )?not found|^exec: .?(?P<spec>[\w.-]+).?: not found",
    )
    .like("sh: line 1: rimraf: command not found"),
    exact(
        "shell.command-missing-plain",
        Dependency,
        &["command not found", "is not recognized as an internal"],
        r#"^\W*(?P<pkg>[\w.-]+): command not found|'(?P<spec>[\w.-]+)' is not recognized as an internal"#,
    )
    .like("hugo: command not found"),
    exact(
        "shell.env-missing",
        Dependency,
        &["env: ", "No such file or directory"],
        r"^(?:/usr/bin/)?env: ['‘]?(?P<pkg>[\w.-]+)['’]?: No such file or directory",
    )
    .like("env: 'python': No such file or directory"),
    exact(
        "buildpack.none",
        Config,
        &[
            "unable to generate a build plan for this app", "could not determine how to build the app", "No default language could be detected",
            "No buildpack groups passed detection", "no buildpacks participating",
        ],
        "",
    )
    .named("no buildpack fits")
    .like("Nixpacks was unable to generate a build plan for this app."),
    exact(
        "npx.missing",
        Dependency,
        &["could not determine executable to run"],
        "",
    )
    .like("npm error could not determine executable to run"),
    exact(
        "make.no-rule",
        Config,
        &["No rule to make target", "No targets specified and no makefile found"],
        r"make: \*\*\* No (?:rule to make target .?(?P<pkg>[\w./-]+)|targets specified)",
    )
    .like("make: *** No rule to make target 'build'.  Stop."),
    consequence(
        "make.error",
        &["make: ***", "make[1]: ***"],
        r"make(?:\[\d+\])?: \*\*\* \[[^\]]+\] Error (?P<code>\d+)",
    )
    .like("make: *** [Makefile:12: build] Error 2"),
    consequence(
        "command.exit-status",
        &["exit status "],
        r"^\W*(?:error: )?exit status (?P<code>\d+)$",
    )
    .like("error: exit status 1"),
    consequence(
        "command.failed",
        &["Command failed", "command failed", "exited with code", "exit code", "exited with"],
        r"^\W*(?:Error: )?(?:Command failed(?: with exit code (?P<code>\d+))?(?:: (?P<command>.+))?|.* exited with(?: error)?(?: code)?:? \d+|.* exited \(\d+\)|.*[Pp]rocess completed with exit code \d+).{0,120}$",
    )
    .like("Error: Command failed with exit code 1: npm run build"),
    note(
        "command.executing",
        &["Executing user", "Running \"", "Running command", "Executing command"],
        r#"^\W*(?:Executing (?:user )?(?:build |deploy )?command:|Running) "?(?P<command>[^"]+?)"?$"#,
    )
    .like("Executing user build command: npm install && npm run build"),
];
