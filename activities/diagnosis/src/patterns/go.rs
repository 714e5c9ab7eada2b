//! Go.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Told, Trace},
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "go",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "go.version",
        Dependency,
        &[
            "go.mod requires go", "requires go >=", "note: module requires Go", "go: errors parsing go.mod", "invalid go version",
            "toolchain not available", "unknown directive: toolchain",
        ],
        r"(?P<file>go\.mod) requires go|requires go >= |module requires Go|invalid go version|toolchain not available|(?P<file2>go\.mod):\d+: unknown directive: toolchain",
    )
    .named("go version too old")
    .like("go: go.mod requires go >= 1.23 (running go 1.21.4; GOTOOLCHAIN=local)"),
    exact(
        "go.checksum",
        Dependency,
        &[": checksum mismatch"],
        r"verifying (?P<pkg>\S+?)(?:/go\.mod)?: checksum mismatch",
    )
    .during(Install)
    .about(&["go.sum"])
    .like("verifying github.com/acme/log@v1.2.3: checksum mismatch"),
    exact(
        "go.sum",
        Dependency,
        &["missing go.sum entry"],
        r"^(?:(?P<file>[\w./-]+\.go):\d+:\d+: )?.*missing go\.sum entry",
    )
    .named("go.sum out of step")
    .during(Install)
    .like("main.go:8:2: missing go.sum entry for module providing package github.com/acme/log; to add:"),
    exact(
        "go.mod-out-of-step",
        Dependency,
        &["updates to go.mod needed", "inconsistent vendoring"],
        "",
    )
    .named("go.mod out of step")
    .during(Install)
    .about(&["go.mod"])
    .like("go: updates to go.mod needed; to update it:"),
    exact(
        "go.package-missing",
        Dependency,
        &[
            "no required module provides package", "cannot find module providing package", "unknown revision", "is not in std", "is not in GOROOT",
            "module declares its path as:", "cannot find package \"", "go: module ", "not a known dependency",
            "should not have @version", "malformed import path", "malformed module path",
        ],
        r#"^(?:(?P<file>[\w./-]+\.go):\d+:\d+: )?.*?(?:(?:no required module provides package|cannot find module providing package) (?P<pkg>[\w./-]+)|unknown revision \S+|package (?P<spec>\S+) is not in (?:std|GOROOT)|module declares its path as:|import path "\S+" should not have @version|malformed (?:import|module) path|cannot find package "\S+" in|^go: module \S+: (?:not a known dependency|reading http\S+: 404))"#,
    )
    .like("main.go:8:2: no required module provides package github.com/acme/log; to add it:"),
    exact(
        "go.private",
        Dependency,
        &["go: github.com/", "reading https://sum.golang.org/", "410 Gone"],
        r"^go: .*(?:could not read Username|reading https://sum\.golang\.org/\S+: 404|410 Gone|git ls-remote -q origin .*: exit status 128)",
    )
    .named("private go module")
    .during(Install)
    .outside()
    .like("go: github.com/acme/secret@v1.0.0: reading https://proxy.golang.org/github.com/acme/secret/@v/v1.0.0.mod: 410 Gone"),
    exact(
        "go.no-main",
        Config,
        &[
            "no Go files in", "go.mod file not found", "cannot find main module", "directory not found", "no non-test Go files in",
            "is not a main package", "outside GOPATH", "already exists and is a directory", "no packages loaded from", "matched no packages",
        ],
        r"no install location for directory \S+ outside GOPATH|no (?:non-test )?Go files in|go\.mod file not found|cannot find main module|^stat \S+: directory not found|is not a main package|build output .* already exists and is a directory|^\w*:? ?no packages loaded from",
    )
    .like("no Go files in /work"),
    exact(
        "go.mod-syntax",
        Dependency,
        &["go.mod:"],
        r"^(?:/\S*/)?(?P<file>go\.mod):\d+(?::\d+)?: \S",
    )
    .like("go.mod:7: unknown directive: requires"),
    exact(
        "go.compiler-missing",
        Dependency,
        &["C compiler \"", "cgo: exec ", "link: running gcc failed"],
        r#"C compiler "(?P<pkg>[\w+-]+)" not found|cgo: exec \S+: |link: running (?P<spec>\S+) failed"#,
    )
    .at(&[Told("dockerfile")])
    .like("cgo: C compiler \"clang\" not found: exec: \"clang\": executable file not found in $PATH"),
    exact(
        "go.compile",
        Build,
        &[".go:"],
        r"^(?:vet: )?(?:\./|\.\./)*(?P<file>[\w./-]+\.go):\d+(?::\d+)?: \S",
    )
    .like("./main.go:12:5: undefined: handler"),
    exact(
        "go.mixed-packages",
        Build,
        &["found packages "],
        r"found packages \w+ \((?P<pkg>\S+\.go)\) and \w+ \(",
    )
    .like("found packages main (main.go) and store (store.go) in /work"),
    strong(
        "go.import-cycle",
        Build,
        &["import cycle not allowed", "build constraints exclude all Go files in"],
        "",
    )
    .like("import cycle not allowed"),
    exact(
        "go.env-file",
        Config,
        &["Error loading .env file", "open .env: no such file or directory"],
        "",
    )
    .named("env file missing")
    .during(Deploy)
    .like("2024/03/02 08:00:01 Error loading .env file"),
    strong(
        "go.dial",
        Runtime,
        &["dial tcp ", "server selection error:", "failed to connect to `host"],
        r"dial tcp \S+: (?:connect: |i/o timeout|lookup )|dial tcp: lookup \S+.*: no such host|server selection error:|failed to connect to `host",
    )
    .during(Deploy)
    .outside()
    .like("2024/03/02 08:00:01 connect: dial tcp 127.0.0.1:5432: connect: connection refused"),
    strong(
        "go.listen",
        Runtime,
        &["listen tcp "],
        r"listen tcp \S*:\d+: bind: ",
    )
    .during(Deploy)
    .like("2024/03/02 08:00:01 listen tcp :8080: bind: address already in use"),
    strong(
        "go.vcs",
        Config,
        &["error obtaining VCS status"],
        "",
    )
    .like("error obtaining VCS status: exit status 128"),
    strong(
        "go.flag",
        Config,
        &["flag provided but not defined:"],
        "",
    )
    .during(Deploy)
    .like("flag provided but not defined: -prot"),
    fair(
        "go.open",
        Runtime,
        &[": no such file or directory"],
        r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d .*\b(?:open|stat|read) (?P<pkg>\S+): no such file or directory",
    )
    .during(Deploy)
    .like("2024/03/02 08:00:01 open config.yaml: no such file or directory"),
    fair(
        "go.panic",
        Runtime,
        &["panic: ", "fatal error: all goroutines", "fatal error: concurrent map", "fatal error: stack overflow"],
        r"^(?:panic|fatal error): \S",
    )
    .at(&[Trace])
    .like("panic: runtime error: invalid memory address or nil pointer dereference"),
    consequence(
        "go.tidy",
        &["failed to `go mod tidy`", "Command failed: go mod tidy"],
        "",
    )
    .like("failed to `go mod tidy`"),
    consequence(
        "go.security",
        &["SECURITY ERROR", "[signal SIGSEGV"],
        "",
    )
    .like("SECURITY ERROR"),
];
