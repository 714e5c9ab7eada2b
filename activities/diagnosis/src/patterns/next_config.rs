//! Next.js: its configuration, and where it looks for the project.

use crate::{
    pattern::{Condition, Family, Pattern, Place::Heading},
    rows::{exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "next-config",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "next.route-invalid",
        Config,
        &["for route {\"", "does not start with `/`"],
        r"^`\w+` (?:does not start with|is missing|must|has an? \S).*for route \{|^\W*`(?:source|destination|basePath)` .*does not start with `/`",
    )
    .like("`destination` does not start with `/`, `http://`, or `https://` for route {\"source\":\"/a\",\"destination\":\"undefined/a\"}"),
    exact(
        "next.no-pages",
        Config,
        &[
            "Couldn't find any `pages` or `app` directory", "> Couldn't find a `pages` directory",
            "Couldn't find a `pages` directory",
        ],
        "",
    )
    .like("Error: > Couldn't find any `pages` or `app` directory. Please create one under the project root"),
    exact(
        "next.no-production-build",
        Config,
        &["Could not find a production build in the"],
        "",
    )
    .like("Error: Could not find a production build in the '.next' directory. Try building your app with 'next build' before starting the production server."),
    exact(
        "next.turbopack-webpack",
        Config,
        &["This build is using Turbopack, with a `webpack` config"],
        "",
    )
    .like("ERROR: This build is using Turbopack, with a `webpack` config and no `turbopack` config."),
    exact(
        "next.config-typescript",
        Config,
        &["Configuring Next.js via '"],
        r"Configuring Next\.js via '(?P<file>[^']+)' is not supported",
    )
    .like("Error: Configuring Next.js via 'next.config.ts' is not supported. Please replace the file with 'next.config.js' or 'next.config.mjs'."),
    exact(
        "next.config-fatal",
        Config,
        &[
            "Fatal next config errors", "Invalid next.config", "Specified images.", "\"rewrites\" must",
            "Invalid redirect", "Invalid rewrite", "Invalid header found", "Invalid redirects found",
        ],
        r"Fatal next config errors|(?:Error: )?Specified images\.|Error: Invalid (?:redirect|rewrite|header)s? found|Invalid (?:redirect|rewrite|header)s? found",
    )
    .like("Error: Invalid rewrites found"),
    exact(
        "next.config-removed",
        Config,
        &["is no longer supported in next.config", "has been removed from next.config", "is not supported in next.config"],
        r"(?:is no longer supported in|has been removed from|is not supported in) (?P<raw>next\.config\.\w+)",
    )
    .like("Error: The \"target\" property is no longer supported in next.config.js."),
    pointer(
        "next.config-load",
        Config,
        4,
        &["Failed to load next.config", "Error loading your next.config"],
        r"Failed to load next\.config|Error loading your next\.config",
    )
    .like("⨯ Failed to load next.config.js, see more info here https://nextjs.org/docs/messages/next-config-error\nSomething that no row knows"),
    pointer(
        "next.config-invalid",
        Config,
        3,
        &["Invalid next.config"],
        r"^\W*(?:error\b|Error:|⨯|[Ff]atal).*Invalid next\.config\.\w+ options detected",
    )
    .like("error - Invalid next.config.js options detected:\nerror - Something that no row knows"),
    exact(
        "next.config-property",
        Config,
        &["The root value has an unexpected property", "has an unexpected property, "],
        r"^\W*(?:error - +|⨯ *)?(?:The root value|The value at \S+) has an unexpected property, (?P<pkg>\w+)",
    )
    .about(&["next.config.js"])
    .when(Condition::Under("error - Invalid next.config"))
    .like("error - Invalid next.config.js options detected:\nerror -     The root value has an unexpected property, webpack5, which is not in the list of allowed properties (amp, images)."),
    exact(
        "next.proxy-config",
        Build,
        &["is not allowed in Proxy file at", "is not allowed in Middleware file at"],
        r#"not allowed in (?:Proxy|Middleware) file at "(?P<file>[^"]+)""#,
    )
    .like("Error: Route segment config is not allowed in Proxy file at \"./proxy.ts\". Proxy always runs on Node.js runtime."),
    exact(
        "next.project-directory",
        Config,
        &["Invalid project directory provided"],
        r"Invalid project directory provided, no such directory",
    )
    .like("Invalid project directory provided, no such directory: /work/lint"),
    exact(
        "next.swc-babel-font",
        Config,
        &["\"next/font\" requires SWC"],
        "",
    )
    .like("Syntax error: \"next/font\" requires SWC although Babel is being used due to a custom babel config being present."),
    exact(
        "next.export-removed",
        Config,
        &["`next export` has been removed", "The \"next export\" command has been removed", "next export is no longer"],
        "",
    )
    .like("⨯ `next export` has been removed in favor of 'output: export' in next.config.js."),
    exact(
        "next.segment-config",
        Build,
        &[
            "Invalid segment configuration", "is not compatible with `nextConfig.", "provided runtime 'edge', the edge runtime",
            "Page config in ", "Invalid page configuration", "Invalid revalidate value",
        ],
        r"Invalid segment configuration|Route segment config .* is not compatible with `nextConfig|provided runtime 'edge'|Page config in .* is deprecated|Invalid page config|Invalid revalidate value",
    )
    .at(&[Heading])
    .like("./app/page.tsx:3:14\nRoute segment config \"dynamic\" is not compatible with `nextConfig.cacheComponents`. Please remove it."),
    exact(
        "next.package-not-found",
        Config,
        &["We couldn't find the Next.js package", "Next.js package not found"],
        r"We couldn't find the Next\.js package|^\W*(?:Error: )?Next\.js package not found",
    )
    .like("Error: Next.js inferred your workspace root, but it may not be correct. We couldn't find the Next.js package (next/package.json) from the project directory: /work/app"),
];
