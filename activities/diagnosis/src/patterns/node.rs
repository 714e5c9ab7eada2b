//! What Node.js (and Deno and Bun) print when a program ends badly.

use crate::{
    pattern::{
        Condition::{PackageAbove, PageStack, Without},
        Family, Pattern,
        Place::{Above, Frame, Heading, Requirer, Stack},
        Stage::Deploy,
    },
    rows::{consequence, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "node",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "node.styletext",
        Dependency,
        &["does not provide an export named"],
        r"The requested module '(?:node:)?(?P<pkg>util|fs|fs/promises|crypto|module|path|url|process|timers/promises|async_hooks)' does not provide an export named",
    )
    .named("node version too old")
    .like("SyntaxError: The requested module 'node:util' does not provide an export named 'styleText'"),
    exact(
        "node.export-missing",
        Build,
        &["does not provide an export named"],
        r"The requested module '(?P<spec>[^']+)' does not provide an export named",
    )
    .at(&[Above])
    .like("file:///work/src/index.js:3\nSyntaxError: The requested module './db.js' does not provide an export named 'connect'"),
    exact(
        "node.commonjs-export",
        Build,
        &["Named export '"],
        r"Named export '[^']+' not found\. The requested module '(?P<spec>[^']+)' is a CommonJS module",
    )
    .at(&[Above])
    .like("SyntaxError: Named export 'load' not found. The requested module 'js-yaml' is a CommonJS module, which may not support all module.exports as named exports."),
    exact(
        "node.builtin-unknown",
        Dependency,
        &["No such built-in module", "ERR_UNKNOWN_BUILTIN_MODULE"],
        r"No such built-in module: (?P<pkg>\S+)",
    )
    .named("node version too old")
    .like("Error [ERR_UNKNOWN_BUILTIN_MODULE]: No such built-in module: node:sqlite"),
    exact(
        "node.package-broken",
        Dependency,
        &["Cannot find package '/", "Cannot find module '/"],
        r"Cannot find (?:package|module) '/(?:[^']*/)?node_modules/(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)/[^']*'",
    )
    .transient()
    .like("Error: Cannot find package '/work/node_modules/zwitch/index.js' imported from /work/node_modules/hast-util-raw/lib/index.js"),
    exact(
        "node.package-not-found",
        Dependency,
        &["Cannot find package '"],
        r"Cannot find package '(?P<spec>[^']+)'(?: imported from (?P<file>\S+))?",
    )
    .by_import()
    .like("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod' imported from /work/src/env.mjs"),
    exact(
        "node.module-imported",
        Runtime,
        &["Cannot find module '"],
        r"Cannot find module '(?P<spec>[^']+)' imported from (?P<file>\S+)",
    )
    .by_import()
    .like("Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/work/dist/db' imported from /work/dist/index.js"),
    exact(
        "node.module-not-found",
        Runtime,
        &["Cannot find module '", "Cannot find module \""],
        r#"Cannot find module ['"](?P<spec>[^'"]+)['"]"#,
    )
    .at(&[Heading, Requirer])
    .by_import()
    .like("Error: Cannot find module 'tailwindcss'"),
    exact(
        "node.esm-required",
        Dependency,
        &["ERR_REQUIRE_ESM", "Must use import to load ES Module", "of ES Module", "ERR_REQUIRE_ASYNC_MODULE"],
        r"(?:\[ERR_REQUIRE_ESM\]: )?(?:require\(\) of ES Module (?P<spec>\S+)(?: from (?P<file>\S+))?|Must use import to load ES Module)|\[ERR_REQUIRE_(?:ESM|ASYNC_MODULE|CYCLE_MODULE)\]",
    )
    .named("require of an es module")
    .like("Error [ERR_REQUIRE_ESM]: require() of ES Module /work/node_modules/chalk/source/index.js from /work/src/log.js not supported."),
    exact(
        "node.exports",
        Dependency,
        &["ERR_PACKAGE_PATH_NOT_EXPORTED", "is not defined by \"exports\""],
        r#"^.*?(?:Package subpath|No "exports" main defined).*node_modules/(?P<pkg>(?:@[\w.-]+/)?[\w.-]+)/(?:.* imported from (?P<file>\S+))?|is not defined by "exports"|ERR_PACKAGE_PATH_NOT_EXPORTED"#,
    )
    .like("Error [ERR_PACKAGE_PATH_NOT_EXPORTED]: Package subpath './lib/x' is not defined by \"exports\" in /work/node_modules/left-pad/package.json"),
    exact(
        "node.directory-import",
        Build,
        &["ERR_UNSUPPORTED_DIR_IMPORT"],
        r"Directory import '(?P<spec>[^']+)' is not supported.* imported from (?P<file>\S+)",
    )
    .like("Error [ERR_UNSUPPORTED_DIR_IMPORT]: Directory import '/work/src/lib' is not supported resolving ES modules imported from /work/src/index.js"),
    exact(
        "node.extension",
        Config,
        &["ERR_UNKNOWN_FILE_EXTENSION", "Unknown file extension"],
        r#"Unknown file extension "(?P<pkg>\.\w+)" for (?P<file>\S+)"#,
    )
    .like("TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension \".ts\" for /work/src/index.ts"),
    exact(
        "node.package-syntax",
        Dependency,
        &["SyntaxError: "],
        r"^\W*(?:Uncaught )?SyntaxError: (?:Unexpected (?:token|identifier|string|reserved)|Cannot use import statement outside a module|Invalid (?:or unexpected token|regular expression|left-hand)|missing \)|The requested module)",
    )
    .named("package does not fit node")
    .when(PackageAbove)
    .like("/work/node_modules/left-pad/index.js:12\n  import a from 'b' with { type: 'json' };\n                     ^^^^\n\nSyntaxError: Unexpected token 'with'"),
    exact(
        "node.import-outside",
        Build,
        &[
            "Cannot use import statement outside a module", "Unexpected token 'export'",
            "require is not defined in ES module scope", "module is not defined in ES module scope",
            "exports is not defined in ES module scope",
        ],
        "",
    )
    .at(&[Above, Stack])
    .like("/work/src/index.js:1\nimport express from 'express';\n^^^^^^\nSyntaxError: Cannot use import statement outside a module"),
    exact(
        "node.answer-syntax",
        Runtime,
        &["is not valid JSON", "in JSON at position", "Unexpected end of JSON input"],
        r"SyntaxError: .*(?:is not valid JSON|in JSON at position \d+|Unexpected end of JSON input)",
    )
    .when(PageStack)
    .like("SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON\n    at JSON.parse (<anonymous>)\n    at async load (/work/.next/server/app/page.js:1:3024)"),
    exact(
        "node.syntax",
        Build,
        &["SyntaxError: "],
        r"^\W*(?:Uncaught )?SyntaxError: (?:Invalid or unexpected token|Unexpected (?:token|identifier|string|number|end of input|reserved word|strict mode)|missing \)|Identifier '|Missing initializer|Illegal |await is only|Invalid (?:left-hand|regular|destructuring|shorthand)|Unterminated|Duplicate)",
    )
    .at(&[Above, Frame, Stack])
    .like("/work/src/server.js:47\n    a: 'x'',\n          ^^\n\nSyntaxError: Invalid or unexpected token"),
    exact(
        "node.json-syntax",
        Build,
        &["in JSON at position", "is not valid JSON", "Expected double-quoted property name"],
        r"(?P<file>\S+\.json)\b.*(?:in JSON at position|is not valid JSON|Expected double-quoted)",
    )
    .like("Error parsing /work/package.json: Expected double-quoted property name in JSON at position 312"),
    exact(
        "node.option",
        Config,
        &["bad option:", "is not allowed in NODE_OPTIONS"],
        r"node: (?:bad option: \S+|.*is not allowed in NODE_OPTIONS)|is not allowed in NODE_OPTIONS",
    )
    .like("node: --openssl-legacy-provider is not allowed in NODE_OPTIONS"),
    exact(
        "node.browser-global",
        Runtime,
        &[
            "window is not defined", "document is not defined", "localStorage is not defined",
            "self is not defined", "navigator is not defined", "sessionStorage is not defined",
            "location is not defined", "localStorage.getItem is not a function", "indexedDB is not defined",
            "HTMLElement is not defined",
        ],
        r"^\W*(?:\[?Unhandled\w* ?\w*\W+)?(?:ReferenceError: |TypeError: |Error: )?(?P<pkg>\w+(?:\.\w+)*) is not (?:defined|a function)",
    )
    .at(&[Stack])
    .when(Without("→ "))
    .like("ReferenceError: window is not defined"),
    strong(
        "node.port-used",
        Runtime,
        &["EADDRINUSE"],
        r"listen EADDRINUSE",
    )
    .at(&[Stack])
    .during(Deploy)
    .like("Error: listen EADDRINUSE: address already in use :::3000"),
    fair(
        "node.enoent",
        Runtime,
        &["ENOENT: no such file or directory", "EACCES: permission denied", "EISDIR: ", "ENOTDIR: "],
        r"^\W*(?:[\w$.]+: )?(?:\[?(?:Uncaught )?(?:Error|\w+Error): )?(?:ENOENT|EACCES|EISDIR|ENOTDIR): .*'(?P<pkg>[^']+)'",
    )
    .at(&[Stack])
    .like("Error: ENOENT: no such file or directory, open '/work/content/posts.json'"),
    fair(
        "node.fetch",
        Runtime,
        &["TypeError: fetch failed", "ETIMEDOUT", "ECONNRESET", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"],
        r"TypeError: fetch failed|(?:connect |read )?(?:ETIMEDOUT|ECONNRESET)\b|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT",
    )
    .at(&[Stack])
    .transient()
    .like("TypeError: fetch failed"),
    fair(
        "node.exception",
        Runtime,
        &[
            "TypeError: ", "ReferenceError: ", "RangeError: ", "Error [TypeError]", " [TypeError]: ",
            "AggregateError", "EvalError: ", "URIError: ",
        ],
        r"^\W*(?:Uncaught |Unhandled(?:Promise)?Rejection\W+)?(?:\w+ \[)?(?:TypeError|ReferenceError|RangeError|AggregateError|EvalError|URIError)(?: \[\w+\]|\])?: \S",
    )
    .at(&[Stack, Above])
    .like("TypeError: Cannot read properties of undefined (reading 'map')"),
    fair(
        "node.page-error",
        Runtime,
        &["Error: ", "Exception: "],
        r"^\W*(?:[A-Z]\w*(?:Error|Exception)|Error)(?: \[\w+\])?\]?: \S",
    )
    .when(PageStack)
    .at(&[Stack])
    .like("Error: the shop is closed\n    at fetchAPI (/work/.next/server/chunks/23.js:51:11)"),
    fair(
        "node.error",
        Build,
        &["Error: ", "Exception: ", "Error [ERR_", "Error]: "],
        r"^\W*(?:Uncaught |Unhandled(?:Promise)?Rejection\W+)?(?:[A-Z]\w*(?:Error|Exception)|Error)(?: \[\w+\])?\]?: \S",
    )
    .at(&[Stack, Above])
    .by_context()
    .like("ValidationError: something is wrong"),
    pointer(
        "node.unhandled",
        Runtime,
        6,
        &[
            "triggerUncaughtException", "Uncaught:", "Unhandled promise rejection", "unhandledRejection",
            "uncaughtException",
        ],
        r"triggerUncaughtException\(|^\W*(?:Uncaught|unhandledRejection|uncaughtException):?\s*$|This error originated either by throwing inside of an async function",
    )
    .like("      triggerUncaughtException(err, true /* fromPromise */);\n      ^\n\nSomethingOdd: no row knows this"),
    // A file, and below it what is wrong with it.
    consequence(
        "node.error-file",
        &["Error: ./"],
        r"^\W*Error: \./\S+$",
    )
    .like("  Error: ./src/pages/index.js"),
    consequence(
        "node.trace-hint",
        &["(Use `node --trace-uncaught"],
        "",
    )
    .like("(Use `node --trace-uncaught ...` to show where the exception was thrown)"),
    consequence(
        "node.version-line",
        &["Node.js v"],
        r"^Node\.js v\d+\.\d+\.\d+$",
    )
    .like("Node.js v22.11.0"),
];
