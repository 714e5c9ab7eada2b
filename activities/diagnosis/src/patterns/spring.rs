//! Spring Boot, and the databases behind it.

use crate::{
    pattern::{Family, Pattern, Stage::Deploy},
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "spring",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "spring.unset-host",
        Config,
        &["UnknownHostException: ${"],
        r"UnknownHostException: \$\{(?P<pkg>\w+)",
    )
    .named("environment variable missing")
    .during(Deploy)
    .outside()
    .like("Caused by: java.net.UnknownHostException: ${DB_SERVER}"),
    exact(
        "spring.datasource",
        Config,
        &["Failed to configure a DataSource", "Failed to determine suitable jdbc url", "claims to not accept jdbcUrl"],
        "",
    )
    .during(Deploy)
    .like("Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured."),
    exact(
        "spring.placeholder-env",
        Config,
        &["Could not resolve placeholder '"],
        r"Could not resolve placeholder '(?P<pkg>[A-Z][A-Z0-9_]+)'",
    )
    .during(Deploy)
    .outside()
    .like("Could not resolve placeholder 'JWT_SECRET' in value \"${JWT_SECRET}\""),
    exact(
        "spring.placeholder",
        Config,
        &["Could not resolve placeholder '"],
        r"Could not resolve placeholder '(?P<pkg>[^']+)'",
    )
    .during(Deploy)
    .like("Could not resolve placeholder 'db.url' in value \"${db.url}\""),
    exact(
        "spring.property",
        Config,
        &["Failed to bind properties under '", "Config data resource '", "Property 'spring.profiles"],
        r"Failed to bind properties under '(?P<pkg>[^']+)'|Config data resource '[^']+' .*does not exist|Property 'spring\.profiles\S+' imported from",
    )
    .during(Deploy)
    .like("Failed to bind properties under 'server.port' to java.lang.Integer:"),
    exact(
        "spring.bean",
        Runtime,
        &["that could not be found.", "form a cycle:", "Web server failed to start. Port"],
        r"required a (?:bean|single bean).*|beans in the application context form a cycle|Web server failed to start\. Port",
    )
    .during(Deploy)
    .like("Parameter 0 of constructor in com.acme.Orders required a bean of type 'com.acme.Mailer' that could not be found."),
    strong(
        "java.database",
        Runtime,
        &[
            "PSQLException: ", "CommunicationsException: Communications link failure", "MongoTimeoutException", "Unable to obtain connection from database",
            "RedisConnectionException", "java.net.ConnectException: Connection refused", "java.net.UnknownHostException: ",
        ],
        r"PSQLException: (?:Connection to|The connection attempt failed|FATAL: .*starting)|Communications link failure|MongoTimeoutException|Unable to obtain connection from database|RedisConnectionException: |ConnectException: Connection refused|UnknownHostException: \S",
    )
    .during(Deploy)
    .outside()
    .like("Caused by: org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct."),
    exact(
        "java.migration",
        Runtime,
        &["Migrations have failed validation", "Migration checksum mismatch", "Found non-empty schema(s)", "ValidationFailedException: Validation Failed"],
        "",
    )
    .named("migration history does not fit")
    .during(Deploy)
    .like("Validate failed: Migrations have failed validation"),
    pointer(
        "spring.description",
        Runtime,
        3,
        &["Description:"],
        r"^Description:$",
    )
    .during(Deploy)
    .like("Description:\n\nSomething that no row knows"),
    consequence(
        "spring.failed",
        &["APPLICATION FAILED TO START", "Application run failed"],
        "",
    )
    .like("APPLICATION FAILED TO START"),
];
