//! Java and Kotlin: Maven, Gradle, javac, Spring Boot.

use crate::{
    pattern::{
        Family, Pattern,
        Place::Told,
        Stage::{Deploy, Install},
    },
    rows::{consequence, detail, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "java",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "java.release",
        Dependency,
        &[
            "release version ", "invalid target release:", "invalid source release:", "Unsupported class file major version",
            "Could not determine java version from", "No matching toolchains found", "Cannot find a Java installation on your machine",
            "to run. Your build is currently configured to use", "requires at least JVM runtime version", "UnsupportedClassVersionError",
            "Could not target platform: 'Java SE", "requires Java ", "compatible with Java ",
        ],
        r"release version \d+ not supported|invalid (?:target|source) release: |Unsupported class file major version|Could not determine java version from|No matching toolchains found|Cannot find a Java installation on your machine|requires JVM \d+ or later|requires at least JVM runtime version|UnsupportedClassVersionError|Could not target platform: 'Java SE|compatible with Java \d+ and the consumer needed",
    )
    .named("java version does not fit")
    .like("[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:testCompile (default-testCompile) on project web: Fatal error compiling: error: release version 19 not supported -> [Help 1]"),
    exact(
        "java.package-missing",
        Dependency,
        &["error: package ", "] package "],
        r"(?P<file>\S+\.(?:java|kt|groovy)):\[?\d+(?:,\d+\])?:? (?:error: )?package (?P<pkg>(?:javax?|jakarta|lombok|io|org|com\.(?:google|fasterxml|mysql|zaxxer|auth0|stripe|amazonaws|h2database))(?:\.\w+)*) does not exist",
    )
    .like("/work/src/main/java/App.java:3: error: package jakarta.mail.internet does not exist"),
    exact(
        "java.error",
        Build,
        &[".java:", ".kt:"],
        r"(?:^\[ERROR\] |^e: (?:warnings found|file://)?|^)(?P<file>[^\s:]+\.(?:java|kt|groovy)):(?: ?\(\d+, \d+\):? \S|\[\d+,\d+\] \S|\d+(?::\d+)?:? error: \S|\d+:\d+:? [A-Z'\x22]\S*)",
    )
    .like("/work/src/main/java/App.java:12: error: cannot find symbol"),
    exact(
        "maven.pom",
        Build,
        &["Non-parseable POM ", "Non-resolvable import POM", "Malformed POM "],
        r"(?:Non-parseable|Malformed) POM (?P<file>[^\s:]+):|Non-resolvable import POM",
    )
    .like("[FATAL] Non-parseable POM /work/pom.xml: unexpected end tag @ line 31, column 12"),
    exact(
        "maven.artifact",
        Dependency,
        &[
            "Could not resolve dependencies for project", "Could not find artifact ", "Non-resolvable parent POM", "Unresolveable build extension",
            "or one of its dependencies could not be resolved", "Failure to find ", "'dependencies.dependency.version' for ",
        ],
        r"Could not resolve dependencies for project|Could not find artifact (?P<pkg>[\w.-]+:[\w.-]+)|Non-resolvable parent POM|Unresolveable build extension|one of its dependencies could not be resolved|Failure to find (?P<spec>[\w.-]+:[\w.-]+)|'dependencies\.dependency\.version' for \S+ is missing",
    )
    .during(Install)
    .like("[ERROR] Failed to execute goal on project web: Could not resolve dependencies for project com.acme:web:jar:1.0: Could not find artifact com.acme:log:jar:9.9 in central (https://repo.maven.apache.org/maven2) -> [Help 1]"),
    exact(
        "maven.project",
        Config,
        &[
            "there is no POM in this directory", "Unknown lifecycle phase", "Could not find the selected project in the reactor",
            "Unable to access jarfile", "no main manifest attribute", "Could not find or load main class", "Unable to find main class",
            "does not contain a Gradle build", "' not found in root project", "does not exist @", "No goals have been specified for this build",
            "-Dmaven.multiModuleProjectDirectory", "GradleWrapperMain", "MavenWrapperMain", "gradle-wrapper.jar",
        ],
        r"no POM in this directory|Unknown lifecycle phase|selected project in the reactor|Unable to access jarfile (?P<pkg>\S+)|no main manifest attribute|Could not find or load main class (?P<spec>\S+)|Unable to find main class|does not contain a Gradle build|(?:Task|Project) '[^']+' not found in (?:root )?project|Child module \S+ of \S+ does not exist|No goals have been specified",
    )
    .during(Deploy)
    .like("Error: Unable to access jarfile target/web.jar"),
    exact(
        "maven.network",
        Dependency,
        &["Could not transfer artifact", "Could not GET 'https", "Could not HEAD 'https", "Downloading https://services.gradle.org"],
        r"Could not transfer artifact (?P<pkg>[\w.-]+:[\w.-]+).*(?:timed out|reset|50\d|Temporary failure|Unknown host|handshake)|(?:Could not (?:GET|HEAD) 'https).*(?:50\d|timed out)",
    )
    .named("artifact repository unreachable")
    .during(Install)
    .transient()
    .like("[ERROR] Could not transfer artifact com.acme:log:jar:1.0 from/to central (https://repo.maven.apache.org/maven2): Connect timed out"),
    exact(
        "gradle.resolve",
        Dependency,
        &["Could not find ", "Could not resolve ", "was not found in any of the following sources"],
        r"^\s*>? ?Could not (?:find|resolve) (?P<pkg>[\w.-]+:[\w.-]+)(?::[\w.-]+)?\.?$|Plugin \[id: '(?P<spec>[\w.-]+)'.* was not found in any of the following",
    )
    .during(Install)
    .like("   > Could not find com.acme:log:9.9."),
    exact(
        "gradle.script",
        Build,
        &["build file '", "settings file '"],
        r"^\W*(?:build|settings) file '(?P<file>[^']+)': \d+: \S",
    )
    .like("  build file '/work/build.gradle': 12: unexpected token: } @ line 12, column 1."),
    detail(
        "gradle.script-line",
        "gradle-script",
        &["Build file '", "Settings file '"],
        r"^(?:Build|Settings) file '(?P<pkg>[^']+)' line: \d+",
    )
    .like("Build file '/work/build.gradle' line: 12"),
    exact(
        "gradle.script-error",
        Build,
        &["Could not find method ", "Could not get unknown property '", "Could not set unknown property '"],
        r"^\s*> Could not (?:find method|[gs]et unknown property '(?P<spec>\w+))",
    )
    .at(&[Told("gradle-script")])
    .like("> Could not find method compile() for arguments [com.acme:log:1.0] on object of type DefaultDependencyHandler."),
    exact(
        "scala.error",
        Build,
        &[".scala:"],
        r"^\[error\] (?:-- .*: )?(?P<file>[^\s:]+\.scala):\d+(?::\d+)?",
    )
    .like("[error] /work/src/main/scala/App.scala:12:5: not found: value foo"),
    exact(
        "java.test",
        Build,
        &["There are test failures", "There were failing tests", "[ERROR] Tests run:"],
        r"There (?:are|were) (?:test failures|failing tests)|\[ERROR\] Tests run: .*(?:Failures: [1-9]|Errors: [1-9])",
    )
    .like("[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 1.2 s <<< FAILURE! - in com.acme.AppTest"),
    exact(
        "java.class-missing",
        Dependency,
        &["ClassNotFoundException: ", "Cannot load driver class: "],
        r"^(?:Caused by: |Exception in thread \S+ )?java\.lang\.ClassNotFoundException: (?P<pkg>(?:org|io|jakarta|javax|com\.mysql|com\.fasterxml)\.[\w.]+)|Cannot load driver class: (?P<spec>[\w.]+)",
    )
    .during(Deploy)
    .like("Caused by: java.lang.ClassNotFoundException: org.postgresql.Driver"),
    pointer(
        "gradle.what-went-wrong",
        Build,
        4,
        &["* What went wrong:"],
        "",
    )
    .at(&[Told("gradle-script")])
    .like("* What went wrong:\nA problem that no row knows."),
    pointer(
        "gradle.task",
        Build,
        2,
        &[
            "Execution failed for task '", "A problem occurred configuring", "A problem occurred evaluating", "Could not compile build file",
            "Could not compile settings file", "A failure occurred while executing ", "Could not determine the dependencies of task",
        ],
        r"^\W*(?:Execution failed for task '|A problem occurred (?:configuring|evaluating)|Could not compile (?:build|settings) file|A failure occurred while executing|Could not determine the dependencies of task)",
    )
    .at(&[Told("gradle-script")])
    .like("Execution failed for task ':bootJar'.\n> Something that no row knows"),
    consequence(
        "gradle.summary",
        &[
            "Compilation failed; see the compiler", "Compilation error. See log for more details", "Could not resolve all ",
            "FAILURE: Build failed with an exception", "Run with --stacktrace option", "(Compile / compileIncremental)",
        ],
        r"^\W*(?:Compilation failed; see|Compilation error\. See|Could not resolve all |FAILURE: Build failed|Run with --stacktrace)|\(Compile / compileIncremental\)",
    )
    .like("> Compilation failed; see the compiler error output for details."),
    consequence(
        "maven.summary",
        &[
            "COMPILATION ERROR :", "BUILD FAILURE", "BUILD FAILED", "[Help 1]", "[ERROR] Re-run Maven", "[ERROR] To see the full stack trace",
            "[ERROR] For more information about the errors", "[ERROR] After correcting the problems", "[ERROR]   symbol:", "[ERROR]   location:",
            "The build could not read", "[ERROR] Some problems were encountered", "Compilation failure", "[ERROR]   mvn <args>",
        ],
        r"COMPILATION ERROR :|BUILD FAIL(?:URE|ED)|^\[ERROR\] (?:-> )?\[Help \d\]|\[ERROR\] (?:Re-run|To see the full|For more information|After correcting|  symbol|  location|The build could not read|Some problems were|  mvn <)|Compilation failure",
    )
    .like("[ERROR] COMPILATION ERROR : "),
    strong(
        "maven.goal",
        Build,
        &["Failed to execute goal "],
        r"Failed to execute goal (?P<pkg>\S+)",
    )
    .like("[ERROR] Failed to execute goal com.acme:codegen-maven-plugin:1.0:generate (default) on project web: The specification is invalid -> [Help 1]"),
    fair(
        "java.exception",
        Runtime,
        &["Exception in thread ", "Caused by: "],
        r#"^(?:Exception in thread "[^"]+"|Caused by:) (?:[a-z]\w*\.)+[A-Z][\w$]*(?:: \S|$)"#,
    )
    .during(Deploy)
    .like("Caused by: java.lang.IllegalStateException: the catalogue is empty"),
];
