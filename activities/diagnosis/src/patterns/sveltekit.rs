//! Svelte and SvelteKit.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading, Stack},
    },
    rows::{exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "sveltekit",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "sveltekit.env",
        Config,
        &["env/static/", "env/dynamic/"],
        r#""(?P<pkg>\w+)" is not exported by "(?:\\0|\s)?(?:virtual:)?\$?env/(?:static|dynamic)/(?:private|public)"(?:, imported by "(?P<file>[^"]+)")?|\[MISSING_EXPORT\].*"(?P<spec>[A-Z][A-Z0-9_]+)".*(?:\$env|virtual:env)/static"#,
    )
    .outside()
    .like("src/lib/db.ts (1:9): \"DATABASE_URL\" is not exported by \"virtual:env/static/private\", imported by \"src/lib/db.ts\"."),
    exact(
        "sveltekit.private-import",
        Build,
        &[
            "Cannot import $env/", "An impossible situation occurred", "into client-side code",
            "into public-facing code", "code that runs in the browser",
        ],
        r"(?:\(imported by (?P<file>[^)]+)\): )?Cannot import (?P<spec>\S+) into (?:client-side|public-facing|code that runs in the browser)",
    )
    .at(&[Frame])
    .like("Error: Cannot import $env/static/private into client-side code"),
    exact(
        "sveltekit.export",
        Build,
        &["Invalid export '"],
        r"Invalid export '[^']+' in (?P<file>\S+)",
    )
    .like("Error: Invalid export 'getPosts' in src/routes/blog/+page.server.ts (valid exports are load, prerender, csr, ssr, trailingSlash, config, entries, actions, or anything with a '_' prefix)"),
    exact(
        "sveltekit.option",
        Config,
        &["Unexpected option config.", "svelte.config.js", "Could not find a file matching", "src/app.html does not exist"],
        r"Unexpected option config\.\S+|config\.kit\.\S+ (?:should|must|has been|is no longer)|config\.\S+ is (?:not|no longer)|src/app\.html does not exist",
    )
    .like("Error: Unexpected option config.kit.target"),
    exact(
        "sveltekit.routes",
        Build,
        &["routes conflict with each other", "Files prefixed with + are reserved", "Multiple layout files found", "route conflicts with", "Files and directories prefixed with +"],
        r"routes? conflicts? with|(?:Files|directories) prefixed with \+ are reserved|Multiple \w+ (?:layout|page|endpoint|\w+) files found",
    )
    .like("Error: The \"/blog/[id]\" and \"/blog/[slug]\" routes conflict with each other"),
    exact(
        "sveltekit.unreached",
        Build,
        &["were marked as prerenderable, but were not prerendered"],
        "",
    )
    .like("Error: The following routes were marked as prerenderable, but were not prerendered because they were not found while crawling your app:"),
    exact(
        "sveltekit.prerender",
        Runtime,
        &[
            "SvelteKitError:", "linked from /", "dynamic routes cannot be prerendered",
        ],
        r"Error: 4\d\d \S+(?: \(linked from (?P<pkg>[^)]+)\))?",
    )
    .like("Error: 404 /missing (linked from /about)"),
    pointer(
        "sveltekit.request",
        Runtime,
        2,
        &["[500] GET /", "[500] POST /", "[404] GET /"],
        r"^\W*\[[45]\d\d\] (?:GET|POST) /",
    )
    .like("[500] GET /api/posts\nError: something that no row knows"),
    strong(
        "sveltekit.prerender-failed",
        Runtime,
        &["linked from /", "fetched from /", "Error: 500 /"],
        r"Error: 5\d\d \S+(?: \((?:linked|fetched) from (?P<pkg>[^)]+)\))?$|Error: 4\d\d \S+ \(fetched from",
    )
    .like("Error: 500 /api/posts (fetched from /)"),
    exact(
        "sveltekit.adapter",
        Config,
        &[
            "Could not detect a supported production environment", "adapter-auto", "No adapter specified",
            "@sveltejs/adapter-static: all routes must", "Unsupported Node.js version: v",
        ],
        r"Could not detect a supported production environment|@sveltejs/adapter-static: all routes must|Unsupported Node\.js version: v",
    )
    .like("Error: @sveltejs/adapter-static: all routes must be fully prerenderable, but found the following routes that are dynamic"),
    exact(
        "svelte.compile",
        Build,
        &["[vite-plugin-svelte:", "[plugin vite-plugin-svelte", "CompileError"],
        r"\[(?:plugin )?vite-plugin-svelte[\w:-]*\] (?:(?P<file>\S+\.svelte(?:\.\w+)?)(?: \(\d+:\d+\)|:\d+:\d+):? )?\S|CompileError: \S",
    )
    .at(&[Frame, Stack])
    .like("[vite-plugin-svelte:compile] src/routes/+page.svelte:12:3 `</div>` attempted to close an element that was not open"),
    // Warnings are printed in the same way; only what an announcement points at is an error.
    fair(
        "svelte.compile-old",
        Build,
        &["[vite-plugin-svelte] "],
        r"^\W*\[vite-plugin-svelte\] (?P<file>\S+\.svelte(?:\.\w+)?):\d+:\d+:? \S|^\W*\[vite-plugin-svelte\] Error",
    )
    .like("error during build:\n[vite-plugin-svelte] /work/src/lib/Cart.svelte:12:3 </div> attempted to close an element that was not open"),
    exact(
        "svelte.preprocess",
        Build,
        &["Error while preprocessing /"],
        r"Error while preprocessing (?P<file>\S+?) - \S",
    )
    .like("[vite-plugin-svelte] Error while preprocessing /work/src/lib/Cart.svelte - Expected a semicolon"),
    exact(
        "svelte-kit.sync",
        Config,
        &["Cannot find base config file \"./.svelte-kit/tsconfig.json\""],
        r"\[ERROR\].*Cannot find base config file",
    )
    .at(&[Heading])
    .like("[ERROR] Cannot find base config file \"./.svelte-kit/tsconfig.json\""),
];
