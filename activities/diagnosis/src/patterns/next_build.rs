//! Next.js: routes, exports, fonts, and what stops `next build` around the compiler.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Heading, Stack},
        Stage::{Compile, Install},
    },
    rows::{consequence, exact, fair, pointer, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "next-build",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "next.static-export",
        Build,
        &["supported with static export", "supported in static export"],
        r"(?:is|are) not supported (?:with|in) static export",
    )
    .like("  > Intercepting routes are not supported with static export."),
    exact(
        "next.edge-static",
        Build,
        &["cannot use both `export const runtime"],
        "",
    )
    .like("Error: Page \"/[lang]/about/page\" cannot use both `export const runtime = 'edge'` and export `generateStaticParams`."),
    exact(
        "next.export-params",
        Build,
        &["generateStaticParams()"],
        r#"Page "[^"]+" is missing "generateStaticParams\(\)""#,
    )
    .like("Error: Page \"/blog/[slug]\" is missing \"generateStaticParams()\" so it cannot be used with \"output: export\" config."),
    exact(
        "next.export-dynamic",
        Build,
        &["with \"output: export\"", "with `output: export`", "output: 'export'"],
        r#"(?:cannot be used|not configured on route|couldn't be exported|is not (?:compatible|supported)).*output: ?.?export|with "output: export""#,
    )
    .like("Error: export const dynamic = \"force-static\"/export const revalidate not configured on route \"/api/feed\" with \"output: export\". See more info here: https://nextjs.org/docs/advanced-features/static-html-export"),
    exact(
        "next.parallel-pages",
        Build,
        &[
            "two parallel pages that resolve to the same path", "Conflicting app and page file",
            "Conflicting route and page", "same specificity as a optional catch-all",
            "You cannot use different slug names",
        ],
        "",
    )
    .like("You cannot have two parallel pages that resolve to the same path. Please check /(shop)/page and /(site)/page."),
    exact(
        "turbopack.module-missing",
        Build,
        &["Could not parse module '"],
        r"Could not parse module '(?P<pkg>[^']+)', file not found",
    )
    .like("Error: Could not parse module '[project]/src/missing.js', file not found"),
    exact(
        "next.own-output",
        Build,
        &[
            "lstat '/", ", stat '/", "copyfile '/", "link '/", "rename '/", "realpath '/",
        ],
        r"ENOENT: no such file or directory, (?:l?stat|copyfile|link|symlink|rename|unlink|readlink|realpath) '(?P<pkg>[^']*/\.(?:next|svelte-kit|output|open-next|vercel/output)/[^']*)'",
    )
    .like("Error: ENOENT: no such file or directory, lstat '/work/.next/server/proxy.js'"),
    exact(
        "next.middleware-proxy",
        Build,
        &["and proxy file", "Both middleware file"],
        r#"Both middleware file "(?P<file>[^"]+)" and proxy file "(?P<file2>[^"]+)""#,
    )
    .like("Error: Both middleware file \"./middleware.ts\" and proxy file \"./proxy.ts\" are detected."),
    exact(
        "next.font-fetch",
        Other,
        &["Failed to fetch `", "Failed to fetch font"],
        r"Failed to fetch (?:font )?`[^`]+` from Google Fonts|Failed to fetch font `",
    )
    .transient()
    .like("Failed to fetch `Inter` from Google Fonts."),
    exact(
        "next.font-argument",
        Build,
        &["Unknown font", "Unknown weight", "Unknown subset", "Font loader"],
        r"Unknown (?:font|weight|subset|style) `|Font loader (?:values|calls|file)|Font loaders must",
    )
    .at(&[Heading])
    .like("app/layout.tsx\n`next/font` error:\nUnknown font `Helvetika`"),
    exact(
        "next.font-local",
        Build,
        &["Font file not found"],
        r"Font file not found: Can't resolve '(?P<pkg>[^']+)'",
    )
    .at(&[Heading])
    .like("app/layout.tsx\nFont file not found: Can't resolve './fonts/Inter.woff2'"),
    exact(
        "next.pages-without-component",
        Build,
        &["Build optimization failed: found page"],
        "",
    )
    .like("> Build error occurred\nError: Build optimization failed: found pages without a React Component as default export in"),
    exact(
        "next.export-pages",
        Build,
        &[
            "can not be exported. See more info", "does not work with `next export`", "doesn't match the '/",
            "Image Optimization using", "is not compatible with `next export`", "API Routes are not supported by next export",
        ],
        r"can not be exported\. See more|The provided export path '[^']+' doesn't match|Image Optimization using|API Routes are not supported",
    )
    .like("Error: Error for page /shop: pages with `getServerSideProps` can not be exported. See more info here: https://nextjs.org/docs/messages/gssp-export"),
    exact(
        "next.data-functions",
        Build,
        &[
            "You can not use getStaticProps", "You can not use getInitialProps", "can not be attached to a page's component",
            "Additional keys were returned from", "`getServerSideProps` and `getStaticProps`", "`redirect` can not be returned from",
            "reload the page or remove", "Your `getStaticProps` function did not return", "Your `getServerSideProps` function did not return",
        ],
        r"You can not use get|can not be attached to a page's component|Additional keys were returned from|`redirect` can not be returned|function did not return an object",
    )
    .like("Error: You can not use getStaticProps or getStaticPaths with getServerSideProps."),
    exact(
        "next.middleware-export",
        Build,
        &["must export a function named", "must export a `middleware` or", "is missing expected function export name", "can't recognize the exported `"],
        r"[Mm]iddleware.* must export a|(?:Proxy|Middleware) is missing expected function export|can't recognize the exported `(?P<pkg>\w+)` field",
    )
    .at(&[Heading])
    .like("./proxy.ts\nProxy is missing expected function export name"),
    exact(
        "next.page-not-found",
        Build,
        &["Cannot find module for page: /", "PageNotFoundError"],
        r"Cannot find module for page: (?P<pkg>/\S*)",
    )
    .like("PageNotFoundError: Cannot find module for page: /_document"),
    exact(
        "next.image-file",
        Build,
        &["is not a valid image file"],
        r#"Image import "(?P<raw>[^"]+)" is not a valid image file"#,
    )
    .like("Error: Image import \"public/hero.png\" is not a valid image file. The image may be corrupted or an unsupported format."),
    strong(
        "next.turbopack-panic",
        Build,
        &["An unexpected Turbopack error occurred"],
        r"An unexpected Turbopack error occurred\. Please report",
    )
    .like("FATAL: An unexpected Turbopack error occurred. Please report the content of /tmp/next-panic-0f1e2d3c.log to https://github.com/vercel/next.js/issues/new"),
    pointer(
        "next.turbopack-crash",
        Build,
        3,
        &["An unexpected Turbopack error occurred", "TurbopackInternalError: "],
        r"An unexpected Turbopack error occurred(?::|\.?$)|^\W*TurbopackInternalError: ",
    )
    .like("FATAL: An unexpected Turbopack error occurred:\nSomething that no row knows"),
    fair(
        "next.call-stack",
        Build,
        &["Maximum call stack size exceeded"],
        r"^\W*RangeError: Maximum call stack size exceeded",
    )
    .at(&[Stack])
    .by_context()
    .like("RangeError: Maximum call stack size exceeded"),
    exact(
        "next.edge-module",
        Build,
        &[
            "is not supported in the Edge Runtime", "The edge runtime does not support",
            "Dynamic Code Evaluation", "unsupported modules",
        ],
        r"The edge runtime does not support Node\.js '(?P<pkg>[^']+)' module|Dynamic Code Evaluation .* not allowed in Edge|is referencing unsupported modules",
    )
    .like("Error: The edge runtime does not support Node.js 'crypto' module."),
    pointer(
        "next.build-error",
        Build,
        5,
        &["> Build error occurred", "Build error occurred"],
        "",
    )
    .like("> Build error occurred\nError: Page configuration is wrong"),
    pointer(
        "next.failed-to-compile",
        Build,
        12,
        &["Failed to compile", "Turbopack build failed with"],
        r"Failed to compile|Turbopack build failed with \d+ errors?",
    )
    .like("Failed to compile.\n\n./app/page.tsx\nSomething that no row knows"),
    consequence(
        "next.worker",
        &[
            "Next.js build worker exited with", "Static worker exited with",
            "Static worker unexpectedly exited", "Build failed because of webpack errors",
            "Call retries were exceeded",
        ],
        r"(?:Static worker|build worker) (?:unexpectedly )?exited with(?: code:? (?P<code>\d+))?|Build failed because of webpack|Call retries were exceeded",
    )
    .like("Next.js build worker exited with code: 1 and signal: null"),
    recovery(
        "next.compiling",
        Install,
        &["Creating an optimized production build"],
        "",
    )
    .like("   Creating an optimized production build ..."),
    recovery(
        "next.compiled",
        Compile,
        &["Compiled successfully"],
        r"Compiled successfully",
    )
    .like(" ✓ Compiled successfully in 5.2s"),
];
