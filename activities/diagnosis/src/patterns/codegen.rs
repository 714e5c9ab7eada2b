//! Code generators: GraphQL, OpenAPI and friends.

use crate::{
    pattern::{Family, Pattern},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "codegen",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "codegen.document",
        Build,
        &["[FAILED] ", "Error 0: ", "Error 1: "],
        r"^\W*(?:\[FAILED\])?\W*Error \d+: \S",
    )
    .like("[FAILED]   Error 0: Cannot query field \"total\" on type \"Basket\"."),
    strong(
        "codegen.place",
        Build,
        &[".graphql:", ".gql:", "[FAILED] "],
        r"^\W*(?:\[FAILED\])?\W*at (?P<file>\S+\.(?:graphql|gql|tsx?|jsx?|vue|svelte)):\d+:\d+",
    )
    .like("[FAILED]     at /work/src/basket.graphql:7:3"),
    strong(
        "codegen.graphql",
        Build,
        &["GraphQL Document Validation failed"],
        "",
    )
    .like("[FAILED] GraphQL Document Validation failed with 3 errors;"),
    exact(
        "codegen.schema-unloaded",
        Runtime,
        &["Failed to load schema from", "Unable to load schema from"],
        r"(?:Failed|Unable) to load schema from",
    )
    .like("✖ Failed to load schema from http://localhost:4000/graphql"),
    exact(
        "codegen.nothing-found",
        Config,
        &["Unable to find any GraphQL type definitions for the following pointers", "Unable to find Codegen config file", "Invalid Codegen Configuration"],
        "",
    )
    .like("Error: Unable to find any GraphQL type definitions for the following pointers:"),
    exact(
        "codegen.plugin",
        Dependency,
        &["Unable to find template plugin matching", "Unable to find preset matching", "Unable to load preset"],
        r#"Unable to (?:find template plugin|find preset|load preset) matching '?"?(?P<pkg>[\w@/.-]+)"#,
    )
    .like("Unable to find template plugin matching 'typescript-operations'"),
    exact(
        "codegen.openapi",
        Build,
        &["Can't parse schema", "Can't resolve $ref", "Failed to parse OpenAPI", "Resolve error: Can't resolve", "[openapi-ts]"],
        r"Can't parse schema|Can't resolve \$ref|Failed to parse OpenAPI|🛑 .*(?:[Ff]ail|[Ee]rror)",
    )
    .like("✘  Can't resolve $ref \"#/components/schemas/Usr\""),
    consequence(
        "codegen.summary",
        &["Generate outputs"],
        r"^\W*(?:\[FAILED\]|✖) Generate(?: outputs)?$",
    )
    .like("[FAILED] Generate outputs"),
];
