//! Style sheets: PostCSS, Tailwind, Lightning CSS.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Heading},
    },
    rows::{exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "css",
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
        "tailwind.value",
        Build,
        &[
            "does not exist in your theme config", "Could not resolve value for theme function", "Cannot use `@variant`",
            "Cannot apply utility class", "`@utility ", "is not a valid variant", "Missing closing } at", "Invalid declaration: `",
            "Missing opening {", "variant does not exist", "Cannot `@apply`", "@apply should not be used with", "@apply cannot be used with",
        ],
        r"(?:(?:CssSyntaxError|Syntax error): (?:tailwindcss: )?(?P<file>/\S+?\.\w+)(?::\d+:\d+)?:? .*?)?(?:does not exist in your theme config|Could not resolve value for theme function|Cannot use `@variant` with|Cannot apply utility class|`@utility \S+` (?:is|defines|cannot)|Missing (?:closing \}|opening \{)|Invalid declaration: `|@apply (?:should not|cannot) be used with)",
    )
    .at(&[Frame, Heading])
    .like("./app/globals.css\nSyntax error: /work/app/globals.css 'colors.brand.500' does not exist in your theme config."),
    exact(
        "tailwind.input",
        Config,
        &["Specified input file ", "Specified config file "],
        r"Specified (?:input|config) file \S+ does not exist",
    )
    .like("Specified input file ./src/main.css does not exist."),
    exact(
        "tailwind.resolve",
        Build,
        &["Can't resolve '"],
        r"(?:\[@?tailwindcss\S*\] |tailwindcss: \S+ |\[vite:css\] |\[postcss\] )(?:Error: )?Can't resolve '(?P<spec>[^']+)' in '",
    )
    .at(&[Frame, Heading])
    .by_import()
    .like("[@tailwindcss/vite:generate:build] Can't resolve '@tailwindcss/forms' in '/work/src'\nfile: /work/src/index.css"),
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
        "postcss.version",
        Dependency,
        &["requires PostCSS 8", "is not a PostCSS plugin", "BrowserslistError: "],
        r"PostCSS plugin (?P<pkg>[\w-]+) requires PostCSS 8|is not a PostCSS plugin|BrowserslistError: Unknown (?:version|browser)",
    )
    .like("Error: PostCSS plugin postcss-nested requires PostCSS 8."),
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
    .at(&[Frame, Heading])
    .like("./node_modules/x/index.js\nGlobal CSS cannot be imported from files other than your Custom <App>."),
    pointer(
        "css.loader",
        Build,
        5,
        &["HookWebpackError", "css-loader/"],
        r"HookWebpackError",
    )
    .like("HookWebpackError: Module build failed\nSomething that no row knows"),
    exact(
        "css.minimizer",
        Build,
        &["from Css Minimizer", "Css Minimizer plugin"],
        r"^\S+ from Css Minimizer",
    )
    .like("static/css/main.4f2a.css from Css Minimizer plugin"),
];
