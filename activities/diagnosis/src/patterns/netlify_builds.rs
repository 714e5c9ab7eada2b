//! Netlify: functions, plugins, uploads, versions of tools, its own services.

use crate::{
    pattern::{
        Condition::{Over, Under},
        Family, Pattern,
        Place::{Frame, Source, Stack},
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "netlify-builds",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "netlify.toml-syntax",
        Config,
        &[", pos "],
        r"\S at row \d+, col \d+, pos \d+:?$",
    )
    .during(Deploy)
    .about(&["netlify.toml"])
    .like("Unexpected character, expecting string, number, datetime, boolean, inline array or inline table at row 4, col 13, pos 61:"),
    exact(
        "netlify.toml-document",
        Config,
        &["Invalid TOML document:"],
        "",
    )
    .during(Deploy)
    .at(&[Frame])
    .like("Invalid TOML document: trying to redefine an already defined table or value"),
    exact(
        "netlify.config-value",
        Config,
        &[
            "must not be specified twice in", "Configuration file does not exist", "\"netlifyConfig.",
            "setting should target a directory, not a regular file", "points to a non-existing directory",
            "Invalid skew protection configuration",
        ],
        r#"Plugin "(?P<pkg>[^"]+)" must not be specified twice|Configuration file does not exist|"netlifyConfig\.\S+" (?:is read-only|cannot be)|setting should target a directory|points to a non-existing directory|Invalid skew protection"#,
    )
    .during(Deploy)
    .like("Plugin \"@netlify/plugin-lighthouse\" must not be specified twice in netlify.toml"),
    exact(
        "netlify.plugin-input",
        Config,
        &["Required inputs for plugin \"", "Invalid input \"", "Unknown input"],
        r#"Required inputs for plugin "(?P<pkg>[^"]+)"|(?:Invalid|Unknown) inputs? "[^"]+" for plugin"#,
    )
    .during(Deploy)
    .like("Required inputs for plugin \"netlify-plugin-cypress\": record"),
    exact(
        "netlify.plugin-install",
        Dependency,
        &["Please run \"npm install -D "],
        r#"Please run "npm install -D (?P<pkg>[^"]+)""#,
    )
    .during(Deploy)
    .like("  Please run \"npm install -D netlify-plugin-sitemap\" or \"yarn add -D netlify-plugin-sitemap\"."),
    exact(
        "netlify.plugin-exception",
        Runtime,
        &["TypeError: ", "ReferenceError: ", "RangeError: "],
        r"^\W*(?:Type|Reference|Range)Error: \S",
    )
    .when(Under("Error message"))
    .at(&[Stack])
    .during(Deploy)
    .like("  Error message\n  TypeError: Cannot set property 'post' of undefined"),
    exact(
        "netlify.property",
        Config,
        &["redirects.[", "redirects[", "headers.[", "headers[", "functions.[", "functions[", "plugins.[", "plugins["],
        r"^\W*(?:redirects|headers|functions|edge_functions|plugins)(?:\.?\[[^\]]*\])?(?:\.\w+)*: [A-Z]",
    )
    .when(Under("Error message"))
    .during(Deploy)
    .like("  Error message\n  redirects.[*].status: Number must be finite."),
    exact(
        "netlify.npmrc",
        Config,
        &["Failed to resolve .npmrc options at"],
        r"Failed to resolve .npmrc options at (?P<file>\S+\.npmrc)",
    )
    .during(Deploy)
    .like("error: Failed to resolve .npmrc options at /opt/build/repo/.npmrc."),
    exact(
        "netlify.local-plugin",
        Config,
        &["Plugin could not be found using local path"],
        r"Plugin could not be found using local path: (?P<pkg>\S+)",
    )
    .during(Deploy)
    .like("Plugin could not be found using local path: ./plugins/purge"),
    consequence(
        "netlify.plugin-where",
        &["Plugins must be installed either in"],
        "",
    )
    .like("  Plugins must be installed either in the Netlify App or in \"package.json\"."),
    consequence(
        "netlify.plugin-title",
        &["Plugin \"", "Build canceled by ", "onfiguration error", "Dependencies installation error"],
        r#"^\W*(?:Plugin "[^"]+" (?:failed|internal error|invalid input .*)|Build canceled by \S+|Configuration error|Dependencies installation error)\W*$"#,
    )
    .like("Plugin \"@netlify/plugin-nextjs\" failed"),
    pointer(
        "netlify.bundling",
        Build,
        8,
        &["Bundling of function \"", "Bundling of edge function failed", "Bundling of Functions"],
        r#"^\W*Bundling of (?:function "[^"]+"|edge function|[Ff]unctions?) failed\W*$"#,
    )
    .during(Deploy)
    .like("Bundling of function \"send\" failed\n\n  Error message\n  Something only this bundler says"),
    exact(
        "netlify.function-import",
        Build,
        &[": ERROR: Could not resolve \""],
        r#"^\W*(?P<file>(?:netlify|functions|src)/\S+?):\d+:\d+: ERROR: Could not resolve "(?P<spec>[^"]+)""#,
    )
    .by_import()
    .during(Deploy)
    .like("  netlify/functions/hello.ts:1:22: ERROR: Could not resolve \"axios\""),
    exact(
        "netlify.edge-exception",
        Runtime,
        &["TypeError: ", "ReferenceError: ", "RangeError: "],
        r"^\W*(?:Type|Reference|Range)Error: \S",
    )
    .when(Over("edge-functions/"))
    .during(Deploy)
    .at(&[Stack])
    .like("ReferenceError: process is not defined\n    at file:///opt/build/repo/netlify/edge-functions/index.ts:42:18"),
    exact(
        "netlify.edge-load",
        Build,
        &["Could not load edge function at '", "load the edge function at '"],
        r"load (?:the )?edge function at '(?P<file>[^']+)'",
    )
    .during(Deploy)
    .like("  Could not load edge function at '/opt/build/repo/netlify/edge-functions/geo.ts'. More on the Edge Functions API at https://ntl.fyi/edge-api."),
    exact(
        "deno.unreachable",
        Other,
        &["error sending request for url (https://deno.land", "error sending request for url (https://esm.sh", "error reading a body from connection"],
        "",
    )
    .named("module host unreachable")
    .during(Deploy)
    .transient()
    .outside()
    .like("error: error sending request for url (https://deno.land/std@0.170.0/log/mod.ts): connection closed before message completed"),
    exact(
        "netlify.function-size",
        Config,
        &[
            "for the CreateFunction operation", "Request must be smaller than ", "Unzipped size must be smaller than",
            "MB limit. Please consider reducing it", "function exceeds the maximum size",
            "for the UpdateFunctionCode operation",
        ],
        r#"Request must be smaller than \d+ bytes|Unzipped size must be smaller than|The function "(?P<pkg>[^"]+)" is larger than the|function exceeds the maximum size"#,
    )
    .named("function too large")
    .during(Deploy)
    .like("The function \"send\" is larger than the 50MB limit. Please consider reducing it."),
    exact(
        "netlify.function-environment",
        Config,
        &[
            "exceed the 4KB limit", "environment variables you have provided exceeded the 4KB",
            "Lambda was unable to configure your environment variables",
            "Invalid AWS Lambda parameters used in this request",
        ],
        "",
    )
    .named("environment too large")
    .during(Deploy)
    .outside()
    .like("Failed to create function: invalid parameter for the function creation: Your environment variables exceed the 4KB limit imposed by AWS Lambda."),
    exact(
        "netlify.function-runtime",
        Dependency,
        &["no longer supported for creating or updating AWS Lambda"],
        r"runtime parameter of (?P<pkg>[\w.]+) is no longer supported",
    )
    .named("function runtime retired")
    .during(Deploy)
    .like("The runtime parameter of nodejs12.x is no longer supported for creating or updating AWS Lambda functions."),
    exact(
        "netlify.tool-version",
        Dependency,
        &[
            "Error setting python version", "Error installing Ruby", "Error setting ruby version", "Failed to install Ruby",
            "Failed to install Python", "Failed to install Go", "Failed to install PHP", "Failed to install Hugo",
            "Failed to install Bun", "Unknown ruby interpreter version", "Error installing Hugo", "Error setting PHP version",
            "mise ERROR", "Error installing Python", "Failed to set up ",
        ],
        r"^\W*(?:Error (?:setting|installing) (?:python|ruby|Ruby|Python|Hugo|PHP|Go)\b|Failed to (?:install|set up) (?:Ruby|Python|Go|PHP|Hugo|Bun)\b|Unknown ruby interpreter version|mise ERROR (?:Failed to install|no version|.*not found))(?:.* from the (?P<file>runtime\.txt|Pipfile))?",
    )
    .named("tool version missing")
    .during(Install)
    .at(&[Source])
    .like("Error setting python version from the PYTHON_VERSION environment variable"),
    exact(
        "netlify.reference",
        Other,
        &["does not exist or you do not have permission", "User git error while checking for ref", "Error fetching branch"],
        r"git ref \S+ does not exist|User git error while checking for ref|Error fetching branch",
    )
    .named("branch missing")
    .during(Deploy)
    .outside()
    .like("git ref refs/heads/preview does not exist or you do not have permission"),
    exact(
        "netlify.services",
        Other,
        &[
            "Failed retrieving extensions for", "Failed retrieving site data for", "Failed retrieving user account",
            "Failed retrieving addons", "Failed to fetch extensions meta", "Could not connect to buildbot",
            "Failed while uploading blobs", "HTTP Error 5",
        ],
        r"^\W*(?:Error: )?(?:Failed retrieving (?:extensions|site data|user account|addons)|Failed to fetch extensions meta|Could not connect to buildbot|.*Failed while uploading blobs|.*Deploy did not succeed with HTTP Error 5\d\d)",
    )
    .named("platform service failed")
    .during(Deploy)
    .transient()
    .outside()
    .like("Failed retrieving site data for site 0f1e2d3c: fetch failed. Double-check your login status with 'netlify status' or contact support with details of your error."),
    exact(
        "netlify.credits",
        Other,
        &[
            "account credit usage exceeded", "build minutes exceeded", "exceeded the credit limit",
            "exceeded your build minutes", "builds have been disabled", "site is disabled", "projects have been paused",
        ],
        "",
    )
    .named("quota")
    .during(Deploy)
    .outside()
    .like("Skipped due to account credit usage exceeded"),
    exact(
        "netlify.cli-account",
        Config,
        &[
            "JSONHTTPError: Unauthorized", "JSONHTTPError: Forbidden", "JSONHTTPError: Not Found",
            "You don't appear to be in a folder that is linked", "Project not found. Please rerun \"netlify link\"",
            "Error: Not authorized. Please run netlify", "Error: Site not found. Please rerun",
        ],
        "",
    )
    .named("platform account or project refused")
    .during(Deploy)
    .outside()
    .like("JSONHTTPError: Unauthorized"),
    exact(
        "netlify.functions-folder",
        Config,
        &["Functions folders do not exist", "Functions folder does not exist"],
        "",
    )
    .during(Deploy)
    .like("Functions folders do not exist: /opt/build/repo/.netlify/functions-internal, /opt/build/repo/lambda"),
    exact(
        "netlify.plugin-exit",
        Build,
        &["Plugin exited with exit code"],
        "",
    )
    .during(Deploy)
    .like("Plugin exited with exit code null and signal SIGABRT."),
    exact(
        "netlify.cli-directory",
        Config,
        &["Did you forget to run 'netlify build'", "deploy directory \"", "functions directory \""],
        r#"The (?:deploy|functions) directory "(?P<pkg>[^"]+)" (?:has not been found|doesn't exist)"#,
    )
    .during(Deploy)
    .like("Error: The deploy directory \"/work/dist\" has not been found. Did you forget to run 'netlify build'?"),
    strong(
        "netlify.deploy-refused",
        Other,
        &["Deploy did not succeed"],
        r"Deploy did not succeed(?: with HTTP Error \d+)?: \S",
    )
    .during(Deploy)
    .like("Error: Deploy did not succeed: unknown reason"),
    strong(
        "netlify.next-prerender",
        Build,
        &["Failed assembling prerendered content", "Failed publishing static content", "Failed creating server handler"],
        "",
    )
    .during(Deploy)
    .like("Failed assembling prerendered content for upload"),
    consequence(
        "netlify.upload",
        &["Failed to upload file:", "Failed to upload files", "Command was cancelled", "Execution cancelled", "Build was terminated:"],
        r"^\W*(?:Failed to upload files?\b|Error running command: |Failed during stage 'building site': Command was cancelled|Execution cancelled$|Build was terminated:)",
    )
    .like("Failed to upload file: send"),
];
