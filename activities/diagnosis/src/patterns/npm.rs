//! npm, versions 6 to 11. Up to version 9 lines begin with `npm ERR!`, since version 10 with `npm error`.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, detail, exact, note, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "npm",
    source: "npm/cli lib/utils/error-message.js, versions 6 to 11",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "npm.lock-out-of-step",
        Dependency,
        &["can only install packages"],
        r"(?:npm ci|cipm|clean-install)\W* can only install packages (?:when your package\.json and package-lock|with an existing package-lock)",
    )
    .named("npm lockfile out of step")
    .with("npm-lock")
    .during(Install)
    .about(&["package-lock.json", "package.json"])
    .like("npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing."),
    exact(
        "npm.lock-missing",
        Dependency,
        &["can only install with an existing package-lock", "command can only install with an existing"],
        r"can only install with an existing package-lock",
    )
    .named("npm lockfile missing")
    .during(Install)
    .like("npm error The `npm ci` command can only install with an existing package-lock.json or"),
    detail(
        "npm.lock-missing-package",
        "npm-lock",
        &["from lock file"],
        r"Missing: (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S* from lock file",
    )
    .like("npm error Missing: left-pad@1.3.0 from lock file"),
    detail(
        "npm.lock-invalid-package",
        "npm-lock",
        &["does not satisfy"],
        r"Invalid: lock file's (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S* does not satisfy",
    )
    .like("npm error Invalid: lock file's react@18.2.0 does not satisfy react@19.0.0"),
    exact(
        "npm.peer-conflict",
        Dependency,
        &["ERESOLVE"],
        r"npm (?:ERR!|error) ERESOLVE (?:could not resolve|unable to resolve dependency tree)",
    )
    .named("npm peer conflict")
    .with("npm-peer")
    .during(Install)
    .like("npm error ERESOLVE could not resolve"),
    detail(
        "npm.peer-resolving",
        "npm-peer",
        &["While resolving:"],
        r"npm (?:ERR!|error) While resolving: (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@",
    )
    .like("npm error While resolving: vite-plugin-pwa@1.2.0"),
    exact(
        "npm.no-version",
        Dependency,
        &["notarget"],
        r"notarget No matching version found for (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@?",
    )
    .during(Install)
    .like("npm error notarget No matching version found for left-pad@^9.0.0."),
    exact(
        "npm.not-found",
        Dependency,
        &["404 Not Found", "404  '", "404 '"],
        r"npm (?:ERR!|error) 404 +(?:Not Found - [A-Z]+ \S+|'(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@)",
    )
    .named("npm package not found")
    .with("npm-404")
    .during(Install)
    .like("npm error 404  '@acme/missing@^1.0.0' is not in this registry."),
    detail(
        "npm.not-found-package",
        "npm-404",
        &["is not in th"],
        r"404 +'(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@[^']*' is not in th",
    )
    .like("npm error 404  '@acme/missing@^1.0.0' is not in the npm registry."),
    exact(
        "npm.platform",
        Dependency,
        &["notsup"],
        r"notsup Unsupported platform for (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@",
    )
    .during(Install)
    .like("npm error notsup Unsupported platform for @esbuild/darwin-arm64@0.21.5: wanted {\"os\":\"darwin\",\"cpu\":\"arm64\"} (current: {\"os\":\"linux\",\"cpu\":\"x64\"})"),
    exact(
        "npm.engine",
        Dependency,
        &["notsup"],
        r"notsup Not compatible with your version of node/npm: (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)",
    )
    .during(Install)
    .like("npm error notsup Not compatible with your version of node/npm: vite@7.1.0"),
    exact(
        "npm.engine-code",
        Dependency,
        &["EBADENGINE"],
        r"npm (?:ERR!|error) (?:code )?EBADENGINE (?:Unsupported engine|Not compatible)",
    )
    .during(Install)
    .like("npm error EBADENGINE Unsupported engine {"),
    exact(
        "npm.integrity",
        Dependency,
        &["integrity checksum failed", "EINTEGRITY"],
        r"integrity checksum failed when using|EINTEGRITY \S+",
    )
    .during(Install)
    .like("npm error sha512-abc== integrity checksum failed when using sha512: wanted sha512-abc== but got sha512-def==. (14023 bytes)"),
    exact(
        "npm.script-missing",
        Config,
        &["issing script"],
        r#"npm (?:ERR!|error) [Mm]issing script: ['"]?(?P<pkg>[^'"\s]+)"#,
    )
    .like("npm error Missing script: \"build\""),
    exact(
        "npm.workspace-missing",
        Config,
        &["No workspaces found"],
        r"npm (?:ERR!|error) No workspaces found",
    )
    .like("npm error No workspaces found: --workspace=web"),
    exact(
        "npm.manifest-missing",
        Config,
        &["Could not read package.json", "package.json"],
        r"npm (?:ERR!|error) (?:enoent )?(?:Could not read package\.json: Error: )?ENOENT: no such file or directory, open '[^']*package\.json'",
    )
    .like("npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/work/package.json'"),
    exact(
        "npm.manifest-syntax",
        Build,
        &["JSON.parse", "Invalid package.json", "EJSONPARSE"],
        r"npm (?:ERR!|error) (?:JSON\.parse \S|Invalid package\.json|.*Failed to parse JSON data)",
    )
    .during(Install)
    .like("npm error JSON.parse Invalid package.json: JSONParseError: Unexpected token \"}\" (0x7D), \"  },"),
    exact(
        "npm.tag",
        Dependency,
        &[
            "EINVALIDTAGNAME", "EINVALIDPACKAGENAME", "Invalid tag name", "EUNSUPPORTEDPROTOCOL",
            "Unsupported URL Type",
        ],
        r#"npm (?:ERR!|error) (?:Invalid (?:tag|package) name|Unsupported URL Type "(?P<pkg>[^"]+)")"#,
    )
    .during(Install)
    .like("npm error Unsupported URL Type \"workspace:\": workspace:*"),
    exact(
        "npm.override",
        Dependency,
        &["conflicts with direct dependency"],
        r"npm (?:ERR!|error) Override for (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@\S* conflicts with direct dependency",
    )
    .during(Install)
    .like("npm error Override for react@^19.0.0 conflicts with direct dependency"),
    exact(
        "npm.auth",
        Dependency,
        &["401 Unauth", "401 Incorrect", "403 Forbidden", "Incorrect or missing password", "need auth"],
        r"npm (?:ERR!|error) (?:40[13] (?:Unauthorized|Forbidden|Incorrect)|Incorrect or missing password|need auth)",
    )
    .during(Install)
    .outside()
    .like("npm error 401 Unauthorized - GET https://packages.example.test/@acme%2fui - unauthenticated"),
    exact(
        "npm.network",
        Other,
        &["network ", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ERR_SOCKET_TIMEOUT"],
        r"npm (?:ERR!|error) network (?:request to \S+ failed|Socket timeout|read ECONNRESET|timeout|aborted|Client network socket)",
    )
    .during(Install)
    .transient()
    .like("npm error network request to https://packages.example.test/left-pad failed, reason: connect ETIMEDOUT 192.0.2.1:443"),
    strong(
        "npm.exit-handler",
        Other,
        &["Exit handler never called"],
        "",
    )
    .during(Install)
    .transient()
    .like("npm error Exit handler never called!"),
    exact(
        "npm.install-script",
        Dependency,
        &["gyp ERR! stack Error", "gyp ERR! find Python"],
        r"gyp ERR! (?:stack Error: \S|find Python Python is not set)",
    )
    .during(Install)
    .like("npm error gyp ERR! stack Error: not found: make"),
    exact(
        "npm.git-dependency",
        Dependency,
        &["ls-remote", "An unknown git error occurred"],
        r"npm (?:ERR!|error) (?:An unknown git error occurred|command git --no-replace-objects ls-remote)",
    )
    .during(Install)
    .like("npm error command git --no-replace-objects ls-remote ssh://git@github.com/acme/private.git"),
    strong(
        "npm.eexist",
        Dependency,
        &["EEXIST", "ENOTEMPTY"],
        r"npm (?:ERR!|error) (?:EEXIST|ENOTEMPTY): ",
    )
    .during(Install)
    .transient()
    .like("npm error ENOTEMPTY: directory not empty, rename '/work/node_modules/a' -> '/work/node_modules/.a-x'"),
    strong(
        "npm.arborist",
        Dependency,
        &["Cannot read propert"],
        r"npm (?:ERR!|error) Cannot read propert(?:y|ies) ",
    )
    .during(Install)
    .like("npm error Cannot read properties of null (reading 'edgesOut')"),
    strong(
        "npm.cannot-find",
        Dependency,
        &["Invalid Version"],
        r"npm (?:ERR!|error) Invalid Version:",
    )
    .during(Install)
    .like("npm error Invalid Version: "),
    consequence(
        "npm.code",
        &["npm ERR! code", "npm error code"],
        r"npm (?:ERR!|error) code (?P<code>\d+|\w+)\s*$",
    )
    .like("npm error code ELIFECYCLE"),
    consequence(
        "npm.errno",
        &["npm ERR! errno", "npm error errno", "Exit status"],
        r"npm (?:ERR!|error) (?:errno (?P<code>-?\d+)|Exit status \d+)",
    )
    .like("npm ERR! errno 1"),
    consequence(
        "npm.lifecycle",
        &["Lifecycle script"],
        r"npm (?:ERR!|error) Lifecycle script `(?P<command>[^`]+)` failed with error",
    )
    .like("npm error Lifecycle script `build` failed with error:"),
    consequence(
        "npm.workspace",
        &["npm ERR! workspace", "npm error workspace"],
        r"npm (?:ERR!|error) workspace (?P<task>\S+)",
    )
    .like("npm error workspace web@1.0.0"),
    consequence(
        "npm.command",
        &["npm ERR! command sh", "npm error command sh"],
        r"npm (?:ERR!|error) command (?:sh|bash) -c (?P<command>.+)$",
    )
    .like("npm error command sh -c next build"),
    consequence(
        "npm.hint",
        &["is probably not a problem with npm", "complete log of this run"],
        "",
    )
    .like("npm ERR! This is probably not a problem with npm. There is likely additional logging output above."),
    note(
        "npm.runs",
        &["> "],
        r"^> (?:@[\w.-]+/)?[\w.-]+@\d\S* [\w:.-]+$",
    )
    .like("> web@1.0.0 build"),
    note(
        "npm.script",
        &["> "],
        r"^> (?P<command>(?:next|vite|tsc|astro|nuxt|nuxi|react-scripts|ng|vue-cli-service|remix|gatsby|node|npm|npx|pnpm|yarn|turbo|nx|eslint|webpack|rollup|tsup|prisma|docusaurus|eleventy|svelte-kit|nest|cross-env|NODE_\w+=|CI=)\b.*)$",
    )
    .like("> tsc -b && vite build"),
    recovery(
        "npm.installed",
        Install,
        &["packages in ", "up to date", "packages, and audited"],
        r"^\W*(?:added|removed|changed|up to date)\b.*\b(?:packages?|in \d)",
    )
    .like("added 312 packages, and audited 313 packages in 7s"),
];
