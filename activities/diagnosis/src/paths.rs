//! Which words of a log are project files, and how they are spelled.

/// Where platforms, containers and our sandbox keep the checkout.
const ROOTS: [&str; 25] = [
    "/opt/build/repo/",
    "/opt/buildhome/repo/",
    "/opt/buildhome/clone/",
    "/opt/render/project/src/",
    "/github/workspace/",
    "/usr/src/app/",
    "/build/source/",
    "/workspace/",
    "/project/",
    "/work/",
    "/repo/",
    "/app/",
    "/var/www/html/",
    "/var/www/",
    "/var/task/",
    "/home/gradle/src/",
    "/home/gradle/project/",
    "/home/node/app/",
    "/go/src/app/",
    "/usr/src/myapp/",
    "/usr/src/",
    "/rails/",
    "/code/",
    "/src/",
    "/srv/",
];

/// Endings of files a person edits.
const ENDINGS: [&str; 105] = [
    "ts",
    "tsx",
    "mts",
    "cts",
    "js",
    "jsx",
    "mjs",
    "cjs",
    "vue",
    "svelte",
    "astro",
    "json",
    "jsonc",
    "json5",
    "css",
    "scss",
    "sass",
    "less",
    "styl",
    "pcss",
    "html",
    "htm",
    "hbs",
    "ejs",
    "njk",
    "liquid",
    "pug",
    "md",
    "mdx",
    "mdoc",
    "yml",
    "yaml",
    "toml",
    "lock",
    "prisma",
    "graphql",
    "gql",
    "proto",
    "sql",
    "py",
    "pyi",
    "rb",
    "erb",
    "go",
    "mod",
    "rs",
    "php",
    "ex",
    "exs",
    "eex",
    "heex",
    "java",
    "kt",
    "cs",
    "sh",
    "txt",
    "xml",
    "env",
    "babelrc",
    "eslintrc",
    "gitmodules",
    "npmrc",
    "nvmrc",
    "tsbuildinfo",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "webp",
    "ico",
    "rst",
    "adoc",
    "tex",
    "ipynb",
    "j2",
    "jinja",
    "tera",
    "tmpl",
    "node-version",
    "python-version",
    "ruby-version",
    "tool-versions",
    "sum",
    "leex",
    "kts",
    "gradle",
    "properties",
    "groovy",
    "scala",
    "csproj",
    "fsproj",
    "vbproj",
    "sln",
    "props",
    "fs",
    "vb",
    "razor",
    "cshtml",
    "c",
    "cc",
    "cpp",
    "cxx",
    "h",
    "hpp",
    "gemspec",
];

/// Folders that hold what tools wrote, not what people wrote.
const FOREIGN: [&str; 35] = [
    "node_modules/",
    ".netlify/",
    "netlify/functions-internal/",
    ".next/",
    ".nuxt/",
    ".output/",
    ".svelte-kit/",
    ".astro/",
    ".cache/",
    ".pnpm/",
    ".yarn/",
    ".venv/",
    "site-packages/",
    "dist-packages/",
    "lib/python",
    ".wrangler/",
    ".vercel/",
    ".angular/",
    "babel-virtual-resolve-base",
    "internal/modules/",
    "internal/process/",
    "server.bundle.js",
    "~{",
    "vendor/bundle/",
    "pip-install-",
    "pip-build-env-",
    ".gems/",
    "ruby/gems/",
    "vendor/laravel/",
    "vendor/symfony/",
    "vendor/composer/",
    ".cargo/",
    "cargo/registry/",
    "node-gyp/",
    ".m2/",
];

/// Node.js' own modules, as versions before 16 name them in stacks.
const NODE: [&str; 10] = [
    "module.js",
    "fs.js",
    "events.js",
    "vm.js",
    "net.js",
    "domain.js",
    "timers.js",
    "child_process.js",
    "bootstrap_node.js",
    "_http_client.js",
];

/// `assets/js/app.10463f7f.js`: what bundlers write carries a hash.
fn is_hashed(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let ending = parts.next().unwrap_or_default();
    let hash = parts.next().unwrap_or_default();
    ["js", "mjs", "css"].contains(&ending)
        && (8..=32).contains(&hash.len())
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        && hash.bytes().any(|byte| byte.is_ascii_digit())
}

/// A path as the repository spells it: build folder, `./`, `file://` and a following position removed.
/// `None` when the word is not a path of a project file.
pub(crate) fn project_file(word: &str) -> Option<String> {
    let word = without_brackets(
        word.trim()
            .trim_matches(['"', '\'', '`', '<', '>', ',', ';'])
            .trim_start_matches("ERROR in "),
    );
    let path = without_position(word.strip_prefix("file://").unwrap_or(word));
    // A request of webpack: the resource stands behind its loaders, or before `!=!`.
    let path = match path.split_once("!=!") {
        Some((resource, _)) => resource,
        None => path.rsplit('!').next().unwrap_or(path),
    };
    let path = path.split('?').next().unwrap_or(path);
    // webpack's name of a style sheet between its loaders; Vite's copy of its configuration.
    let path = path.split(".webpack[").next().unwrap_or(path);
    let path = path.split(".timestamp-").next().unwrap_or(path);
    let path = &path.replace("node_modules/.vite-temp/", "");
    // Node.js prints its own modules bare; a file of the project stands with its folder.
    let of_node =
        NODE.contains(&path.as_str()) || (path.starts_with("internal/") && path.ends_with(".js"));
    let path = relative(path);
    let looks =
        has_ending(path) && path.len() < 300 && !path.starts_with('/') && !path.contains("://");
    let foreign = FOREIGN.iter().any(|folder| path.contains(folder))
        || path.starts_with("node:")
        || path.starts_with("ext:")
        || path.starts_with('<');
    let built = ["dist/", "build/", "_build/", "releases/", "target/"]
        .iter()
        .any(|folder| path.starts_with(folder))
        || path.contains("/dist/")
        || ((path.starts_with("vendor/") || path.starts_with("deps/"))
            && [".php", ".go", ".ex", ".erl", ".rb"]
                .iter()
                .any(|end| path.ends_with(end)));
    let built = built || is_hashed(path) || of_node;
    let prose = path.contains(' ') && !path.contains('/');
    (looks && !foreign && !built && !prose && !path.starts_with("~/")).then(|| path.to_owned())
}

/// `(a/b.ts:1:2)` without its brackets; those of `(app)/page.tsx` stay.
fn without_brackets(word: &str) -> &str {
    if let Some(inner) = word
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        return inner;
    }
    if word.contains('(') {
        word
    } else {
        word.trim_end_matches(')')
    }
}

/// Vercel's name of the checkout: `path0`, and on older builders `workpath1` or a hash.
fn is_checkout(folder: &str) -> bool {
    let numbered = ["path", "workpath"]
        .iter()
        .filter_map(|name| folder.strip_prefix(name))
        .any(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    numbered || folder.len() >= 8 && folder.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The path without the folder of the checkout, `./` and `webpack-internal` noise.
pub(crate) fn relative(path: &str) -> &str {
    let mut path = path.trim_start_matches("./");
    if let Some((folder, inside)) = path
        .strip_prefix("/vercel/")
        .and_then(|rest| rest.split_once('/'))
        && is_checkout(folder)
    {
        path = inside;
    }
    if let Some(rest) = ROOTS.iter().find_map(|root| path.strip_prefix(root)) {
        path = rest;
    }
    // Tools that run in one package of a monorepo name files of the others so.
    path.trim_start_matches("./").trim_start_matches("../")
}

/// Whether the path ends like a file that people edit.
pub(crate) fn has_ending(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if matches!(
        name,
        "Dockerfile"
            | "Gemfile"
            | "Makefile"
            | "Procfile"
            | "Pipfile"
            | "Rakefile"
            | "config.ru"
            | "artisan"
            | "mvnw"
            | "gradlew"
            | "Jenkinsfile"
            | "Caddyfile"
            | "Cargo.lock"
            | "_redirects"
            | "_headers"
    ) || name.starts_with("Dockerfile.")
        || name.ends_with(".dockerfile")
    {
        return true;
    }
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// `a.ts:1:2`, `a.ts(1,2)`, `a.ts:1` and `a.ts:` to `a.ts`.
pub(crate) fn without_position(path: &str) -> &str {
    let mut path = path.trim_end_matches(':');
    if let Some(open) = path.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        let inside = &path[open + 1..path.len() - 1];
        if !inside.is_empty()
            && inside
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b':' | b' '))
        {
            path = path[..open].trim_end();
        }
    }
    for _ in 0..2 {
        if let Some((head, tail)) = path.rsplit_once(':') {
            let number = tail
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-');
            // What JavaScript prints for a position that it does not know.
            let unknown = matches!(tail, "undefined" | "NaN");
            if (number || unknown) && !tail.is_empty() {
                path = head;
            }
        }
    }
    path
}

/// A line that holds nothing but a path, maybe with a position: the heading under which tools list findings.
pub(crate) fn heading(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text
        .strip_prefix("ERROR in ")
        .or_else(|| text.strip_prefix("Error in "))
        .or_else(|| text.strip_prefix("TypeScript error in "))
        .or_else(|| text.strip_prefix("[tsl] ERROR in "))
        .or_else(|| text.strip_prefix("error  in "))
        .or_else(|| text.strip_prefix("ERROR  in "))
        .unwrap_or(text);
    let text = text
        .strip_prefix("File: ")
        .or_else(|| text.strip_prefix("[eslint] "))
        .or_else(|| text.strip_prefix("In file "))
        .unwrap_or(text);
    // Wrangler's list of what is wrong with its configuration.
    let text = text
        .split_once("[ERROR] Processing ")
        .and_then(|(_, rest)| rest.strip_suffix(" configuration:"))
        .unwrap_or(text);
    if text.is_empty()
        || text.len() > 300
        || text.ends_with('.')
        || text.starts_with("- ")
        || text.starts_with("at ")
    {
        return None;
    }
    // `./a.js 3:0-22` and `./a.js + 2 modules`.
    let (path, rest) = match text.rsplit_once(' ') {
        Some((path, position))
            if position
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'-')) =>
        {
            (path, "")
        }
        _ => (text, ""),
    };
    let spaced = path.contains(' ');
    (rest.is_empty() && !spaced)
        .then(|| project_file(path))
        .flatten()
}

#[cfg(test)]
mod tests;
