//! Frameworks of the JavaScript world: Nuxt, SvelteKit, Remix and React Router, Astro, Gatsby, Angular, Vue.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading, Stack},
        Stage::Deploy,
    },
    rows::{consequence, exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "frameworks",
    source: "Nuxt 3 and 4, SvelteKit 1 and 2, Remix 1 and 2, React Router 7, Astro 2 to 6, Gatsby 3 to 5, Angular 12 to 21, Vue CLI 4 and 5",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "nuxt.prerender",
        Runtime,
        &["Exiting due to prerender errors", "[nitro] ERROR"],
        r"Exiting due to prerender errors",
    )
    .like(" ERROR  Exiting due to prerender errors."),
    exact(
        "nuxt.prerender-page",
        Runtime,
        &["├─ /", "└─ /"],
        r"[├└]─ (?P<pkg>/\S*) \(\d+ms\) .*(?:\[[45]\d\d\]|Error)|│ ├── Error: \[[45]\d\d\]",
    )
    .like("  ├─ /about (12ms) [500] Server Error"),
    exact(
        "nuxt.module",
        Dependency,
        &["Could not load `", "Cannot find module '@nuxt", "Error while importing module"],
        r"Could not load `(?P<spec>[^`]+)`\. Is it installed\?|Error while importing module `(?P<pkg>[^`]+)`",
    )
    .like("Could not load `@nuxtjs/tailwindcss`. Is it installed?"),
    exact(
        "sveltekit.env",
        Config,
        &[
            "is not exported by \"$env/", "is not exported by \"virtual:env",
            "is not exported by \"\\0virtual:env",
        ],
        r#""(?P<pkg>\w+)" is not exported by "(?:\\0)?(?:\$env|virtual:env)/static/(?:private|public)"#,
    )
    .outside()
    .like("src/lib/db.ts (1:9): \"DATABASE_URL\" is not exported by \"virtual:env/static/private\", imported by \"src/lib/db.ts\"."),
    exact(
        "sveltekit.private-import",
        Build,
        &[
            "Cannot import $env/", "An impossible situation occurred", "into client-side code",
            "into public-facing code",
        ],
        r"Cannot import (?P<spec>\S+) into (?:client-side|public-facing|code that runs in the browser)",
    )
    .like("Error: Cannot import $env/static/private into client-side code"),
    exact(
        "sveltekit.prerender",
        Runtime,
        &[
            "SvelteKitError:", "linked from /", "dynamic routes cannot be prerendered",
            "were marked as prerenderable, but were not prerendered",
        ],
        r"Error: (?:4\d\d|5\d\d) \S+(?: \(linked from (?P<pkg>[^)]+)\))?|were marked as prerenderable, but were not prerendered",
    )
    .like("Error: 404 /missing (linked from /about)"),
    exact(
        "sveltekit.adapter",
        Config,
        &[
            "Could not detect a supported production environment", "adapter-auto",
            "Encountered dynamic routes", "@sveltejs/adapter-static: all routes must",
        ],
        r"Could not detect a supported production environment|@sveltejs/adapter-static: all routes must|Unsupported Node\.js version",
    )
    .like("Error: @sveltejs/adapter-static: all routes must be fully prerenderable, but found the following routes that are dynamic"),
    exact(
        "svelte.compile",
        Build,
        &["[vite-plugin-svelte", "CompileError", "svelte.dev/e/"],
        r"(?:\[vite-plugin-svelte[\w:-]*\] )?(?P<file>\S+\.svelte(?:\.\w+)?):\d+:\d+:? \S|CompileError: \S",
    )
    .at(&[Frame])
    .like("[vite-plugin-svelte:compile] src/routes/+page.svelte:12:3 `</div>` attempted to close an element that was not open"),
    exact(
        "remix.compile",
        Build,
        &[
            "[commonjs--resolver]", "[remix", "Error: [react-router", "Route module",
            "Server-only module referenced by client", "remix-react-routes",
        ],
        r"Server-only module referenced by client|\[(?:remix|react-router)[\w:.-]*\] \S",
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
        "astro.named",
        Build,
        &[
            "[AstroError]", "[UnknownContentCollectionError]", "[NoMatchingRenderer]", "[ImageNotFound]",
            "[InvalidContentEntryDataError]", "[InvalidContentEntryFrontmatterError]", "[MissingSharp]",
            "[GetStaticPathsRequired]", "[CompilerError]", "[ConfigNotFound]", "[ContentCollection",
            "[FailedToLoadModuleSSR]", "[CSSSyntaxError]", "[MarkdownFrontmatterParseError]",
            "[NoAdapterInstalled]", "[LocalImageUsedWrongly]", "[EnvInvalidVariables]",
            "[PrerenderDynamicEndpointPathCollide]", "[GetStaticPathsInvalidRouteParam]",
            "[LegacyContentConfigError]",
        ],
        r"^\W*\[(?P<pkg>[A-Z]\w+(?:Error|Found|Required|Installed|Renderer|Sharp|SSR|Wrongly|Variables|Collide|Param|Collection\w*))\] \S",
    )
    .at(&[Heading, Frame, Stack])
    .like("[InvalidContentEntryDataError] blog → first-post data does not match collection schema."),
    exact(
        "astro.config",
        Config,
        &[
            "[config] Astro found issue", "Unable to load your Astro config",
            "Astro found issue(s) with your configuration",
            "Cannot use server-rendered pages without an adapter", "Cannot use `output: 'server'`",
        ],
        r"Astro found issue|Unable to load your Astro config|Cannot use .*without an adapter",
    )
    .like("[config] Astro found issue(s) with your configuration:"),
    pointer(
        "astro.error",
        Build,
        6,
        &["[ERROR]", "[build] Failed", "error   "],
        r"^\W*(?:\d\d:\d\d:\d\d )?\[ERROR\] \[(?:vite|build|content)\]|^error {2,}\S",
    )
    .like("[ERROR] [vite] x Build failed in 1.54s\nSomething that no row knows"),
    pointer(
        "gatsby.error",
        Build,
        6,
        &["ERROR #"],
        r"^\W*ERROR #\d+",
    )
    .like(" ERROR #98124  WEBPACK\n\nGenerating JavaScript bundles failed\n\nSomething that no row knows"),
    exact(
        "gatsby.graphql",
        Build,
        &["There was an error in your GraphQL query", "Cannot query field \""],
        r"There was an error in your GraphQL query|Cannot query field",
    )
    .at(&[Frame])
    .like("There was an error in your GraphQL query:"),
    exact(
        "gatsby.html",
        Runtime,
        &["Building static HTML failed", "\"window\" is not available during server"],
        r#"Building static HTML failed|"window" is not available"#,
    )
    .like("Building static HTML failed for path \"/about/\""),
    exact(
        "angular.budget",
        Config,
        &["exceeded maximum budget"],
        r"(?P<pkg>.{0,80})exceeded maximum budget",
    )
    .named("angular budget exceeded")
    .like("✘ [ERROR] bundle initial exceeded maximum budget. Budget 1.00 MB was not met by 230.01 kB with a total of 1.23 MB."),
    exact(
        "angular.template",
        Typescript,
        &["error NG", "NG8", "NG2", "NG6", "NG3", "NG0"],
        r"(?:(?P<file>\S+\.(?:html|ts)):\d+:\d+ - )?(?:error |\[ERROR\] |: )NG-?\d+: \S",
    )
    .at(&[Frame])
    .like("src/app/app.component.html:12:5 - error NG8001: 'app-cart' is not a known element:"),
    exact(
        "angular.schema",
        Config,
        &["Schema validation failed", "Data path \"", "angular.json"],
        r"Schema validation failed with the following|^\W*Data path \x22|(?:Project|Configuration) '(?P<pkg>[^']+)' (?:could not be found|is not set) in (?:the )?(?:workspace|angular)",
    )
    .like("Error: Schema validation failed with the following errors:\n  Data path \"\" must NOT have additional properties(outputPaht)."),
    exact(
        "angular.node",
        Dependency,
        &[
            "The Angular CLI requires a minimum Node.js version", "detected in your workspace",
            "The Angular Compiler requires TypeScript",
        ],
        r"Angular CLI requires a minimum|Angular Compiler requires TypeScript",
    )
    .named("node version too old")
    .like("The Angular CLI requires a minimum Node.js version of v20.19 or v22.12."),
    exact(
        "angular.builder",
        Dependency,
        &["Could not find the '", "Cannot find builder"],
        r#"Could not find the '(?P<pkg>[^':]+)[^']*' builder|Cannot find builder "(?P<spec>[^":]+)""#,
    )
    .like("Could not find the '@angular-devkit/build-angular:browser' builder's node package."),
    exact(
        "angular.fonts",
        Other,
        &["Inlining of fonts failed"],
        "",
    )
    .transient()
    .like("Error: Inlining of fonts failed. An error has occurred while retrieving https://fonts.example.test over the internet."),
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
        "storybook.error",
        Config,
        &["SB_"],
        r"\bSB_[A-Z_-]+_\d{4} \(",
    )
    .like("SB_CORE-SERVER_0007 (MainFileEvaluationError): Storybook couldn't evaluate your .storybook/main.ts file."),
    exact(
        "expo.error",
        Build,
        &["Unable to resolve module", "Unable to resolve \""],
        r#"Unable to resolve (?:module )?["']?(?P<spec>[^"'\s]+)["']? from ["']?(?P<file>[^"'\s:]+)"#,
    )
    .by_import()
    .like("Error: Unable to resolve module ./Header from /work/app/index.tsx:"),
    consequence(
        "angular.summary",
        &["Application bundle generation failed"],
        r"bundle generation failed",
    )
    .like("Application bundle generation failed. [7.555 seconds]"),
    pointer(
        "angular.unhandled",
        Build,
        2,
        &["An unhandled exception occurred:"],
        r"An unhandled exception occurred:",
    )
    .like("An unhandled exception occurred:\nSomething that no row knows"),
    consequence(
        "vite.summary",
        &["Build failed in ", "Build failed with errors", "Build Failed"],
        r"^\W*(?:x|✗|✘)? ?Build failed (?:in|with)|^\W*Build Failed\W*$",
    )
    .like("x Build failed in 47ms"),
];
