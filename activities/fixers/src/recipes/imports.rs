//! Import specifiers: in source files, and what they stand for.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::project::{Project, ProjectFiles};

/// Modules that come with Node.js.
const BUILT_IN: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
    "test",
    "sqlite",
    "sea",
];

/// Names that are placeholders or aliases far more often than packages.
const NEVER: &[&str] = &[
    "src",
    "app",
    "lib",
    "components",
    "server-only",
    "client-only",
    "undefined",
    "null",
    "main",
    "index",
    "node_modules",
];

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by a test")]
static SPECIFIER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire(?:\.resolve)?\s*\(\s*|@(?:import|plugin|config)\s+|\breference\s+types=)["'`]([^"'`\n]{1,214})["'`]"#,
    )
    .expect("constant pattern")
});

/// The package that a bare specifier names; `None` for paths, aliases, built-in modules and what cannot be a package.
pub(super) fn package_of(specifier: &str) -> Option<&str> {
    if specifier.len() > 214
        || specifier.starts_with(['.', '/', '#', '~', '$', '!'])
        || specifier.contains([':', '\\', '?', '!', ' ', '*'])
    {
        return None;
    }
    let mut parts = specifier.split('/');
    let first = parts.next()?;
    let name = if first.starts_with('@') {
        let second = parts.next()?;
        &specifier[..first.len() + 1 + second.len()]
    } else {
        first
    };
    let part_is_valid = |part: &str| {
        !part.is_empty()
            && !part.starts_with(['.', '_', '-'])
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
    };
    let valid = match name.strip_prefix('@') {
        Some(scoped) => scoped.split('/').all(part_is_valid),
        None => part_is_valid(name),
    };
    (valid && !BUILT_IN.contains(&name) && !NEVER.contains(&name)).then_some(name)
}

/// Whether a path is source that people write.
pub(super) fn is_source(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "ts" | "tsx"
            | "mts"
            | "cts"
            | "js"
            | "jsx"
            | "mjs"
            | "cjs"
            | "vue"
            | "svelte"
            | "astro"
            | "mdx"
            | "css"
            | "scss"
            | "sass"
            | "less"
            | "styl"
    ) && !path.split('/').any(|part| part == "node_modules")
}

/// Specifiers of a source text.
pub(super) fn specifiers(text: &str) -> BTreeSet<&str> {
    SPECIFIER
        .captures_iter(text)
        .filter_map(|found| found.get(1).map(|inner| inner.as_str()))
        .collect()
}

/// The first committed source file that imports the package, tests last.
pub(super) fn importer(
    files: &dyn ProjectFiles,
    project: &Project,
    package: &str,
    specifier: &str,
) -> Option<String> {
    let below = if project.root.is_empty() {
        String::new()
    } else {
        format!("{}/", project.root)
    };
    let mut candidates: Vec<&String> = files
        .paths()
        .iter()
        .filter(|path| is_source(path))
        .collect();
    // The project's own files first, then those of other packages of the workspace.
    candidates.sort_by_key(|path| {
        (
            !path.starts_with(&below),
            crate::policy::is_test(path),
            path.len(),
        )
    });
    candidates
        .into_iter()
        .take(20_000)
        .find(|path| {
            files.read(path).is_some_and(|text| {
                text.contains(package) && {
                    let found = specifiers(&text);
                    // Configuration files name plugins in plain strings or as keys.
                    let configuration = path
                        .rsplit('/')
                        .next()
                        .is_some_and(|name| name.contains(".config.") || name.starts_with('.'));
                    found.contains(specifier)
                        || found.iter().any(|found| package_of(found) == Some(package))
                        || (configuration
                            && [
                                format!("'{package}'"),
                                format!("\"{package}\""),
                                format!("{package}:"),
                            ]
                            .iter()
                            .any(|form| text.contains(form)))
                }
            })
        })
        .cloned()
}
