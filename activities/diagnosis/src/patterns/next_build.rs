//! Next.js: configuration, routes, prerendering, and what stops `next build` around the compiler.

use crate::{
    pattern::{
        Family, Pattern,
        Place::Heading,
        Stage::{Compile, Install},
    },
    rows::{consequence, exact, fair, hint, pointer, recovery, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "next-build",
    source: "vercel/next.js packages/next/src and errors/*.mdx, versions 9 to 16",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact("next.suspense", Runtime, &["should be wrapped in a suspense boundary"], r"(?P<pkg>use\w+)\(\) should be wrapped in a suspense boundary")
        .like("⨯ useSearchParams() should be wrapped in a suspense boundary at page \"/login\". Read more: https://nextjs.org/docs/messages/missing-suspense-with-csr-bailout"),
    exact("next.blocking-route", Runtime, &["Uncached data was accessed outside of <Suspense>", "used `Math.random()` before", "used `new Date()`", "used `Date.now()` "], "")
        .like("Error: Route \"/shop\": Uncached data was accessed outside of <Suspense>. This delays the entire page from rendering"),
    exact("next.edge-static", Build, &["cannot use both `export const runtime"], "").like("Error: Page \"/[lang]/about/page\" cannot use both `export const runtime = 'edge'` and export `generateStaticParams`."),
    exact("next.export-params", Build, &["generateStaticParams()"], r#"Page "[^"]+" is missing "generateStaticParams\(\)""#).like("Error: Page \"/blog/[slug]\" is missing \"generateStaticParams()\" so it cannot be used with \"output: export\" config."),
    exact("next.export-dynamic", Build, &["with \"output: export\"", "with `output: export`", "output: 'export'"], r#"(?:cannot be used|not configured on route|couldn't be exported|is not (?:compatible|supported)).*output: ?.?export|with "output: export""#)
        .like("Error: export const dynamic = \"force-static\"/export const revalidate not configured on route \"/api/feed\" with \"output: export\". See more info here: https://nextjs.org/docs/advanced-features/static-html-export"),
    exact("next.parallel-pages", Build, &["two parallel pages that resolve to the same path", "Conflicting app and page file", "Conflicting route and page", "same specificity as a optional catch-all", "You cannot use different slug names"], "")
        .like("You cannot have two parallel pages that resolve to the same path. Please check /(shop)/page and /(site)/page."),
    exact("next.static-timeout", Build, &["is still timing"], r"Static page generation for (?P<pkg>\S+) is still timing")
        .like("Error: Static page generation for /reports is still timing out after 3 attempts. See more info here https://nextjs.org/docs/messages/static-page-generation-timeout"),
    exact("next.no-pages", Config, &["Couldn't find any `pages` or `app` directory", "> Couldn't find a `pages` directory", "Couldn't find a `pages` directory"], "")
        .like("Error: > Couldn't find any `pages` or `app` directory. Please create one under the project root"),
    exact("next.no-production-build", Config, &["Could not find a production build in the"], "").like("Error: Could not find a production build in the '.next' directory. Try building your app with 'next build' before starting the production server."),
    exact("next.turbopack-webpack", Config, &["This build is using Turbopack, with a `webpack` config"], "").like("ERROR: This build is using Turbopack, with a `webpack` config and no `turbopack` config."),
    exact("next.config-typescript", Config, &["Configuring Next.js via '"], r"Configuring Next\.js via '(?P<file>[^']+)' is not supported").like("Error: Configuring Next.js via 'next.config.ts' is not supported. Please replace the file with 'next.config.js' or 'next.config.mjs'."),
    exact("next.config-fatal", Config, &["Fatal next config errors", "Invalid next.config", "Specified images.", "\"rewrites\" must", "Invalid redirect", "Invalid rewrite", "Invalid header found", "Invalid redirects found"], r"Fatal next config errors|(?:Error: )?Specified images\.|Error: Invalid (?:redirect|rewrite|header)s? found|Invalid (?:redirect|rewrite|header)s? found")
        .like("Error: Invalid rewrites found"),
    pointer("next.config-load", Config, 4, &["Failed to load next.config"], r"Failed to load next\.config").like("⨯ Failed to load next.config.js, see more info here https://nextjs.org/docs/messages/next-config-error\nSomething that no row knows"),
    exact("next.project-directory", Config, &["Invalid project directory provided"], r"Invalid project directory provided, no such directory").like("Invalid project directory provided, no such directory: /work/lint"),
    exact("next.middleware-proxy", Build, &["and proxy file", "Both middleware file"], r"Both middleware file .* and proxy file").like("Error: Both middleware file \"./middleware.ts\" and proxy file \"./proxy.ts\" are detected."),
    exact("next.swc-babel-font", Config, &["\"next/font\" requires SWC"], "").at(&[]).like("Syntax error: \"next/font\" requires SWC although Babel is being used due to a custom babel config being present."),
    exact("next.font-fetch", Other, &["Failed to fetch `", "Failed to fetch font"], r"Failed to fetch (?:font )?`[^`]+` from Google Fonts|Failed to fetch font `")
        .transient()
        .like("Failed to fetch `Inter` from Google Fonts."),
    exact("next.font-argument", Build, &["Unknown font", "Unknown weight", "Unknown subset", "Font loader"], r"Unknown (?:font|weight|subset|style) `|Font loader (?:values|calls|file)|Font loaders must")
        .at(&[Heading])
        .like("app/layout.tsx\n`next/font` error:\nUnknown font `Helvetika`"),
    exact("next.font-local", Build, &["Font file not found"], r"Font file not found: Can't resolve '(?P<pkg>[^']+)'").at(&[Heading]).like("app/layout.tsx\nFont file not found: Can't resolve './fonts/Inter.woff2'"),
    exact("next.no-default-export", Runtime, &["The default export is not a React Component"], r#"The default export is not a React Component in(?: page:)? "(?P<pkg>[^"]+)""#).like("Error: The default export is not a React Component in \"/about/page\""),
    exact("next.pages-without-component", Build, &["Build optimization failed: found page"], "").like("> Build error occurred\nError: Build optimization failed: found pages without a React Component as default export in"),
    exact("next.edge-module", Build, &["is not supported in the Edge Runtime", "The edge runtime does not support", "Dynamic Code Evaluation", "unsupported modules"], r"The edge runtime does not support Node\.js '(?P<pkg>[^']+)' module|Dynamic Code Evaluation .* not allowed in Edge|is referencing unsupported modules")
        .like("Error: The edge runtime does not support Node.js 'crypto' module."),
    exact("next.images-unconfigured", Runtime, &["is not configured under images in your"], "").like("Error: Invalid src prop (https://img.example.test/a.png) on `next/image`, hostname \"img.example.test\" is not configured under images in your `next.config.js`"),
    exact("next.export-api", Runtime, &["Objects are not valid as a React child", "Element type is invalid: expected a string", "Minified React error #", "Functions cannot be passed directly to Client Components", "Event handlers cannot be passed to Client Component props", "Only plain objects can be passed to Client Components", "Attempted to call the default export of", "Unsupported Server Component type", "Could not find the module"], r"(?:Error: )?(?:Objects are not valid|Element type is invalid|Minified React error #\d+|Functions cannot be passed|Event handlers cannot be|Only plain objects|Attempted to call (?:the default export|\w+\(\))|Unsupported Server Component|Could not find the module .* React Client Manifest)")
        .like("Error: Event handlers cannot be passed to Client Component props."),
    exact("next.client-called", Runtime, &["from the server but", "is not a function or its return value is not iterable", "only works in Client Components", "createContext) is not a function", "createContext is not a function"], r"Attempted to call \w+\(\) from the server|only works in Client Components|createContext\)? is not a function")
        .like("Error: Attempted to call useCart() from the server but useCart is on the client."),
    exact("next.serialise", Runtime, &["Error serializing `"], "").like("Error: Error serializing `.post` returned from `getStaticProps` in \"/blog/[slug]\"."),
    exact("next.static-paths", Runtime, &["getStaticPaths"], r"(?:Invalid value returned from getStaticPaths|getStaticPaths is required for dynamic SSG pages|A required parameter \([^)]*\) was not provided as)").like("Error: getStaticPaths is required for dynamic SSG pages and is missing for '/blog/[slug]'."),
    fair("next.html-import", Runtime, &["<Html> should not be imported outside of pages/_document"], "").like("Error: <Html> should not be imported outside of pages/_document."),
    fair("next.dynamic-usage", Runtime, &["Dynamic server usage:"], r"Dynamic server usage: (?:Page|Route)(?: \S+)? couldn't be rendered statically").like("Error: Dynamic server usage: Page couldn't be rendered statically because it used `cookies`."),
    pointer("next.prerender", Runtime, 8, &["Error occurred prerendering page"], "").like("Error occurred prerendering page \"/orders\". Read more: https://nextjs.org/docs/messages/prerender-error\nTypeError: Cannot read properties of undefined (reading 'map')"),
    hint("next.collecting", Runtime, 6, &["Collecting page data"], r"Collecting page data").like("   Collecting page data ..."),
    pointer("next.build-error", Build, 5, &["> Build error occurred", "Build error occurred"], "").like("> Build error occurred\nError: Page configuration is wrong"),
    pointer("next.failed-to-compile", Build, 12, &["Failed to compile", "Turbopack build failed with"], r"Failed to compile|Turbopack build failed with \d+ errors?").like("Failed to compile.\n\n./app/page.tsx\nSomething that no row knows"),
    consequence("next.collect-failed", &["Failed to collect page data for", "Failed to collect configuration for"], "").like("Error: Failed to collect page data for /api/orders"),
    consequence("next.export-failed", &["Export encountered an error on", "Export encountered errors on", "exiting the build."], "").like("Export encountered an error on /orders/page: /orders, exiting the build."),
    consequence("next.worker", &["Next.js build worker exited with", "Static worker exited with", "Static worker unexpectedly exited", "Build failed because of webpack errors", "Call retries were exceeded"], r"(?:Static worker|build worker) (?:unexpectedly )?exited with(?: code:? (?P<code>\d+))?|Build failed because of webpack|Call retries were exceeded").like("Next.js build worker exited with code: 1 and signal: null"),
    recovery("next.compiling", Install, &["Creating an optimized production build"], "").like("   Creating an optimized production build ..."),
    recovery("next.compiled", Compile, &["Compiled successfully"], r"Compiled successfully").like(" ✓ Compiled successfully in 5.2s"),
];
