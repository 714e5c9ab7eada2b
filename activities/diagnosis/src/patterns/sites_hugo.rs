//! Site generators that are one binary: Hugo, Zola, mdBook.

use crate::{
    pattern::{Condition::Followed, Family, Pattern},
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "sites-binary",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "hugo.module",
        Dependency,
        &[
            "module \"", "failed to download modules", "failed to load modules", "Unable to find theme Directory",
            "binary with name \"go\" not found",
        ],
        r#"module "(?P<pkg>[^"]+)" not found|failed to (?:download|load) modules|Unable to find theme Directory|binary with name "go" not found"#,
    )
    .named("hugo module missing")
    .like("Error: module \"paper\" not found in \"/work/themes/paper\"; either add it as a Hugo Module or store it in \"/work/themes\"."),
    exact(
        "hugo.incompatible",
        Dependency,
        &["is not compatible with this Hugo version", "which is not compatible", "theme does not support Hugo version"],
        r#"Module "(?P<pkg>[^"]+)" is not compatible with this Hugo version|does not support Hugo version|theme is not compatible"#,
    )
    .named("hugo version too old")
    .when(Followed(&["parse failed", "not defined", "can't evaluate field", "rror building site", "exited with", "Error: "]))
    .like("WARN  Module \"paper\" is not compatible with this Hugo version; run \"hugo mod graph\" for more information.\nError: error building site: parse failed"),
    exact(
        "hugo.version",
        Dependency,
        &[
            "this feature is not available in your current Hugo version", "you need the extended version",
            "requires Hugo Extended", "minimum Hugo version", "Hugo version or greater", "or greater is required",
        ],
        r"not available in your current Hugo version|need the extended version|requires Hugo [Ee]xtended|minimum Hugo version|Hugo v?[\d.]+ or (?:greater|later|higher) is required",
    )
    .named("hugo version too old")
    .like("Error: error building site: TOCSS: failed to transform \"main.scss\": this feature is not available in your current Hugo version, see https://goo.gl/YMrWcn"),
    exact(
        "hugo.deprecated",
        Dependency,
        &["was deprecated in Hugo v", "and subsequently removed", "and will be removed in Hugo"],
        r"^\W*(?:ERROR|Error:).{0,40}was deprecated in Hugo v",
    )
    .named("hugo version too new")
    .like("ERROR deprecated: .Site.GoogleAnalytics was deprecated in Hugo v0.120.0 and will be removed in Hugo 0.134.0. Use .Site.Config.Services.GoogleAnalytics.ID instead."),
    exact(
        "hugo.theme-function",
        Dependency,
        &["themes/", "hugo_cache/modules", "mod/cache", "_vendor/"],
        r#"(?:themes/|modules/filecache|_vendor/)\S+":? ?.*(?:function "(?P<pkg>\w+)" not defined|can't evaluate field (?P<spec>\w+) in type)"#,
    )
    .named("hugo version too old")
    .like("Error: add site dependencies: load resources: loading templates: \"/opt/build/repo/themes/paper/layouts/partials/head.html:8:1\": parse failed: template: partials/head.html:8: function \"try\" not defined"),
    exact(
        "hugo.postcss",
        Dependency,
        &["PostCSS not found", "POSTCSS: failed", "binary with name \"npx\" not found", "binary with name \"postcss\"", "TailwindCSS: failed", "binary with name \"tailwindcss\"", "Babel not found", "binary with name \"asciidoctor\"", "binary with name \"dart-sass\"", "binary with name \"sass\""],
        r#"PostCSS not found|POSTCSS: failed.*(?:not found|Cannot find module)|TailwindCSS: .*not found|Babel not found|binary with name "(?P<pkg>[\w-]+)" not found"#,
    )
    .like("Error: error building site: POSTCSS: failed to transform \"css/main.css\" (text/css): PostCSS not found; install with \"npm install postcss-cli\"."),
    exact(
        "hugo.remote",
        Other,
        &["GetRemote", "getJSON", "remote resource", "JSON resource"],
        r"(?:GetRemote|getJSON|remote resource|JSON resource).*(?:timeout|dial tcp|Bad Gateway|Service Unavailable|Too Many Requests|Internal Server Error|EOF|connection re|5\d\d)",
    )
    .named("remote data unreachable")
    .transient()
    .outside()
    .like("ERROR error calling resources.GetRemote: Get \"https://api.example.test/posts\": dial tcp 192.0.2.1:443: i/o timeout"),
    exact(
        "hugo.config-file",
        Config,
        &["failed to unmarshal config", "unmarshal failed:", "Unable to locate config file", "failed to create config", "failed to load config", "unknown config"],
        r#"Unable to locate config file|"(?:[^"]*/)?(?P<file>(?:hugo|config|params|menus?|languages|module|markup)(?:\.\w+)?\.(?:toml|ya?ml|json)):\d+:\d+": unmarshal failed|failed to (?:create|load|unmarshal) config(?:: | for path)(?:.*"(?:[^"]*/)?(?P<file2>(?:hugo|config)\.(?:toml|ya?ml|json))(?::\d+)*")?"#,
    )
    .like("Error: failed to load config: \"/opt/build/repo/hugo.toml:3:5\": unmarshal failed: toml: expected character ="),
    exact(
        "hugo.content",
        Build,
        &[
            "failed to extract shortcode", "failed to unmarshal YAML", "failed to unmarshal TOML", "failed to unmarshal JSON",
            "failed to render shortcode", "failed to process shortcode", "REF_NOT_FOUND", "unterminated shortcode", "must be closed or self-closed",
            "no template found for shortcode", "template for shortcode", "EOF looking for end",
        ],
        r#"(?:(?:failed to (?:extract|render|process) shortcode|failed to unmarshal (?:YAML|TOML|JSON)|REF_NOT_FOUND|unterminated shortcode|must be closed or|no template found for shortcode|template for shortcode|EOF looking for end).*?)?"(?:[^":]*/themes/[^":]+|(?P<file>[^":]+\.\w+)):\d+:\d+"(?:.*(?:failed to (?:extract|render|process) shortcode|failed to unmarshal (?:YAML|TOML|JSON)|REF_NOT_FOUND|unterminated shortcode|must be closed or|no template found for shortcode|template for shortcode|EOF looking for end))?|(?:failed to (?:extract|render|process) shortcode|failed to unmarshal (?:YAML|TOML|JSON)|REF_NOT_FOUND|unterminated shortcode|must be closed or|no template found for shortcode|template for shortcode|EOF looking for end).*from page "(?P<file2>[^"]+)"|failed to (?:extract|render|process) shortcode|failed to unmarshal (?:YAML|TOML|JSON)|REF_NOT_FOUND|unterminated shortcode|must be closed or|no template found for shortcode|template for shortcode|EOF looking for end"#,
    )
    .like("Error: error building site: \"/opt/build/repo/content/posts/a.md:22:1\": failed to extract shortcode: template for shortcode \"map\" not found"),
    exact(
        "hugo.build-lock",
        Build,
        &["failed to acquire a build lock", "Failed to acquire a build lock", "timed out rendering the page content"],
        r"ailed to acquire a build lock|timed out rendering the page content",
    )
    .like("Error: error building site: failed to acquire a build lock: open /work/.hugo_build.lock: permission denied"),
    exact(
        "hugo.template-added",
        Build,
        &["Failed to add template \""],
        r#"Failed to add template "(?P<file>[^"]+)""#,
    )
    .like("ERROR 2019/10/20 13:58:54 Failed to add template \"partials/header.html\" in path \"partials/header.html\": template: partials/header.html:10: function \"hugo\" not defined"),
    exact(
        "hugo.template",
        Build,
        &[
            "execute of template failed", "parse failed", "failed to render pages", "Error building site",
            "error building site", "TOCSS: failed", "TOCSS-DART", "error calling partial", "js.Build failed", "JSBUILD: failed",
        ],
        r#"^\W*(?:ERROR |Error: |panic: )(?:.*"(?:[^":]*/themes/[^":]+|(?P<file>[^":]+\.\w+)):\d+:\d+".*|.*?(?:render of "[^"]+" failed|execute of template failed|parse failed|failed to render pages|TOCSS\S*: failed|JSBUILD: failed|js\.Build failed|error calling partial|[Ee]rror building site).*)"#,
    )
    .like("ERROR render of \"home\" failed: \"/opt/build/repo/layouts/index.html:12:3\": execute of template failed: template: index.html:12:3: executing \"main\" at <.Site.Author>: can't evaluate field Author"),
    strong(
        "hugo.rendered",
        Build,
        &["render of \"", "template: "],
        r#"^\W*(?:ERROR |Error: ).*(?:render of "|template: \S+:\d+)"#,
    )
    .like("ERROR render of \"page\" failed: template: _default/single.html:3: unexpected \"}\" in operand"),
    consequence(
        "hugo.summary",
        &[" error(s)"],
        r"^\W*(?:Error: )?logged \d+ error\(s\)",
    )
    .like("Error: logged 2 error(s)"),
    exact(
        "zola.reason",
        Build,
        &[
            "not found in context while rendering", "Broken relative link `", "dead links", "Filter `", "Function `", "Tester `", "is missing a templates folder",
            "the template wasn't found", "Found usage of undefined", "Macro `", "Failed to parse template", "Failed to parse \"", "internal link(s)", "Template '",
        ],
        r#"^\W*(?:ERROR |Error: )?\s*(?:Reason: |- )?(?:Variable `[^`]+` not found in context|Broken relative link `[^`]+` in (?P<file>\S+\.md)|(?:Filter|Function|Tester) (?:`[^`]+`|call '[^']+') (?:not found|failed)|Macro `[^`]+` (?:not found|was)|Tried to render `[^`]+`|Theme `[^`]+` is missing|Failed to parse (?:template|"(?P<file2>[^"]+)")|Template '[^']+' (?:not found|is inheriting))"#,
    )
    .like("Error: Reason: Variable `page.extra.author` not found in context while rendering 'page.html'"),
    exact(
        "zola.front-matter",
        Build,
        &["Error when parsing front matter of", "Couldn't find front matter in", "Couldn't find front matter"],
        r"(?:Error when parsing|Couldn't find) front matter (?:of \w+|in) [`'](?P<file>[^`']+)[`']",
    )
    .like("Error: Error when parsing front matter of page `/work/content/a.md`"),
    exact(
        "zola.config",
        Config,
        &["A base URL is required in config.toml", "No `config.toml` file found", "Failed to load config", "Failed to load theme", "does not exist"],
        r"A base URL is required in (?P<file>config\.toml)|Failed to load theme|^\W*(?:Error: |ERROR )?(?:Reason: )?Theme `(?P<pkg>[^`]+)` does not exist",
    )
    .like("Error: A base URL is required in config.toml with key `base_url`"),
    strong(
        "zola.template",
        Build,
        &["(error happened in '", "Failed to render '"],
        r"Failed to render '(?P<raw>[^']+)'\.?$|Failed to render '[^']+' \(error happened in '(?P<file>[^']+)'(?:, .*)?\)",
    )
    .like("Error: Reason: Failed to render 'page.html' (error happened in 'base.html')."),
    consequence(
        "zola.wrapper",
        &["Failed to build the site", "Failed to render page '", "Failed to render section '", "Failed to render content of"],
        r"^\W*(?:Error: |ERROR )(?:Reason: )?Failed to (?:build the site|render (?:page|section) '|render content of)",
    )
    .like("Error: Failed to build the site"),
    fair(
        "zola.last",
        Build,
        &["Reason: "],
        r"^\W*(?:ERROR |Error: )\W*Reason: \S",
    )
    .like("Error: Reason: something that only this site has"),
    exact(
        "mdbook.summary",
        Config,
        &["Couldn't open SUMMARY.md", "Summary parsing failed", "Couldn't find SUMMARY.md", "Invalid configuration file"],
        r#"Couldn't (?:open|find) SUMMARY\.md|Summary parsing failed(?: for file="(?P<file>[^"]+)")?|Invalid configuration file"#,
    )
    .like("2026-02-03 10:11:12 [ERROR] (mdbook::utils): Error: Summary parsing failed for file=\"/work/src/SUMMARY.md\""),
    exact(
        "mdbook.plugin",
        Dependency,
        &["preprocessor installed?", "renderer installed?", "wasn't found, is the \"", "backend installed"],
        r#"The command `(?P<pkg>[^`]+)` wasn't found|is the "[^"]+" (?:preprocessor|backend|renderer) installed"#,
    )
    .like("[ERROR] (mdbook::renderer): The command `mdbook-mermaid` wasn't found, is the \"mermaid\" preprocessor installed?"),
    exact(
        "mdbook.chapter",
        Build,
        &["Chapter file not found", "Unable to open `", "Unable to read \""],
        r#"Chapter file not found, (?P<file>\S+\.md)|Unable to (?:open|read) [`"](?P<file2>[^`"]+)[`"] (?:\(|for)"#,
    )
    .like("[ERROR] (mdbook::utils): \tCaused By: Chapter file not found, ./guide/start.md"),
    strong(
        "mdbook.failed",
        Build,
        &["(mdbook::utils)"],
        r"\[ERROR\] \(mdbook::utils\): (?:Error: )?\S",
    )
    .like("[ERROR] (mdbook::utils): Error: The \"links\" preprocessor failed"),
];
