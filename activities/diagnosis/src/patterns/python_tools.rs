//! Checks and generators of the Python world: ruff, flake8, mypy, pytest, MkDocs, Sphinx.

use crate::{
    pattern::{Family, Pattern},
    rows::{consequence, exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python-tools",
    source: "ruff, flake8, mypy, pyright, black, pytest 6 to 9, MkDocs 1, Sphinx 4 to 8 messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "python.type-checker",
        Build,
        &[": error: ", " - error: "],
        r"^\s*(?P<file>[^\s:]+\.pyi?):\d+(?::\d+)?(?:: error: \S| - error: \S)",
    )
    .like("app/main.py:12: error: Incompatible return value type (got \"str\", expected \"int\")  [return-value]"),
    exact(
        "python.linter",
        Build,
        &[".py:"],
        r"^(?P<file>[^\s:]+\.py):\d+:\d+: [A-Z]{1,4}\d{3,4} \S",
    )
    .like("app/main.py:3:8: F401 [*] `os` imported but unused"),
    exact(
        "python.formatter",
        Build,
        &["would reformat ", "Would reformat: "],
        r"^[wW]ould reformat:? (?P<file>\S+\.pyi?)$",
    )
    .like("would reformat app/main.py"),
    strong(
        "pytest.failed",
        Build,
        &["FAILED ", "ERROR "],
        r"^(?:FAILED|ERROR) (?P<file>[^\s:]+\.py)(?:::\S+)?(?: - \S|$)",
    )
    .like("FAILED tests/test_add.py::test_add - assert 3 == 4"),
    exact(
        "mkdocs.package",
        Dependency,
        &["Unrecognised theme name: '", "\" plugin is not installed", "Could not import extension ", "Failed to load extension", "Error: MkDocs encountered an error"],
        r#"Unrecognised theme name: '(?P<pkg>[^']+)'|The "(?P<spec>[^"]+)" plugin is not installed|Could not import extension \S+ \(exception: No module named"#,
    )
    .like("ERROR   -  Config value 'theme': Unrecognised theme name: 'material'. The available installed themes are: mkdocs, readthedocs"),
    consequence(
        "mkdocs.aborted",
        &["configuration errors!", "configuration warnings!"],
        r"^Aborted with \d+ configuration",
    )
    .like("Aborted with 1 configuration errors!"),
];
