//! Shell scripts and start commands: files that are not there, may not be run or do not parse.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{exact, prefix, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "scripts",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    prefix(
        "scripts.label-starts",
        &["] > ", "] $ "],
        r"^\[[^\]]+\] [>$] \S",
    )
    .like("[build:css] > web@1.0.0 build:css"),
    exact(
        "shell.line-ends",
        Config,
        &["bad interpreter:", "$'\\r': command not found", "\\r': No such file", "\\r’: No such file", "'\\r'"],
        r"^\W*(?:\S*sh: )?(?:line \d+: |\d+: )?(?P<file>[\w./-]+): \S+: bad interpreter|(?P<file2>[\w./-]+\.sh): line \d+: \$'\\r': command not found|^\W*(?:/usr/bin/)?env: .*\\r.: No such file|\$'\\r': command not found",
    )
    .named("script with foreign line ends")
    .like("bash: line 1: ./release.sh: /bin/sh^M: bad interpreter: No such file or directory"),
    exact(
        "shell.unset",
        Config,
        &["unbound variable", "parameter not set", "parameter null or not set"],
        r"^\W*(?P<file>[\w./-]+\.(?:sh|bash)): (?:line )?\d+: (?P<pkg>\S+?): (?:\S+ variable|unbound|parameter (?:null or )?not set)|: (?:line )?\d+: \S+: (?:unbound variable|parameter (?:null or )?not set)",
    )
    .named("environment variable missing in a script")
    .during(Deploy)
    .outside()
    .like("./ci/build.sh: line 14: MAP_KEY: unbound variable"),
    exact(
        "shell.directory-missing",
        Config,
        &["cd: "],
        r"cd: (?:can't cd to )?(?P<pkg>[^:\s]+)(?:: (?:No such file or directory|Not a directory)|$)",
    )
    .like("bash: line 1: cd: frontend: No such file or directory"),
    exact(
        "shell.script-missing",
        Config,
        &["No such file or directory", "an't open", "cannot open"],
        r"^\W*(?:(?:/bin/)?(?:sh|bash)|\S+): (?:line \d+: |0: |\d+: )?(?:[Cc]an't open |cannot open )?'?(?P<pkg>[\w./-]+\.(?:sh|js|py|mjs|ts))'?: (?:\[Errno 2\] )?No such file",
    )
    .like("bash: scripts/build.sh: No such file or directory"),
    exact(
        "shell.program-missing",
        Config,
        &[": No such file or directory", ": not found"],
        r"^\W*(?:(?:/bin/)?(?:sh|bash|dash|ash)|[\w./-]+\.sh): (?:line \d+: |\d+: )?(?P<pkg>\.{0,2}/[\w./-]+|[\w-]+/[\w./-]+): (?:No such file or directory|not found)",
    )
    .during(Deploy)
    .like("bash: line 1: ./server: No such file or directory"),
    exact(
        "shell.binary-permission",
        Dependency,
        &["Permission denied"],
        r"node_modules/\.bin/(?P<pkg>[\w.-]+): Permission denied|^(?:sh|bash): (?:line \d+: |\d+: )?(?P<spec>vite|next|tsc|react-scripts|ng|astro|nuxt|webpack|eslint|prisma|turbo): Permission denied",
    )
    .like("sh: line 1: /work/node_modules/.bin/vite: Permission denied"),
    exact(
        "shell.permission",
        Config,
        &["Permission denied"],
        r"^\W*(?:(?:/bin/)?(?:sh|bash|ash|dash)): (?:line \d+: |\d+: )?(?:(?P<raw>\./[\w./-]+|(?:[\w.-]+/)*[\w.-]+\.sh)|(?P<pkg>\S+)): Permission denied",
    )
    .like("sh: 1: ./build.sh: Permission denied"),
    exact(
        "shell.format",
        Config,
        &["cannot execute binary file", "Exec format error"],
        r"^\W*(?:(?:/bin/)?(?:sh|bash)|\S+\.sh): .*(?:cannot execute binary file|Exec format error)",
    )
    .named("program for another machine")
    .during(Deploy)
    .like("bash: line 1: ./server: cannot execute binary file: Exec format error"),
    exact(
        "shell.syntax",
        Build,
        &["Syntax error:", "syntax error near", "unexpected EOF while looking for matching", "syntax error: unexpected"],
        r"^\W*(?P<file>[\w./-]+\.(?:sh|bash)): (?:line )?\d+: (?:[Ss]yntax error|unexpected EOF)|(?:sh|bash)(?:: line \d+|: \d+|: -c: line \d+)?: (?:Syntax error: |syntax error near |unexpected EOF |syntax error: )",
    )
    .like("sh: 1: Syntax error: \"&&\" unexpected"),
    exact(
        "shell.sudo",
        Config,
        &["sudo: a terminal is required", "sudo: a password is required", "sudo: effective uid is not 0", "sudo: command not found", "sudo: not found"],
        "",
    )
    .named("no root rights")
    .like("bash: line 1: sudo: command not found"),
    strong(
        "shell.file-missing",
        Config,
        &["cannot stat ", "can't stat ", "cannot access ", "can't read ", "can't create", "cat: ", "tar: "],
        r"^(?:cp|mv|chmod|chown|cat|ln|sed|tar|install|touch): (?:cannot (?:stat|access) |can't (?:stat|read|open) |failed to access )?['‘]?(?P<pkg>[^'’:\s]+)['’]?: (?:Cannot open: )?No such file or directory",
    )
    .like("cp: cannot stat 'dist/index.html': No such file or directory"),
    strong(
        "shell.folder-refused",
        Config,
        &["cannot create directory", "can't create directory", "cannot touch ", "cannot create regular file"],
        r"^(?:mkdir|touch|cp|install): (?:cannot|can't) (?:create directory|create regular file|touch) ['‘]?(?P<pkg>[^'’]+)['’]?: (?:Permission denied|Read-only file system|No such file)",
    )
    .like("mkdir: cannot create directory ‘/data’: Permission denied"),
];
