//! Checks and generators of the Python world: ruff, flake8, mypy, pytest, MkDocs, Sphinx.

use crate::{
    pattern::{Family, Pattern},
    rows::{exact, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python-tools",
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
];
