//! Netlify's own messages.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, excuse, fair, note, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "netlify",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "netlify.file-name",
        Other,
        &["Deployed filenames cannot contain"],
        r"Invalid filename '(?P<raw>[^']+)'",
    )
    .during(Deploy)
    .like("Failed during stage 'deploying site': Invalid filename 'fonts/icons.eot?'. Deployed filenames cannot contain # or ? characters"),
    exact(
        "netlify.publish-missing",
        Config,
        &["Deploy directory '", "Publish directory", "publish directory"],
        r"Deploy directory '?(?P<pkg>[^' ]+)'? does not exist|publish directory (?:was not found|does not exist|cannot be)|Your publish directory (?:cannot|was not)",
    )
    .during(Deploy)
    .like("Failed during stage 'building site': Deploy directory 'dist' does not exist"),
    exact(
        "netlify.base-missing",
        Config,
        &["Base directory does not exist", "base directory"],
        r"[Bb]ase directory.{0,60}(?:does not exist|not found)",
    )
    .during(Deploy)
    .like("Failing build: Base directory does not exist: /opt/build/repo/web"),
    exact(
        "netlify.config-property",
        Config,
        &["Configuration property ", "When resolving config"],
        r"^\W*Configuration property \S+ (?:must|is|should)",
    )
    .during(Deploy)
    .about(&["netlify.toml"])
    .like("Configuration property functions.memory must be an object."),
    exact(
        "netlify.config-parse",
        Config,
        &["Cannot redefine existing key", "cannot unmarshal", "Expected ", "unexpected end of JSON input"],
        r"Cannot redefine existing key|json: cannot unmarshal|^Expected .* (?:but .* found|found)\.?$|unexpected end of JSON input",
    )
    .during(Deploy)
    .about(&["netlify.toml"])
    .like("Could not parse configuration file\nCannot redefine existing key 'headers,values'."),
    pointer(
        "netlify.config-unreadable",
        Config,
        3,
        &["Could not parse configuration file"],
        "",
    )
    .like("Could not parse configuration file\nSomething only this parser says"),
    fair(
        "netlify.redirects",
        Config,
        &["Could not parse redirect", "Could not parse header", "Errors processing redirect"],
        r"Could not parse (?:redirect|header)",
    )
    .during(Deploy)
    .like("Could not parse redirect number 1:"),
    strong(
        "netlify.secret-place",
        Config,
        &["found value at line "],
        r"^\W*found value at line \d+ in (?P<file>\S+)",
    )
    .named("secrets in output")
    .during(Deploy)
    .like("found value at line 117 in src/testdata/key.yaml"),
    exact(
        "netlify.secrets",
        Config,
        &["Secrets scanning found", "secrets scanning detected"],
        r"^\W*(?:Error: )?Secrets scanning (?:found|detected) (?:secrets|\d+)",
    )
    .named("secrets in output")
    .during(Deploy)
    .like("  Secrets scanning found secrets in build."),
    strong(
        "netlify.secrets-scan",
        Config,
        &["scanned. Secrets scanning found"],
        r"Secrets scanning found (?:[1-9]\d* instance|\d+ instance\(s\) of secrets and [1-9])",
    )
    .named("secrets in output")
    .during(Deploy)
    .like("❯ Scanning complete. 12 file(s) scanned. Secrets scanning found 1 instance(s) of secrets in build output or repo code."),
    strong(
        "netlify.secret-value",
        Config,
        &["Secret env var \"", "detected as a likely secret"],
        r#"Secret env var "(?P<pkg>[^"]+)"'s value detected|^\W*"[^"]*" detected as a likely secret"#,
    )
    .named("secrets in output")
    .during(Deploy)
    .like("Secret env var \"API_KEY\"'s value detected:"),
    exact(
        "netlify.plugin-missing",
        Dependency,
        &["could not be found using local or", "could not be found", "is not installed"],
        r#"Plugin "(?P<pkg>[^"]+)" (?:could not be found|is not installed)"#,
    )
    .during(Deploy)
    .like("Error: could not import plugin\nPlugin \"@netlify/plugin-sitemap\" could not be found using local or default package resolution."),
    exact(
        "netlify.function-dependency",
        Dependency,
        &["A Netlify Function is using"],
        r#"A Netlify Function is using "(?P<pkg>[^"]+)" but that dependency has not been installed"#,
    )
    .during(Deploy)
    .like("  A Netlify Function is using \"node-fetch\" but that dependency has not been installed yet."),
    pointer(
        "netlify.function-bundle",
        Build,
        6,
        &["A Netlify Function failed to require"],
        "",
    )
    .during(Deploy)
    .like("A Netlify Function failed to require one of its dependencies.\n  In file \"/opt/build/repo/netlify/functions/send.js\"\n  Something only this bundler says"),
    strong(
        "netlify.function-file",
        Build,
        &["In file \""],
        r#"^\W*In file "(?P<file>[^"]+)""#,
    )
    .during(Deploy)
    .like("  In file \"/opt/build/repo/netlify/functions/send.js\""),
    exact(
        "netlify.cancelled",
        Other,
        &["User-requested build cancellation", "Build was cancelled", "Build canceled by user", "canceled by a newer"],
        "",
    )
    .named("cancelled")
    .during(Deploy)
    .transient()
    .outside()
    .like("Failing build: User-requested build cancellation"),
    exact(
        "netlify.skipped",
        Other,
        &["anceled build", "ancelled build", "no content change"],
        r"(?i)cancell?ed build|no content change",
    )
    .named("nothing to build")
    .during(Deploy)
    .like("Failed during stage 'checking build content for changes': Canceled build due to no content change"),
    strong(
        "netlify.host-key",
        Other,
        &["Unable to access repository", "preparing repo"],
        r"Unable to access repository|Error fetching branch",
    )
    .named("repository unreachable")
    .during(Deploy)
    .outside()
    .like("Failed during stage 'preparing repo': Unable to access repository. The repository may have been deleted"),
    exact(
        "netlify.contributor",
        Other,
        &["Unrecognized Git contributor", "Unable to verify Git contributor", "must be a member of this"],
        "",
    )
    .named("author without access")
    .during(Deploy)
    .outside()
    .like("Build blocked: Unrecognized Git contributor on private repo"),
    excuse(
        "netlify.internal",
        Other,
        &[
            "Build failed due to an internal error", "system error", "Netlify Internal",
            "internal system error",
        ],
        r"due to (?:a|an) (?:internal|system) error|internal system error",
    )
    .named("internal error of netlify")
    .during(Deploy)
    .transient()
    .outside()
    .like("Failing build: Build failed due to an internal error"),
    exact(
        "netlify.node",
        Dependency,
        &["Failed to install node", "Error installing Node", "Node version"],
        r"Failed (?:to install|installing) [Nn]ode|Node version .* (?:was not found|not available)",
    )
    .during(Deploy)
    .like("Failed to install node version '99'"),
    exact(
        "netlify.next-publish",
        Config,
        &[
            "Your publish directory does not contain expected Next.js", "Your publish directory was not found",
            "cannot be the same as the base directory", "does not contain a Next.js production build",
        ],
        r#"publish directory (?:does not contain|was not found|cannot be the same)|The directory "[^"]*" does not contain a Next\.js production build"#,
    )
    .during(Deploy)
    .like("Error: Your publish directory does not contain expected Next.js build output. Please check your build settings"),
    pointer(
        "netlify.plugin",
        Build,
        14,
        &["Error message"],
        r"^\s*Error message\s*$",
    )
    .like("  Error message\n  Error: Something only a plugin says"),
    pointer(
        "netlify.config-resolving",
        Config,
        6,
        &["When resolving config file"],
        "",
    )
    .like("When resolving config file /opt/build/repo/netlify.toml:\nSomething only this file says"),
    strong(
        "netlify.stage",
        Other,
        &["ailed during stage '"],
        r"[Ff]ailed during stage '(?:deploying site|preparing repo|fetching cached dependencies|checking build content[^']*|installing dependencies)': \S",
    )
    .during(Deploy)
    .like("Failed during stage 'deploying site': Failed to execute deploy: upload timed out"),
    consequence(
        "netlify.exit",
        &[
            "non-zero exit code", "Failing build:", "\"build.command\" failed",
            "Build failed due to a user error",
        ],
        r"non-zero exit code:? ?(?P<code>\d+)?|Failing build: |build\.command. failed|Build failed due to a user error",
    )
    .like("Build failed due to a user error: Build script returned non-zero exit code: 2"),
    consequence(
        "netlify.command",
        &["Command failed with exit code"],
        r"Command failed with exit code (?P<code>\d+): (?P<command>.+?)(?: \(https.*)?$",
    )
    .like("  Command failed with exit code 1: npm run build (https://ntl.fyi/exit-code-1)"),
    note(
        "netlify.settings",
        &["Error location", "Resolved config"],
        "",
    )
    .like("  Resolved config"),
];
