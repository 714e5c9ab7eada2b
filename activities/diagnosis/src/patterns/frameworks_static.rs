//! Site generators that bundle: Docusaurus, VitePress.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Heading, Titled},
    },
    rows::{exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "static-sites",
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
        r#"MDX compilation failed for file "(?P<file>[^"]+)"|Could not parse expression"#,
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
        r"These field\(s\) \(.* are not recognized in (?P<file>\S+\.\w+)|docs folder does not exist",
    )
    .like("These field(s) (\"onBrokenLnks\",) are not recognized in docusaurus.config.js."),
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
    .at(&[Heading, Titled])
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
