//! Whether an import names a package or a file of the project.

/// Folder names that projects give an alias of their own (`@components/…`, `components/…`).
const ALIASES: [&str; 34] = [
    "components",
    "component",
    "lib",
    "libs",
    "utils",
    "util",
    "hooks",
    "app",
    "pages",
    "assets",
    "styles",
    "shared",
    "store",
    "stores",
    "services",
    "service",
    "types",
    "config",
    "features",
    "layouts",
    "layout",
    "context",
    "contexts",
    "constants",
    "helpers",
    "common",
    "core",
    "modules",
    "views",
    "api",
    "src",
    "ui",
    "data",
    "public",
];

/// What an import names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Specifier {
    /// A package, by its name without a path within it.
    Package(String),
    /// A module of the runtime, such as `fs`.
    Builtin,
    /// A file or an alias of the project.
    Local,
}

const BUILTINS: [&str; 34] = [
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "dns",
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
    "stream",
    "string_decoder",
    "timers",
    "tls",
    "tty",
    "url",
    "util",
    "vm",
    "zlib",
];

/// Classifies the text of an import.
pub(crate) fn classify(text: &str) -> Specifier {
    let text = text.trim();
    // A native binding is part of a package, however its loader spells it.
    if text.ends_with(".node") {
        return Specifier::Package(text.rsplit('/').next().unwrap_or(text).to_owned());
    }
    if let Some(at) = text.rfind("node_modules/") {
        return Specifier::Package(name(&text[at + "node_modules/".len()..]));
    }
    if ["node:", "cloudflare:", "bun:"]
        .iter()
        .any(|runtime| text.starts_with(runtime))
    {
        return Specifier::Builtin;
    }
    let local = [
        "./", "../", "/", "@/", "~", "#", "$", "%", "file:", "C:", "src/", "virtual:",
    ];
    if text.is_empty()
        || text == "."
        || text == ".."
        || local.iter().any(|start| text.starts_with(start))
    {
        return Specifier::Local;
    }
    let mut parts = text.split('/');
    let first = parts.next().unwrap_or_default();
    if BUILTINS.contains(&first) && first != "constants" {
        return Specifier::Builtin;
    }
    let scope = first.strip_prefix('@').unwrap_or(first);
    let deeper = parts.next().is_some();
    let ending = [
        ".ts", ".tsx", ".js", ".jsx", ".css", ".scss", ".vue", ".svelte",
    ];
    let alias = ALIASES.contains(&scope) && (deeper || first.starts_with('@'));
    let file =
        !first.starts_with('@') && !deeper && ending[..2].iter().any(|end| text.ends_with(end));
    let upper = first.starts_with('@') && scope.starts_with(|c: char| c.is_ascii_uppercase());
    if alias || file || upper || (first.starts_with('@') && !deeper) {
        return Specifier::Local;
    }
    Specifier::Package(name(text))
}

/// `@scope/name` or `name` of an import path.
pub(crate) fn name(path: &str) -> String {
    let parts = if path.starts_with('@') { 2 } else { 1 };
    path.split('/').take(parts).collect::<Vec<_>>().join("/")
}

/// `name` of `name@1.2.3` and `@scope/name@^2`.
pub(crate) fn without_version(text: &str) -> &str {
    match text.char_indices().skip(1).find(|(_, c)| *c == '@') {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

#[cfg(test)]
mod tests;
