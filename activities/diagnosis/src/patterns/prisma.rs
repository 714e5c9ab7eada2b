//! Prisma and other code generators and database tools.

use crate::{
    pattern::{Family, Pattern, Place::Frame, Stage::Deploy},
    rows::{consequence, exact, fair, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "prisma",
    source: "prisma.io/docs error reference, Prisma 2 to 7; Drizzle, GraphQL codegen",
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
        &["P3005", "P3009", "P3018", "P3006", "migrate found failed migrations"],
        r"(?:Error: )?P30(?:05|06|09|18)|migrate found failed migrations",
    )
    .during(Deploy)
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
        &["Error validating", "Schema parsing", "Error parsing attribute"],
        r"^\W*(?:error: )?(?:Error (?:validating|parsing)|.*Prisma schema validation|The datasource property `\w+` is no longer)",
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
        "codegen.graphql",
        Build,
        &["[FAILED] ", "Failed to load schema from", "GraphQL Document Validation failed"],
        r"Failed to load schema from|GraphQL Document Validation failed",
    )
    .like("✖ Failed to load schema from http://localhost:4000/graphql"),
    strong(
        "drizzle.config",
        Config,
        &["drizzle.config", "Please provide required params"],
        r"Please provide required params for|drizzle\.config\.\w+ (?:file )?does not exist",
    )
    .like("Error  Please provide required params for Postgres driver:"),
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
