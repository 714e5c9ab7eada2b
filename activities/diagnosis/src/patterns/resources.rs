//! Memory, time, disk: limits of the machine that builds or runs.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "resources",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "memory.heap",
        Build,
        &["heap out of memory", "Reached heap limit", "Ineffective mark-compacts", "ERR_WORKER_OUT_OF_MEMORY"],
        r"FATAL ERROR: .*|heap out of memory|Reached heap limit|ERR_WORKER_OUT_OF_MEMORY",
    )
    .named("javascript heap out of memory")
    .during(Deploy)
    .like("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),
    exact(
        "memory.render",
        Build,
        &["Out of memory (used over", "Ran out of memory (used over", "exceeded its memory limit"],
        "",
    )
    .named("out of memory")
    .during(Deploy)
    .like("==> Out of memory (used over 512Mi)"),
    exact(
        "memory.platform",
        Build,
        &[
            "Out of Memory", "ut of memory", "OOM", "annot allocate memory", "ENOMEM", "OutOfMemoryError", "insufficient memory for the Java",
            "memory exhausted", "std::bad_alloc", "Array buffer allocation failed", "Killed signal terminated program",
            "signal: killed", "signal: 9", "daemon disappeared unexpectedly", "Call retries were exceeded",
        ],
        r#"[Aa]t least one "Out of Memory"|ran out of memory|[Oo]ut of memory: (?:Kill|Cannot allocate)|OOMKilled|^\W*(?:Error: )?(?:JavaScript )?[Oo]ut of memory|memory allocation of \d+ bytes failed|was (?:terminated|killed).*out of memory|insufficient memory for the Java|[Cc]annot allocate memory|(?:spawn|read|write|fork|mmap)\S* ENOMEM|ENOMEM: |OutOfMemoryError: |virtual memory exhausted|(?:instance of '|what\(\):\s+)std::bad_alloc|Array buffer allocation failed|Killed signal terminated program|signal: (?:killed|9, SIGKILL)|Gradle build daemon disappeared|Call retries were exceeded|LLVM ERROR: out of memory"#,
    )
    .named("out of memory")
    .during(Deploy)
    .like("• At least one \"Out of Memory\" (\"OOM\") event was detected during the build."),
    strong(
        "memory.signal",
        Build,
        &["SIGKILL"],
        r"exited with SIGKILL|was sent SIGKILL|(?:exited (?:due|because|on)|exit[ _]|killed|terminated|signal:?|Received|ended|status|worker .*with|code: null).*\bSIGKILL\b",
    )
    .named("killed")
    .during(Deploy)
    .like("Error: Command \"npm run build\" exited with SIGKILL"),
    exact(
        "memory.killed",
        Build,
        &["Killed", "exit code 137", "exited with 137", "status 137", "code 137"],
        r"^\W*(?:\S+ line \d+: +\d+ )?Killed\b|(?:code|with|status):? 137\b",
    )
    .named("killed")
    .during(Deploy)
    .like("/opt/render/build.sh: line 3:   112 Killed                  npm run build"),
    exact(
        "time.build",
        Build,
        &[
            "exceeded the maximum", "maximum allowed runtime", "did not complete within", "time limit",
            "uild timed out", "uild has timed out", "deadline exceeded", "Build exceeded", "timed out after",
            "exceeded the time limit",
        ],
        r"(?i)build(?: step| command)?(?: has)? (?:exceeded (?:the )?(?:maximum|time|build)|timed out|did not complete within)|exceeded (?:the )?(?:maximum (?:allowed )?(?:build )?(?:runtime|duration|time)|time limit)|did not (?:complete|finish) within|context deadline exceeded|^\W*(?:Error: |Execution )?[Tt]imed out after",
    )
    .named("build timed out")
    .during(Deploy)
    .like("Error: The build step did not complete within the maximum of 45 minutes."),
    exact(
        "time.port",
        Build,
        &["Timed out: Port scan timeout", "no open ports detected on", "No open HTTP ports detected"],
        r"Timed out.*(?:[Pp]ort scan timeout|no open ports)|No open HTTP ports detected.{0,40}\bTimed? ?out",
    )
    .named("no open port")
    .during(Deploy)
    .like("==> Timed out: Port scan timeout reached, no open ports detected. Bind your service to at least one port."),
    strong(
        "time.port-scan",
        Build,
        &["Port scan timeout reached"],
        "",
    )
    .named("no open port")
    .during(Deploy)
    .like("==> Port scan timeout reached, no open ports detected. Bind your service to at least one port."),
    strong(
        "time.deploy",
        Build,
        &["==> Timed Out", "==> Timed out", "Timed out after waiting for internal health check"],
        "",
    )
    .named("deploy timed out")
    .during(Deploy)
    .like("==> Timed Out"),
    exact(
        "disk.full",
        Build,
        &["ENOSPC", "No space left on device", "no space left on device", "disk quota exceeded"],
        r"ENOSPC: no space left|[Nn]o space left on device|disk quota exceeded",
    )
    .named("disk full")
    .during(Deploy)
    .like("Error: ENOSPC: no space left on device, write"),
    exact(
        "files.watchers",
        Build,
        &["EMFILE", "System limit for number of file watchers"],
        r"EMFILE: too many open files|System limit for number of file watchers",
    )
    .during(Deploy)
    .like("Error: EMFILE: too many open files, open '/work/src/a.ts'"),
    consequence(
        "memory.report",
        &["Build system report", "VERCEL_BUILD_SYSTEM_REPORT"],
        "",
    )
    .like("▲ Build system report"),
];
