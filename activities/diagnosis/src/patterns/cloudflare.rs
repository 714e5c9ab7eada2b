//! Cloudflare Pages, Workers Builds and wrangler.

use crate::{
    pattern::{
        Condition::{Under, Without},
        Family, Pattern,
        Place::{Frame, Heading, Told},
        Stage::Deploy,
    },
    rows::{consequence, detail, exact, excuse, fair, pointer, recovery, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "cloudflare",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "cloudflare.entry-missing",
        Config,
        &["Missing entry-point"],
        r"Missing entry-point(?: to Worker script)?",
    )
    .named("worker entry missing")
    .during(Deploy)
    .like("✘ [ERROR] Missing entry-point to Worker script or to assets directory"),
    exact(
        "cloudflare.entry-not-found",
        Config,
        &["The entry-point file at", "was not found", "could not be found"],
        r#"The entry-point file at "(?P<pkg>[^"]+)" was not found"#,
    )
    .during(Deploy)
    .like("✘ [ERROR] The entry-point file at \".open-next/worker.js\" was not found."),
    exact(
        "cloudflare.output-missing",
        Config,
        &["Output directory \"", "build output directory"],
        r#"Output directory "(?P<pkg>[^"]+)" not found"#,
    )
    .during(Deploy)
    .like("Error: Output directory \"dist\" not found."),
    exact(
        "cloudflare.root-missing",
        Config,
        &["Cannot find cwd", "root directory not found"],
        r"Cannot find cwd: (?P<pkg>\S+)|root directory not found",
    )
    .during(Deploy)
    .outside()
    .like("Error: Cannot find cwd: /opt/buildhome/repo/web"),
    exact(
        "cloudflare.assets-missing",
        Config,
        &["The directory specified by the \"assets", "specified by the \"assets"],
        r#"directory specified by the "assets\.?\w*" (?:field|property).*does not exist|(?:--assets|assets).*does not exist"#,
    )
    .during(Deploy)
    .like("✘ [ERROR] The directory specified by the \"assets.directory\" field in your configuration file does not exist:"),
    exact(
        "cloudflare.size",
        Config,
        &[
            "exceeded the size limit", "Your Worker exceeded", "exceeded the maximum size",
            "Pages only supports files up to", "supports assets with sizes of up to", "script_too_large",
            "Pages only supports up to", "supports up to ", "Script size exceeds", "script exceeds",
        ],
        r"Worker exceeded the size limit|Worker (?:has )?exceeded|only supports files up to|supports assets with sizes of up to|supports up to [\d,]+ (?:files|assets)|script_too_large|[Ss]cript (?:size )?exceeds|exceeds the (?:maximum|\d+)",
    )
    .named("worker too large")
    .during(Deploy)
    .like("Error: Failed to publish your Function. Got error: Your Worker exceeded the size limit of 3 MiB."),
    exact(
        "cloudflare.config",
        Config,
        &[
            "Expected \"", "bindings should", "binding should", "Invalid wrangler", "Configuration file for Pages projects does not support", "compatibility_date", "You must use",
        ],
        r#"^\W*(?:- )?(?:Expected "\S+" to be|"?\S+"? bindings? should|Configuration file for Pages projects does not support|No compatibility_date found|A compatibility_date is required|Invalid wrangler)"#,
    )
    .during(Deploy)
    .at(&[Heading])
    .like("    - Expected \"main\" to be of type string but got 3."),
    exact(
        "cloudflare.name",
        Config,
        &[
            "The name in your", "Required Worker name missing", "Failed to match Worker name",
            "does not match the expected Worker name",
        ],
        r"Required Worker name missing|Failed to match Worker name|does not match",
    )
    .during(Deploy)
    .like("✘ [ERROR] Required Worker name missing. Please specify the Worker name in your configuration file, or pass it as an argument"),
    exact(
        "cloudflare.binding",
        Config,
        &[
            "Could not resolve service binding", "could not be found", "not found. [code: 10",
            "KV namespace '", "[code: 1",
        ],
        r"Could not resolve service binding '(?P<pkg>[^']+)'|(?:KV namespace|D1 database|R2 bucket|Queue|bucket|namespace).{0,80}(?:not found|does not exist|is not valid)|script_name.*not found",
    )
    .during(Deploy)
    .like("Error: Failed to publish your Function. Got error: Could not resolve service binding 'API'. Target script 'api' not found."),
    exact(
        "cloudflare.node-compat",
        Config,
        &["nodejs_compat", "node_compat"],
        r"(?:to|add|enable|using).{0,60}nodejs_compat.{0,40}flag",
    )
    .during(Deploy)
    .at(&[Frame])
    .like("  - Make sure to prefix the module name with \"node:\" or update your compatibility_date and add the \"nodejs_compat\" flag"),
    detail("d1.migration", "migration", &["Migration "], r"Migration (?P<pkg>\S+\.sql) failed")
        .like("❌ Migration 0004_triggers.sql failed with the following errors:"),
    exact(
        "d1.sql",
        Build,
        &["SQLITE_ERROR"],
        r"^\W*(?:\[ERROR\] )?.*: SQLITE_ERROR(?: \[code: \d+\])?\W*$",
    )
    .at(&[Told("migration")])
    .during(Deploy)
    .like("❌ Migration 0004_triggers.sql failed with the following errors:\n\n✘ [ERROR] incomplete input: SQLITE_ERROR [code: 7500]"),
    exact(
        "d1.internal",
        Other,
        &["Error sending request to D1", "D1 DB is overloaded", "D1_ERROR: Internal error"],
        "",
    )
    .named("internal error of cloudflare")
    .during(Deploy)
    .transient()
    .outside()
    .like("✘ [ERROR] Internal error: Error sending request to D1 for database 0f1e2d3c [code: 7501]"),
    exact(
        "cloudflare.upstream",
        Other,
        &["upstream connect error or disconnect"],
        "",
    )
    .named("internal error of cloudflare")
    .when(Under("malformed response from the API"))
    .during(Deploy)
    .transient()
    .outside()
    .like("✘ [ERROR] Received a malformed response from the API\n\n  upstream connect error or disconnect/reset before headers. reset reason: connection timeout"),
    exact(
        "cloudflare.blocked",
        Other,
        &["You have been blocked from deploying", "[code: 10353]"],
        "",
    )
    .named("account blocked")
    .during(Deploy)
    .outside()
    .like("  You have been blocked from deploying Workers. Contact support for assistance. [code: 10353]"),
    exact(
        "cloudflare.flag",
        Config,
        &["No such compatibility flag"],
        r"No such compatibility flag:? *(?P<pkg>[\w:]*)",
    )
    .during(Deploy)
    .like("  Failed to publish your Function. Got error: No such compatibility flag: nodejs_compat_v9"),
    exact(
        "cloudflare.types",
        Build,
        &[".d.ts are out of date"],
        r"Types at (?P<file>\S+\.d\.ts) are out of date",
    )
    .like("✘ [ERROR] Types at worker-configuration.d.ts are out of date. Run `wrangler types` to regenerate."),
    exact(
        "cloudflare.worker-name",
        Config,
        &["must match the name of your Worker"],
        r"The name in your (?P<raw>wrangler\.\w+) file .*must match the name of your Worker",
    )
    .during(Deploy)
    .like("✘ [ERROR] The name in your wrangler.toml file (web) must match the name of your Worker. Please update the name field in your wrangler.toml file."),
    exact(
        "cloudflare.script-threw",
        Runtime,
        &["Uncaught ", "cript startup exceeded memory", "startup memory limit"],
        r"^\W*(?:\[ERROR\] )?(?:Error: .{0,80})?Uncaught (?:\w*Error|Error|SyntaxError): \S|[Ss]cript startup exceeded memory|startup memory limit",
    )
    .when(Without("internal error; reference"))
    .during(Deploy)
    .at(&[Frame])
    .like("  Uncaught TypeError: Cannot read properties of undefined (reading 'prototype')"),
    exact(
        "cloudflare.edge-routes",
        Build,
        &["The following routes were not configured to run with the Edge Runtime"],
        "",
    )
    .during(Deploy)
    .like("⚡️ ERROR: Failed to produce a Cloudflare Pages build from the project.\n⚡️ \tThe following routes were not configured to run with the Edge Runtime:"),
    exact(
        "opennext.config",
        Config,
        &[
            "Missing required `open-next.config.ts`", "Failed to load open-next config", "Missing required `wrangler.",
            "Could not find compiled Open Next config",
        ],
        "",
    )
    .like("Missing required `open-next.config.ts` file, do you want to create one?"),
    exact(
        "opennext.edge",
        Build,
        &[
            "OpenNext requires edge runtime function to be defined", "Node.js middleware is not currently supported",
            "cannot use the edge runtime",
        ],
        r"OpenNext requires edge runtime|Node\.js middleware is not currently supported|^\W*(?:ERROR |Error: )?(?P<file>\S+) cannot use the edge runtime",
    )
    .at(&[Frame, Heading])
    .like("ERROR Node.js middleware is not currently supported. Consider switching to Edge Middleware."),
    exact(
        "cloudflare.api-auth",
        Config,
        &["Authentication error", "CLOUDFLARE_API_TOKEN", "You are not authenticated", "Invalid access token"],
        r"Authentication error \[code: 10000\]|necessary to set a CLOUDFLARE_API_TOKEN|You are not authenticated|Invalid access token",
    )
    .during(Deploy)
    .outside()
    .like("✘ [ERROR] In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN environment variable for wrangler to work."),
    excuse(
        "cloudflare.internal",
        Other,
        &[
            "an internal error occurred", "internal error", "unknown internal error",
            "unable to submit build job", "while initializing build",
        ],
        r"(?i)(?:an|unknown) internal (?:server )?error (?:occurred)?|Failed: (?:unable to submit build job|error occurred while initializing build|an error occurred while initializing)",
    )
    .named("internal error of cloudflare")
    .during(Deploy)
    .transient()
    .outside()
    .like("Failed: an internal error occurred. If this continues, contact support: https://cfl.re/3WgEyrH"),
    exact(
        "cloudflare.quota",
        Other,
        &["build limit", "reached your build", "exceeded the number of builds"],
        r"(?i)(?:reached|exceeded).{0,40}builds? (?:limit|minutes|per month)",
    )
    .named("quota")
    .during(Deploy)
    .outside()
    .like("Failed: you have reached your build limit for this month"),
    exact(
        "cloudflare.pages-project",
        Config,
        &[
            "It looks like you've run a Workers-specific command in a Pages project",
            "pages project with wrangler deploy",
            "It seems that you have run `wrangler deploy` on a Pages project",
        ],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] It looks like you've run a Workers-specific command in a Pages project."),
    exact(
        "cloudflare.unknown",
        Other,
        &[
            "An unknown error has occurred", "An unknown error occurred", "workers.api.error.unknown", "Failed to publish assets",
            "internal error; reference =",
        ],
        r"An unknown error has occurred|An unknown error occurred\. Contact your account team|workers\.api\.error\.unknown|Failed to publish assets|internal error; reference = \w+",
    )
    .named("internal error of cloudflare")
    .during(Deploy)
    .transient()
    .outside()
    .like("  An unknown error has occurred. If this error persists, please report it. [code: 10013]"),
    pointer(
        "cloudflare.api",
        Config,
        4,
        &["A request to the Cloudflare API", "(/accounts/"],
        r"A request to the Cloudflare API(?: \(\S+\) failed|\s*$)|^\s*\(/accounts/\S+\) failed",
    )
    .during(Deploy)
    .like("✘ [ERROR] A request to the Cloudflare API (/accounts/x/workers/scripts/web) failed.\n\n  Something only the API says [code: 1]"),
    pointer(
        "cloudflare.publish",
        Config,
        3,
        &["Failed to publish your Function"],
        r"Failed to publish your Function\.?\s*(?:Got error:\s*)?$",
    )
    .like("Error: Failed to publish your Function. Got error:\n  Something only the API says"),
    fair(
        "cloudflare.functions-build",
        Build,
        &["Failed building Pages Functions", "Build failed with"],
        r"Failed building Pages Functions",
    )
    .during(Deploy)
    .like("Failed building Pages Functions."),
    consequence(
        "cloudflare.exit",
        &["Failed: ", "Error while executing user command", "Exited with error code"],
        r"Failed: (?:Error while executing user command|build command exited|error occurred while (?:running|building|installing|fetching|updating|deploying)|generating Pages Functions failed|build output directory not found|error occurred$)|Error while executing user command",
    )
    .like("Failed: Error while executing user command. Exited with error code: 1"),
    consequence(
        "cloudflare.exit-code",
        &["Exited with error code: ", "exited with code: "],
        r"(?:Exited with error code|exited with code): (?P<code>\d+)",
    )
    .like("Failed: build command exited with code: 1"),
    consequence(
        "cloudflare.adapter",
        &["⚡️"],
        r"^(?:The Vercel build|If you need help|ERROR: Failed to produce)",
    )
    .like("⚡️ The Vercel build (`npx vercel build`) command failed. For more details see the Vercel logs above."),
    recovery(
        "cloudflare.built",
        Deploy,
        &["Success: Build command completed", "Validating asset output directory"],
        "",
    )
    .like("Success: Build command completed"),
];
