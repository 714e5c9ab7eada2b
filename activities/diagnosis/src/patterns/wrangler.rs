//! Wrangler and the Cloudflare API: what they refuse, by message and code.

use crate::{
    pattern::{
        Condition::{Followed, HeadingAbove},
        Family, Pattern,
        Place::{Frame, Heading},
        Stage::Deploy,
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "wrangler",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "wrangler.json",
        Config,
        &[
            "CommaExpected", "ColonExpected", "ValueExpected", "PropertyNameExpected", "CloseBraceExpected", "CloseBracketExpected",
            "EndOfFileExpected", "InvalidCommentToken", "UnexpectedEndOfString", "InvalidSymbol", "InvalidNumberFormat",
        ],
        r"^\W*\[?ERROR\]? (?:CommaExpected|ColonExpected|ValueExpected|PropertyNameExpected|CloseBraceExpected|CloseBracketExpected|EndOfFileExpected|InvalidCommentToken|UnexpectedEndOfString|InvalidSymbol|InvalidNumberFormat)$",
    )
    .at(&[Frame])
    .during(Deploy)
    .like("✘ [ERROR] ColonExpected\n\n    /work/wrangler.jsonc:5:2:"),
    exact(
        "pages.links",
        Config,
        &["contains links to files that can't be accessed"],
        "",
    )
    .during(Deploy)
    .like("Failed: build output directory contains links to files that can't be accessed"),
    pointer(
        "wrangler.configuration",
        Config,
        3,
        &["[ERROR] Processing ", "[ERROR] Running configuration file validation for Pages"],
        r"\[ERROR\] (?:Processing \S+ configuration:?|Running configuration file validation for Pages:?)$",
    )
    .during(Deploy)
    .like("✘ [ERROR] Processing wrangler.toml configuration:\n\n    - Something only this validator says"),
    exact(
        "wrangler.listed",
        Config,
        &["- \""],
        r#"^\s*- "[^"]+" .*(?:should|must|but got|invalid|required|cannot)"#,
    )
    .during(Deploy)
    .at(&[Heading])
    .when(HeadingAbove)
    .like("✘ [ERROR] Processing wrangler.jsonc configuration:\n\n    - \"queues.consumers[0]\" should have a string \"queue\" field but got {}."),
    pointer(
        "wrangler.asset",
        Config,
        4,
        &["Asset too large.", "Maximum number of assets exceeded", "Invalid _redirects configuration", "Invalid _headers configuration"],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] Asset too large.\n\n  Something only this limit says"),
    exact(
        "wrangler.redirect-rule",
        Config,
        &["Infinite loop detected in this rule", "[code: 100324]", "Only relative URLs are allowed", "Maximum number of static rules", "Maximum number of dynamic rules"],
        "",
    )
    .during(Deploy)
    .about(&["_redirects"])
    .like("  Line 2: Infinite loop detected in this rule. This would cause a redirect to strip `.html` or `/index` and end up triggering this rule again. [code: 100324]"),
    exact(
        "wrangler.database-missing",
        Config,
        &["must have a database that already exists", "must have a namespace that already exists", "must have a bucket that already exists"],
        r"binding (?P<pkg>\S+) of type \w+ must have",
    )
    .named("bound resource missing")
    .during(Deploy)
    .outside()
    .like("  binding STORE of type d1 must have a database that already exists. Use wrangler or the UI to create the database. [code: 10021]"),
    exact(
        "wrangler.resource-missing",
        Config,
        &[
            "R2 bucket '", "Queue \"", "Queue '", "references index '", "Hyperdrive config", "The specified bucket does not exist",
            "secret store", "dispatch namespace", "enable R2 through the",
        ],
        r#"R2 bucket '(?P<pkg>[^']+)' not found|Queue ["'](?P<spec>[^"']+)["'] does not exist|references index '[^']+' which was not found|Hyperdrive config\w* .{0,60}not found|specified bucket does not exist|(?:secret store|dispatch namespace).{0,60}(?:not found|does not exist)|enable R2 through the"#,
    )
    .named("bound resource missing")
    .during(Deploy)
    .outside()
    .like("  R2 bucket 'media' not found. Please use a different name and try again. [code: 10085]"),
    exact(
        "wrangler.startup-time",
        Runtime,
        &["cript startup exceeded CPU", "cript startup timed out"],
        "",
    )
    .named("worker start too slow")
    .during(Deploy)
    .transient()
    .like("  Script startup exceeded CPU time limit. [code: 10021]"),
    exact(
        "wrangler.throttled",
        Other,
        &["consider throttling your request speed", "[code: 971]", "exceeded the rate limit for Cloudflare"],
        "",
    )
    .named("platform rate limit")
    .during(Deploy)
    .transient()
    .outside()
    .like("  Please wait and consider throttling your request speed [code: 971]"),
    exact(
        "wrangler.api-down",
        Other,
        &[
            "-> 500 ", "-> 502 ", "-> 503 ", "-> 504 ", "-> 520", "-> 522", "-> 524", "-> 429 ", "[code: 7010]", "[code: 8000000]",
            "[code: 10001]", "Service unavailable [code", "upstream request timeout",
        ],
        r"(?:GET|POST|PUT|PATCH|DELETE) /\S+ -> (?:5\d\d|429)|\[code: (?:7010|8000000)\]|Service unavailable \[code|internal \w* ?error.*\[code: 10001\]",
    )
    .named("platform service failed")
    .during(Deploy)
    .transient()
    .outside()
    .like("  GET /accounts/0f1e2d/workers/services/web -> 502 Bad Gateway"),
    strong(
        "wrangler.api-trouble",
        Other,
        &[
            "Received a malformed response from the API", "A fetch request failed, likely due to a connectivity issue",
            "Failed to upload files. Please try again", "Asset upload took too long", "Asset upload failed. Please try again",
            "Upload took too long.", "Failed to upload assets", "The Cloudflare API responded with",
        ],
        r"malformed response from the API|likely due to a connectivity issue|Failed to upload (?:files|assets)|[Uu]pload (?:took too long|failed\. Please)|Cloudflare API responded with (?:an invalid|a 5)",
    )
    .named("platform service failed")
    .during(Deploy)
    .transient()
    .outside()
    .like("✘ [ERROR] Received a malformed response from the API"),
    exact(
        "wrangler.token",
        Config,
        &[
            "Invalid API Token", "[code: 9109]", "[code: 6003]", "[code: 6111]", "[code: 10405]", "[code: 7403]", "[code: 9106]",
            "Failed to automatically retrieve account IDs", "Failed to fetch auth token", "Unable to authenticate request",
            "Not logged in. Please run `wrangler login`", "build token selected for this build has been deleted", "unable to find build token",
        ],
        r"Invalid API Token|\[code: (?:9109|9106|6003|6111|7403|10405)\]|Failed to automatically retrieve account IDs|Failed to fetch auth token|Unable to authenticate request|Not logged in\. Please run|build token",
    )
    .named("platform credentials refused")
    .during(Deploy)
    .outside()
    .like("  Invalid API Token [code: 1000]"),
    exact(
        "wrangler.account-choice",
        Config,
        &["More than one account available but unable to select one"],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] More than one account available but unable to select one in non-interactive mode."),
    exact(
        "wrangler.unverified",
        Other,
        &["need to verify your email address to use Workers", "[code: 10034]"],
        "",
    )
    .named("account not verified")
    .during(Deploy)
    .outside()
    .like("  You need to verify your email address to use Workers. [code: 10034]"),
    exact(
        "wrangler.subdomain",
        Config,
        &["need to register a workers.dev subdomain before"],
        "",
    )
    .named("no workers.dev subdomain")
    .during(Deploy)
    .outside()
    .when(Followed(&["register a workers.dev subdomain here", "workers/onboarding"]))
    .like("▲ [WARNING] You need to register a workers.dev subdomain before publishing to workers.dev\n\n✘ [ERROR] You can either deploy your worker to one or more routes by specifying them in your wrangler.toml file, or register a workers.dev subdomain here:"),
    strong(
        "wrangler.subdomain-advice",
        Config,
        &["register a workers.dev subdomain here", "[code: 10063]"],
        "",
    )
    .named("no workers.dev subdomain")
    .during(Deploy)
    .outside()
    .like("✘ [ERROR] You can either deploy your worker to one or more routes by specifying them in your wrangler.toml file, or register a workers.dev subdomain here:"),
    exact(
        "wrangler.account-limit",
        Config,
        &["You have exceeded the limit of", "[code: 10037]", "[code: 10072]", "exceeded the maximum number of"],
        r"exceeded the (?:limit of|maximum number of) \d+|\[code: (?:10037|10072)\]",
    )
    .named("account limit")
    .during(Deploy)
    .outside()
    .like("  You have exceeded the limit of 5 cron triggers on your account. [code: 10072]"),
    exact(
        "wrangler.domain",
        Config,
        &["already has externally managed DNS records", "Could not find zone for", "[code: 100117]", "[code: 100116]"],
        "",
    )
    .named("domain not ready")
    .during(Deploy)
    .outside()
    .like("  Hostname 'shop.example.test' already has externally managed DNS records (A, CNAME, etc). Delete them, or pick a different hostname. [code: 100117]"),
    exact(
        "wrangler.route",
        Config,
        &["assigned to another worker", "route with the same pattern already exists", "[code: 10020]"],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] Can't deploy routes that are assigned to another worker."),
    exact(
        "wrangler.project",
        Config,
        &["does not match any of your existing projects", "[code: 8000007]"],
        "",
    )
    .named("platform account or project refused")
    .during(Deploy)
    .outside()
    .like("  Project not found. The specified project name does not match any of your existing projects. [code: 8000007]"),
    exact(
        "wrangler.arguments",
        Config,
        &[
            "Must specify a project name", "Missing Pages project name", "Must specify a directory of assets to deploy",
            "Could not detect a directory containing static files", "Cannot use assets with a binding in an assets-only",
            "property in your configuration is missing the required `directory`", "Uploading a Pages _worker.js file as an asset",
            "Cannot use assets and Workers Sites", "Cannot set run_worker_first without", "No environment found in configuration with name",
            "compatibility_date is required", "Cannot emit build output: the Worker has no entrypoint", "flag is no longer supported as of Wrangler v4",
            "You must use a real database in the database_id", "need to provide a name for your Worker", "need to provide a name of your worker",
            "config.name` is required", "Invalid _routes.json file", "rules over the limit", "rule limit. Please make sure",
        ],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] Must specify a project name."),
    exact(
        "wrangler.handlers",
        Build,
        &["No event handlers were registered", "[code: 10068]"],
        "",
    )
    .during(Deploy)
    .like("  No event handlers were registered. This script does nothing. [code: 10068]"),
    exact(
        "wrangler.node-module",
        Config,
        &["No such module \"node:", "No such module \"async_hooks", "No such module \"buffer"],
        r#"No such module "(?P<pkg>[^"]+)""#,
    )
    .during(Deploy)
    .like("Error: Failed to publish your Function. Got error: Uncaught Error: No such module \"node:events\"."),
    exact(
        "wrangler.module",
        Dependency,
        &["No such module \""],
        r#"No such module "(?P<spec>[^"]+)""#,
    )
    .by_import()
    .during(Deploy)
    .like("  Uncaught Error: No such module \"left-pad\".  [code: 10021]"),
    exact(
        "wrangler.node-version",
        Dependency,
        &["Wrangler requires at least Node.js"],
        "",
    )
    .named("node version too old")
    .during(Deploy)
    .like("Wrangler requires at least Node.js v22.0.0. You are using v20.11.1. Please update your version of Node.js."),
    exact(
        "wrangler.docker",
        Config,
        &["The Docker CLI could not be launched", "is a directory, you should specify a path to the Dockerfile"],
        "",
    )
    .during(Deploy)
    .like("✘ [ERROR] The Docker CLI could not be launched. Please ensure that the Docker CLI is installed and the daemon is running."),
    consequence(
        "wrangler.advice",
        &["If you think this is a bug", "open an issue at: https://github.com/cloudflare", "Logs were written to \""],
        "",
    )
    .like("  If you think this is a bug, please open an issue at: https://github.com/cloudflare/workers-sdk/issues/new/choose"),
];
