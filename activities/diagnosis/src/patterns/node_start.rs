//! Services that do not start: framework set-up, secrets in a wrong shape, ports.

use crate::{
    pattern::{Family, Pattern, Place::Stack, Stage::Deploy},
    rows::{exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "services",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "nest.injection",
        Runtime,
        &["Nest can't resolve dependencies of", "Nest cannot create the", "A circular dependency has been detected", "Nest could not find"],
        r"Nest (?:can't resolve dependencies of the|cannot create the|could not find) |A circular dependency has been detected (?:inside|between)",
    )
    .during(Deploy)
    .like("[Nest] 21  - 01/02/2026, 8:00:11 AM   ERROR [ExceptionHandler] Nest can't resolve dependencies of the CartService (?, Cache). Please make sure that the argument PriceService at index [0] is available in the CartModule context."),
    exact(
        "nest.package-missing",
        Dependency,
        &["[PackageLoader]", "package is missing. Please, make sure to install"],
        r#"The "(?P<pkg>[^"]+)" package is missing\. Please, make sure to install"#,
    )
    .during(Deploy)
    .like("ERROR [PackageLoader] The \"class-validator\" package is missing. Please, make sure to install it to take advantage of ValidationPipe."),
    strong(
        "nest.exception",
        Runtime,
        &["[ExceptionHandler]"],
        r"ERROR.*\[ExceptionHandler\] \S",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("[Nest] 86  - 01/02/2026, 9:24:11 PM   ERROR [ExceptionHandler] the mailer has no transport"),
    exact(
        "express.handler",
        Runtime,
        &["requires a callback function but got a", "requires a middleware function", "argument handler must be a function", "argument handler is required"],
        r"(?:requires a callback function but got a|requires a middleware function|argument handler (?:must be a function|is required))",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("Error: Route.patch() requires a callback function but got a [object Undefined]"),
    exact(
        "express.path",
        Runtime,
        &["git.new/pathToRegexpError", "Missing parameter name at"],
        r"(?:PathError|TypeError)\b.*: (?:Missing parameter name|Unexpected|Unterminated)",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("TypeError: Missing parameter name at 1: https://git.new/pathToRegexpError"),
    exact(
        "secret.key-format",
        Config,
        &[
            "Failed to parse private key", "Invalid PEM formatted message", "error:1E08010C:DECODER",
            "Failed to parse service account", "secretOrPrivateKey must be", "error:0909006C:PEM",
            "Invalid key length", "Service account object must contain",
        ],
        r"Failed to parse private key: \w|Invalid PEM formatted message|error:1E08010C:DECODER|error:0909006C:PEM|Failed to parse service account|secretOrPrivateKey must be an asymmetric key|^\W*(?:Range)?Error: Invalid key length|Service account object must contain",
    )
    .named("secret key in a wrong format")
    .during(Deploy)
    .outside()
    .like("FirebaseAppError: Failed to parse private key: Error: Too few bytes to read ASN.1 value."),
    exact(
        "secret.option",
        Config,
        &[
            "JwtStrategy requires a secret or key", "Strategy requires a clientID", "Strategy requires a client",
            "secretOrPrivateKey must have a value", "secret option required for sessions",
            "`secret` option is required", "accountSid must start with AC", "Must supply api_key",
            "Must supply cloud_name", "Region is missing", "Could not load the default credentials",
            "Could not load credentials from any providers", "No database connection string was provided",
            "TokenInvalid", "An invalid token was provided", "Telegram Bot Token not provided",
            "Empty token!", "apiKey is required", "Invalid API Key provided", "Missing credentials for",
            "You must provide a `connection`", "Expected a valid URL", "Vapid",
        ],
        r"JwtStrategy requires a secret or key|Strategy requires a client(?:ID|Secret)|secretOrPrivateKey must have a value|secret option required for sessions|`secret` option is required|accountSid must start with AC|Must supply (?:api_key|cloud_name)|^\W*(?:\w*Error: )Region is missing|Could not load the default credentials|Could not load credentials from any providers|No database connection string was provided|\[?TokenInvalid\]?: |An invalid token was provided|Telegram Bot Token not provided|Error: Empty token!|StripeAuthenticationError|Missing credentials for \x22|No key set vapidDetails|Vapid (?:public|private) key (?:must|should)",
    )
    .during(Deploy)
    .outside()
    .like("TypeError: JwtStrategy requires a secret or key"),
    exact(
        "discord.intents",
        Config,
        &["Used disallowed intents", "DisallowedIntents"],
        "",
    )
    .during(Deploy)
    .outside()
    .like("Error: Used disallowed intents"),
    exact(
        "telegram.refused",
        Config,
        &["ETELEGRAM: 401", "ETELEGRAM: 404", "TelegramError: 401", "TelegramError: 404", "GrammyError: Call to 'getMe' failed"],
        "",
    )
    .named("telegram token refused")
    .during(Deploy)
    .outside()
    .like("TelegramError: 401: Unauthorized"),
    strong(
        "service.port",
        Config,
        &["listen EACCES", "listen EADDRNOTAVAIL", "ERR_SOCKET_BAD_PORT", "options.port should be"],
        r"listen (?:EACCES|EADDRNOTAVAIL)|\[ERR_SOCKET_BAD_PORT\]|options\.port should be",
    )
    .during(Deploy)
    .at(&[Stack])
    .like("Error: listen EACCES: permission denied 0.0.0.0:80"),
    exact(
        "pm2.script",
        Config,
        &["[PM2][ERROR]", "Script not found:"],
        r"\[PM2\]\[ERROR\] (?:Script not found|File \S+ not found|No script path|.*malformed)",
    )
    .during(Deploy)
    .like("[PM2][ERROR] Script not found: /work/dist/main.js"),
    exact(
        "nodemon.crash-file",
        Config,
        &["node: can't open file", "node: .env: not found", "node: .env."],
        r"^node: (?P<pkg>\.env\S*): not found|node: can't open file",
    )
    .during(Deploy)
    .like("node: .env.production: not found"),
    fair(
        "fastify.error",
        Runtime,
        &["FastifyError", "FST_ERR_", "AvvioError"],
        r"FastifyError|AvvioError|code: 'FST_ERR_",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("FastifyError [Error]: Plugin did not start in time: 'db'. You may have forgotten to call 'done' function or to resolve a Promise"),
];
