//! Documentation generators of the Python world: MkDocs, Sphinx, Pelican.

use crate::{
    pattern::{Condition::Followed, Family, Pattern, Place::StackAbove},
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "sites-docs",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "mkdocs.plugin-missing",
        Dependency,
        &["plugin is not installed", "Unrecognised theme name", "Failed to load extension", "Failed loading extension", "Failed to load named reference"],
        r#"The "(?P<pkg>[^"]+)" plugin is not installed|Unrecognised theme name: '(?P<spec>[^']+)'|Fail\w+ (?:to load|loading) (?:extension|named reference)"#,
    )
    .like("ERROR   -  Config value 'plugins': The \"minify\" plugin is not installed"),
    exact(
        "mkdocs.config",
        Config,
        &["Config value '", "Config value: '", "Config file '", "error parsing the configuration file", "Invalid config file", "Unable to parse the configuration"],
        r"^\W*(?:ERROR|Error:?)\W+Config value:? '(?P<pkg>[^']+)'|Config file '(?P<file>[^']+)' does not exist|error parsing the configuration file",
    )
    .like("ERROR   -  Config value 'docs_dir': The path '/work/docs' isn't an existing directory."),
    exact(
        "mkdocs.warning",
        Build,
        &["WARNING"],
        r"^WARNING\s+-\s+(?:(?:Doc|Documentation) file '(?P<file>[^']+)'|\S)",
    )
    .when(Followed(&["in strict mode"]))
    .like("WARNING -  Doc file 'guide/a.md' contains a link 'b.md', but the target is not found among documentation files.\nAborted with 1 warnings in strict mode!"),
    strong(
        "mkdocs.strict",
        Build,
        &["Aborted with"],
        r"Aborted with \d+ [Ww]arnings in '?strict'? mode|Exited with \d+ warnings in strict mode",
    )
    .like("Aborted with 3 warnings in strict mode!"),
    exact(
        "mkdocs.page",
        Build,
        &["Error reading page '", "Error building page '", "Error building template '", "Template skipped: '"],
        r"Error (?:reading|building) (?:page|template) '(?P<file>[^']+)'",
    )
    .like("ERROR   -  Error building page 'guide/a.md': 'nav' is undefined"),
    consequence("mkdocs.aborted", &["Aborted with"], r"Aborted with (?:\d+|a) configuration errors?|Aborted with a BuildError")
        .like("Aborted with 1 configuration errors!"),
    exact(
        "sphinx.extension",
        Dependency,
        &["Could not import extension", "no theme named '", "requires at least Sphinx v"],
        r"Could not import extension (?P<pkg>[\w.]+)|no theme named '(?P<spec>[^']+)' found|requires at least Sphinx v",
    )
    .like("Could not import extension sphinx_design (exception: No module named 'sphinx_design')"),
    exact(
        "sphinx.config",
        Config,
        &[
            "config directory doesn't contain a conf.py", "There is a syntax error in your configuration file", "There is a programmable error in your configuration",
            "master file /", "root file /", "Cannot find source directory",
        ],
        r"doesn't contain a (?P<file>conf\.py)|error in your configuration file|(?:master|root) file (?P<file2>\S+) not found|Cannot find source directory",
    )
    .like("config directory doesn't contain a conf.py file (/work/docs)"),
    exact(
        "sphinx.warning",
        Build,
        &[".rst:", ".md:", ".py:"],
        r"^(?P<file>\S+\.(?:rst|md|py|txt))(?::docstring of \S+)?:(?:\d+:)? ?(?:WARNING|ERROR|CRITICAL|SEVERE): \S",
    )
    .when(Followed(&["warnings treated as errors"]))
    .like("/work/docs/index.rst:12: WARNING: unknown document: 'guide'\nbuild finished with problems, 1 warning (with warnings treated as errors)."),
    exact(
        "sphinx.treated",
        Build,
        &[".rst:", ".md:", ".py:"],
        r"^(?P<file>/\S+\.(?:rst|md|py|txt)):(?:\d+:)\S",
    )
    .when(Followed(&["Sphinx", "exited with", "Exited with", "exit code", "make: ***"]))
    .like("/work/docs/index.rst:12:unknown document: 'guide'\nmake: *** [Makefile:20: html] Error 2"),
    pointer(
        "sphinx.announced",
        Build,
        3,
        &["Warning, treated as error:", "Extension error:", "Extension error (", "Theme error:", "Sphinx error:", "reStructuredText markup error!"],
        r"^\W*(?:Warning, treated as error|Extension error(?: \(.*\))?|Theme error|Sphinx error|reStructuredText markup error)[:!]$",
    )
    .like("Sphinx error:\nSomething only this builder says"),
    pointer("sphinx.configuration", Config, 3, &["Configuration error:", "Application error:"], r"^\W*(?:Configuration|Application) error:$")
        .like("Configuration error:\nSomething only this builder says"),
    strong("sphinx.problems", Build, &["build finished with problems"], r"build finished with problems.*treated as errors")
        .like("build finished with problems, 1 warning (with warnings treated as errors)."),
    exact(
        "pelican.failed",
        Build,
        &["Could not process ./", "Could not process /"],
        r"Could not process (?P<file>\S+\.\w+)",
    )
    .at(&[StackAbove])
    .like("ERROR: Could not process ./content/a.md"),
];
