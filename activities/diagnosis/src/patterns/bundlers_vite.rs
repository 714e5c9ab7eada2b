//! Vite, Rollup and Rolldown.

use crate::{
    pattern::{
        Condition::{ConfigStack, ToolStack},
        Family, Pattern,
        Place::{Frame, FrameAbove, Heading, Stack},
    },
    rows::{exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "vite",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "rolldown.parse",
        Build,
        &["[PARSE_ERROR]", "[MISSING_EXPORT]", "[UNRESOLVED_IMPORT]", "[TRANSFORM_ERROR]", "[UNLOADABLE_DEPENDENCY]", "[ILLEGAL_REASSIGNMENT]", "[UNSUPPORTED_FEATURE]", "[JSON_PARSE]"],
        r#"\[(?:PARSE_ERROR|MISSING_EXPORT|TRANSFORM_ERROR|UNRESOLVED_IMPORT|UNLOADABLE_DEPENDENCY|ILLEGAL_REASSIGNMENT|UNSUPPORTED_FEATURE|JSON_PARSE)\](?: Error:)? (?:Could not resolve '(?P<spec>[^']+)'(?: in (?P<file>\S+))?|"[^"]+" is not exported by "(?P<file2>[^"]+)"|\S)"#,
    )
    .at(&[Frame])
    .by_import()
    .like("[UNRESOLVED_IMPORT] Error: Could not resolve './App.jsx' in src/main.jsx"),
    exact(
        "rollup.not-exported",
        Build,
        &["is not exported by"],
        r#"(?:(?P<file>\S+) \(\d+:\d+\): )?"[^"]+" is not exported by "(?P<file2>[^"]+)"(?:, imported by "[^"]+")?"#,
    )
    .at(&[Frame])
    .like("src/views/Overview.jsx (5:9): \"formatPrice\" is not exported by \"src/lib/index.js\", imported by \"src/views/Overview.jsx\"."),
    exact(
        "rollup.resolve-import",
        Build,
        &["failed to resolve import", "Failed to resolve import"],
        r#"(?i)failed to resolve import "(?P<spec>[^"]+)" from "(?P<file>[^"]+)""#,
    )
    .by_import()
    .like("[vite]: Rollup failed to resolve import \"@/lib/schemas\" from \"/work/src/settings/form.ts\"."),
    // Copied without its quotes.
    exact(
        "rollup.resolve-unquoted",
        Build,
        &["failed to resolve import"],
        r#"Rollup failed to resolve import (?P<spec>[^"\s]+) from (?P<file>[^"\s]+[^".\s])\.?$"#,
    )
    .by_import()
    .like("[vite]: Rollup failed to resolve import react-fast-marquee from /work/src/Marquee.jsx."),
    exact(
        "vite.entry",
        Config,
        &["Could not resolve entry module", "[UNRESOLVED_ENTRY]"],
        r"Could not resolve entry module|\[UNRESOLVED_ENTRY\]",
    )
    .like("Could not resolve entry module \"index.html\"."),
    exact(
        "vite.html",
        Build,
        &["Failed to resolve /", "Failed to resolve ./"],
        r"Failed to resolve \.?/\S+ from (?P<file>\S+\.html)",
    )
    .like("Error: Failed to resolve /src/main.jsx from /work/index.html"),
    exact(
        "rollup.resolve",
        Build,
        &["Could not resolve"],
        r#"Could not resolve ["'](?P<spec>[^"']+)["'] (?:from|in) ["']?(?P<file>[^"'\s]+)["']?"#,
    )
    .by_import()
    .like("Could not resolve \"./Shop.jsx\" from \"src/entry.jsx\""),
    exact(
        "rollup.plugin-syntax",
        Build,
        &["] Unexpected token", "] Unexpected character", "] Unterminated ", "] Expected ", "] Parse error @"],
        r"^\s*\[(?:@|rollup|vite[:-]|plugin |commonjs|esbuild)[\w:@/.-]*\] (?:Unexpected (?:token|character)|Unterminated |Expected |Parse error @)",
    )
    .at(&[Frame])
    .like("[rollup-plugin-dynamic-import-variables] Unexpected token (4:36)\nfile: /work/src/league.js:4:36"),
    exact(
        "vite.load-url",
        Build,
        &["Failed to load url "],
        r"Failed to load url (?P<spec>\S+) \(resolved id: [^)]*\)(?: in (?P<file>\S+?))?\.?(?:\s|$)",
    )
    .by_import()
    .like("Failed to load url ./theme (resolved id: ./theme) in /work/src/entry.ts"),
    exact(
        "rollup.load",
        Build,
        &["Could not load "],
        r"Could not load (?P<spec>[^\s(]+)(?:\?\S*)? ?(?:\(imported by (?P<file>[^)?]+)[^)]*\))?: ENOENT",
    )
    .like("[vite:load-fallback] Could not load /work/src/components/Header (imported by src/App.tsx): ENOENT: no such file or directory, open '/work/src/components/Header'"),
    exact(
        "vite.package-entry",
        Dependency,
        &["Failed to resolve entry for package"],
        r#"Failed to resolve entry for package "(?P<pkg>[^"]+)""#,
    )
    .like("[commonjs--resolver] Failed to resolve entry for package \"@acme/ui\". The package may have incorrect main/module/exports specified in its package.json."),
    exact(
        "vite.package-export",
        Dependency,
        &["specifier in \""],
        r#"Missing "[^"]+" specifier in "(?P<pkg>[^"]+)" package"#,
    )
    .like("[commonjs--resolver] Missing \"./dist/style.css\" specifier in \"@acme/ui\" package"),
    exact(
        "vite.config-package",
        Dependency,
        &["Cannot find package '", "Cannot find module '"],
        r"Cannot find (?:package|module) '(?P<spec>[^']+)' imported from (?P<file>\S*(?:vite|vitest|astro|svelte|nuxt|tsup|uno|eslint|next|postcss|tailwind)\.config\.\S*)",
    )
    .by_import()
    .like("Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@vitejs/plugin-react' imported from /work/node_modules/.vite-temp/vite.config.ts.timestamp-1712-abc.mjs"),
    exact(
        "vite.terser",
        Dependency,
        &["terser not found"],
        r"(?P<pkg>terser) not found\. Since Vite v3",
    )
    .like("[vite:terser] terser not found. Since Vite v3, terser has become an optional dependency. You need to install it."),
    exact(
        "vite.sass",
        Dependency,
        &["Preprocessor dependency"],
        r#"Preprocessor dependency "(?P<pkg>[^"]+)" not found"#,
    )
    .like("[vite:css] Preprocessor dependency \"sass-embedded\" not found. Did you install it?"),
    exact(
        "vite.import-analysis",
        Build,
        &["Failed to parse source for import analysis"],
        "",
    )
    .at(&[Frame])
    .like("Failed to parse source for import analysis because the content contains invalid JS syntax."),
    exact(
        "rollup.positioned",
        Build,
        &["[vite:", "[plugin:vite"],
        r"\[(?:plugin:)?vite[\w:.-]*\] (?P<file>/?[\w@./()\[\]-]+\.\w+)(?: \(\d+:\d+\)|:\d+:\d+): \S",
    )
    .at(&[Frame])
    .like("[vite:build-import-analysis] src/main.ts (12:3): Something is wrong here"),
    exact(
        "vite.config-require",
        Config,
        &["Dynamic require of \""],
        r#"Dynamic require of "(?P<pkg>[^"]+)" is not supported"#,
    )
    .at(&[Stack])
    .like("Error: Dynamic require of \"os\" is not supported"),
    fair(
        "config.thrown",
        Config,
        &["TypeError: ", "ReferenceError: ", "Error: "],
        r"^\W*(?:TypeError|ReferenceError|Error): \S",
    )
    .when(ConfigStack)
    .at(&[Stack])
    .like("TypeError: react is not a function\n    at file:///work/node_modules/.vite-temp/vite.config.ts.timestamp-1712-abc.mjs:6:9"),
    fair(
        "node.tool-exception",
        Build,
        &["TypeError: ", "ReferenceError: ", "RangeError: "],
        r"^\W*(?:TypeError|ReferenceError|RangeError)(?: \[\w+\])?: \S",
    )
    .when(ToolStack)
    .by_context()
    .like("TypeError: Cannot read properties of undefined (reading 'tap')\n    at HtmlPlugin.apply (/work/node_modules/html-plugin/index.js:12:3)"),
    // A warning: Vite goes on, and most builds succeed.
    fair(
        "vite.node-version",
        Dependency,
        &["Vite requires Node.js version"],
        "",
    )
    .named("node version too old")
    .like("You are using Node.js 18.19.0. Vite requires Node.js version 20.19+ or 22.12+. Please upgrade your Node.js version."),
    strong(
        "rollup.cli",
        Build,
        &["[!] "],
        r"^\[!\] (?:\(plugin [\w:-]+\) )?(?:\w*Error: )?(?:(?P<file>[\w./()\[\]-]+\.\w+) \(\d+:\d+\): )?\S",
    )
    .at(&[Frame])
    .like("[!] (plugin commonjs--resolver) Error: something is wrong\nsrc/index.js (1:9)"),
    strong(
        "rollup.error",
        Build,
        &[
            "RollupError: ", "RolldownError: ", "[vite:build-html]", "[vite:asset", "[vite:worker",
            "[vite:define]", "[vite:vue]", "[vite:html-inline", "[vite:json]", "[vite-plugin-svelte",
            "[plugin ",
        ],
        r"^\W*(?:\[(?:vite|plugin)[\w:.\- ]*\] (?:(?:RollupError|RolldownError|SyntaxError): )?|(?:RollupError|RolldownError): )(?:(?P<file>[\w./()\[\]-]+\.\w+) \(\d+:\d+\): )?[^\s(].{3,}",
    )
    .at(&[Frame, FrameAbove, Heading])
    .like("RollupError: Unexpected token\nfile: /work/web/src/storage.js:42:38"),
    strong(
        "rollup.expected",
        Build,
        &[
            "Expected '", "Expression expected", "Unexpected token", "Unterminated string constant",
            "Note that you need plugins to import files that are not JavaScript",
        ],
        r"^\W*(?:\S+ )?(?:Error: )?(?:Parse error @:\d+:\d+|Expression expected|Expected '.+', got '.*'|Unexpected token \(Note that you need plugins|Unterminated string constant \(\d+:\d+\)|Identifier '\w+' has already been declared)",
    )
    .at(&[Frame, FrameAbove, Heading])
    .like("Expected ',', got 'from' (Note that you need plugins to import files that are not JavaScript)\nfile: /work/src/App.jsx:4:1"),
    exact(
        "rollup.duplicate",
        Build,
        &["has already been declared"],
        r"^\W*(?:.{0,60}: ?)?(?:ERROR: )?(?:The symbol|Identifier) ['\x22]\w+['\x22] has already been declared",
    )
    .at(&[Frame])
    .like("ERROR: The symbol \"Header\" has already been declared\nfile: /work/src/App.jsx:4:1"),
    pointer(
        "vite.error",
        Build,
        5,
        &["error during build:", "Error during build:"],
        "",
    )
    .like("error during build:\nSomething that no row knows"),
    pointer(
        "vite.config-failed",
        Config,
        4,
        &["failed to load config from"],
        "",
    )
    .like("failed to load config from /work/vite.config.ts\nerror during build:\nError: Something new"),
    pointer(
        "vite.plugin-build",
        Build,
        3,
        &["There was an error during the build:"],
        "",
    )
    .like("[vite-plugin-pwa:build] There was an error during the build:\n  Something that no row knows"),
];
