//! Databases that a program does not reach or that refuse it.

use crate::{
    pattern::{Family, Pattern, Place::Stack, Stage::Deploy},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "database",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "database.driver-missing",
        Dependency,
        &["package manually", "DriverPackageNotInstalledError", "package has not been found installed", "please install either of"],
        r"Please install (?P<pkg>[\w-]+) package manually|DriverPackageNotInstalledError|(?P<spec>\w+) package has not been found installed|[Pp]lease install either of",
    )
    .during(Deploy)
    .like("Error: Please install pg package manually"),
    exact(
        "database.tenant",
        Config,
        &[
            "Tenant or user not found", "Endpoint ID is not specified", "no pg_hba.conf entry for",
            "server does not support SSL", "SSL/TLS required", "connection is insecure",
            "WRONGPASS", "NOAUTH Authentication required", "ER_ACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR",
            "ER_NOT_SUPPORTED_AUTH_MODE", "role \"", "Unknown database '", "database \"",
            "must be a string, got", "SequelizeAccessDeniedError", "Dialect needs to be explicitly supplied",
        ],
        r#"Tenant or user not found|Endpoint ID is not specified|no pg_hba\.conf entry for|server does not support SSL|SSL/TLS required|connection is insecure \(try using|WRONGPASS |NOAUTH Authentication required|ER_ACCESS_DENIED_ERROR|ER_BAD_DB_ERROR|ER_NOT_SUPPORTED_AUTH_MODE|(?:role|database) "[^"]+" does not exist|Unknown database '|client password must be a string|SequelizeAccessDeniedError|Dialect needs to be explicitly supplied"#,
    )
    .named("database refused the connection settings")
    .during(Deploy)
    .outside()
    .like("error: no pg_hba.conf entry for host \"192.0.2.1\", user \"app\", database \"app\", no encryption"),
    exact(
        "drizzle.connection",
        Config,
        &["Please provide required params for", "are required for PostgreSQL", "Either connection \"url\"", "url: undefined"],
        r#"Please provide required params for|Either connection "url" or"#,
    )
    .during(Deploy)
    .outside()
    .like("Error  Please provide required params for Postgres driver:"),
    exact(
        "drizzle.setup",
        Config,
        &["No schema files found for path config", "Please specify 'dialect' param", "_journal.json file", "drizzle.config"],
        r"No schema files found for path config|Please specify 'dialect' param|Can't find \S*meta/_journal\.json file|drizzle\.config\.\w+ (?:file )?does not exist",
    )
    .like("Error: Can't find meta/_journal.json file"),
    exact(
        "drizzle.version",
        Dependency,
        &["requires newer version of drizzle-orm", "Please install latest version of drizzle-orm", "This version of drizzle-kit requires"],
        "",
    )
    .like("This version of drizzle-kit requires newer version of drizzle-orm"),
    exact(
        "database.migrations-missing",
        Runtime,
        &["The migration directory is corrupt"],
        "",
    )
    .like("Error: The migration directory is corrupt, the following files are missing: 20260102_users.js"),
    strong(
        "database.lost",
        Runtime,
        &[
            "Connection terminated unexpectedly", "Connection terminated due to connection timeout",
            "remaining connection slots are reserved", "too many connections for", "MaxRetriesPerRequestError",
            "buffering timed out after", "MongoNetworkError", "MongoNetworkTimeoutError", "ER_CON_COUNT_ERROR",
            "Max client connections reached", "too many clients already", "ETIMEDOUT", "SequelizeConnectionAcquireTimeoutError",
        ],
        r"Connection terminated (?:unexpectedly|due to connection timeout)|remaining connection slots are reserved|too many (?:connections for|clients already)|MaxRetriesPerRequestError|buffering timed out after|MongoNetwork(?:Timeout)?Error|ER_CON_COUNT_ERROR|Max client connections reached|Sequelize\w+Error: .*ETIMEDOUT|SequelizeConnectionAcquireTimeoutError",
    )
    .during(Deploy)
    .transient()
    .outside()
    .like("Error: Connection terminated unexpectedly"),
    strong(
        "database.exists",
        Runtime,
        &["already exists", "ER_NO_SUCH_TABLE", "ER_DUP_ENTRY", "ER_PARSE_ERROR", "violates unique constraint", "column \""],
        r#"(?:relation|type|column|index|table) "[^"]+"(?: of relation "[^"]+")? (?:already exists|does not exist)(?: at character \d+)?\W*$|ER_(?:NO_SUCH_TABLE|DUP_ENTRY|PARSE_ERROR)|violates (?:unique|foreign key|not-null) constraint"#,
    )
    .during(Deploy)
    .at(&[Stack])
    .like("error: relation \"users\" already exists"),
    strong(
        "node.database",
        Runtime,
        &[
            "ECONNREFUSED", "MongoServerSelectionError", "MongooseServerSelectionError",
            "SequelizeConnectionRefusedError", "getaddrinfo ENOTFOUND", "ENETUNREACH", "querySrv",
        ],
        r"^\W*(?:\S*Error: )?.{0,60}(?:connect ECONNREFUSED|MongoServerSelectionError|MongooseServerSelectionError|SequelizeConnection\w+|getaddrinfo ENOTFOUND|connect ENETUNREACH|querySrv \w+)",
    )
    .during(Deploy)
    .outside()
    .like("Error: connect ECONNREFUSED 127.0.0.1:5432"),
    strong(
        "node.database-auth",
        Config,
        &[
            "password authentication failed", "bad auth : Authentication failed", "Access denied for user",
            "SASL: SCRAM-SERVER-FIRST-MESSAGE", "AuthenticationFailed",
        ],
        r"password authentication failed|bad auth : |Access denied for user|SASL: SCRAM",
    )
    .during(Deploy)
    .outside()
    .like("error: password authentication failed for user \"app\""),
    strong(
        "node.relation",
        Runtime,
        &["relation \"", "no such table"],
        r#"relation "[^"]+" does not exist|no such table: \w+"#,
    )
    .during(Deploy)
    .like("error: relation \"users\" does not exist"),
];
