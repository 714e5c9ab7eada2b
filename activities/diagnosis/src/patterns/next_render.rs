//! Next.js: collecting page data and prerendering, where project code runs during the build.

use crate::{
    pattern::{Family, Pattern, Place::Stack, Stage::Compile},
    rows::{consequence, exact, fair, hint, pointer, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "next-render",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "next.suspense",
        Runtime,
        &["should be wrapped in a suspense boundary"],
        r"(?P<pkg>use\w+)\(\) should be wrapped in a suspense boundary",
    )
    .like("⨯ useSearchParams() should be wrapped in a suspense boundary at page \"/login\". Read more: https://nextjs.org/docs/messages/missing-suspense-with-csr-bailout"),
    exact(
        "next.blocking-route",
        Runtime,
        &[
            "Uncached data was accessed outside of <Suspense>", "used `Math.random()` before",
            "used `new Date()`", "used `Date.now()` ",
        ],
        "",
    )
    .like("Error: Route \"/shop\": Uncached data was accessed outside of <Suspense>. This delays the entire page from rendering"),
    exact(
        "next.static-timeout",
        Build,
        &["is still timing"],
        r"(?:Static page generation|Collecting page data) for (?P<pkg>\S+) is still timing",
    )
    .like("Error: Static page generation for /reports is still timing out after 3 attempts. See more info here https://nextjs.org/docs/messages/static-page-generation-timeout"),
    exact(
        "next.no-default-export",
        Runtime,
        &["The default export is not a React Component"],
        r#"The default export is not a React Component in(?: page:)? "(?P<pkg>[^"]+)""#,
    )
    .like("Error: The default export is not a React Component in \"/about/page\""),
    exact(
        "next.images-unconfigured",
        Runtime,
        &["is not configured under images in your"],
        "",
    )
    .like("Error: Invalid src prop (https://img.example.test/a.png) on `next/image`, hostname \"img.example.test\" is not configured under images in your `next.config.js`"),
    exact(
        "next.export-api",
        Runtime,
        &[
            "Objects are not valid as a React child", "Functions cannot be passed directly to Client Components",
            "Event handlers cannot be passed to Client Component props",
            "Only plain objects can be passed to Client Components", "Attempted to call the default export of",
            "Unsupported Server Component type", "Could not find the module",
        ],
        r"(?:Error: )?(?:Objects are not valid|Functions cannot be passed|Event handlers cannot be|Only plain objects|Attempted to call (?:the default export|\w+\(\))|Unsupported Server Component|Could not find the module .* React Client Manifest)",
    )
    .like("Error: Event handlers cannot be passed to Client Component props."),
    // An import that does not exist was only warned about, but is the reason.
    strong(
        "next.element-type",
        Runtime,
        &["Element type is invalid: expected a string", "Minified React error #"],
        r"(?:Element type is invalid|Minified React error #\d+)",
    )
    .like("Error: Minified React error #130; visit https://react.dev/errors/130 for the full message"),
    exact(
        "next.request-scope",
        Runtime,
        &[
            "was called outside a request scope", "expects to have requestAsyncStorage", "NextRouter was not mounted",
            "couldn't be rendered statically because it used", "invariant expected app router to be mounted",
            "No QueryClient set, use QueryClientProvider", "Hydration failed because", "Could not find \"store\" in the context",
        ],
        "",
    )
    .like("Error: NextRouter was not mounted. https://nextjs.org/docs/messages/next-router-not-mounted"),
    exact(
        "next.client-called",
        Runtime,
        &[
            "from the server but", "is not a function or its return value is not iterable",
            "only works in Client Components", "createContext) is not a function",
            "createContext is not a function",
        ],
        r"Attempted to call \w+\(\) from the server|only works in Client Components|createContext\)? is not a function",
    )
    .like("Error: Attempted to call useCart() from the server but useCart is on the client."),
    exact(
        "next.serialise",
        Runtime,
        &["Error serializing `"],
        "",
    )
    .like("Error: Error serializing `.post` returned from `getStaticProps` in \"/blog/[slug]\"."),
    exact(
        "next.static-paths",
        Runtime,
        &["getStaticPaths", "was not provided as"],
        r"(?:Invalid value returned from getStaticPaths|getStaticPaths is required for dynamic SSG pages|A required parameter \([^)]*\) was not provided as)",
    )
    .like("Error: getStaticPaths is required for dynamic SSG pages and is missing for '/blog/[slug]'."),
    fair(
        "next.unhandled",
        Runtime,
        &["unhandledRejection", "uncaughtException"],
        r"^\W*(?:unhandledRejection|uncaughtException):? +\[?(?:\w*Error|Error)\b.*: \S",
    )
    .at(&[Stack])
    .like(" ⨯ unhandledRejection [Error: something that no row knows]"),
    fair(
        "next.html-import",
        Runtime,
        &["<Html> should not be imported outside of pages/_document"],
        "",
    )
    .like("Error: <Html> should not be imported outside of pages/_document."),
    fair(
        "next.dynamic-usage",
        Runtime,
        &["Dynamic server usage:"],
        r"Dynamic server usage: (?:Page|Route)(?: \S+)? couldn't be rendered statically",
    )
    .like("Error: Dynamic server usage: Page couldn't be rendered statically because it used `cookies`."),
    hint(
        "next.generating",
        Runtime,
        60,
        &["Generating static pages"],
        r"Generating static pages(?: using \d+ workers?)? \(0/|Generating static pages(?:\.\.\.)?$",
    )
    .like("   Generating static pages (0/12) ...\nError: something that no row knows"),
    hint(
        "next.tracing",
        Build,
        40,
        &["Collecting build traces"],
        "",
    )
    .like("   Collecting build traces ...\nError: something that no row knows"),
    recovery(
        "next.checked",
        Compile,
        &["Collecting page data"],
        r"Collecting page data(?: using \d+ workers?)?\s*(?:\.\.\.|…)?\s*$",
    )
    .like("   Collecting page data ..."),
    recovery(
        "next.generated",
        Compile,
        &["Finalizing page optimization"],
        "",
    )
    .like("   Finalizing page optimization ..."),
    pointer(
        "next.prerender",
        Runtime,
        8,
        &["Error occurred prerendering page"],
        "",
    )
    .like("Error occurred prerendering page \"/orders\". Read more: https://nextjs.org/docs/messages/prerender-error\nTypeError: Cannot read properties of undefined (reading 'map')"),
    hint(
        "next.collecting",
        Runtime,
        6,
        &["Collecting page data"],
        r"Collecting page data(?: using \d+ workers?)?\s*(?:\.\.\.|…)?\s*$",
    )
    .like("   Collecting page data ..."),
    consequence(
        "next.collect-failed",
        &["Failed to collect page data for", "Failed to collect configuration for"],
        "",
    )
    .like("Error: Failed to collect page data for /api/orders"),
    consequence(
        "next.export-failed",
        &["Export encountered an error on", "Export encountered errors on", "exiting the build."],
        "",
    )
    .like("Export encountered an error on /orders/page: /orders, exiting the build."),
];
