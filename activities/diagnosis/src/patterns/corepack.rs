//! Corepack, and the version of Node.js: choosing it, and tools that find it too old.

use crate::{
    pattern::{Family, Pattern, Place::Source, Stage::Install},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "corepack",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "corepack.specification",
        Config,
        &["package manager specification", "expected a semver version"],
        r"(?:Invalid|Unsupported) package manager specification(?: in (?P<file>[^\s(]+\.json))?",
    )
    .during(Install)
    .like("Usage Error: Invalid package manager specification in package.json (yarn@^4); expected a semver version"),
    exact(
        "corepack.other-manager",
        Dependency,
        &["This project is configured to use"],
        r#"This project is configured to use (?P<pkg>npm|yarn|pnpm|bun) because (?P<file>\S+) has a "packageManager" field"#,
    )
    .during(Install)
    .like("Usage Error: This project is configured to use pnpm because /work/package.json has a \"packageManager\" field"),
    exact(
        "corepack.status",
        Other,
        &["Server answered with HTTP 5", "Server answered with HTTP 429"],
        r"Server answered with HTTP (?:5\d\d|429) when performing the request to",
    )
    .during(Install)
    .transient()
    .outside()
    .like("Internal Error: Server answered with HTTP 503 when performing the request to https://packages.example.test/pnpm/latest"),
    exact(
        "corepack.version-missing",
        Dependency,
        &["Server answered with HTTP 4"],
        r"Server answered with HTTP 4\d\d when performing the request to",
    )
    .during(Install)
    .like("Error: Server answered with HTTP 404 when performing the request to https://packages.example.test/pnpm/-/pnpm-8.88.0.tgz; for troubleshooting help, see https://github.com/nodejs/corepack#troubleshooting"),
    exact(
        "corepack.network",
        Other,
        &["Error when performing the request to"],
        "",
    )
    .during(Install)
    .transient()
    .outside()
    .like("Internal Error: Error when performing the request to https://packages.example.test/pnpm/latest; for troubleshooting help, see https://github.com/nodejs/corepack#troubleshooting"),
    exact(
        "corepack.hash",
        Dependency,
        &["Mismatch hashes. Expected", "Signature does not match", "No compatible signature found"],
        r"(?:Error: )(?:Mismatch hashes\. Expected|Signature does not match|No compatible signature found)",
    )
    .during(Install)
    .like("Internal Error: Mismatch hashes. Expected 0a1b, got 2c3d"),
    exact(
        "corepack.node-too-old",
        Dependency,
        &["URL.canParse is not a function"],
        "",
    )
    .named("node version too old")
    .during(Install)
    .like("TypeError: URL.canParse is not a function"),
    exact(
        "corepack.manager-missing",
        Dependency,
        &["/corepack/v1/", "/corepack/pnpm/", "/corepack/yarn/"],
        r"Cannot find module '\S*/corepack/(?:v1/)?(?P<pkg>pnpm|yarn|npm)/",
    )
    .during(Install)
    .like("Error: Cannot find module '/root/.cache/node/corepack/v1/pnpm/9.0.0/bin/pnpm.cjs'"),
    strong(
        "node.vite-notice",
        Dependency,
        &["Vite requires Node.js version"],
        "",
    )
    .named("node version too old")
    .like("You are using Node.js 18.19.0. Vite requires Node.js version 20.19+ or 22.12+. Please upgrade your Node.js version."),
    exact(
        "yarn.release-missing",
        Dependency,
        &[".yarn/releases/"],
        r"(?:Cannot find module|ENOENT: no such file or directory, open) '\S*\.yarn/releases/",
    )
    .named("yarn release not in the repository")
    .during(Install)
    .like("Error: Cannot find module '/work/.yarn/releases/yarn-4.2.1.cjs'"),
    exact(
        "node.builtin-prefix",
        Dependency,
        &["Cannot find module 'node:"],
        r"^\W*Error: Cannot find module 'node:",
    )
    .named("node version too old")
    .like("Error: Cannot find module 'node:fs'"),
    exact(
        "node.typescript-patch",
        Dependency,
        &["Search string not found: "],
        r"^Search string not found: \x22",
    )
    .named("vue-tsc does not fit typescript")
    .like("Search string not found: \"/supportedTSExtensions = .*(?=;)/\""),
    exact(
        "node.version-unknown",
        Dependency,
        &["not found - try `nvm ls-remote`"],
        r"^\W*Version '[^']+' (?:\(with LTS filter\) )?not found - try `nvm ls-remote",
    )
    .during(Install)
    .at(&[Source])
    .like("Attempting Node.js version '24.99' from .nvmrc\nVersion '24.99' not found - try `nvm ls-remote` to browse available versions."),
    exact(
        "node.version-manager",
        Dependency,
        &[
            "Could not download node", "core:node@", "Can't find version in dotfiles", "Requested version v",
            "No preset version installed for command node", "Volta error:", "No version is set for command",
            "N/A: version \"",
        ],
        r#"(?i)Volta error: |Could not download node|mise ERROR .*core:node@|^\W*(?:error: )?(?:Can't find version in dotfiles|Requested version v\S+ is not currently installed)|No (?:preset version installed|version is set) for command (?:node|npm|npx|yarn|pnpm)|N/A: version "[^"]+" is not yet installed"#,
    )
    .during(Install)
    .like("error: Requested version v22.99.0 is not currently installed"),
    exact(
        "node.minimum",
        Dependency,
        &[
            "requires at least Node.js", "only supports Node.js",
            "Minimum Node.js version not met", "need Node.js version", "is running Node.js version",
            "requires Node.js", "requires Node ", "nsupported Node.js version", "Node.js version v",
            "Your Node version", "Your version of Node", "current Node version", "current version of Node",
            "Your Node.js version", "current Node.js version",
        ],
        r"requires at least Node\.js v?\d|(?:Prisma )?only supports Node\.js (?:versions? )?(?:>=|v)?\s?\d|Minimum Node\.js version not met|you need Node\.js version \d|is running Node\.js version v?\S+ which does not meet|^\W*(?:[Ee]rror|ERROR)?\W*[\w@/.-]+ requires Node(?:\.js)? (?:version )?(?:>=|\^|v)?\s?\d|^\W*(?:[Ee]rror|ERROR)\W+.*[Uu]nsupported Node\.js version|(?:Your|current) (?:version of )?Node(?:\.js)?(?: version)? \S+ (?:is (?:not|no longer) supported|does not satisfy)",
    )
    .named("node version too old")
    .like("Error: acme-cli requires Node.js v20 or later"),
    exact(
        "node.api-too-new",
        Dependency,
        &[
            "crypto.hash is not a function", ".getRandomValues is not a function", "File is not defined",
            "ReadableStream is not defined", "CustomEvent is not defined", "structuredClone is not defined",
            "Object.hasOwn is not a function", "Promise.withResolvers is not a function",
            "toSorted is not a function", "toReversed is not a function", "markAsUncloneable is not a function",
            "availableParallelism is not a function", "getBuiltinModule is not a function",
            "tracingChannel is not a function", "styleText is not a function", "Promise.try is not a function",
            "Headers is not defined", "Request is not defined", "Response is not defined",
            "enableCompileCache is not a function", "findPackageJSON is not a function",
            "structuredClone is not a function", "stripVTControlCharacters is not a function",
        ],
        r"^\W*(?:(?:\w+ \[)?(?:Type|Reference)Error\W*: |[\w:-]+\] )(?:[\w$.()\[\]]+\.(?:hash|getRandomValues|hasOwn|withResolvers|toSorted|toReversed|markAsUncloneable|availableParallelism|getBuiltinModule|tracingChannel|styleText|try|enableCompileCache|findPackageJSON|stripVTControlCharacters) is not a function|(?:\(0 ?, ?\w+\.)?(?:styleText|availableParallelism|tracingChannel)\)? is not a function|(?:File|ReadableStream|CustomEvent|structuredClone|Headers|Request|Response) is not defined)",
    )
    .named("node version too old")
    .like("TypeError: crypto.hash is not a function"),
    exact(
        "node.syntax-too-new",
        Dependency,
        &["Unexpected token '??='", "Unexpected token '||='", "Unexpected token '&&='", "Invalid regular expression flags"],
        r"SyntaxError: (?:Unexpected token '(?:\?\?=|\|\|=|&&=)'|Invalid regular expression flags)",
    )
    .named("node version too old")
    .like("SyntaxError: Unexpected token '??='"),
];
