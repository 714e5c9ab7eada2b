//! Site generators: Docusaurus, Eleventy, Hugo, Jekyll, VitePress, MkDocs, Storybook.

use crate::{
    pattern::{Family, Pattern, Place::Heading},
    rows::{exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "static-sites",
    source: "Docusaurus 2 and 3, Eleventy 1 to 3, Hugo 0.80 to 0.150, Jekyll 3 and 4, VitePress, MkDocs",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "docusaurus.links",
        Build,
        &[
            "Docusaurus found broken links", "Broken links found", "found broken anchors",
            "Docusaurus found broken",
        ],
        "",
    )
    .like("[ERROR] Error: Docusaurus found broken links!"),
    exact(
        "docusaurus.mdx",
        Build,
        &[
            "MDX compilation failed for file", "Can't render static file for pathname",
            "Could not parse expression with acorn",
        ],
        r#"MDX compilation failed for file "(?P<file>[^"]+)"|Can't render static file for pathname "(?P<pkg>[^"]+)"|Could not parse expression"#,
    )
    .at(&[Heading])
    .like("Error: MDX compilation failed for file \"/work/docs/intro.mdx\""),
    exact(
        "docusaurus.config",
        Config,
        &[
            "is not defined in your sidebar", "Invalid sidebar file at",
            "These sidebar document ids do not exist", "These field(s) (", "The docs folder does not exist",
        ],
        r"Invalid sidebar file at|sidebar document ids do not exist|These field\(s\) \(.* are not recognized|docs folder does not exist",
    )
    .like("Error: Invalid sidebar file at \"sidebars.js\"."),
    exact(
        "mdx.syntax",
        Build,
        &[
            "Could not parse import/exports with acorn", "Expected a closing tag for",
            "Unexpected character `", "Unexpected closing slash",
        ],
        r"Could not parse (?:import/exports|expression) with acorn|Expected (?:a|the) closing tag|Unexpected character `|Unexpected closing slash",
    )
    .at(&[Heading])
    .like("Expected a closing tag for `<Tip>` (3:1-3:6) before the end of `paragraph`"),
    exact(
        "eleventy.template",
        Build,
        &["[11ty] ", "Problem writing Eleventy templates", "TemplateContentRenderError", "Having trouble"],
        r"\[11ty\] \d\. (?:\S.*?(?:in|from) )?(?:(?P<file>\./\S+?)[,\s(]|\S)",
    )
    .like("[11ty] 1. Having trouble rendering njk template ./src/index.njk (via TemplateContentRenderError)"),
    strong(
        "eleventy.problem",
        Build,
        &["[11ty] Problem", "[11ty] Eleventy Fatal Error", "[11ty] Unhandled"],
        r"\[11ty\] (?:Problem|Eleventy Fatal|Unhandled)",
    )
    .like("[11ty] Eleventy Fatal Error (CLI):"),
    exact(
        "hugo.module",
        Dependency,
        &["module \"", "failed to download modules", "module not found; either add it as a Hugo Module"],
        r#"module "(?P<pkg>[^"]+)" not found|failed to (?:download|load) modules"#,
    )
    .like("Error: module \"paper\" not found in \"/work/themes/paper\"; either add it as a Hugo Module or store it in \"/work/themes\"."),
    exact(
        "hugo.version",
        Dependency,
        &[
            "this feature is not available in your current Hugo version",
            "is not compatible with this Hugo version", "theme is not compatible",
        ],
        r"not available in your current Hugo version|is not compatible with this Hugo version",
    )
    .named("hugo version too old")
    .like("Error: error building site: TOCSS: failed to transform \"main.scss\": this feature is not available in your current Hugo version, see https://goo.gl/YMrWcn"),
    exact(
        "hugo.template",
        Build,
        &[
            "execute of template failed", "parse failed", "failed to render pages", "Error building site",
            "found no layout file", "function \"", "error building site", "TOCSS: failed",
        ],
        r#"^\W*(?:ERROR |Error: )?.*?(?:render of "[^"]+" failed: "(?P<file>[^":]+\.\w+):\d+|render of "|execute of template failed|template: \S+: parse failed|failed to render pages|TOCSS: failed|POSTCSS: failed|[Ee]rror building site).*"#,
    )
    .like("ERROR render of \"home\" failed: execute of template failed: template: index.html:12:3: executing \"main\" at <.Site.Author>: can't evaluate field Author"),
    exact(
        "hugo.config",
        Config,
        &[
            "Unable to locate config file", "failed to create config", "failed to load config",
            "failed to unmarshal config",
        ],
        r"Unable to locate config file|failed to (?:create|load|unmarshal) config(?: from source|:|$| \x22)",
    )
    .like("Error: Unable to locate config file or config directory. Perhaps you need to create a new site."),
    exact(
        "jekyll.liquid",
        Build,
        &["Liquid Exception:", "Liquid syntax error"],
        r"Liquid (?:Exception: .* in (?P<file>\S+)|syntax error)",
    )
    .like("  Liquid Exception: Could not locate the included file 'head.html' in _layouts/default.html"),
    exact(
        "jekyll.dependency",
        Dependency,
        &["Dependency Error: Yikes!"],
        r"Dependency Error: Yikes! It looks like you don't have (?P<pkg>[\w/.-]+)",
    )
    .like("  Dependency Error: Yikes! It looks like you don't have jekyll-feed or one of its dependencies installed."),
    exact(
        "jekyll.yaml",
        Build,
        &["YAML Exception reading", "Invalid date", "Conversion error"],
        r"YAML Exception reading (?P<file>[^:]+):|Invalid [Dd]ate|Conversion error: ",
    )
    .like("  Error: YAML Exception reading /work/_posts/a.md: (<unknown>): did not find expected key"),
    exact(
        "mkdocs.strict",
        Build,
        &["Aborted with", "Config value '", "Error reading page"],
        r"Aborted with \d+ warnings in strict mode|Config value '(?P<pkg>[^']+)'|Error reading page '(?P<file>[^']+)'",
    )
    .like("Aborted with 3 warnings in strict mode!"),
    exact(
        "vitepress.links",
        Build,
        &["dead link(s) found", "Found dead link"],
        r"dead link\(s\) found|Found dead link",
    )
    .like("[vitepress] 2 dead link(s) found."),
    exact(
        "yaml.syntax",
        Build,
        &[
            "YAMLException:", "YAMLParseError:", "YAMLSyntaxError", "bad indentation of a mapping entry",
            "can not read a block mapping entry",
        ],
        r"YAMLException: \S|YAMLParseError: \S|YAMLSyntaxError|bad indentation of|can not read a",
    )
    .at(&[Heading])
    .like("YAMLException: bad indentation of a mapping entry (3:5)"),
    pointer(
        "docusaurus.error",
        Build,
        6,
        &["Unable to build website for locale"],
        "",
    )
    .like("[ERROR] Error: Unable to build website for locale en.\nSomething that no row knows"),
];
