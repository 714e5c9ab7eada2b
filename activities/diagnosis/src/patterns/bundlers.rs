//! webpack, Turbopack, esbuild and Parcel: what cannot be resolved, parsed or found.

use crate::{
    pattern::{
        Condition::{Followed, FrameBelow},
        Family, Pattern,
        Place::{Frame, Heading, Stack},
        Stage::{Compile, Deploy, Install},
    },
    rows::{consequence, exact, fair, pointer, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "bundlers",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "webpack.not-found",
        Build,
        &["Module not found"],
        r#"Module not found: (?:Error: )?(?:Can't|Cannot|Couldn't) (?:resolve|find)(?: module| file)?:? ['"`](?P<spec>[^'"`]+)['"`]"#,
    )
    .at(&[Heading])
    .by_import()
    .like("./app/dashboard/page.tsx\nModule not found: Can't resolve '@/components/AppLayout'"),
    exact(
        "webpack.cannot-resolve",
        Build,
        &["Can't resolve '"],
        r"^\W*(?:Error: )?Can't resolve '(?P<spec>[^']+)' in '",
    )
    .at(&[Heading, Frame])
    .by_import()
    .like("Can't resolve './Header' in '/work/src/components'\n\nFile: src/components/Layout.js:3:1"),
    exact(
        "cra.old-not-found",
        Build,
        &["Cannot find file"],
        r"Cannot find file:? '?(?P<spec>[^' ]+)'? in ",
    )
    .at(&[Heading])
    .by_import()
    .like("./src/App.js\nCannot find file './Header' in './src'."),
    exact(
        "vue.dependency-not-found",
        Build,
        &["* "],
        r"^\* (?P<spec>(?:@[\w.-]+/)?[\w.-]\S*) in (?P<file>\./\S+?),?(?: |$)",
    )
    .by_import()
    .like("This dependency was not found:\n\n* core-js/modules/es.array.push.js in ./src/main.js"),
    pointer(
        "vue.not-found",
        Dependency,
        4,
        &["This dependency was not found:", "These dependencies were not found:"],
        "",
    )
    .like("This dependency was not found:\n\n* axios in ./src/api.js"),
    pointer(
        "vue.relative-not-found",
        Build,
        4,
        &["This relative module was not found:", "These relative modules were not found:"],
        "",
    )
    .like("This relative module was not found:\n\n* ./Header.vue in ./src/App.vue"),
    // Only warned about, and then called.
    exact(
        "webpack.import-called",
        Build,
        &["Attempted import error:"],
        r"Attempted import error: '[^']+' is not exported from '(?P<spec>[^']+)'",
    )
    .at(&[Heading])
    .when(Followed(&[") is not a function", "Element type is invalid", "Minified React error #130"]))
    .during(Deploy)
    .like("./src/Chat.js\nAttempted import error: 'useChat' is not exported from 'ai' (imported as 'useChat').\n\nTypeError: (0 , i.useChat) is not a function"),
    strong(
        "webpack.import-error",
        Build,
        &["Attempted import error:"],
        r"Attempted import error: '[^']+' is not exported from '(?P<spec>[^']+)'",
    )
    .at(&[Heading])
    .during(Deploy)
    .like("./src/App.js\nAttempted import error: 'Header' is not exported from './components'."),
    fair(
        "webpack.export-missing",
        Build,
        &["was not found in '"],
        r#"export '?"?[\w$ ()]+"?'? .*was not found in '(?P<spec>[^']+)'"#,
    )
    .at(&[Heading])
    .like("export 'Header' (imported as 'Header') was not found in './components' (possible exports: Footer)"),
    exact(
        "webpack.parse",
        Build,
        &["Module parse failed:"],
        r"Module parse failed: \S",
    )
    .at(&[Heading])
    .like("ERROR in ./src/index.js 3:5\nModule parse failed: Unexpected token (3:5)"),
    exact(
        "webpack.entry",
        Config,
        &["Entry module not found", "Can't resolve './src' in"],
        r"Entry module not found|Can't resolve '\./src' in",
    )
    .like("ERROR in Entry module not found: Error: Can't resolve './src/index.js' in '/work'"),
    exact(
        "webpack.scheme",
        Build,
        &["UnhandledSchemeError"],
        r#"UnhandledSchemeError: Reading from "(?P<pkg>[^"]+)" is not handled"#,
    )
    .like("Module build failed: UnhandledSchemeError: Reading from \"node:crypto\" is not handled by plugins (Unhandled scheme)."),
    exact(
        "webpack.outside-src",
        Build,
        &["falls outside of the project src/ directory"],
        r"You attempted to import (?P<pkg>\S+) which falls outside",
    )
    .at(&[Heading])
    .like("./src/App.js\nModule not found: Error: You attempted to import ../shared/money which falls outside of the project src/ directory."),
    exact(
        "webpack.cli-missing",
        Dependency,
        &["CLI for webpack must be installed"],
        "",
    )
    .like("One CLI for webpack must be installed. These are recommended choices, delivered as separate packages:"),
    exact(
        "webpack.cli-option",
        Config,
        &["[webpack-cli] Error: Unknown", "[webpack-cli] Unable to load", "Multiple chunks emit assets to the same filename", "Option '--"],
        r"\[webpack-cli\] (?:Error: Unknown (?:option|command)|Unable to load)|Conflict: Multiple chunks emit",
    )
    .like("[webpack-cli] Error: Unknown option '--progres'"),
    fair(
        "webpack.tagged",
        Build,
        &["] Error: ", "] TypeError: ", "] ReferenceError: ", "] RangeError: "],
        r"^\[[\w@/:.-]+\] (?:Type|Reference|Range)?Error: \S",
    )
    .at(&[Stack])
    .by_context()
    .like("[webpack-cli] Error: something that no row knows"),
    exact(
        "webpack.property",
        Config,
        &["- configuration has an unknown property", "- configuration."],
        r"^\W*- configuration(?:\.[\w.\[\]]+)? (?:has|should|misses|must)",
    )
    .like(" - configuration.output has an unknown property 'pth'. These properties are valid:"),
    pointer(
        "webpack.schema-title",
        Config,
        2,
        &["configuration object that does not match the API schema"],
        r"Invalid configuration object\. .+ has been initialized using an? ",
    )
    .like("Invalid configuration object. Webpack has been initialized using a configuration object that does not match the API schema.\n - Something that no row knows"),
    exact(
        "webpack.schema",
        Config,
        &["options object that does not match the API schema"],
        r"Invalid options object\. .+ (?:using a|has been initialized using an?) ",
    )
    .like("ValidationError: Invalid options object. Copy Plugin has been initialized using an options object that does not match the API schema."),
    exact(
        "webpack.case",
        Build,
        &["only differ in casing"],
        r"only differ in casing",
    )
    .at(&[Heading])
    .like("There are multiple modules with names that only differ in casing."),
    exact(
        "webpack.openssl",
        Dependency,
        &["digital envelope routines", "ERR_OSSL_EVP_UNSUPPORTED"],
        r"(?:^|\.\.\.)\W*(?:ERROR +)?(?:\[\S+\] )?(?:Error: )?error:0308010C:digital envelope routines|code: 'ERR_OSSL_EVP_UNSUPPORTED'",
    )
    .named("openssl 3 refuses md4")
    .like("Error: error:0308010C:digital envelope routines::unsupported"),
    exact(
        "esbuild.resolve",
        Build,
        &["Could not resolve \""],
        r#"(?:^\W*(?:[a-z-]+:)?(?P<file>/?[\w@./()\[\]+-]+\.\w+):\d+:\d+: )?(?:\[ERROR\]|error:|ERROR:)\s*Could not resolve "(?P<spec>[^"]*)""#,
    )
    .at(&[Frame])
    .by_import()
    .like("✘ [ERROR] Could not resolve \"./server/index.js\"\n\n    functions/worker.js:2:23:\n      2 │ import * as build from './server/index.js'"),
    exact(
        "esbuild.export",
        Build,
        &["No matching export in \""],
        r#"No matching export in "(?P<file2>[^"]+)" for import "[^"]+""#,
    )
    .at(&[Frame])
    .like("✘ [ERROR] No matching export in \"src/lib/db.ts\" for import \"getUser\"\n\n    src/app.ts:1:9:"),
    exact(
        "esbuild.at",
        Build,
        &[": ERROR: ", ": error: "],
        r"^[^\w./@(\[]*(?:route-module:|route-\w+:)?(?P<file>\S+?\.\w+):\d+:\d+: (?:ERROR|error): \S",
    )
    .like("/work/src/Icons.jsx:3:52: ERROR: Expected \"=>\" but found \";\""),
    consequence(
        "esbuild.count",
        &["Build failed with", "Transform failed with"],
        r"(?:Build|Transform) failed with \d+ errors?:",
    )
    .like("✘ [ERROR] Build failed with 1 error:"),
    strong(
        "esbuild.message",
        Build,
        &["✘ [ERROR]", "X [ERROR]", "✗ [ERROR]"],
        r"^\s*[✘X✗] \[ERROR\] \S",
    )
    .at(&[Frame])
    .when(FrameBelow)
    .like("✘ [ERROR] Unexpected end of file\n\n    src/index.js:209:0:\n      209 │ \n          ╵ ^"),
    strong(
        "wrangler.error",
        Config,
        &["✘ [ERROR]", "X [ERROR]"],
        r"^\s*[✘X] \[ERROR\] \S",
    )
    .when(Followed(&["Logs were written to", "wrangler", "loudflare", "[code: "]))
    .during(Deploy)
    .like("✘ [ERROR] Something that only this command says\n\n🪵  Logs were written to \"/root/.config/.wrangler/logs/wrangler-2026.log\""),
    strong(
        "esbuild.error",
        Build,
        &["✘ [ERROR]", "X [ERROR]"],
        r"^\s*[✘X] \[ERROR\] \S",
    )
    .at(&[Frame])
    .like("✘ [ERROR] Something that only this bundler says"),
    exact(
        "esbuild.define",
        Config,
        &["Expected value for define \""],
        r#"Expected value for define "(?:process\.env\.)?(?P<pkg>[^"]+)" to be a string, got undefined"#,
    )
    .named("environment variable missing")
    .like("✘ [ERROR] Expected value for define \"process.env.SITE_URL\" to be a string, got undefined instead"),
    exact(
        "parcel.dependency",
        Build,
        &["Cannot resolve dependency '"],
        r"(?:(?P<file>/\S+?):\d+:\d+: )?Cannot resolve dependency '(?P<spec>[^']+)'",
    )
    .by_import()
    .like("🚨  /work/src/App.js:5:20: Cannot resolve dependency './Details' at '/work/src/Details'"),
    exact(
        "parcel.resolve",
        Build,
        &["Failed to resolve '"],
        r"Failed to resolve '(?P<spec>[^']+)' from '(?P<file>[^']+)'",
    )
    .by_import()
    .like("@parcel/core: Failed to resolve './App.jsx' from './src/index.jsx'"),
    strong(
        "parcel.error",
        Build,
        &["🚨 Build failed", "@parcel/transformer", "@parcel/core"],
        r"^@parcel/[\w-]+: \S",
    )
    .at(&[Frame])
    .like("@parcel/transformer-js: Unexpected token `}`\n\n  /work/src/index.js:4:1"),
    exact(
        "terser.error",
        Build,
        &["from Terser"],
        r"^(?P<file>\S+) from Terser(?: plugin)?",
    )
    .like("static/js/main.4f2a.js from Terser plugin"),
    exact(
        "minify.failed",
        Build,
        &["Failed to minify the code from this file"],
        "",
    )
    .like("Failed to minify the code from this file:"),
    pointer(
        "webpack.module-error",
        Build,
        5,
        &["Module Error (from ./node_modules/", "Module Warning (from ./node_modules/"],
        r"^\W*Module Error \(from",
    )
    .like("Module Error (from ./node_modules/eslint-loader/index.js):\nSomething that no row knows"),
    pointer(
        "webpack.error-in",
        Build,
        4,
        &["ERROR in "],
        r"^\W*ERROR in \S",
    )
    .like("ERROR in ./src/app.js\nSomething that no row knows"),
    recovery(
        "bundler.building",
        Install,
        &[
            "building for production", "building client environment", "building ssr environment",
            "building SSR bundle",
        ],
        r"(?i)building (?:for production|\w+ (?:environment|bundle))",
    )
    .like("vite v5.4.21 building for production..."),
    recovery(
        "bundler.built",
        Compile,
        &[
            "built in ", "compiled successfully", "Application bundle generation complete",
            "Client bundle generated",
        ],
        r"✓ built in |compiled successfully in|^Compiled successfully|bundle generation complete",
    )
    .like("✓ built in 4.31s"),
];
