//! Angular: the command line, the compiler, prerendering.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Stack},
    },
    rows::{consequence, exact, pointer, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "angular",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "angular.arguments",
        Config,
        &["Unknown argument: ", "Unknown arguments: ", "Unknown option: '--"],
        r"^\W*(?:Error: )?Unknown (?:arguments?: \w|option: '--)",
    )
    .like("Error: Unknown argument: prod"),
    exact(
        "angular.project",
        Config,
        &[
            "Cannot determine project or target for", "when running the Angular CLI outside a workspace",
            "requires to be run in an Angular project", "Workspace config file cannot be loaded",
            "Project target does not exist", "Workspace file cannot be",
        ],
        "",
    )
    .like("This command is not available when running the Angular CLI outside a workspace."),
    exact(
        "angular.project-missing",
        Config,
        &["Project '"],
        r"^\W*(?:Error: )?Project '(?P<pkg>[^']+)' does not exist",
    )
    .like("Error: Project 'shop' does not exist."),
    exact(
        "angular.prerender-parameters",
        Build,
        &["'getPrerenderParams' is missing", "Both 'prerender' and"],
        "",
    )
    .like("The 'products/:id' route uses prerendering and includes parameters, but 'getPrerenderParams' is missing."),
    exact(
        "angular.file-missing",
        Build,
        &["Cannot find tsconfig file", "Could not find template file '", "Could not find stylesheet file '", "script file ", "Tsconfig cannot be found"],
        r"Could not find (?:template|stylesheet) file '(?P<spec>[^']+)'|Cannot find tsconfig file|^\W*(?:Error: )?script file \S+ does not exist",
    )
    .at(&[Frame])
    .like("✘ [ERROR] NG2008: Could not find stylesheet file './cart.scss'. [plugin angular-compiler]\n\n    src/app/cart.component.ts:8:14:"),
    exact(
        "angular.injector",
        Runtime,
        &["NullInjectorError:", "ERROR Error: NG0", "ERROR RuntimeError: NG0"],
        r"NullInjectorError: |ERROR (?:Runtime)?Error: NG0\d+",
    )
    .at(&[Stack])
    .like("ERROR RuntimeError: NG0201: No provider found for `HttpClient`."),
    pointer(
        "angular.prerender",
        Runtime,
        4,
        &["An error occurred while prerendering route '", "An error occurred while extracting routes"],
        "",
    )
    .like("✘ [ERROR] An error occurred while prerendering route '/about'.\n\nSomething that no row knows"),
    exact(
        "angular.budget",
        Config,
        &["exceeded maximum budget", "ERROR in budgets, maximum exceeded"],
        r"(?P<pkg>.{0,80})exceeded maximum budget|ERROR in budgets, maximum exceeded for",
    )
    .named("angular budget exceeded")
    .like("✘ [ERROR] bundle initial exceeded maximum budget. Budget 1.00 MB was not met by 230.01 kB with a total of 1.23 MB."),
    exact(
        "angular.template",
        Typescript,
        &["error NG", "[ERROR] NG", ": NG", "NG8", "NG2", "NG6", "NG3", "NG0"],
        r"(?:(?P<file>\S+\.(?:html|ts)):\d+:\d+ - )?(?:error |\[ERROR\] |: )NG-?\d+: \S",
    )
    .at(&[Frame])
    .like("src/app/app.component.html:12:5 - error NG8001: 'app-cart' is not a known element:"),
    exact(
        "angular.schema",
        Config,
        &["Schema validation failed", "Data path \"", "angular.json"],
        r"Schema validation failed with the following|^\W*Data path \x22|(?:Project|Configuration) '(?P<pkg>[^']+)' (?:could not be found|is not set) in (?:the )?(?:workspace|angular)",
    )
    .like("Error: Schema validation failed with the following errors:\n  Data path \"\" must NOT have additional properties(outputPaht)."),
    exact(
        "angular.node",
        Dependency,
        &[
            "The Angular CLI requires a minimum Node.js version", "The Angular Compiler requires TypeScript",
            "This version of CLI is only compatible with Angular",
        ],
        r"Angular CLI requires a minimum|Angular Compiler requires TypeScript|This version of CLI is only compatible",
    )
    .named("node version too old")
    .like("The Angular CLI requires a minimum Node.js version of v20.19 or v22.12."),
    exact(
        "angular.builder",
        Dependency,
        &["Could not find the '", "Cannot find builder"],
        r#"Could not find the '(?P<pkg>[^':]+)[^']*' builder|Cannot find builder "(?P<spec>[^":]+)""#,
    )
    .like("Could not find the '@angular-devkit/build-angular:browser' builder's node package."),
    exact(
        "angular.fonts",
        Other,
        &["Inlining of fonts failed"],
        "",
    )
    .transient()
    .like("Error: Inlining of fonts failed. An error has occurred while retrieving https://fonts.example.test over the internet."),
    consequence(
        "angular.summary",
        &["Application bundle generation failed"],
        r"bundle generation failed",
    )
    .like("Application bundle generation failed. [3.210 seconds]"),
    pointer(
        "angular.unhandled",
        Build,
        2,
        &["An unhandled exception occurred:"],
        r"An unhandled exception occurred:",
    )
    .like("An unhandled exception occurred:\nSomething that no row knows"),
];
