//! Yarn: fetching, scripts, settings, Plug'n'Play, and the lines around its errors.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, exact, note, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "yarn-run",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "yarn.refused",
        Dependency,
        &["Request failed \\\"40", "returned a 40", "Request failed \"40"],
        r#"^error (?:An unexpected error occurred: "|Error: )?\S+: Request (?:failed \\?"|"[^"]+" returned a )40[123]"#,
    )
    .named("registry refused")
    .during(Install)
    .outside()
    .like("error An unexpected error occurred: \"https://packages.example.test/@acme/ui/-/ui-1.0.0.tgz: Request failed \\\"401 Unauthorized\\\"\"."),
    exact(
        "yarn.status",
        Other,
        &["Request failed \\\"5", "Request failed \\\"429", "returned a 5", "returned a 429", "malformed response from registry"],
        r#"^error (?:An unexpected error occurred: "|Error: )?\S+: Request (?:failed \\?"|"[^"]+" returned a )(?:5\d\d|429|408)|Received malformed response from registry"#,
    )
    .named("registry answered with an error")
    .during(Install)
    .transient()
    .outside()
    .like("error An unexpected error occurred: \"https://packages.example.test/left-pad: Request failed \\\"503 Service Unavailable\\\"\"."),
    exact(
        "yarn.fetch",
        Dependency,
        &["Request failed \\\"4", "returned a 404", "Request failed \"404"],
        r#"^error (?:An unexpected error occurred: "|Error: )?\S+: Request (?:failed |"[^"]+" returned a )"#,
    )
    .during(Install)
    .like("error An unexpected error occurred: \"https://packages.example.test/@acme/missing/-/missing-1.0.0.tgz: Request failed \\\"404 Not Found\\\"\"."),
    exact(
        "yarn.integrity",
        Dependency,
        &["Integrity check failed for \"", "Incorrect integrity when fetching from the cache"],
        r#"Integrity check failed for "|Incorrect integrity when fetching from the cache for "(?P<pkg>[^"]+)""#,
    )
    .during(Install)
    .like("error https://packages.example.test/a.tgz: Integrity check failed for \"a\" (computed integrity doesn't match our records, got \"sha512-x\")"),
    exact(
        "yarn.archive",
        Dependency,
        &["Extracting tar content of", "refers to a non-existing file"],
        r#"Extracting tar content of .* failed|^error Package "(?P<pkg>[^"]*)" refers to a non-existing file"#,
    )
    .during(Install)
    .like("error Package \"\" refers to a non-existing file '\"/work/vendor/ui.tgz\"'."),
    exact(
        "yarn.lock-unreadable",
        Dependency,
        &["Unknown token: {", "Invalid value type ", "Parse error when loading", "Failed to parse the lockfile"],
        r"^error .*(?:Unknown token: \{|Invalid value type ).* in (?P<file>\S+?yarn\.lock)|Parse error when loading (?P<file2>\S+?yarn\.lock)",
    )
    .named("yarn lockfile unreadable")
    .during(Install)
    .like("error An unexpected error occurred: \"Unknown token: { line: 3, col: 2, type: 'INVALID', value: undefined } 3:2 in /work/yarn.lock\"."),
    exact(
        "yarn.checksum",
        Dependency,
        &["YN0018", "remote archive doesn't match the expected checksum"],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: The remote archive doesn't match the expected checksum",
    )
    .during(Install)
    .like("➤ YN0018: │ left-pad@npm:1.3.0: The remote archive doesn't match the expected checksum"),
    exact(
        "yarn.cache-missing",
        Dependency,
        &["Cache entry required but missing", "Required unplugged package missing from disk"],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: Cache entry required but missing|Required unplugged package missing from disk",
    )
    .during(Install)
    .like("➤ YN0056: │ left-pad@npm:1.3.0: Cache entry required but missing for /work/.yarn/cache/left-pad-npm-1.3.0-x.zip"),
    exact(
        "yarn.patch",
        Dependency,
        &["YN0066", "Cannot apply hunk", "annot apply hunk"],
        r"(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@patch:\S+: Cannot apply hunk",
    )
    .during(Install)
    .like("➤ YN0066: │ left-pad@patch:left-pad@npm%3A1.3.0#x.patch: Cannot apply hunk #1 (set enableInlineHunks for details)"),
    exact(
        "yarn.resolution",
        Dependency,
        &["YN0010", "YN0016", "YN0027", "YN0062", "YN0078", "Resolution field \""],
        r"➤ YN00(?:10|16|27|78): .*?(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: \S",
    )
    .during(Install)
    .like("➤ YN0016: │ left-pad@npm:beta: Registry failed to return tag \"beta\""),
    exact(
        "yarn.berry-auth",
        Dependency,
        &["YN0041", "YN0033", "Invalid authentication (as", "No authentication configured for request"],
        r"Invalid authentication \(|No authentication configured for request",
    )
    .during(Install)
    .outside()
    .like("➤ YN0041: │ @acme/ui@npm:1.0.0: Invalid authentication (as an anonymous user)"),
    exact(
        "yarn.berry-status",
        Other,
        &["Response Code: 5", "Response Code: 429", "Response Code: 408"],
        r"YN0035: .*Response Code: (?:5\d\d|429|408)",
    )
    .during(Install)
    .transient()
    .outside()
    .like("➤ YN0035: │   Response Code: 503 (Service Unavailable)"),
    strong(
        "yarn.berry-request",
        Dependency,
        &["The remote server failed to provide the requested resource", "YN0035"],
        r"YN0035: .*?(?:(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S+: )?The remote server failed to provide the requested resource",
    )
    .during(Install)
    .like("➤ YN0035: │ left-pad@npm:1.3.0: The remote server failed to provide the requested resource"),
    exact(
        "yarn.env-missing",
        Config,
        &["Environment variable not found ("],
        r"Environment variable not found \((?P<pkg>\w+)\)(?: in (?P<file>\S+))?",
    )
    .during(Install)
    .outside()
    .like("Usage Error: Environment variable not found (ACME_TOKEN) in /work/.yarnrc.yml (in /work/.yarnrc.yml)"),
    exact(
        "yarn.setting-unknown",
        Config,
        &["configuration settings found", "Unsupported option name", "Unknown Syntax Error", "Unrecognized configuration"],
        r#"Unrecognized (?:or legacy )?configuration settings found: (?P<pkg>[\w, ]+)|Unknown Syntax Error: (?:Unsupported option name|Command not found|Extraneous)"#,
    )
    .during(Install)
    .like("Usage Error: Unrecognized or legacy configuration settings found: pnpMode - run \"yarn config -v\" to see the list of settings supported in Yarn"),
    exact(
        "yarn.not-installed",
        Dependency,
        &[
            "doesn't seem to have been installed", "Couldn't find the node_modules state file",
            "The project in ", "isn't declared in your dependencies", "but it isn't provided by",
        ],
        r"doesn't seem to have been installed - running an install|Couldn't find the node_modules state file|tried to access (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)[ ,(].*(?:isn't declared in your dependencies|isn't provided by)",
    )
    .like("Error: Your application tried to access left-pad, but it isn't declared in your dependencies; this makes the require call ambiguous and unsound."),
    exact(
        "yarn.workspace-setting",
        Config,
        &[
            "Workspaces can only be enabled in private projects", "There are more than one workspace with name",
            "error Unknown workspace \"", "error Cannot find the root of your workspace", "No project found in /",
            "Running this command will add the dependency to the workspace root",
        ],
        r#"^error (?:Workspaces can only|There are more than one workspace|Unknown workspace "(?P<pkg>[^"]+)"|Cannot find the root|Running this command will add)|Usage Error: No project found in"#,
    )
    .during(Install)
    .like("error Unknown workspace \"web\"."),
    exact(
        "yarn.tool-missing",
        Dependency,
        &["error Command \""],
        r#"error Command "(?P<pkg>next|vite|tsc|turbo|nx|lerna|prisma|husky|eslint|webpack|rollup|tsup|astro|nuxt|nuxi|ng|gatsby|nest|jest|vitest|rimraf|cross-env|react-scripts|vue-cli-service|patch-package|drizzle-kit|graphql-codegen|svelte-kit|remix|docusaurus|tailwindcss|esbuild|tsx|ts-node)" not found\."#,
    )
    .like("error Command \"turbo\" not found."),
    exact(
        "yarn.script-missing",
        Config,
        &["error Command \""],
        r#"error Command "(?P<pkg>[^"]+)" not found\."#,
    )
    .like("error Command \"start\" not found."),
    exact(
        "yarn.berry-tool-missing",
        Dependency,
        &["command not found: "],
        r"^command not found: (?P<pkg>[\w.@/-]+)$",
    )
    .like("command not found: next"),
    exact(
        "yarn.berry-script-missing",
        Config,
        &["Couldn't find a script named"],
        r#"Couldn't find a script named "(?P<pkg>[^"]+)""#,
    )
    .like("Usage Error: Couldn't find a script named \"build\"."),
    exact(
        "yarn.manifest-missing",
        Config,
        &["Couldn't find a package.json file in"],
        "",
    )
    .like("error Couldn't find a package.json file in \"/work\""),
    exact(
        "yarn.not-a-workspace",
        Config,
        &["The nearest package directory"],
        r"The nearest package directory \(\S+\) doesn't seem to be part of the project",
    )
    .during(Install)
    .like("Usage Error: The nearest package directory (/work/web) doesn't seem to be part of the project declared in /work."),
    exact(
        "yarn.incorrect-peer",
        Dependency,
        &["YN0060", "YN0002"],
        r"➤ YN00(?:60|02): .*error",
    )
    .during(Install)
    .like("➤ YN0060: │ react is listed by your project with version 19.0.0, error"),
    exact(
        "yarn.network",
        Other,
        &["getaddrinfo ", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ECONNRESET", "ECONNREFUSED", "EAI_AGAIN", "socket hang up"],
        r"^error (?:An unexpected error occurred: .{0,200}|\S*Error: )(?:getaddrinfo |connect |read |ESOCKETTIMEDOUT|ETIMEDOUT|ECONNRESET|socket hang up|tunneling socket)",
    )
    .during(Install)
    .transient()
    .outside()
    .like("error Error: getaddrinfo ENOTFOUND packages.example.test\nerror An unexpected error occurred: \"https://packages.example.test/left-pad: ETIMEDOUT\"."),
    exact(
        "yarn.berry-network",
        Other,
        &["RequestError: ", "TimeoutError: "],
        r"YN00(?:01|35): .*(?:RequestError: (?:connect|getaddrinfo|read|Timeout|socket|Client network)|TimeoutError: )",
    )
    .during(Install)
    .transient()
    .outside()
    .like("➤ YN0001: │ RequestError: getaddrinfo EAI_AGAIN packages.example.test"),
    strong(
        "yarn.module-failed",
        Dependency,
        &[": Command failed."],
        r"^error \S*node_modules/(?P<pkg>(?:@[\w.-]+/)?[\w.-]+): Command failed\.$",
    )
    .during(Install)
    .like("error /work/node_modules/node-sass: Command failed."),
    strong(
        "yarn.berry-error",
        Dependency,
        &["➤ YN0001"],
        r"➤ YN0001: │ \S",
    )
    .during(Install)
    .like("➤ YN0001: │ Error: packages.example.test answered with status 500"),
    consequence(
        "yarn.exit",
        &["error Command failed"],
        r"error Command failed with (?:exit code (?P<code>\d+)|signal)",
    )
    .like("error Command failed with exit code 1."),
    consequence(
        "yarn.hint",
        &["visit https://yarnpkg.com"],
        "",
    )
    .like("info Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.\ninfo visit https://yarnpkg.com"),
    consequence(
        "yarn.berry-failed",
        &["YN0000: Failed with errors", "YN0000: · Failed with errors"],
        "",
    )
    .like("➤ YN0000: Failed with errors in 12s 345ms"),
    note(
        "yarn.runs",
        &["$ "],
        r"^\$ (?P<command>\S.*)$",
    )
    .like("$ next build"),
    recovery(
        "yarn.installed",
        Install,
        &["success Saved lockfile", "[5/5]", "[4/4]", "YN0000: Done", "YN0000: · Done"],
        "",
    )
    .like("[4/4] Building fresh packages..."),
];
