//! Frameworks of the JavaScript world that have no file of their own: Remix and React Router, Vue CLI, react-scripts, Expo, Qwik.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading, Stack},
        Stage::Deploy,
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "frameworks",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "react-router.prerender",
        Config,
        &["[react-router] ", "does not match any routes"],
        r"Unable to prerender (?:path|\S+) because it does not match any routes",
    )
    .like("[react-router] Unable to prerender path because it does not match any routes: /offers"),
    pointer(
        "react-router.prerender-request",
        Runtime,
        3,
        &["Prerender: Received a", "Prerender (data): Received a", "SPA Mode: Received a"],
        r"Received a [45]\d\d status code",
    )
    .like("Error: Prerender: Received a 500 status code from `entry.server.tsx` while prerendering the `/offers` path.\nSomething that no row knows"),
    exact(
        "route.source-missing",
        Build,
        &["ENOENT: no such file or directory, open '"],
        r"ENOENT: no such file or directory, open '(?P<file>[^']+/(?:routes|pages|app|views|components)/[^']+\.(?:tsx|jsx|vue|svelte|astro))'",
    )
    .like("Error: ENOENT: no such file or directory, open '/work/app/routes/offers.tsx'"),
    exact(
        "vue.template-old",
        Build,
        &["Errors compiling template:", "Component template should contain exactly one root", "Component template requires a root element"],
        r"Component template (?:should contain exactly one|requires a) root|Errors compiling template:",
    )
    .at(&[Frame, Heading])
    .like(" error  in ./src/components/Cart.vue?vue&type=template\n\n(Emitted value instead of an instance of Error)\n  Errors compiling template:"),
    exact(
        "vue.loader-options",
        Dependency,
        &["this.getOptions is not a function", "vue-loader was used without the corresponding plugin", "must have the same version", "Vue packages version mismatch"],
        r"this\.getOptions is not a function|Vue packages version mismatch|vue-loader was used without",
    )
    .like("Syntax Error: TypeError: this.getOptions is not a function"),
    pointer(
        "vue-cli.error-in",
        Build,
        5,
        &["error  in ./"],
        r"^\W*error  in \./",
    )
    .like(" error  in ./src/App.vue?vue&type=script&lang=js\n\nSomething that no row knows"),
    pointer(
        "vue-cli.failed",
        Build,
        12,
        &["Failed to compile with "],
        r"Failed to compile with \d+ errors?",
    )
    .like(" ERROR  Failed to compile with 1 error\n\nSomething that no row knows"),
    exact(
        "expo.packages",
        Dependency,
        &["have the required dependencies installed", "module `expo` is not installed", "Failed to resolve plugin for module \"", "SDK version because the module"],
        r#"required dependencies installed|module `(?P<pkg>expo)` is not installed|Failed to resolve plugin for module "(?P<spec>[^"]+)""#,
    )
    .like("PluginError: Failed to resolve plugin for module \"expo-router\" relative to \"/work\""),
    exact(
        "expo.asset",
        Build,
        &["Unable to resolve asset \"", "While resolving module `", "While trying to resolve module `"],
        r#"Unable to resolve asset "(?P<spec>[^"]+)"|While trying to resolve module `(?P<pkg>[^`]+)` from file `(?P<file>[^`]+)`"#,
    )
    .like("Error: Unable to resolve asset \"./assets/icon.png\" from \"icon\" in your app.json or app.config.js"),
    pointer(
        "expo.rendering",
        Runtime,
        4,
        &["Static Rendering Error", "Static rendering failed"],
        "",
    )
    .like("Static Rendering Error (Node.js)\nSomething that no row knows"),
    strong(
        "expo.metro",
        Build,
        &["Metro error: ", "Metro has encountered an error: "],
        r"^\W*(?:Metro error: |Metro has encountered an error: )\S",
    )
    .at(&[Frame, Stack])
    .like("Metro error: Transforming app/index.tsx failed"),
    exact(
        "qwik.optimizer",
        Build,
        &["Code(Q", "[vite-plugin-qwik]", "[plugin vite-plugin-qwik]"],
        r"\bCode\(Q-?\d+\): \S|vite-plugin-qwik\] (?:(?P<file>\S+?\.\w+)(?::\d+:\d+)? )?\S",
    )
    .at(&[Frame])
    .like("[vite-plugin-qwik] Code(Q2): Qrl($) scope is not a function, but it's capturing local identifiers: total"),
    exact(
        "remix.compile",
        Build,
        &[
            "[remix", "[react-router:", "Server-only module referenced by client",
        ],
        r"Server-only module referenced by client|\[(?:remix|react-router)[\w:.-]*\] (?:.*?in `(?P<file>\S+\.\w+)`|\S)",
    )
    .at(&[Frame])
    .like("[remix:dot-server] Server-only module referenced by client"),
    exact(
        "remix.config",
        Config,
        &[
            "Vite config file could not be found", "Missing root route", "Route config in",
            "Could not find a root route", "No route matches",
        ],
        r"Vite config file could not be found|Missing root route|Route config in .* is invalid|Could not find a root route",
    )
    .like("Error: Missing root route file: app/root.tsx"),
    exact(
        "vue.compiler",
        Build,
        &["VueCompilerError:", "[@vue/compiler-sfc]", "[vite:vue]", "At least one <template> or <script>"],
        r"\[@vue/compiler-sfc\] \S|VueCompilerError: \S|At least one <template> or <script> is required|Element is missing end tag",
    )
    .at(&[Frame, Heading])
    .like("[@vue/compiler-sfc] Unexpected token (12:3)\n\nsrc/components/Cart.vue"),
    exact(
        "react-scripts.public",
        Config,
        &["Could not find a required file."],
        "",
    )
    .during(Deploy)
    .like("Could not find a required file.\n  Name: index.html\n  Searched in: /work/public"),
    exact(
        "react-scripts.missing",
        Build,
        &["  Name: index.", "Searched in:"],
        r"^\s*Searched in: ",
    )
    .like("  Searched in: /work/public"),
    exact(
        "expo.error",
        Build,
        &["Unable to resolve module", "Unable to resolve \""],
        r#"Unable to resolve (?:module )?["']?(?P<spec>[^"'\s]+)["']? from ["']?(?P<file>[^"'\s:]+)"#,
    )
    .by_import()
    .like("Error: Unable to resolve module ./Header from /work/app/index.tsx:"),
    pointer(
        "vite.summary",
        Build,
        4,
        &["Build failed in ", "Build failed with errors"],
        r"^\W*(?:x|✗|✘)? ?Build failed (?:in|with)",
    )
    .like("x Build failed in 47ms\nSomething that no row knows"),
    consequence(
        "vite.summary-title",
        &["Build Failed"],
        r"^\W*Build Failed\W*$",
    )
    .like("Build Failed"),
];
