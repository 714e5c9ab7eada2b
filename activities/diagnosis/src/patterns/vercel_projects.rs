//! Vercel: what its command line refuses about a project.

use crate::{
    pattern::{
        Condition::{Followed, Under},
        Family, Pattern,
        Stage::Deploy,
    },
    rows::{exact, note, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "vercel-projects",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "vercel.prebuilt-missing",
        Config,
        &[
            "no prebuilt output found in", "No prebuilt output found in", "Output directory not found at",
            ".vercel/output/config.json", "Detected Build Output v3 from",
        ],
        r#"[Nn]o prebuilt output found in|Output directory not found at \S+\. Run|Config file was not found at "[^"]*\.vercel/output|property in "\.vercel/output/config\.json" must be|Build Output v3 from .* not supported"#,
    )
    .during(Deploy)
    .like("Error: The \"--prebuilt\" option was used, but no prebuilt output found in \".vercel/output\". Run `vercel build` to generate a local build."),
    exact(
        "vercel.prebuilt-target",
        Config,
        &["option was used with the target environment"],
        "",
    )
    .during(Deploy)
    .like("Error: The \"--prebuilt\" option was used with the target environment \"production\", but the prebuilt output found in \".vercel/output\" was built with target environment \"preview\"."),
    exact(
        "vercel.upload",
        Other,
        &["We could not upload the edge function temporarily", "Deployment rate limited"],
        r"We could not upload the edge function temporarily|^\W*(?:Error: )?Deployment rate limited",
    )
    .named("platform service failed")
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: We could not upload the edge function temporarily. Please try again later."),
    exact(
        "vercel.property",
        Config,
        &["is not allowed in vercel.json", "is not allowed in now.json"],
        r"property `?(?P<pkg>[\w.-]+)`? is not allowed in (?P<raw>(?:vercel|now)\.json)",
    )
    .during(Deploy)
    .like("Error! The property `builds` is not allowed in vercel.json – please remove it."),
    exact(
        "vercel.framework-missing",
        Dependency,
        &[". To fix this error, add \""],
        r#"Failed to resolve "(?P<pkg>[^"]+)"\. To fix this error, add "[^"]+" to "dependencies" in your `(?P<file>package\.json)`"#,
    )
    .during(Deploy)
    .like("Error: Failed to resolve \"@remix-run/dev\". To fix this error, add \"@remix-run/dev\" to \"dependencies\" in your `package.json` file."),
    exact(
        "vercel.build-runtime",
        Other,
        &["Error: Exited with "],
        r"^\W*Error: Exited with \d+$",
    )
    .named("internal error of vercel")
    .when(Under("Installing build runtime"))
    .during(Deploy)
    .transient()
    .outside()
    .like("Installing build runtime...\nError: Exited with 1"),
    exact(
        "vercel.output-directory",
        Config,
        &[
            "path specified as Output Directory", "The Next.js output directory \"",
            "routes-manifest could not be located", "BUILD_ID file was not found in the Output Directory",
            "Could not determine build output directory",
        ],
        r#"path specified as Output Directory .* is not|The Next\.js output directory "[^"]+" (?:was not found|exists but is empty)|routes-manifest could not be located|BUILD_ID file was not found|Could not determine build output directory"#,
    )
    .during(Deploy)
    .like("Error: The Next.js output directory \"build\" was not found at \"/vercel/path0/build\"."),
    exact(
        "vercel.no-pages",
        Build,
        &["No serverless pages were built", "No server pages were built"],
        "",
    )
    .during(Deploy)
    .like("Error: No serverless pages were built"),
    exact(
        "vercel.build-script",
        Config,
        &[
            "Missing required \"", "file is missing a `build` property", "Your `package.json` file is missing",
            "Missing `build` script",
        ],
        r#"Missing required "[\w-]*build[\w-]*" script in "(?P<file>[^"]+)"|Your `(?P<file2>package\.json)` file is missing a `build`|Missing `build` script"#,
    )
    .during(Deploy)
    .like("Error: Missing required \"vercel-build\" script in \"package.json\""),
    exact(
        "vercel.config-files",
        Config,
        &[
            "Multiple config files found. Please use only one", "Cannot use both a `.vercelignore`",
            "The `now.json` file is deprecated", "env vars are defined. Please only define",
            "Multiple configuration files found", "Can't deploy more than one path",
            "must not recursively invoke itself",
        ],
        "",
    )
    .during(Deploy)
    .like("Error: Multiple config files found. Please use only one configuration file."),
    exact(
        "vercel.tool-version",
        Dependency,
        &[
            "does not exist. Please specify a different one", "Found invalid Bun Version",
            "with invalid Ruby version", "Unable to find any supported Ruby",
            "is discontinued and must be upgraded", "Found usage of dynamic routes but not on a new enough",
            "does not support the version of Next.js you are trying",
        ],
        r"Version \S+ of (?P<pkg>[\w.]+) does not exist|Found invalid Bun Version|Found .(?P<file>Gemfile). with invalid Ruby version|Unable to find any supported Ruby|(?:Python|Ruby) version .* is discontinued|not on a new enough version of Next|does not support the version of Next",
    )
    .named("version refused")
    .during(Deploy)
    .like("Error: Version 0.999.0 of Hugo does not exist. Please specify a different one."),
    exact(
        "vercel.package-manager",
        Dependency,
        &[
            "does not match intended corepack defined package manager",
            "not compatible with the intended corepack package manager", "is not compatible with the engines.pnpm",
            "must satisfy the version range in package.json#engines", "Detected unsupported \"use-node-version\"",
            "Intended corepack defined package manager",
        ],
        r#"Detected (?:lockfile|package manager|pnpm|unsupported "use-node-version")|must satisfy the version range in|Intended corepack defined package manager"#,
    )
    .during(Deploy)
    .like("Error: Detected package manager \"npm\" does not match intended corepack defined package manager \"pnpm\". Change your lockfile or \"package.json#packageManager\" value to match."),
    exact(
        "vercel.not-linked",
        Config,
        &[
            "Could not retrieve Project Settings", "Your Project was either deleted, transferred",
            "No existing credentials found", "The specified token is not valid",
            "The token provided via", "Missing Project Settings", "Not authorized: Trying to access resource",
            "You do not have access to the specified account", "You don't have permission to create the project",
            "The `VERCEL_ORG_ID`", "You specified `VERCEL_", "Project not found ({\"VERCEL_",
        ],
        r"(?:^|Error: )(?:Could not retrieve Project Settings|Your Project was either|No existing credentials|The specified token|The token provided via .* is not valid|Missing Project Settings|Not authorized|You do not have access to the specified|You don't have permission|You specified `VERCEL_|Project not found)",
    )
    .named("platform account or project refused")
    .during(Deploy)
    .outside()
    .like("Error: Could not retrieve Project Settings. To link your Project, remove the `.vercel` directory and deploy again."),
    exact(
        "vercel.path-missing",
        Config,
        &["does not exist. To change your Project Settings", "The provided path “", "The provided path \""],
        r#"The provided path .* does not exist"#,
    )
    .during(Deploy)
    .outside()
    .like("Error: The provided path “~/acme/web/web” does not exist. To change your Project Settings, go to https://vercel.com/acme/web/settings"),
    exact(
        "vercel.commit-missing",
        Other,
        &[
            "does not contain the requested branch or commit reference", "couldn't be found in your linked Git provider",
            "could not be found in your linked Git", "unverified commit",
            "There was an error fetching the repository", "is not accessible to Vercel",
        ],
        "",
    )
    .named("repository refused")
    .during(Deploy)
    .outside()
    .like("The provided GitHub repository does not contain the requested branch or commit reference. Please ensure the repository is not empty."),
    exact(
        "vercel.fork-authorization",
        Other,
        &["Authorization required to deploy", "attempting to deploy a commit to", "Deployment Blocked"],
        r"Authorization required to deploy|is attempting to deploy a commit|Deployment Blocked",
    )
    .named("author without access")
    .during(Deploy)
    .outside()
    .like("Authorization required to deploy."),
    exact(
        "vercel.submodules",
        Other,
        &["Failed to fetch one or more git submodules"],
        "",
    )
    .named("submodule not fetched")
    .during(Deploy)
    .when(Followed(&[
        "module does not exist", "Unable to find theme Directory", "either add it as a Hugo Module",
        "theme could not be found", "No such file or directory", "ENOENT",
    ]))
    .like("Warning: Failed to fetch one or more git submodules\nError: module \"paper\" not found: module does not exist"),
    strong(
        "vercel.checks",
        Runtime,
        &["Deployment checks failed", "blocking checks failed", "Running Checks failed"],
        "",
    )
    .during(Deploy)
    .like("Error: Deployment checks failed"),
    note(
        "vercel.killed-command",
        &["exited with SIGKILL"],
        r#"Command "(?P<command>.+)" exited with SIGKILL"#,
    )
    .like("Error: Command \"npm run build\" exited with SIGKILL"),
];
