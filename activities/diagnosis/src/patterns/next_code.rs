//! Code that the compiler of Next.js refuses: SWC, Babel and Turbopack messages.

use crate::{
    pattern::{
        Condition::{FrameBelow, UnderPosition},
        Family, Pattern,
        Place::{Frame, Heading},
    },
    rows::{exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "next-code",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "swc.diagnostic",
        Build,
        &[
            "  x ", "Error: x ", "Error:   x", "  × ", "Error: × ", "x Expected", "x Unexpected", "x You",
            "× Expected", "× Unexpected", "× You",
        ],
        r"^\s*(?:Error:\s*)?[x×]\s+\S.{2,}(?:[^s]|[^m\d]s|[^\d]ms)$",
    )
    .at(&[Frame, Heading])
    .when(FrameBelow)
    .like("./app/page.tsx\nError: \n  x Expected ';', '}' or <eof>\n   ,-[/work/app/page.tsx:12:1]\n 12 | const a = = 3"),
    exact(
        "swc.error-line",
        Build,
        &["error: "],
        r"^\s*error: (?:Expected|Unexpected|Unterminated|the name|cannot|'\w+')\S*.*",
    )
    .at(&[Frame, Heading])
    .when(FrameBelow)
    .like("error: Unexpected token `}`. Expected identifier\n  --> /work/app/page.tsx:9:1\n   |"),
    exact(
        "next.client-hook",
        Build,
        &[
            "You're importing a component that needs", "You are attempting to export \"", "'use client'",
            "\"use client\"", "Server Actions must be async", "'server-only' cannot be imported",
            "You're importing a component that imports", "cannot be imported from a Client Component",
            "It only works in a Client Component",
        ],
        r#"You're importing a (?:component|module) that|You are attempting to export "|Server Actions must be async|The "use (?:client|server)" directive must|cannot be imported from a (?:Client|Server) Component"#,
    )
    .at(&[Frame, Heading])
    .like("./components/counter.tsx:3:10\nYou're importing a component that needs `useState`. This React hook only works in a client component."),
    exact(
        "next.server-function",
        Build,
        &[
            "are allowed to be exported in a \"use server\"", "inline \"use server\" annotated", "`ssr: false` is not allowed with",
            "please enable the", "is not supported in app/", "the name `", "Only async functions are allowed",
        ],
        r#"^\W*(?:Error:\s+[x×] )?(?:Only async functions are allowed to be exported|It is not allowed to define inline "use server"|`ssr: false` is not allowed|To use "use cache"|"\w+" is not supported in app/|the name `\w+` is (?:defined|exported) multiple times)"#,
    )
    .at(&[Heading, Frame])
    .like("./app/actions.ts:2:1\nOnly async functions are allowed to be exported in a \"use server\" file."),
    exact(
        "babel.syntax",
        Build,
        &["SyntaxError: /", "Syntax error: ", "SyntaxError: .", "SyntaxError: unknown"],
        r"(?:SyntaxError: (?P<file>[./]\S*?\.\w+): \S|^\W*Syntax error: \S|SyntaxError: unknown file)",
    )
    .at(&[Heading, Frame])
    .like("SyntaxError: /work/src/App.js: Unexpected token (12:4)"),
    exact(
        "turbopack.export",
        Build,
        &["doesn't exist in target module", "was not found in module ["],
        r"Export \S+ doesn't exist in target module|The export \S+ was not found in module",
    )
    .at(&[Heading])
    .like("./app/page.tsx:3:1\nExport getUser doesn't exist in target module"),
    exact(
        "turbopack.import",
        Build,
        &["Error: Module not found: "],
        r"^Error: Module not found: Can't resolve '(?P<spec>[^']+)'",
    )
    .by_import()
    .at(&[Heading])
    .like("./app/page.tsx:3:1\nError: Module not found: Can't resolve './missing'"),
    exact(
        "turbopack.error",
        Build,
        &["Error: "],
        r"^Error: \S",
    )
    .when(UnderPosition("./"))
    .at(&[Heading])
    .like("./app/page.tsx:3:1\nError: Something that the compiler refuses"),
    pointer(
        "turbopack.parse",
        Build,
        20,
        &[
            "Parsing ecmascript source code failed", "Ecmascript file had an error",
            "Parsing css source code failed", "Parsing CSS source code failed",
            "Error evaluating Node.js code", "Processing image failed",
            "Unable to make a module from invalid JSON", "Transforming CSS failed", "Unknown module type",
            "Reading source code for parsing failed", "Code generation for chunk item errored", "Missing module type",
        ],
        "",
    )
    .like("./app/page.tsx:4:9\nParsing ecmascript source code failed\n  2 | export default function Page() {\n> 4 |   return <div\n    |         ^\n\nExpected '</', got '<eof>'"),
    pointer(
        "webpack.build-failed",
        Build,
        4,
        &["Module build failed", "ModuleBuildError:"],
        r"Module build failed(?: \(from [^)]*\))?:|ModuleBuildError: Module build failed",
    )
    .like("./src/app.css\nModule build failed (from ./node_modules/css-loader/dist/cjs.js):\nCssSyntaxError"),
    pointer(
        "next.font",
        Build,
        6,
        &["An error occured in `next/font`", "An error occurred in `next/font`", "`next/font` error"],
        "",
    )
    .like("app/layout.tsx\nAn error occurred in `next/font`.\n\nError: Something new happened"),
];
