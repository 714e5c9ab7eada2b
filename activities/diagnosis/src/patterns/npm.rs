//! npm, versions 6 to 11. Up to version 9 lines begin with `npm ERR!`, since version 10 with `npm error`.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{detail, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "npm",
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
    .like("npm error While resolving: left-pad@1.3.0"),
    exact(
        "npm.no-version",
        Dependency,
        &["notarget"],
        r"notarget (?:No (?:matching|compatible) version found(?: for|:)|No valid versions available for) (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@?",
    )
    .during(Install)
    .like("npm error notarget No matching version found for left-pad@^9.0.0."),
    exact(
        "npm.not-found",
        Dependency,
        &["is not in th", "The requested resource '", "is not in the npm registry"],
        r"npm (?:ERR!|error) 404 +(?:The requested resource )?'(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@?[^']*' (?:is not in th|could not be found)",
    )
    .named("npm package not found")
    .during(Install)
    .like("npm error 404  '@acme/missing@^1.0.0' is not in this registry."),
    strong(
        "npm.not-found-address",
        Dependency,
        &["404 Not Found"],
        r"npm (?:ERR!|error) 404 +(?:404 )?Not Found\b",
    )
    .named("npm package not found")
    .during(Install)
    .like("npm error 404 Not Found - GET https://packages.example.test/@acme%2fmissing - Not found"),
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
        &["Not compatible with your version of node", "notsup Unsupported engine"],
        r"(?:notsup|engine) (?:Not compatible with your version of node/npm:|Unsupported engine for) (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)",
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
        "npm.dev-engine",
        Dependency,
        &["EBADDEVENGINES Invalid "],
        r#"EBADDEVENGINES Invalid (?:name|semver version|version) "(?P<pkg>[^"]+)""#,
    )
    .during(Install)
    .like("npm error EBADDEVENGINES Invalid name \"pnpm\" does not match \"npm\" for \"packageManager\""),
    exact(
        "npm.integrity",
        Dependency,
        &["ntegrity checksum failed", "EINTEGRITY", "Verification failed while extracting"],
        r"[Ii]ntegrity checksum failed when using|npm (?:ERR!|error) EINTEGRITY \S+|Verification failed while extracting (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)@",
    )
    .during(Install)
    .like("npm error sha512-abc== integrity checksum failed when using sha512: wanted sha512-abc== but got sha512-def==. (14023 bytes)"),
    exact(
        "npm.manifest-missing",
        Config,
        &["Could not read package.json", "package.json"],
        r"npm (?:ERR!|error) (?:enoent )?(?:Could not read package\.json: Error: )?ENOENT: no such file or directory, open '[^']*package\.json'",
    )
    .like("npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '/work/package.json'"),
    exact(
        "npm.manifest-conflict",
        Config,
        &["Merge conflict detected in your package.json"],
        "",
    )
    .named("merge conflict in package.json")
    .during(Install)
    .about(&["package.json"])
    .like("npm error Merge conflict detected in your package.json."),
    exact(
        "npm.manifest-invalid",
        Build,
        &["Failed to parse package.json data", "package.json must be actual JSON"],
        r"npm (?:ERR!|error) .*(?:Failed to parse package\.json data|package\.json must be actual JSON)",
    )
    .named("package.json is not json")
    .during(Install)
    .about(&["package.json"])
    .like("npm error Failed to parse package.json data."),
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
        "npm.too-new",
        Dependency,
        &["is known not to run on Node.js", "npm does not support Node.js"],
        r"^\W*ERROR: npm v?[\d.]+ is known not to run on Node\.js|^npm (?:ERR!|error) npm does not support Node\.js",
    )
    .named("npm too new for node")
    .during(Install)
    .like("ERROR: npm v11.5.1 is known not to run on Node.js v16.20.2.  This version of npm supports the following node versions: `^20.17.0 || >=22.9.0`."),
    exact(
        "npm.local-package",
        Dependency,
        &["as it does not contain a package.json file", "Could not install from"],
        r#"npm (?:ERR!|error) Could not install (?:from )?"?(?P<pkg>[^"\s]+)"? (?:as it|since it)"#,
    )
    .during(Install)
    .like("npm ERR! Could not install from \"../shared\" as it does not contain a package.json file."),
    exact(
        "npm.local-missing",
        Dependency,
        &["ENOENT: no such file or directory"],
        r"npm (?:ERR!|error) (?:enoent )?ENOENT: no such file or directory, (?:open|l?stat|readlink) '(?P<pkg>[^']+\.tgz)'",
    )
    .during(Install)
    .like("npm error enoent ENOENT: no such file or directory, open '/work/vendor/acme-ui-1.0.0.tgz'"),
    exact(
        "npm.archive",
        Dependency,
        &["TAR_BAD_ARCHIVE", "Unrecognized archive format"],
        r"npm (?:ERR!|error) TAR_BAD_ARCHIVE: \S",
    )
    .during(Install)
    .like("npm error TAR_BAD_ARCHIVE: Unrecognized archive format"),
    exact(
        "npm.duplicate-workspace",
        Config,
        &["must not have multiple workspaces with the same name"],
        "",
    )
    .during(Install)
    .like("npm error must not have multiple workspaces with the same name"),
    exact(
        "npm.ideal-tree",
        Config,
        &["Tracker \"idealTree\" already exists"],
        "",
    )
    .named("npm ran in the root folder")
    .during(Install)
    .like("npm error Tracker \"idealTree\" already exists"),
    exact(
        "npm.alias",
        Dependency,
        &["Invalid dependency type requested", "Invalid comparator", "is not a valid npm package name", "Invalid Version: "],
        r"npm (?:ERR!|error) (?:Invalid dependency type requested|Invalid comparator|.*is not a valid npm package name)",
    )
    .during(Install)
    .like("npm ERR! Invalid dependency type requested: alias"),
    exact(
        "npm.permission",
        Config,
        &["EACCES: permission denied", "EPERM: operation not permitted", "root-owned files"],
        r"npm (?:ERR!|error) (?:Error: )?(?:EACCES: permission denied|EPERM: operation not permitted|Your cache folder contains root-owned files)",
    )
    .during(Install)
    .like("npm error Error: EACCES: permission denied, mkdir '/usr/local/lib/node_modules/pm2'"),
    strong(
        "npm.crash",
        Dependency,
        &[
            "Maximum call stack size exceeded", "Class extends value undefined", "Unexpected end of JSON input",
            "Cannot set propert", "Cannot destructure property", "is not iterable", "primordials is not defined",
        ],
        r"npm (?:ERR!|error) (?:Maximum call stack size exceeded|Class extends value undefined|Unexpected end of JSON input|Cannot set propert|Cannot destructure property|\S+ is not iterable|primordials is not defined)",
    )
    .named("npm crashed")
    .during(Install)
    .like("npm error Cannot set properties of null (setting 'peer')"),
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
];
