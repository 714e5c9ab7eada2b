//! Exceptions whose name was left out: frameworks that render pages often print the message alone.

use crate::{
    pattern::{
        Condition::{Detailed, Without},
        Family, Pattern,
        Place::{Frame, Stack},
    },
    rows::{fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "exceptions",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    fair(
        "exception.connection",
        Runtime,
        &[" failed, reason: ", "socket hang up"],
        r"^\W*(?:\d\d:\d\d:\d\d )?\W*(?:(?:error|ERROR)\]?:?\s+)?(?:\w*Error: )?(?:request to https?://\S+ failed, reason: .*(?:ETIMEDOUT|ECONNRESET|EAI_AGAIN|socket hang up|network timeout|disconnected before)|socket hang up$)",
    )
    .when(Without("api.vercel.com"))
    .transient()
    .outside()
    .like("request to https://api.example.test/graphql failed, reason: connect ETIMEDOUT 192.0.2.1:443"),
    fair(
        "exception.request",
        Runtime,
        &[" failed, reason: "],
        r"^\W*(?:\d\d:\d\d:\d\d )?\W*(?:(?:error|ERROR)\]?:?\s+)?(?:\w*Error: )?request to https?://\S+ failed, reason: ",
    )
    .when(Without("api.vercel.com"))
    .outside()
    .like("FetchError: request to http://localhost:1337/api/articles failed, reason: connect ECONNREFUSED 127.0.0.1:1337"),
    fair(
        "exception.fetch",
        Runtime,
        &["fetch failed"],
        r"^\W*(?:\d\d:\d\d:\d\d )?\W*(?:(?:error|ERROR)\]?:?\s+)?fetch failed$",
    )
    .when(Detailed)
    .transient()
    .outside()
    .like("fetch failed\n  Caused by:\n    at internalConnectMultiple (node:net:1194:18)"),
    strong(
        "exception.bare",
        Runtime,
        &[
            "Cannot read propert", "Cannot set propert", " is not a function", " is not iterable", " is not defined",
            "Cannot destructure property", " is not a constructor", "Invalid URL", "Cannot access '",
            "Cannot convert undefined or null to object", "Maximum call stack size exceeded", "Invalid time value",
            "Reduce of empty array", "Assignment to constant variable", "Converting circular structure",
            "Class extends value ", "Unexpected end of JSON input", "is not valid JSON",
        ],
        r#"(?x)^ (?: \s | \S{1,3}\s | \d\d:\d\d:\d\d\s )*                 # blanks, marks, a clock
            (?: \[?(?:ERROR|error)\]?:? \s+ )?
            (?: \S* \.html )?                                      # the page, with nothing between
            (?: Cannot\ (?:read|set)\ propert(?:y|ies)\ (?:of\ (?:undefined|null)|')
              | Cannot\ destructure\ property | Cannot\ access\ '
              | [\w$.()\[\]]+\ is\ not\ (?:a\ function|iterable|defined|a\ constructor)
              | (?:object|undefined|null)\ is\ not\ iterable
              | Cannot\ convert\ undefined\ or\ null\ to\ object
              | Maximum\ call\ stack\ size\ exceeded | Invalid\ (?:URL|time\ value)\b | Reduce\ of\ empty\ array
              | Assignment\ to\ constant\ variable | Converting\ circular\ structure | Class\ extends\ value\ 
              | Unexpected\ end\ of\ JSON\ input | (?:Unexpected\ token|"\S*)\ .{0,80}is\ not\ valid\ JSON
            )"#,
    )
    .when(Detailed)
    .at(&[Frame, Stack])
    .like("12:30:01   └─ /about/index.htmlCannot read properties of undefined (reading 'title')\n  Stack trace:\n    at file:///work/dist/pages/index.astro.mjs:12:3"),
];
