//! Site generators of templates: Jekyll, Eleventy, Hexo, and the template languages they share.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Heading, Stack},
        Stage::Install,
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "sites-templates",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "jekyll.liquid",
        Build,
        &["Liquid Exception:"],
        r"Liquid Exception: .* in (?:(?P<file>/(?:opt|vercel|github|home|work|app|usr)/[^\s#]+?)|/?(?P<file2>[^\s#/][^\s#]*?))/?(?:#excerpt)?$|Liquid Exception: \S",
    )
    .like("  Liquid Exception: Could not locate the included file 'head.html' in any of [\"/work/_includes\"]. in /_layouts/default.html"),
    strong("jekyll.liquid-error", Build, &["Liquid syntax error", "Liquid error"], r"Liquid (?:syntax )?error(?: \(.*?line \d+\))?: \S")
        .like("Liquid syntax error (line 3): Unknown tag 'video'"),
    exact(
        "jekyll.dependency",
        Dependency,
        &["Dependency Error: Yikes!", "theme could not be found", "Missing dependency: "],
        r"Yikes! It looks like you don't have (?P<pkg>[\w/.-]+)|The (?P<spec>[\w-]+) theme could not be found|Missing dependency: \S+",
    )
    .like("  Dependency Error: Yikes! It looks like you don't have jekyll-feed or one of its dependencies installed."),
    exact(
        "jekyll.ruby",
        Dependency,
        &[
            "undefined method 'untaint'", "undefined method `untaint'", "undefined method `tainted?'", "undefined method 'tainted?'",
            "no implicit conversion of Hash into Integer", "uninitialized constant DidYouMean::SPELL_CHECKERS", "cannot load such file -- webrick",
        ],
        r"undefined method ['`](?:untaint|tainted\?)'|no implicit conversion of Hash into Integer|uninitialized constant DidYouMean::SPELL|cannot load such file -- (?P<pkg>webrick)",
    )
    .named("gems too old for ruby")
    .like("jekyll 3.9.0 | Error:  undefined method 'tainted?' for an instance of String"),
    exact(
        "bundler.crash",
        Dependency,
        &["/gems/bundler-", "/lib/ruby/site_ruby/"],
        r"^\S*/(?:gems/bundler-[\d.]+|site_ruby)/\S+\.rb:\d+:in ['`].+': .+ \((?:[A-Z]\w*(?:::)?)+\)",
    )
    .during(Install)
    .like("/usr/lib/ruby/gems/3.4.0/gems/bundler-2.1.4/lib/bundler/dsl.rb:108:in 'evaluate': undefined method 'exists?' for class File (NoMethodError)"),
    exact(
        "gem.rubygems",
        Dependency,
        &["requires rubygems version", "requires RubyGems version"],
        r"^\W*(?P<pkg>[\w.-]+?)-\d\S* requires [Rr]uby[Gg]ems version",
    )
    .during(Install)
    .like("nokogiri-1.18.1-x86_64-linux-musl requires rubygems version >= 3.3.22, which is"),
    exact(
        "jekyll.front-matter",
        Build,
        &[
            "YAML Exception reading", "does not have a valid date", "Conversion error: ", "could not read file /", "Error reading file ",
            "Invalid date '", "Invalid permalink in",
        ],
        r"YAML Exception reading (?P<file>[^:]+):|Document '(?P<file2>[^']+)' does not have a valid date|Invalid date '|Conversion error: .*while converting '(?P<raw>[^']+)'|could not read file (?P<spec>\S+\.\w+):|Error reading file \S+:|Conversion error: |Invalid permalink in",
    )
    .like("  Error: YAML Exception reading /work/_posts/a.md: (<unknown>): did not find expected key"),
    exact(
        "jekyll.config",
        Config,
        &["Invalid Markdown processor given", "kramdown has no parser to handle", "Configuration file: (INVALID)", "'plugins' should be set as an array", "onfiguration file '", "while parsing a block mapping", "_config.yml): "],
        r"Invalid Markdown processor|kramdown has no parser|\(INVALID\) (?P<file>\S+)|should be set as an array of gem-names|[Cc]onfiguration file '(?P<spec>[^']+)' could not be found|\((?P<file2>\S*_config\.yml)\): (?:did not|could not|mapping|found)",
    )
    .like("Fatal: The configuration file '_config.production.yml' could not be found."),
    pointer("jekyll.failed", Build, 3, &["YOUR SITE COULD NOT BE BUILT"], "")
        .like("ERROR: YOUR SITE COULD NOT BE BUILT:\n       ------------------------------------\n       Something only this site says"),
    exact(
        "eleventy.fetch",
        Other,
        &["ETIMEDOUT", "ECONNRESET", "EAI_AGAIN"],
        r"^\[11ty\].*(?:ETIMEDOUT|ECONNRESET|EAI_AGAIN)",
    )
    .named("remote data unreachable")
    .transient()
    .outside()
    .like("[11ty] 2. request to https://api.example.test failed, reason: connect ETIMEDOUT 192.0.2.1:443 (via FetchError)"),
    consequence("jekyll.advice", &["--trace"], r"Run jekyll \w+ --trace for more|Please append `--trace`")
        .like("             Error: Run jekyll build --trace for more information."),
    exact(
        "eleventy.module",
        Build,
        &["annot find module '", "annot find package '"],
        r"^\[11ty\]\s+(?:\d+\. )?(?:Error: )?Cannot find (?:module|package) '(?P<spec>[^']+)'",
    )
    .by_import()
    .like("[11ty] 2. Cannot find module 'luxon' (via Error)"),
    exact(
        "eleventy.reason",
        Build,
        &["(via "],
        r"^(?:\[11ty\])?\s+\w*Error: .* \(via [^)]+\)$|^(?:\[11ty\] +)?[2-9]\. [^(\s.].* \(via [^)]+\)$",
    )
    .like("[11ty]   Error: filter not found: readable (via Template render error)"),
    strong(
        "eleventy.template",
        Build,
        &["[11ty] 1. ", "[11ty] 2. ", "[11ty] 3. ", "Having trouble rendering", "Having trouble writing", "Having trouble compiling", "Error in your Eleventy config file"],
        r#"^\W*(?:\[11ty\] )?(?:\d\. )?(?:Having trouble (?:(?:rendering|compiling) .*?|writing to .* from )["`]?(?P<file>\./[^\s"`,]+)|\((?P<file2>\./[^)]+)\)|Error in your Eleventy config file ['"](?P<raw>[^'"]+)['"])|^\[11ty\] \d\. \S"#,
    )
    .like("[11ty] 1. Having trouble rendering njk template ./src/index.njk (via TemplateContentRenderError)"),
    pointer(
        "eleventy.problem",
        Build,
        3,
        &["[11ty] Problem", "[11ty] Eleventy Fatal Error", "[11ty] Unhandled", "[11ty] Eleventy CLI Error", "Problem writing Eleventy templates"],
        "",
    )
    .like("[11ty] Eleventy Fatal Error (CLI):\n[11ty] something only this site says"),
    pointer("eleventy.trouble", Build, 4, &["> Having trouble "], r"^\W*> Having trouble (?:rendering|writing to|compiling)")
        .like("> Having trouble rendering njk template ./index.njk\nSomething only this site says"),
    strong("nunjucks.file", Build, &["> (./"], r"^\W*> \((?P<file>\./[^)]+)\)$").like("> (./src/_includes/base.njk)"),
    consequence("eleventy.stack", &["[11ty] Original error stack trace", "[11ty] Wrote ", "` was thrown"], r"^\[11ty\] (?:Original error stack|Wrote )|Error` was thrown:?$")
        .like("[11ty] Original error stack trace: Error: gone"),
    exact(
        "nunjucks.render",
        Build,
        &[
            "unknown block tag:", "filter not found:", "template not found:", "unexpected token:", "parseAggregate: expected", "which is undefined or falsey",
            "expected variable end", "expected block end in", "unexpected end of comment", "tag name expected", "parseSignature: expected", "unexpected end of file",
        ],
        r"^\W*(?:\[11ty\]\s+)?(?:\d\. )?(?:\w*[Ee]rror: )?(?:unknown block tag: \S|filter not found: \S|template not found: \S|unexpected token: \S|parseAggregate: |parseSignature: |Unable to call `[^`]+`, which is undefined|expected (?:variable|block) end|unexpected end of (?:comment|file)$|tag name expected)",
    )
    .at(&[Heading])
    .like("    unknown block tag: gallery"),
    pointer(
        "nunjucks.error",
        Build,
        3,
        &["Template render error:", "Nunjucks Error:"],
        r"(?:Template render error|Nunjucks Error): \(?(?:unknown path|\S+\))",
    )
    .like("Template render error: (unknown path) [Line 3, Column 9]\n  Something only this template says"),
    exact(
        "hexo.post",
        Build,
        &["Process failed: ", "Asset render failed: ", "Render HTML failed: "],
        r"(?:Process|Asset render|Render HTML) failed: (?P<file>\S+\.\w+)",
    )
    .at(&[Stack])
    .like("ERROR Process failed: _posts/hello.md"),
    exact(
        "hexo.local",
        Dependency,
        &["Local hexo loading failed", "Local hexo not found", "Try running: 'rm -rf node_modules"],
        r"Local hexo (?:loading failed|not found)",
    )
    .like("ERROR Local hexo loading failed in /work"),
    pointer(
        "hexo.fatal",
        Build,
        4,
        &["FATAL Something's wrong", "FATAL {"],
        r"^\W*FATAL (?:Something's wrong|\{$)",
    )
    .like("FATAL Something's wrong. Maybe you can find the solution here: https://hexo.io/docs/troubleshooting.html\nSomething only this site says"),
    consequence("hexo.advice", &["} Something's wrong. Maybe"], "")
        .like("} Something's wrong. Maybe you can find the solution here: %s https://hexo.io/docs/troubleshooting.html"),
];
