//! Nuxt, Nitro, and what else is built with them (SolidStart, Vinxi, Analog).

use crate::{
    pattern::{
        Condition::Over,
        Family, Pattern,
        Place::{Frame, Stack},
    },
    rows::{consequence, exact, fair, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "nuxt",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    strong(
        "nuxt.prerender",
        Runtime,
        &["Exiting due to prerender errors"],
        "",
    )
    .like(" ERROR  Exiting due to prerender errors."),
    exact(
        "nuxt.prerender-page",
        Runtime,
        &["├─ /", "└─ /"],
        r"[├└]─ (?P<pkg>/\S*) \(\d+ms\) .*(?:\[[45]\d\d\]|Error: )",
    )
    .like("  ├─ /about (12ms) [500] Server Error"),
    strong(
        "nuxt.prerender-status",
        Runtime,
        &["├─ /", "└─ /"],
        r"[├└]─ (?P<pkg>/\S*) \(\d+ms\)",
    )
    .when(Over("── "))
    .like("  ├─ /about (12ms)\n  │ └── [500] Server Error"),
    strong(
        "nuxt.fetch",
        Runtime,
        &["[GET] \"", "[POST] \"", "FetchError: "],
        r#"\[(?:GET|POST|PUT|PATCH|DELETE|HEAD)\] "(?P<pkg>[^"]*)": (?:\d{3}\b|<no response>)"#,
    )
    .at(&[Stack])
    .like("[unhandledRejection] [GET] \"/api/cart\": 500 Server Error"),
    strong(
        "nuxt.request-error",
        Runtime,
        &["[request error] ", "[unhandledRejection] "],
        r"\[request error\] (?:\[\w+\] )*\[5\d\d\] \S|\[unhandledRejection\] [^\s\[]",
    )
    .at(&[Stack])
    .like("[nuxt] [request error] [unhandled] [500] Cannot read properties of undefined (reading 'map')"),
    pointer(
        "nuxt.request-at",
        Runtime,
        3,
        &["[request error] "],
        r"\[request error\] (?:\[\w+\] )*\[(?:GET|POST)\] \S+$",
    )
    .like("[request error] [unhandled] [GET] http://localhost/about\nError: something that no row knows"),
    exact(
        "nuxt.module",
        Dependency,
        &["Could not load `", "Error while importing module", "Error while requiring module"],
        r"Could not load `(?P<spec>[^`]+)`\. Is it installed\?|Error while (?:importing|requiring) module `(?P<pkg>[^`]+)`",
    )
    .like("Could not load `@nuxtjs/i18n`. Is it installed?"),
    exact(
        "nuxt.module-invalid",
        Dependency,
        &["Nuxt module should be a function", "is not compatible with the current Nuxt version", "Unsupported Nuxt version", "Nuxt compatibility issues found"],
        r"Nuxt module should be a function: ?(?P<pkg>\S*)|is not compatible with (?:the current|your) Nuxt|Nuxt compatibility issues found",
    )
    .like(" ERROR  Nuxt module should be a function: @nuxtjs/axios"),
    exact(
        "nuxt.preset",
        Config,
        &["Cannot resolve preset", "Preset `", "Cannot find preset"],
        r"Cannot (?:resolve|find) preset:? ?[`'\x22]?(?P<pkg>\w\S*)",
    )
    .like(" ERROR  Cannot resolve preset: cloudfare-pages"),
    exact(
        "nuxt.import-protection",
        Build,
        &["Importing directly from module entry", "Vue app aliases are not allowed in server", "Cannot import server-only", "The `nuxt` package is not meant to be imported", "[importProtection]"],
        "",
    )
    .at(&[Frame])
    .like("[plugin impound] Vue app aliases are not allowed in server runtime. [importing #app from server/api/cart.ts]"),
    exact(
        "nuxt.composable",
        Runtime,
        &["A composable that requires access to the Nuxt instance was called outside", "[nuxt] instance unavailable"],
        "",
    )
    .at(&[Stack])
    .like("[nuxt] A composable that requires access to the Nuxt instance was called outside of a plugin, Nuxt hook, Nuxt middleware, or Vue setup function."),
    exact(
        "solid.client-only",
        Runtime,
        &["Client-only API called on the server side"],
        "",
    )
    .at(&[Stack])
    .like(" ERROR  Client-only API called on the server side. Run client-only code in onMount, or conditionally run client-only component with <Show>."),
    hint(
        "nuxt.prerendering",
        Runtime,
        80,
        &["Initializing prerenderer"],
        "",
    )
    .like("ℹ Initializing prerenderer\n\n ERROR  something that no row knows"),
    pointer(
        "nuxt.fatal",
        Build,
        4,
        &["Nuxt Fatal Error", "Nuxt build error", "Cannot start nuxt:", "Nuxt Build Error"],
        r"Nuxt Fatal Error|(?:Nuxt build error|Cannot start nuxt|Nuxt Build Error):?\s*$",
    )
    .like(" ERROR  Nuxt build error:\nSomething that no row knows"),
    consequence(
        "nuxt.prerender-list",
        &["Errors prerendering:"],
        "",
    )
    .like("Errors prerendering:"),
    consequence(
        "nuxt.aborted",
        &["Nuxt build error: Error: Build failed", "[nuxi]  ERROR  Nuxt", "Build aborted"],
        r"Build aborted",
    )
    .like(" ERROR  Build aborted"),
    fair(
        "nuxt.logged",
        Build,
        &[" ERROR  ", "FATAL  "],
        r"^\W*(?:ERROR|FATAL) {2}(?:\[[\w -]+\] )?(?:\w*Error: )?\S.{8,}",
    )
    .at(&[Frame, Stack])
    .by_context()
    .like(" ERROR  TypeError: something that no row knows"),
];
