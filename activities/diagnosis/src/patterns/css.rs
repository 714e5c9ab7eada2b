//! Style sheets: PostCSS, Tailwind, Sass, Less, Lightning CSS.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading, Stack},
    },
    rows::{exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "css",
    source: "PostCSS 8, Tailwind CSS 3 and 4, Dart Sass, Less, Lightning CSS messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "tailwind.postcss-moved",
        Config,
        &["trying to use `tailwindcss` directly as a PostCSS plugin"],
        "",
    )
    .named("tailwind 4 used as postcss plugin")
    .like("Error: It looks like you're trying to use `tailwindcss` directly as a PostCSS plugin. The PostCSS plugin has moved to a separate package"),
    exact(
        "tailwind.unknown-class",
        Build,
        &["class does not exist. If", "Cannot apply unknown utility class", "Cannot apply unknown"],
        r"(?:(?:Syntax error:|\[postcss\]|CssSyntaxError:) (?:tailwindcss: )?(?P<file>/\S+?\.\w+)(?::\d+:\d+)?:? )?The `(?P<pkg>[^`]+)` class does not exist\.|Cannot apply unknown utility class:? [`']?(?P<spec>[^`'\s]+)|Cannot apply unknown utility",
    )
    .at(&[Heading, Frame])
    .like("./app/globals.css\nSyntax error: /work/app/globals.css The `bg-brand` class does not exist. If `bg-brand` is a custom class, make sure it is defined within a `@layer` directive."),
    exact(
        "tailwind.layer",
        Build,
        &["is used but no matching `@tailwind"],
        "",
    )
    .at(&[Heading])
    .like("`@layer base` is used but no matching `@tailwind base` directive is present."),
    exact(
        "postcss.plugin-missing",
        Dependency,
        &["Loading PostCSS Plugin failed", "Error: Loading PostCSS \""],
        r"Loading PostCSS .*(?:Cannot find module|failed: Cannot find (?:module|package)) '(?P<pkg>[^']+)'",
    )
    .like("[Failed to load PostCSS config: Failed to load PostCSS config (searchPath: /work): [Error] Loading PostCSS Plugin failed: Cannot find module 'autoprefixer'"),
    exact(
        "postcss.config",
        Config,
        &[
            "PostCSS configuration must", "PostCSS Plugin was passed as a function",
            "PostCSS plugin was passed", "Malformed PostCSS Configuration", "Failed to load PostCSS config",
        ],
        r"PostCSS configuration must|PostCSS [Pp]lugin was passed|Malformed PostCSS Configuration|^\W*(?:\[vite:css\] )?Failed to load PostCSS config.*(?:SyntaxError|ReferenceError|TypeError|is not a PostCSS plugin)",
    )
    .like("Error: Your custom PostCSS configuration must export a `plugins` key."),
    exact(
        "postcss.syntax-at",
        Build,
        &["CssSyntaxError", "Syntax error: /", "[postcss] /", "[postcss] "],
        r"(?:CssSyntaxError:|Syntax error:|\[postcss\]|\[vite:css\] \[postcss\]) (?:postcss-\w+: |tailwindcss: )?(?P<file>\S+\.\w*(?:css|sass|less|vue|svelte|pcss|styl))(?::\d+:\d+:?| \(\d+:\d+\))? ?\S",
    )
    .like("CssSyntaxError: /work/src/styles/site.css:12:3: Unknown word"),
    exact(
        "postcss.error",
        Build,
        &["[postcss]", "CssSyntaxError"],
        r"(?:\[postcss\]|CssSyntaxError:) \S",
    )
    .at(&[Frame, Heading])
    .like("[vite:css] [postcss] Unexpected }\nfile: /work/src/styles/site.css:12:3"),
    exact(
        "sass.import",
        Build,
        &["Can't find stylesheet to import"],
        "",
    )
    .at(&[Frame, Stack, Heading])
    .like("Error: Can't find stylesheet to import.\n  ╷\n3 │ @use 'tokens';\n  │ ^^^^^^^^^^^^\n  src/styles/site.scss 3:1  root stylesheet"),
    exact(
        "sass.error",
        Build,
        &["SassError:", "[sass] ", "Undefined variable.", "Undefined mixin.", "Undefined function."],
        r"(?:SassError:|\[sass\]) \S|^\W*(?:Error: )?Undefined (?:variable|mixin|function)\.",
    )
    .at(&[Heading, Frame])
    .like("SassError: Undefined variable."),
    exact(
        "less.error",
        Build,
        &["[less] ", "lessc: ", "Less Error"],
        r"\[less\] \S|lessc: ",
    )
    .at(&[Frame, Heading])
    .like("[vite:css] [less] variable @brand is undefined\nfile: /work/src/site.less:3:1"),
    exact(
        "lightningcss.error",
        Build,
        &["[lightningcss", "[vite:css-post]"],
        r"\[lightningcss[\w ]*\] \S|\[vite:css-post\] \S",
    )
    .at(&[Frame])
    .like("[vite:css] [lightningcss] Unexpected token Semicolon\nfile: /work/src/site.css:3:1"),
    exact(
        "css.modules-pure",
        Build,
        &["is not pure (pure selectors", "Selector \""],
        r#"Selector "[^"]+" is not pure"#,
    )
    .at(&[Heading])
    .like("./components/card.module.css\nSyntax error: Selector \"a\" is not pure (pure selectors must contain at least one local class or id)"),
    exact(
        "css.global-import",
        Build,
        &["Global CSS cannot be imported from", "CSS Modules cannot be imported from"],
        "",
    )
    .at(&[Heading])
    .like("./node_modules/x/index.js\nGlobal CSS cannot be imported from files other than your Custom <App>."),
    strong(
        "css.parse",
        Build,
        &["Unclosed block", "Unknown word", "Unclosed string", "Missed semicolon", "Unclosed bracket"],
        r"(?:CssSyntaxError|Syntax error|\bat\b|:\d+:\d+)?.*(?:Unclosed (?:block|string|bracket)|Unknown word|Missed semicolon)",
    )
    .at(&[Heading, Frame])
    .like("(12:3) Unclosed block"),
    pointer(
        "css.loader",
        Build,
        5,
        &["HookWebpackError", "css-loader/"],
        r"HookWebpackError",
    )
    .like("HookWebpackError: Module build failed\nSomething that no row knows"),
];
