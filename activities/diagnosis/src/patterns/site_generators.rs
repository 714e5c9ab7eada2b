//! Site generators and workshops: Docusaurus, VitePress, Storybook.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, FrameAbove, Stack},
    },
    rows::{consequence, exact, fair, hint, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "site-generators",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "docusaurus.sidebar-ids",
        Config,
        &["These sidebar document ids do not exist"],
        "",
    )
    .at(&[FrameAbove])
    .like("Error: Invalid sidebar file at \"sidebars.js\".\nThese sidebar document ids do not exist:"),
    pointer(
        "docusaurus.sidebar",
        Config,
        3,
        &["Invalid sidebar file at"],
        "",
    )
    .like("Error: Invalid sidebar file at \"sidebars.js\".\nSomething that no row knows"),
    exact(
        "docusaurus.url",
        Config,
        &["is not supposed to contain a sub-path", "Invalid docusaurus config", "Bad Docusaurus site config", "Duplicate routes found!", "does not contain an \"index\" page"],
        "",
    )
    .like("[ERROR] Error: The url is not supposed to contain a sub-path like \"/shop/\". Please use the baseUrl field for sub-paths."),
    exact(
        "docusaurus.front-matter",
        Build,
        &["Error while parsing Markdown front matter", "Error while processing Markdown file at path", "The following frontmatter:", "Can't process doc metadata for doc at path"],
        r#"(?:Markdown (?:front matter|file)|metadata for doc)(?: at)?(?: path)?:? ?"?(?P<file>[^"\s]+\.mdx?)|Error while parsing Markdown front matter|The following frontmatter:"#,
    )
    .at(&[FrameAbove])
    .like("Error: Error while processing Markdown file at path \"/work/docs/intro.md\"."),
    exact(
        "docusaurus.image",
        Build,
        &["couldn't be resolved to an existing local image file", "couldn't be resolved to an existing local file", "Markdown link with URL", "Markdown image with URL"],
        r#"(?:link|image) with URL .* in source file "(?P<file>[^"]+)"|Image \S+ used in (?P<file2>\S+) not found|existing local (?:image )?file"#,
    )
    .like("Error: Markdown image with URL `./a.png` in source file \"docs/intro.md\" (3:1) couldn't be resolved to an existing local image file."),
    hint(
        "docusaurus.rendering",
        Runtime,
        40,
        &["static site generation failed for", "Can't render static file for pathname", "server-side rendering could not render"],
        "",
    )
    .like("[ERROR] Error: Docusaurus static site generation failed for 1 paths:\n- \"/about\"\nError: something that no row knows"),
    fair(
        "node.cause",
        Build,
        &["[cause]: "],
        r"^\s*\[cause\]: (?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: \S",
    )
    .at(&[Stack])
    .by_context()
    .like("  [cause]: Error: something that no row knows"),
    exact(
        "mdx.rollup",
        Build,
        &["[@mdx-js/rollup] ", "[@mdx-js/loader] ", "[plugin @mdx-js/rollup]"],
        r"\[(?:plugin )?@mdx-js/(?:rollup|loader)\] \S",
    )
    .at(&[Frame])
    .like("[@mdx-js/rollup] Unexpected character `$` (U+0024) before name\nfile: /work/src/pages/setup.mdx:7:2"),
    exact(
        "vitepress.dead-link",
        Build,
        &["Found dead link "],
        r"Found dead link (?P<pkg>\S+) in file (?P<file>\S+)",
    )
    .like("(!) Found dead link ./setup in file guide/index.md"),
    pointer(
        "vitepress.error",
        Build,
        3,
        &["build error:"],
        r"^\W*build error:\s*$",
    )
    .like("build error:\nSomething that no row knows"),
    strong(
        "eleventy.named",
        Build,
        &["[11ty] 1. "],
        r#"\[11ty\] 1\. .*?(?:"(?P<file>\./[^"]+)"|(?P<file2>\./\S+\.\w+))"#,
    )
    .like("[11ty] 1. Problem creating an Eleventy Layout for the \"./about.md\" template file. (via EleventyBaseError)"),
    exact(
        "storybook.preset",
        Dependency,
        &["SB_CORE-SERVER_0002", "MissingFrameworkFieldError", "MissingBuilderError", "NodeJsVersionError", "AngularLegacyBuildOptionsError", "IncompatiblePostCssConfigError"],
        r"\bSB_[A-Z0-9_-]+_\d{4} \(\w+\):? ?\S",
    )
    .like("SB_CORE-SERVER_0002 (CriticalPresetLoadError): Storybook failed to load the following preset: @storybook/vue3-vite/preset."),
    exact(
        "storybook.webpack",
        Build,
        &["(WebpackCompilationError)", "(WebpackInvocationError)", "(WebpackMissingStatsError)"],
        "",
    )
    .like("SB_BUILDER-WEBPACK5_0003 (WebpackCompilationError): There were problems when compiling your code with Webpack."),
    pointer(
        "storybook.compile",
        Build,
        6,
        &["Failed to build the preview"],
        "",
    )
    .like("=> Failed to build the preview\nSomething that no row knows"),
    exact(
        "storybook.index",
        Build,
        &["Unable to index", "CSF: missing default export", "Duplicate stories with id", "CSF: missing title"],
        r"Unable to index (?P<file>\S+?):?$|Unable to index|CSF: missing (?:default export|title)|Duplicate stories with id",
    )
    .at(&[Frame])
    .like("Unable to index ./src/Button.stories.tsx:"),
    exact(
        "storybook.error",
        Config,
        &["SB_"],
        r"\bSB_[A-Z0-9_-]+_\d{4} \(",
    )
    .like("SB_CORE-SERVER_0007 (MainFileEvaluationError): Storybook couldn't evaluate your .storybook/main.ts file."),
    consequence(
        "storybook.broken",
        &["WARN Broken build, fix the error above.", "Broken build, fix the error above"],
        "",
    )
    .like("WARN Broken build, fix the error above."),
];
