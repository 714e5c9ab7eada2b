//! Python packages as pip installs and builds them.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Frame, Told},
        Stage::Install,
    },
    rows::{consequence, detail, exact, hint, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python-packages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    detail(
        "pip.requirements-file",
        "requirements",
        &["(from -r ", ">-r ", "Cannot install -r "],
        r"(?:\(from |->|Cannot install )-r (?P<pkg>[^\s)]+) \(line \d+\)",
    )
    .like("Collecting flask==3.0.3 (from -r requirements.txt (line 1))"),
    exact(
        "pip.no-version",
        Dependency,
        &["Could not find a version that satisfies the requirement"],
        r"Could not find a version that satisfies the requirement (?P<pkg>[\w.-]+)",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Could not find a version that satisfies the requirement djang==5.0 (from versions: none)"),
    exact(
        "pip.no-distribution",
        Dependency,
        &["No matching distribution found for"],
        r"No matching distribution found for (?P<pkg>[\w.-]+)",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: No matching distribution found for djang==5.0"),
    exact(
        "pip.conflict",
        Dependency,
        &["because these package versions have conflicting dependencies", "ResolutionImpossible"],
        r"Cannot install (?:(?:-r \S+ \(line \d+\)|(?P<pkg>[A-Za-z][\w.-]*)\S*),? .*)?conflicting dependencies|ResolutionImpossible",
    )
    .named("pip conflict")
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Cannot install -r requirements.txt (line 3) and urllib3==2.2 because these package versions have conflicting dependencies."),
    exact(
        "pip.double-requirement",
        Dependency,
        &["Double requirement given:"],
        r"Double requirement given: (?P<pkg>[\w.-]+)",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Double requirement given: requests==2.31.0 (from -r requirements.txt (line 5)) (already in requests==2.30.0 (from -r requirements.txt (line 3)), name='requests')"),
    exact(
        "pip.requirements-missing",
        Config,
        &["Could not open requirements file", "error: File not found: `"],
        r"Could not open requirements file.*'(?P<raw>[^'\\]+)|error: File not found: `(?P<file>[^`]+)`",
    )
    .during(Install)
    .like("ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'deploy/base.txt'"),
    exact(
        "pip.requirement-invalid",
        Dependency,
        &["Invalid requirement:", "Couldn't parse requirement in `", "could not parse "],
        r"could not parse (?P<raw>\S+\.txt): Failed to parse|Invalid requirement: '?(?P<pkg>[\w.-]+)|Couldn't parse requirement in `(?P<file>[^`]+)`",
    )
    .at(&[Frame, Told("requirements")])
    .during(Install)
    .like("ERROR: Invalid requirement: 'flask=2.0': Expected end or semicolon"),
    exact(
        "pip.not-a-project",
        Config,
        &[
            "does not appear to be a Python project", "is not installable. Neither 'setup.py'",
            "No `pyproject.toml` found in current directory",
            "Poetry could not find a pyproject.toml file in", "No Pipfile present at project home",
        ],
        "",
    )
    .named("no python project here")
    .during(Install)
    .like("ERROR: Directory '.' is not installable. Neither 'setup.py' nor 'pyproject.toml' found."),
    exact(
        "pip.wheel-unsupported",
        Dependency,
        &["is not a supported wheel on this platform", "Invalid wheel filename"],
        r"ERROR: (?P<pkg>[\w.]+)-\S+ is not a supported wheel on this platform|Invalid wheel filename",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: torch-2.1.0-cp310-cp310-win_amd64.whl is not a supported wheel on this platform."),
    exact(
        "pip.local-path",
        Dependency,
        &["Could not install packages due to an OSError: [Errno 2]", "Could not install packages due to an EnvironmentError: [Errno 2]"],
        "",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: '/work/wheels/acme-1.0-py3-none-any.whl'"),
    exact(
        "pip.managed",
        Config,
        &["externally-managed-environment", "No virtual environment found; run `uv venv`"],
        r"error: externally-managed-environment|No virtual environment found",
    )
    .named("no virtual environment")
    .during(Install)
    .at(&[Told("dockerfile")])
    .like("error: externally-managed-environment"),
    exact(
        "pip.python-version",
        Dependency,
        &[
            "requires a different Python", "requires Python '", " is not supported by the project",
            "is not allowed by the project", "unable to find a compatible version",
            "which is incompatible with the project's Python requirement", "No interpreter found for Python",
            "No interpreter found in", "'s supported Python range",
        ],
        r"(?P<pkg>\S+).{0,20} requires a different Python:|Python version .* is not (?:supported|allowed) by the project|requires Python '|Poetry was unable to find a compatible version|incompatible with the project's Python requirement|^\W*error: No interpreter found|supported Python range \(.*\) is not compatible with",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Package 'web' requires a different Python: 3.8.18 not in '>=3.10'"),
    exact(
        "pip.python-range",
        Dependency,
        &["Cannot install on Python version", "is newer than PyO3's maximum supported version", "only versions >="],
        r"Cannot install on Python version|newer than PyO3's maximum supported version|only versions >=[\d.,<]+ are supported",
    )
    .named("python version too new for a package")
    .at(&[Told("requirements")])
    .during(Install)
    .like("      RuntimeError: Cannot install on Python version 3.13.4; only versions >=3.9,<3.13 are supported."),
    exact(
        "pip.hash",
        Dependency,
        &[
            "THESE PACKAGES DO NOT MATCH THE HASHES", "Hashes are required in --require-hashes mode",
            "In --require-hashes mode, all requirements must", "Hash mismatch for `",
        ],
        "",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."),
    exact(
        "pip.git",
        Dependency,
        &["× git clone", "× git fetch", "× git checkout"],
        r"× git (?:clone|fetch|checkout) .*did not run successfully",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .outside()
    .like("  × git clone --filter=blob:none --quiet https://github.com/acme/lib /tmp/pip-req-build-x did not run successfully."),
    exact(
        "pip.build-broken",
        Dependency,
        &[
            "No module named '", "has no attribute 'ImpImporter'", "AttributeError: cython_sources",
            "use_2to3 is invalid", "has no attribute 'get_installer'", "has no attribute 'Str'",
        ],
        r"^\s{4,}(?:ModuleNotFoundError: No module named '(?P<pkg>\w+)'|AttributeError: \S|error in \S+ setup command: use_2to3)",
    )
    .at(&[Told("requirements"), Told("dockerfile")])
    .during(Install)
    .like("      ModuleNotFoundError: No module named 'numpy'"),
    strong(
        "pip.wheel",
        Dependency,
        &[
            "Failed building wheel for", "Failed to build installable wheels", "Could not build wheels for",
            "ERROR: Failed to build '", "Failed to build `",
        ],
        r"Failed building wheel for (?P<pkg>[\w.-]+)|(?:Failed to build installable|Could not build) wheels for (?:some pyproject\.toml based projects \()?(?P<spec>[\w.-]+)|ERROR: Failed to build '[\w.-]+' when|^\W*Failed to build `[\w.-]+",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("ERROR: Failed building wheel for psycopg2"),
    hint(
        "pip.subprocess",
        Dependency,
        200,
        &["did not run successfully", "The build backend returned an error"],
        r"^\W*(?:×|x|error:)? ?(?:Getting requirements to build (?:wheel|editable)|Preparing (?:editable )?metadata|Building wheel|pip subprocess|Running setup\.py|python setup\.py|Building editable|Running command|installing build).* did not run successfully|The build backend returned an error",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("  × Getting requirements to build wheel did not run successfully.\n  │ exit code: 1\n  ╰─> [20 lines of output]\n      KeyError: '__version__'"),
    consequence(
        "pip.failed",
        &[
            "subprocess-exited-with-error", "metadata-generation-failed", "failed to build",
            "This error originates from a subprocess", "ERROR:: Aborting deploy", "Locking Failed!",
            "Encountered error while generating package metadata",
            "The conflict is caused by:",
        ],
        "",
    )
    .like("error: subprocess-exited-with-error"),
    recovery(
        "pip.installed",
        Install,
        &["Successfully installed ", "Resolved in ", "Audited "],
        r"Successfully installed \S|^Audited \d+ packages? in",
    )
    .like("Successfully installed django-5.0"),
];
