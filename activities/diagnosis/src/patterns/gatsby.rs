//! Gatsby.

use crate::{
    pattern::{
        Condition::Without,
        Family, Pattern,
        Place::{Frame, Stack},
    },
    rows::{exact, fair, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "gatsby",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "gatsby.field",
        Build,
        &["Cannot query field \""],
        r"Cannot query field",
    )
    .at(&[Frame])
    .like("Cannot query field \"allPosts\" on type \"Query\".\n\nFile: src/pages/index.js:12:3"),
    pointer(
        "gatsby.graphql",
        Build,
        5,
        &["There was an error in your GraphQL query"],
        "",
    )
    .like("There was an error in your GraphQL query:\n\nField \"image\" must not have a selection since type \"String\" has no subfields."),
    exact(
        "gatsby.plugin-missing",
        Dependency,
        &["plugin declared in", "There was a problem loading plugin", "Unable to find plugin \"", "couldn't be resolved. Is it installed", "Failed to resolve gatsby-"],
        r#"(?:Couldn't find the|Could not find) "(?P<pkg>[^"]+)" plugin declared in|There was a problem loading plugin "(?P<spec>[^"]+)"|Unable to find plugin "|Failed to resolve gatsby-"#,
    )
    .like("Couldn't find the \"gatsby-plugin-sharp\" plugin declared in \"/work/gatsby-config.js\"."),
    exact(
        "gatsby.plugin-options",
        Config,
        &["Invalid plugin options for \""],
        r#"Invalid plugin options for "(?P<pkg>[^"]+)""#,
    )
    .like("Invalid plugin options for \"gatsby-source-filesystem\":"),
    pointer(
        "gatsby.lifecycle",
        Runtime,
        4,
        &["threw an error while running the"],
        r"threw an error while running the \S+ lifecycle",
    )
    .like("\"gatsby-node.js\" threw an error while running the createPages lifecycle:\n\nSomething that no row knows"),
    exact(
        "gatsby.page-component",
        Runtime,
        &["The path to the page component must be absolute", "A page component must export a React component", "createPage must be passed", "Page component not found", "\"component\" passed to the \"createPage\""],
        "",
    )
    .at(&[Frame, Stack])
    .like("A page component must export a React component for it to be valid."),
    exact(
        "gatsby.webpack-exception",
        Runtime,
        &["WebpackError: "],
        r"^\W*WebpackError: (?:(?:Type|Reference|Range)?Error|Minified React error|Invariant Violation|Element type|Cannot (?:read|set|access|destructure) |[\w$.]+ is not (?:a function|defined|iterable))",
    )
    .at(&[Stack])
    .like("  WebpackError: ReferenceError: window is not defined"),
    fair(
        "gatsby.html",
        Runtime,
        &["Building static HTML failed", "\"window\" is not available during server", "\"document\" is not available during server"],
        r#"Building static HTML failed|"(?:window|document)" is not available"#,
    )
    .like("Building static HTML failed for path \"/about/\""),
    pointer(
        "gatsby.bundles",
        Build,
        4,
        &["Generating JavaScript bundles failed", "Generating SSR bundle failed", "Generating develop JavaScript bundle failed"],
        "",
    )
    .like("Generating JavaScript bundles failed\n\nSomething that no row knows"),
    hint(
        "gatsby.html-code",
        Runtime,
        20,
        &["HTML.COMPILATION", "HTML.GENERATION", "API.NODE.EXECUTION"],
        r"ERROR #\d+",
    )
    .like(" ERROR #95313  HTML.COMPILATION\n\nError: something that no row knows"),
    pointer(
        "gatsby.error",
        Build,
        6,
        &["ERROR #"],
        r"^\W*ERROR #\d+",
    )
    .when(Without("HTML."))
    .like(" ERROR #98124  WEBPACK\n\nGenerating JavaScript bundles failed\n\nSomething that no row knows"),
    strong(
        "gatsby.source",
        Runtime,
        &["gatsby-source-"],
        r"^\W*(?:error )?\W*gatsby-source-(?P<pkg>[\w-]+):? .*(?:fail|error|401|403|404|ENOTFOUND|denied)",
    )
    .outside()
    .like("error gatsby-source-contentful: Accessing your Contentful space failed: not found"),
];
