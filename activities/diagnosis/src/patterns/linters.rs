//! ESLint in its formats, Prettier, Stylelint.

use crate::{
    pattern::{
        Condition::{Followed, HeadingAbove},
        Family, Pattern,
        Place::Listing,
    },
    rows::{consequence, exact, fair, hint, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "linters",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "eslint.rule",
        Build,
        &["Definition for rule '"],
        r"Definition for rule '(?P<pkg>[^']+)' not found",
    )
    .at(&[Listing])
    .like("src/app.ts\n  1:1  error  Definition for rule 'react/x' not found  react/x"),
    exact(
        "eslint.parser-config",
        Config,
        &["Parsing error:"],
        r"Parsing error: (?:error TS|Cannot (?:find module|read file)|ESLint was configured to run on|.?parserOptions|\S+ was not found by the project service|No Babel config file|\[BABEL\]|Invalid value for (?:lib|ecmaVersion))",
    )
    .like("/work/src/app.ts\n  0:0  error  Parsing error: ESLint was configured to run on `<tsconfigRootDir>/src/app.ts` using `parserOptions.project`"),
    exact(
        "eslint.parsing",
        Build,
        &["Parsing error:"],
        r"Parsing error: \S",
    )
    .at(&[Listing])
    .like("/work/src/app.ts\n  3:1  error  Parsing error: Unexpected token }"),
    exact(
        "eslint.next",
        Build,
        &["  Error: "],
        r"^\s*\d+:\d+\s+Error: \S",
    )
    .at(&[Listing])
    .like("./app/page.tsx\n12:7  Error: 'total' is never reassigned. Use 'const' instead.  prefer-const"),
    exact(
        "eslint.stylish",
        Build,
        &["  error  "],
        r"^\s*\d+:\d+\s+error\s+\S",
    )
    .at(&[Listing])
    .like("/work/src/app.ts\n  12:7  error  'total' is never reassigned. Use 'const' instead  prefer-const"),
    fair(
        "eslint.react-scripts",
        Build,
        &["  Line "],
        r"^\s*Line \d+(?::\d+)?:\s+\S",
    )
    .at(&[Listing])
    .like("[eslint] \nsrc/App.js\n  Line 1:8:  'axios' is defined but never used  no-unused-vars"),
    hint(
        "eslint.ci",
        Build,
        80,
        &["Treating warnings as errors because process.env.CI = true"],
        "",
    )
    .like("Treating warnings as errors because process.env.CI = true.\nFailed to compile.\n\n[eslint] \nsrc/App.js\n  Line 1:8:  'axios' is defined but never used  no-unused-vars"),
    exact(
        "eslint.unix",
        Build,
        &[" [Error/"],
        r"^(?P<file>\S+?\.\w+):\d+:\d+: .+ \[Error/",
    )
    .like("/work/src/app.ts:12:7: 'total' is never reassigned. [Error/prefer-const]"),
    exact(
        "tslint.error",
        Build,
        &["ERROR: "],
        r"^ERROR: (?P<file>\S+?\.[jt]sx?)(?::\d+:\d+ - |\[\d+, \d+\]: )\S",
    )
    .like("ERROR: src/app.ts:12:7 - Missing semicolon"),
    exact(
        "eslint.extends",
        Dependency,
        &[
            "ESLint couldn't find the", "Failed to load config \"", "couldn't find the config",
            "Failed to load plugin '", "couldn't find the plugin", "Failed to load parser '",
        ],
        r#"Failed to load config "(?P<pkg>[^"]+)" to extend from|couldn't find the (?:config|plugin) "(?P<spec>[^"]+)"|Failed to load (?:plugin|parser) '[^']+' declared in"#,
    )
    .like("ESLint couldn't find the config \"@acme/eslint-config\" to extend from. Please check that the name of the config is correct."),
    exact(
        "eslint.config",
        Config,
        &[
            "ESLint couldn't find an eslint.config", "ESLint couldn't find a configuration file",
            "Unexpected top-level property", "ESLint configuration in", "Invalid option '--",
            "ESLint: Invalid Options", "A config object is using the", "Invalid Options:", "No ESLint configuration found",
        ],
        r"No ESLint configuration found|ESLint couldn't find (?:an eslint\.config|a configuration)|Unexpected top-level property|ESLint configuration in .* is invalid|Invalid option '--\w|A config object is using the|Invalid Options:",
    )
    .like("ESLint couldn't find an eslint.config.(js|mjs|cjs) file."),
    exact(
        "eslint.removed-api",
        Dependency,
        &["context.get", "context.markVariableAsUsed", "context.parserServices"],
        r"context\.(?:get(?:Scope|SourceCode|Ancestors|DeclaredVariables|Filename|PhysicalFilename|Cwd)|markVariableAsUsed|parserServices)\S* is not a function",
    )
    .like("TypeError: context.getScope is not a function"),
    exact(
        "eslint.config-object",
        Config,
        &[
            "A configuration object specifies rule", "in plugin \"", "Error: Key \"", "Error while loading rule '",
            "Configuration for rule \"", "No files matching the pattern", "Unexpected key '",
            "All files matched by '", "No files matching '", "parserOptions.project\" has been", "Could not find config file",
        ],
        r#"A configuration object specifies rule|Could not find "[^"]+" in plugin|Key "[\w-]+": |Error while loading rule '|Configuration for rule "[^"]+" is invalid|No files matching (?:the pattern )?'[^']+' were found|Unexpected key '\w+' found|All files matched by '|Could not find config file"#,
    )
    .like("A configuration object specifies rule \"react/x\", but could not find plugin \"react\"."),
    exact(
        "eslint.warning",
        Build,
        &["  warning  ", ":  warning "],
        r"^\s*\d+:\d+\s+warning\s+\S",
    )
    .when(Followed(&["found too many warnings"]))
    .at(&[Listing])
    .like("/work/src/app.ts\n  12:7  warning  Unexpected any. Specify a different type  @typescript-eslint/no-explicit-any\n\nESLint found too many warnings (maximum: 0)."),
    exact(
        "eslint.max-warnings",
        Build,
        &["ESLint found too many warnings"],
        "",
    )
    .like("ESLint found too many warnings (maximum: 0)."),
    consequence(
        "eslint.count",
        &[" problems (", " problem ("],
        r"^\W*\d+ problems? \([1-9]\d* errors?",
    )
    .like("✖ 12 problems (3 errors, 9 warnings)"),
    exact(
        "prettier.check",
        Build,
        &["[warn] "],
        r"^\[warn\] (?P<file>\S+\.\w+)$",
    )
    .like("[warn] src/app.ts"),
    exact(
        "prettier.summary",
        Build,
        &["Code style issues found in", "Code style issues found in the above"],
        "",
    )
    .like("[warn] Code style issues found in 2 files. Run Prettier with --write to fix."),
    exact(
        "prettier.syntax",
        Build,
        &["[error] "],
        r"^\[error\] (?P<file>\S+\.\w+): SyntaxError: \S",
    )
    .like("[error] src/app.ts: SyntaxError: ';' expected. (3:5)"),
    exact(
        "stylelint.error",
        Build,
        &["  ✖  "],
        r"^\s*\d+:\d+\s+✖\s+\S",
    )
    .at(&[Listing])
    .like("src/site.css\n 12:3  ✖  Unexpected unknown property \"colr\"  property-no-unknown"),
    exact(
        "eslint.inline",
        Build,
        &[": error ", " error "],
        r"^(?P<file>\S+?\.(?:tsx?|jsx?|vue|svelte|mjs|cjs)):\d+:\d+:? error:? \S.*\s(?:@?[\w-]+/)?[\w-]+$",
    )
    .like("src/app.ts:12:7: error 'total' is never reassigned prefer-const"),
    fair(
        "eslint.heading",
        Build,
        &["error  "],
        r"^\s+error\s{2,}\S",
    )
    .at(&[Listing])
    .when(HeadingAbove)
    .like("/work/src/app.ts\n  error  File ignored because of a matching ignore pattern"),
    pointer(
        "eslint.crash",
        Config,
        4,
        &["Oops! Something went wrong! :("],
        "",
    )
    .like("Oops! Something went wrong! :(\n\nESLint: 9.35.0\n\nSomething that no row knows"),
    pointer(
        "eslint.crash-version",
        Config,
        3,
        &["ESLint: "],
        r"^ESLint: \d+\.\d+\.\d+$",
    )
    .like("ESLint: 9.35.0\n\nSomething that no row knows"),
];
