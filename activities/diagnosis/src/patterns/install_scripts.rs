//! What packages do when they are installed: patches, browsers, engines, guards.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "install-scripts",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "patch-package.failed",
        Dependency,
        &["Failed to apply patch for package"],
        r"\*\*ERROR\*\*.* Failed to apply patch for package (?P<pkg>(?:@[\w.-]+/)?[\w.-]+)",
    )
    .during(Install)
    .like("**ERROR** Failed to apply patch for package left-pad at path"),
    strong(
        "patch-package.file",
        Dependency,
        &["Patch file: "],
        r"Patch file: (?P<raw>\S+\.patch)$",
    )
    .during(Install)
    .like("    Patch file: patches/left-pad+1.3.0.patch"),
    exact(
        "patch-package.package-missing",
        Dependency,
        &["Patch file found for package", "No patch files found", "no lockfile present, or version"],
        r"Patch file found for package (?P<pkg>(?:@[\w.-]+/)?[\w.-]+) which is not present|Error: Patch file found for package",
    )
    .during(Install)
    .like("Error: Patch file found for package left-pad which is not present at node_modules/left-pad"),
    consequence(
        "patch-package.end",
        &["patch-package finished with"],
        "",
    )
    .like("patch-package finished with 2 error(s)."),
    exact(
        "only-allow.refused",
        Dependency,
        &["for installation in this project"],
        r#"Use "(?P<pkg>\w+) install" for installation in this project"#,
    )
    .named("another package manager is wanted")
    .during(Install)
    .like("║   Use \"pnpm install\" for installation in this project.   ║"),
    exact(
        "puppeteer.browser",
        Dependency,
        &["Failed to set up chrome", "Failed to set up firefox", "Failed to set up Chrome", "Failed to download Chrom"],
        r"(?:Failed to set up (?:[Cc]hrome|[Ff]irefox)[\w-]* |Failed to download Chrom)",
    )
    .during(Install)
    .like("npm error Error: ERROR: Failed to set up chrome v125.0.6422.60! Set \"PUPPETEER_SKIP_DOWNLOAD\" env variable to skip download."),
    exact(
        "browser.missing",
        Dependency,
        &[
            "Could not find Chrome (ver", "Could not find Chromium (rev", "Could not find expected browser",
            "Executable doesn't exist at", "Host system is missing dependencies to run browsers",
        ],
        "",
    )
    .named("browser missing")
    .like("Error: Could not find Chrome (ver. 125.0.6422.60). This can occur if either"),
    strong(
        "browser.launch",
        Dependency,
        &["Failed to launch the browser process"],
        "",
    )
    .like("Error: Failed to launch the browser process!"),
    exact(
        "cypress.download",
        Other,
        &["The Cypress App could not be downloaded", "Failed downloading the Cypress binary"],
        "",
    )
    .during(Install)
    .transient()
    .outside()
    .like("The Cypress App could not be downloaded."),
    exact(
        "prisma-engine.missing",
        Dependency,
        &["Failed to fetch the engine file at", "Failed to fetch sha256 checksum at"],
        r"Failed to fetch (?:the engine file|sha256 checksum) at \S+ - 4\d\d",
    )
    .during(Install)
    .like("Error: Failed to fetch the engine file at https://binaries.example.test/all_commits/0a1b/debian-openssl-9.0.x/schema-engine.gz - 404 Not Found"),
    exact(
        "prisma-engine.unreachable",
        Other,
        &["Failed to fetch the engine file at", "Failed to fetch sha256 checksum at", "request to https://binaries."],
        r"Failed to fetch (?:the engine file|sha256 checksum) at|request to https://binaries\.\S+ failed, reason",
    )
    .named("prisma engines unreachable")
    .during(Install)
    .transient()
    .outside()
    .like("npm error Error: Failed to fetch sha256 checksum at https://binaries.example.test/all_commits/0a1b/debian-openssl-3.0.x/schema-engine.gz.sha256 - 502 Bad Gateway"),
    exact(
        "sentry-cli.download",
        Other,
        &["Unable to download sentry-cli binary", "[sentry-cli] Download failed"],
        r"Unable to download sentry-cli binary|\[sentry-cli\] Download failed",
    )
    .during(Install)
    .transient()
    .outside()
    .like("[sentry-cli] Error: Unable to download sentry-cli binary from https://downloads.example.test/sentry-cli."),
    exact(
        "binary.download",
        Other,
        &["HTTPError: Response code 5", "RequestError: ", "Download failed with status 5", "Failed to download "],
        r"^npm (?:ERR!|error) .*(?:HTTPError: Response code 5\d\d|RequestError: (?:connect|getaddrinfo|read|socket)|[Dd]ownload failed.* 5\d\d|Failed to download .*(?:ECONNRESET|ETIMEDOUT|EAI_AGAIN|5\d\d))",
    )
    .during(Install)
    .transient()
    .outside()
    .like("npm error HTTPError: Response code 503 (Service Unavailable)"),
    exact(
        "esbuild.install",
        Dependency,
        &["[esbuild] Failed to find package", "Failed to install package \"@esbuild/", "Failed to find package \"@esbuild/"],
        r#"\[esbuild\] Failed to (?:find|install) package "(?P<pkg>[^"]+)""#,
    )
    .during(Install)
    .like("npm error [esbuild] Failed to find package \"@esbuild/linux-x64\" on the file system"),
    exact(
        "hooks.setup",
        Config,
        &["Config was not found! Please add", "Installing Supabase CLI as a global module is not supported"],
        "",
    )
    .during(Install)
    .like("[ERROR] Config was not found! Please add `.simple-git-hooks.js` or `simple-git-hooks` entry in package.json."),
    exact(
        "generator.java",
        Dependency,
        &["java: not found", "spawn java ENOENT", "is not found or is not executable", "program not found or is not executable"],
        r"(?P<pkg>protoc-gen-[\w-]+): program not found or is not executable|spawn (?P<spec>java) ENOENT|(?:java): not found",
    )
    .like("Error: spawn java ENOENT"),
    strong(
        "command.spawn",
        Dependency,
        &["spawn "],
        r"^\W*(?:npm (?:ERR!|error) )?(?:Error: )?spawn (?P<pkg>[\w.@-]+) ENOENT$",
    )
    .like("Error: spawn ffmpeg ENOENT"),
];
