//! Environment variables that are missing, however a program says so.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Caller, Frame, Stack},
        Stage::Deploy,
    },
    rows::{exact, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "environment",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "env.prisma-datasource",
        Config,
        &["Invalid value undefined for datasource", "Environment variable not found: "],
        r#"Invalid value undefined for datasource|Environment variable not found: (?P<pkg>\w+)"#,
    )
    .at(&[Frame])
    .during(Deploy)
    .outside()
    .like("error: Environment variable not found: DATABASE_URL."),
    exact(
        "env.not-set",
        Config,
        &["nvironment variable", "env var", "env variable", "NVIRONMENT VARIABLE"],
        r"(?i)^.{0,120}\benv(?:ironment)?[ .]var(?:iable)?s?\b.{0,80}\b(?:(?:is|are|was|were|be|been|value|but|and|:) (?:not |missing|required|undefined|empty|invalid|null)|not (?:set|defined|found|provided|configured|present)|missing|must be (?:set|defined|provided|configured)|is unset)\b",
    )
    .when(crate::pattern::Condition::Without("[EnvInvalidVariables]"))
    .during(Deploy)
    .outside()
    .like("Error: DATABASE_URL environment variable is not set."),
    exact(
        "env.missing-list",
        Config,
        &[
            "issing required env", "issing env", "Invalid environment variables", "issing environment",
            "nvironment validation", "nvironment variable", "Missing required configuration",
        ],
        r"(?i)(?:missing|invalid|required)(?: required| public| server| client)? (?:environment|env)(?:\.| )?(?:vars?|variables?|configuration)?|environment (?:variable )?validation (?:failed|error)|environment variables? (?:not (?:set|found|defined)|missing|required)|Missing required configuration",
    )
    .during(Deploy)
    .outside()
    .like("❌ Invalid environment variables: { DATABASE_URL: [ 'Required' ] }"),
    exact(
        "env.name-required",
        Config,
        &[
            " is required", " is not defined", " is not set", " is missing", " must be set",
            " must be defined", " not provided", " is undefined", " not found in env", "not configured",
        ],
        r"(?:^|[\s:'`\x22(])(?:process\.env\.)?[A-Z][A-Z0-9]*_[A-Z0-9_]+['`\x22)]? (?:is|are|was|must be|not)\b ?(?:a )?(?:required|not defined|not set|missing|set|defined|provided|undefined|found in env|configured|empty)",
    )
    .during(Deploy)
    .outside()
    .like("Error: STRIPE_SECRET_KEY is not defined"),
    exact(
        "env.missing-name",
        Config,
        &["Missing ", "missing "],
        r"(?i:\bmissing) (?:required )?(?:[a-z]+ )?(?:process\.env\.)?['`\x22]?[A-Z][A-Z0-9]*_[A-Z0-9_]+\b",
    )
    .during(Deploy)
    .outside()
    .like("Error: Missing NEXT_PUBLIC_SUPABASE_URL"),
    exact(
        "env.sdk",
        Config,
        &[
            "is required", "are required", "API key", "apiKey", "publishableKey", "Publishable key",
            "credentials", "api_key", "secretOrPrivateKey",
        ],
        r"^\W*(?:Uncaught )?(?:\w*Error|Exception)?:? ?(?:supabase(?:Url|Key) is required|(?:@supabase/\w+: )?Your project's URL and (?:API )?[Kk]ey are required|Missing API key\.? Pass it|.*(?:OPENAI|ANTHROPIC|GEMINI|GOOGLE|RESEND|STRIPE)_API_KEY environment|Neither apiKey nor config\.authenticator provided|@clerk/\w+: Missing (?:publishableKey|secretKey)|.*Publishable key (?:not valid|is missing)|.*The api_key client option must be set|Firebase: Error \(auth/invalid-api-key\)|.*auth/invalid-api-key|.*Service account object must contain|.*Failed to parse private key|secretOrPrivateKey must have a value|.*Missing credentials\. Please pass)",
    )
    .during(Deploy)
    .outside()
    .like("Error: supabaseKey is required."),
    exact(
        "env.firebase",
        Config,
        &["auth/invalid-api-key", "app/invalid-credential"],
        r"\((?:auth/invalid-api-key|app/invalid-credential)\)",
    )
    .during(Deploy)
    .outside()
    .like("FirebaseError: Firebase: Error (auth/invalid-api-key)."),
    exact(
        "env.invalid-url",
        Config,
        &["Invalid URL", "ERR_INVALID_URL", "Invalid supabaseUrl"],
        r"TypeError(?: \[ERR_INVALID_URL\])?: Invalid URL: ?(?:undefined|$)|Invalid supabaseUrl",
    )
    .at(&[Stack])
    .during(Deploy)
    .outside()
    .like("Error: Invalid supabaseUrl: Must be a valid HTTP or HTTPS URL."),
    exact(
        "env.url-undefined",
        Config,
        &["Failed to parse URL from"],
        r"Failed to parse URL from (?:undefined|null|/|$)",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("TypeError: Failed to parse URL from undefined/api/products?page=1"),
    exact(
        "env.mongo-uri",
        Config,
        &["openUri()", "MONGODB_URI", "MONGO_URI", "MongoParseError"],
        r"MongoParseError: Invalid (?:scheme|connection string)|uri. parameter to .openUri\(\). must be a string, got .undefined|(?:Please )?(?:define|add) (?:the |your )?.?(?:MONGODB_URI|MONGO_URI|Mongo URI)",
    )
    .during(Deploy)
    .outside()
    .like("MongooseError: The `uri` parameter to `openUri()` must be a string, got \"undefined\"."),
    exact(
        "env.python-key",
        Config,
        &["KeyError: '"],
        r"^KeyError: '[A-Z][A-Z0-9]*_[A-Z0-9_]+'$",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("KeyError: 'SECRET_KEY'"),
    exact(
        "env.django",
        Config,
        &["ImproperlyConfigured", "UndefinedValueError"],
        r"ImproperlyConfigured: (?:The SECRET_KEY setting|Set the \w+ environment)|UndefinedValueError: \w+ not found",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty."),
    exact(
        "env.pydantic",
        Config,
        &["validation error for Settings", "validation errors for Settings"],
        r"validation errors? for \w*(?:Settings|Config)",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings"),
    exact(
        "env.zod",
        Config,
        &[
            "nvironment configuration", "nvironment variables", "alidate env", "arse env", "nvalid env",
            "oad env",
        ],
        r"(?i)^\W*(?:error: )?(?:failed to (?:load|parse|validate)|invalid) (?:environment|env)\b",
    )
    .during(Deploy)
    .outside()
    .like("Error: Failed to validate environment configuration"),
];
