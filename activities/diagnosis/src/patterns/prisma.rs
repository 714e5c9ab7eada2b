//! Prisma: client, schema, migrations.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Stack},
        Stage::Deploy,
    },
    rows::{consequence, exact, fair, hint, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "prisma",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "prisma.unreachable",
        Runtime,
        &["Can't reach database server at", "P1001"],
        r"Can't reach database server at|Error: P1001",
    )
    .named("database unreachable")
    .during(Deploy)
    .transient()
    .outside()
    .like("Can't reach database server at `db.example.test:5432`"),
    exact(
        "prisma.timeout",
        Other,
        &[
            "P1002", "was reached but timed out", "P1008",
            "Timed out trying to acquire a postgres advisory lock",
        ],
        r"Error: P100[28]|was reached but timed out|Timed out trying to acquire",
    )
    .named("database timed out")
    .during(Deploy)
    .transient()
    .like("Error: P1002"),
    exact(
        "prisma.auth",
        Config,
        &["Authentication failed against database server", "P1000"],
        r"Authentication failed against database server|Error: P1000",
    )
    .during(Deploy)
    .outside()
    .like("Error: P1000: Authentication failed against database server at `db.example.test`"),
    exact(
        "prisma.migration",
        Runtime,
        &["P3006", "P3015", "P3018", "P3019"],
        r"^\W*(?:Error: )?P30(?:06|15|18|19)\b",
    )
    .during(Deploy)
    .like("Error: P3018"),
    exact(
        "prisma.migration-state",
        Runtime,
        &["P3005", "P3009", "migrate found failed migrations", "The database schema is not empty"],
        r"^\W*(?:Error: )?P30(?:05|09)\b|migrate found failed migrations|The database schema is not empty",
    )
    .named("state of the database stops migrations")
    .during(Deploy)
    .outside()
    .like("Error: P3009"),
    exact(
        "prisma.url-scheme",
        Config,
        &["the URL must start with the protocol", "the URL must contain"],
        r"the URL must (?:start with|contain)",
    )
    .during(Deploy)
    .outside()
    .like("Error validating datasource `db`: the URL must start with the protocol `postgresql://` or `postgres://`."),
    exact(
        "prisma.schema-missing",
        Config,
        &["Could not find Prisma Schema", "Could not load `--schema`", "Could not find a schema.prisma"],
        "",
    )
    .like("Error: Could not find Prisma Schema that is required for this command."),
    exact(
        "prisma.schema",
        Config,
        &[
            "Error validating", "Error parsing attribute", "no longer supported in schema files",
            "is neither a built-in type", "This line is invalid. It does not start with any known Prisma",
            "The preview feature \"", "Attribute not known:", "is missing in data source block",
            "is missing in generator block", "cannot be defined because a", "is already defined on model",
            "This line is not a valid field", "No such argument", "is not known. Did you misspell",
        ],
        r#"^(?:npm (?:error|ERR!) )?\W*(?:error: )?(?:Error (?:validating|parsing)|The datasource property `\w+` is no longer|Type "[^"]+" is neither|This line is (?:invalid|not a valid)|The preview feature "|Attribute not known|Argument "[^"]+" is missing in|The (?:model|enum|type) "[^"]+" cannot be defined|Field "[^"]+" is already defined|No such argument|Property not known: )"#,
    )
    .at(&[Frame])
    .like("error: Error validating field `author` in model `Post`: The relation field is missing an opposite relation field.\n  -->  prisma/schema.prisma:12"),
    exact(
        "prisma.client-missing",
        Dependency,
        &["@prisma/client did not initialize yet", "Cannot find module '.prisma/client"],
        r"@prisma/client did not initialize yet|Cannot find module '\.prisma/client",
    )
    .named("prisma client not generated")
    .like("Error: @prisma/client did not initialize yet. Please run \"prisma generate\" and try to import it again."),
    exact(
        "prisma.vercel-cache",
        Dependency,
        &["Prisma has detected that this project was built on Vercel"],
        "",
    )
    .named("prisma client not generated")
    .like("PrismaClientInitializationError: Prisma has detected that this project was built on Vercel, which caches dependencies."),
    exact(
        "prisma.engine",
        Dependency,
        &[
            "Query Engine for runtime", "Query engine library for current platform",
            "could not locate the Query Engine",
        ],
        r"could not locate the Query Engine|Query engine library for current platform",
    )
    .named("prisma engine missing")
    .like("Prisma Client could not locate the Query Engine for runtime \"rhel-openssl-3.0.x\"."),
    exact(
        "prisma.column",
        Runtime,
        &["does not exist in the current database"],
        r"The (?:table|column) `[^`]+` does not exist in the current database",
    )
    .during(Deploy)
    .like("The table `public.User` does not exist in the current database."),
    hint(
        "prisma.client-bare",
        Runtime,
        8,
        &["PrismaClient"],
        r"^\W*(?:Error \[)?PrismaClient\w+Error\]?:\s*$",
    )
    .like("⨯ Error [PrismaClientKnownRequestError]: "),
    fair(
        "prisma.client-error",
        Runtime,
        &["PrismaClient"],
        r"^\W*PrismaClient\w*Error: \S",
    )
    .during(Deploy)
    .like("PrismaClientKnownRequestError: something broke"),
    exact(
        "prisma.env-config",
        Config,
        &["PrismaConfigEnvError", "The datasource.url property is required", "Cannot resolve environment variable"],
        r"PrismaConfigEnvError|The datasource\.url property is required|Cannot resolve environment variable: (?P<pkg>\w+)",
    )
    .during(Deploy)
    .outside()
    .like("PrismaConfigEnvError: Cannot resolve environment variable: DATABASE_URL."),
    exact(
        "prisma.config-file",
        Config,
        &["Failed to load config file \"", "Failed to parse syntax of config file"],
        r#"Failed to (?:load config file|parse syntax of config file(?: at)?) "(?P<file>[^"]+)""#,
    )
    .like("Failed to load config file \"/work/prisma.config.ts\" as a TypeScript/JavaScript module. Error: PrismaConfig needs a default export"),
    exact(
        "prisma.adapter",
        Runtime,
        &["requires either \"adapter\" or", "needs to be constructed with a non-empty, valid"],
        r#"requires either "adapter" or "accelerateUrl"|needs to be constructed with a non-empty, valid"#,
    )
    .named("prisma client without an adapter")
    .at(&[Stack])
    .like("PrismaClientConstructorValidationError: Using engine type \"client\" requires either \"adapter\" or \"accelerateUrl\" to be provided to PrismaClient constructor."),
    exact(
        "prisma.client-unresolved",
        Dependency,
        &["Could not resolve @prisma/client", "Unable to require(`", "Unable to load Node-API Library"],
        r"Could not resolve @prisma/client|Unable to require\(`[^`]*(?:query|schema)[-_]engine|Unable to load Node-API Library",
    )
    .named("prisma client unusable")
    .like("Error: Could not resolve @prisma/client despite the installation that we just tried."),
    exact(
        "prisma.interactive",
        Config,
        &["the environment is non-interactive", "Use the --accept-data-loss flag"],
        "",
    )
    .during(Deploy)
    .like("Error: Prisma Migrate has detected that the environment is non-interactive, which is not supported."),
    exact(
        "prisma.access",
        Config,
        &["was denied access on the database", "P1010", "P1013", "The provided database string is invalid", "P1003"],
        r"was denied access on the database|^\W*Error: P10(?:03|10|13)\b|The provided database string is invalid",
    )
    .during(Deploy)
    .outside()
    .like("Error: P1010: User `app` was denied access on the database `app`"),
    exact(
        "prisma.closed",
        Runtime,
        &["P1017", "Server has closed the connection", "P1011", "Error opening a TLS connection", "P2024", "Timed out fetching a new connection from the connection pool"],
        r"^\W*Error: P10(?:17|11)\b|Server has closed the connection|Error opening a TLS connection|Timed out fetching a new connection from the connection pool",
    )
    .named("database closed the connection")
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: P1017: Server has closed the connection."),
    consequence(
        "prisma.seed",
        &["An error occurred while running the seed command", "Generator \""],
        r#"An error occurred while running the seed command|^Generator "[^"]+" failed:?$"#,
    )
    .like("An error occurred while running the seed command:"),
    pointer(
        "prisma.engine-error",
        Runtime,
        3,
        &["Schema engine error:"],
        r"^\W*(?:Error: )?Schema engine error:\s*$",
    )
    .like("Error: Schema engine error:\nSomething only the engine says"),
    consequence(
        "prisma.code",
        &["Error code: P"],
        r"^Error code: P\d{4}",
    )
    .like("Error code: P1012"),
    pointer(
        "prisma.command",
        Config,
        4,
        &["Prisma CLI Version :", "[Context: getDMMF]", "Prisma schema validation - "],
        r"Prisma schema validation - ",
    )
    .like("Error: Prisma schema validation - (get-config wasm)\nSomething only the schema says"),
];
