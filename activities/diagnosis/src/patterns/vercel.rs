//! Vercel's own messages: limits, settings, refusals, wrappers.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, excuse, note, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "vercel",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "vercel.output-missing",
        Config,
        &["No Output Directory named", "The Output Directory \""],
        r#"No Output Directory named "(?P<pkg>[^"]+)" found|The Output Directory "(?P<spec>[^"]+)" is empty"#,
    )
    .during(Deploy)
    .like("Error: No Output Directory named \"dist\" found after the Build completed. Configure the Output Directory in your Project Settings."),
    exact(
        "vercel.root-missing",
        Config,
        &["The specified Root Directory", "Root Directory \""],
        r#"[Rr]oot Directory "(?P<pkg>[^"]*)" does not exist"#,
    )
    .during(Deploy)
    .outside()
    .like("The specified Root Directory \"frontend\" does not exist. Please update your Project Settings."),
    exact(
        "vercel.function-size",
        Config,
        &[
            "exceeded the unzipped maximum size", "exceeds the maximum size limit", "plan size limit is",
            "exceeded the maximum size", "exceeds the size limit", "exceeded the uncompressed maximum size",
            "exceeds the maximum function size", "exceeds the extended function size",
            "Exceeds maximum edge function size", "exceed max lambda size",
        ],
        r"(?:Serverless|Edge|Vercel) Function.*(?:exceeded the unzipped maximum|exceeds the maximum size|plan size limit|exceeded the maximum size)|exceeded the un(?:zipped|compressed) maximum size|Total bundle size .* exceeds the (?:maximum|extended) function size|Exceeds maximum edge function size|exceed max lambda size",
    )
    .named("function too large")
    .during(Deploy)
    .like("Error: A Serverless Function has exceeded the unzipped maximum size of 250 MB. : https://vercel.link/serverless-function-size"),
    strong(
        "vercel.function-size-report",
        Config,
        &["Max serverless function size was exceeded", "size of 250 MB uncompressed reached"],
        "",
    )
    .named("function too large")
    .during(Deploy)
    .like("Max serverless function size was exceeded for 7 functions"),
    exact(
        "vercel.function-count",
        Config,
        &["Serverless Functions can be added to a Deployment"],
        "",
    )
    .named("too many functions")
    .during(Deploy)
    .like("Error: No more than 12 Serverless Functions can be added to a Deployment on the Hobby plan."),
    exact(
        "vercel.cron-limit",
        Config,
        &["accounts are limited to daily cron", "cron jobs", "Cron Jobs"],
        r"(?:limited to (?:daily|\d+) [Cc]ron|[Cc]ron [Jj]obs?\b.*(?:exceed|limit|would run more than once))",
    )
    .named("cron limit")
    .during(Deploy)
    .like("Error: Hobby accounts are limited to daily cron jobs. This cron expression (*/5 * * * *) would run more than once per day."),
    exact(
        "vercel.isr-size",
        Config,
        &["Oversized Incremental Static Regeneration", "FALLBACK_BODY_TOO_LARGE"],
        "",
    )
    .named("page too large")
    .during(Deploy)
    .like("Error: Oversized Incremental Static Regeneration (ISR) page: report.fallback (22.3 MB)."),
    exact(
        "vercel.config-invalid",
        Config,
        &[
            "vercel.json", "`functions`", "`routes`", "`builds`", "`rewrites`", "Function Runtimes must",
            "Invalid request: `", "Header at index", "Rewrite at index", "Redirect at index",
            "Route at index", "Invalid route source", "Invalid request: should NOT",
        ],
        r#"Invalid `?(?:(?P<file>vercel\.json)|route source pattern)|(?P<file2>vercel\.json).*(?:invalid|schema|should|must|failed|error|couldn't)|The `?(?:functions|routes|builds|rewrites)`? property cannot be used|doesn't match any Serverless Functions|Function Runtimes must have a valid version|If `rewrites`, `redirects`|(?:Header|Rewrite|Redirect) at index \d+ (?:has|should)|(?:^|Error: )(?:Invalid request: )?`(?:functions|routes|builds|rewrites|redirects|crons|regions|headers|files|images|git|env)[.\[\w\]]*` should|Invalid request: should NOT have additional property|(?:Header|Rewrite|Redirect|Route) at index \d+ (?:must|cannot|is )"#,
    )
    .during(Deploy)
    .like("Error: The pattern \"api/**/*.ts\" defined in `functions` doesn't match any Serverless Functions inside the `api` directory."),
    exact(
        "vercel.builds-unmatched",
        Config,
        &["that did not match any source files", "Root Directory setting is not supported"],
        r"You defined \d+ builds? that did not match any source files|Root Directory setting is not supported",
    )
    .during(Deploy)
    .like("Error! You defined 1 build that did not match any source files (please ensure they are NOT defined in .vercelignore):"),
    exact(
        "vercel.invalid-runtime",
        Config,
        &["contain an invalid \"runtime\"", "has invalid runtime"],
        "",
    )
    .during(Deploy)
    .like("Error: The following Serverless Functions contain an invalid \"runtime\":"),
    exact(
        "vercel.json-syntax",
        Config,
        &["Couldn't parse JSON file"],
        r"Couldn't parse JSON file (?P<file>\S+?)\.?$",
    )
    .during(Deploy)
    .like("Error: Couldn't parse JSON file vercel.json."),
    exact(
        "vercel.secret-missing",
        Config,
        &["references Secret \""],
        r#"Environment Variable "(?P<pkg>[^"]+)" references Secret"#,
    )
    .during(Deploy)
    .outside()
    .like("Error: Environment Variable \"API_KEY\" references Secret \"api-key\", which does not exist."),
    exact(
        "vercel.routes-manifest",
        Config,
        &[
            "routes-manifest.json", "Couldn't find any `pages`", "No Next.js version detected",
            "No Next.js version could be detected",
        ],
        r"routes-manifest\.json.*(?:couldn't be found|could not be found|ENOENT)|No Next\.js version (?:could be )?detected",
    )
    .during(Deploy)
    .like("Error: No Next.js version detected. Make sure your package.json has \"next\" in either \"dependencies\" or \"devDependencies\"."),
    exact(
        "vercel.node-version",
        Dependency,
        &["invalid Node.js Version", "discontinued Node.js", "Node.js Version", "Node.js version"],
        r"(?:(?:Found )?(?:invalid|discontinued|invalid or discontinued) Node\.js Version|Node\.js [Vv]ersion .{0,20}(?:is discontinued|is deprecated and|is not (?:available|supported)|must be (?:set|upgraded)))(?:.* in your .(?P<file>package\.json))?",
    )
    .named("node version refused")
    .during(Deploy)
    .like("Error: Found invalid or discontinued Node.js Version: \"14.x\". Please set Node.js Version to 22.x in your Project Settings to use Node.js 22."),
    exact(
        "vercel.vulnerable-next",
        Dependency,
        &["Vulnerable version of Next.js detected", "vulnerable version of Next.js"],
        "",
    )
    .named("vulnerable next refused")
    .during(Deploy)
    .like("Error: Vulnerable version of Next.js detected, please update immediately. Learn More: https://vercel.link/CVE-2025-66478"),
    exact(
        "vercel.edge-unsupported",
        Build,
        &["is referencing unsupported modules"],
        r#"The Edge Function "(?P<pkg>[^"]+)" is referencing unsupported modules"#,
    )
    .during(Deploy)
    .like("Error: The Edge Function \"middleware\" is referencing unsupported modules:"),
    exact(
        "vercel.entrypoint",
        Config,
        &["entrypoint found", "Unable to find lambda for route", "Couldn't find a"],
        r"No \w* ?entrypoint found|Unable to find lambda for route|Could not find a top-level",
    )
    .during(Deploy)
    .like("Error: No fastapi entrypoint found. Add an 'app' script in pyproject.toml or define an entrypoint"),
    exact(
        "vercel.function-twice",
        Build,
        &[".func'"],
        r"EEXIST: file already exists, symlink '[^']+\.func' -> '(?P<pkg>[^']+)'",
    )
    .during(Deploy)
    .like("Error: EEXIST: file already exists, symlink 'a.func' -> '/vercel/output/functions/api/b.func'"),
    excuse(
        "vercel.internal",
        Other,
        &[
            "We encountered an internal error", "An unexpected error happened when running this build",
            "unexpected internal error occurred", "An unexpected internal error", "Internal Server Error",
            "unexpected error happened",
        ],
        r"We encountered an internal error|unexpected (?:internal )?error (?:happened|occurred)|^\W*(?:Error: )?Internal Server Error\W*$",
    )
    .named("internal error of vercel")
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: We encountered an internal error. Please try again."),
    exact(
        "vercel.quota",
        Other,
        &[
            "Resource is limited", "api-deployments-free-per-day", "try again in 24 hours",
            "Too many requests", "Rate limit exceeded", "payment_required", "exceeded your plan", "deployment has been blocked",
            "usage limit",
        ],
        r"Resource is limited|api-deployments|try again in \d+ (?:hours|minutes)|exceeded your (?:plan|quota)|Your (?:team|account).*(?:exceeded|paused|blocked)|Too many requests to the same endpoint|Rate limit exceeded",
    )
    .named("quota")
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: Resource is limited - try again in 24 hours (more than 100, code: \"api-deployments-free-per-day\")."),
    exact(
        "vercel.author",
        Other,
        &[
            "Git author", "must have access to the team", "does not have permission to create deployments",
            "commit author",
        ],
        r"Git author .* must have access|must have access to the team|[Cc]ommit author (?:required|is not|does not)",
    )
    .named("author without access")
    .during(Deploy)
    .outside()
    .like("Error: Git author dev@example.test must have access to the team Acme on Vercel to create deployments."),
    exact(
        "vercel.ignored",
        Other,
        &["\"Ignored Build Step\"", "Ignored Build Step"],
        r#"cancell?ed.*Ignored Build Step"#,
    )
    .named("build step ignored")
    .during(Deploy)
    .like("The Deployment has been canceled as a result of running the command defined in the \"Ignored Build Step\" setting."),
    exact(
        "vercel.cancelled",
        Other,
        &["was canceled", "been canceled", "Deployment canceled", "was cancelled", "Build cancelled"],
        r"(?i)(?:deployment|build)(?: has been| was)? cancell?ed",
    )
    .named("cancelled")
    .during(Deploy)
    .transient()
    .outside()
    .like("Deployment canceled."),
    exact(
        "vercel.python",
        Dependency,
        &["Unable to find a supported Python version", "Python version"],
        r"Unable to find a supported Python version|Python version .* (?:is discontinued|not (?:found|installed|supported))",
    )
    .during(Deploy)
    .like("Error: Unable to find a supported Python version."),
    strong(
        "vercel.file-size",
        Config,
        &["File size limit exceeded", "exceeds the 100MB", "is too large"],
        r"File size limit exceeded|Body exceeded .* limit$|exceeds the \d+ ?MB",
    )
    .during(Deploy)
    .like("Error: File size limit exceeded (100 MB)"),
    consequence(
        "vercel.exit",
        &["Error: Command \""],
        r#"Error: Command "(?P<command>.+)" exited with (?:(?P<code>\d+)|SIG(?:TERM|INT|HUP|ABRT|SEGV|BUS|TRAP)|$)"#,
    )
    .like("Error: Command \"npm run build\" exited with 1"),
    consequence(
        "vercel.short-exit",
        &["exited with 1", "exited with 2"],
        r"^Error: Command .* exited with \d+",
    )
    .like("Error: Command npm exited with 1"),
    note(
        "vercel.runs",
        &["Running \""],
        r#"^Running "(?P<command>[^"]+)"$"#,
    )
    .like("Running \"npm run build\""),
    recovery(
        "vercel.built",
        Deploy,
        &["Build Completed in /vercel/output", "Deploying outputs..."],
        "",
    )
    .like("Build Completed in /vercel/output [2m]"),
];
