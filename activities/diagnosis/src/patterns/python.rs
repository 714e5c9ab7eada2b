//! Python: interpreters, pip, Poetry, uv, Pipenv, Django, servers.

use crate::{
    pattern::{
        Family, Pattern,
        Place::StackAbove,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, hint, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python",
    source: "CPython 3.8 to 3.14, pip 20 to 25, Poetry, uv, Pipenv, Django, gunicorn and uvicorn messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "pip.no-version",
        Dependency,
        &["Could not find a version that satisfies the requirement"],
        r"Could not find a version that satisfies the requirement (?P<pkg>[\w.-]+)",
    )
    .during(Install)
    .like("ERROR: Could not find a version that satisfies the requirement djang==5.0 (from versions: none)"),
    exact(
        "pip.no-distribution",
        Dependency,
        &["No matching distribution found for"],
        r"No matching distribution found for (?P<pkg>[\w.-]+)",
    )
    .during(Install)
    .like("ERROR: No matching distribution found for djang==5.0"),
    exact(
        "pip.conflict",
        Dependency,
        &["because these package versions have conflicting dependencies", "ResolutionImpossible"],
        r"Cannot install (?P<pkg>[\w.-]+)\S* and .*conflicting dependencies|ResolutionImpossible|conflicting dependencies",
    )
    .named("pip conflict")
    .during(Install)
    .like("ERROR: Cannot install -r requirements.txt (line 3) and urllib3==2.2 because these package versions have conflicting dependencies."),
    exact(
        "pip.requirements-missing",
        Config,
        &["Could not open requirements file"],
        r"Could not open requirements file.*'(?P<pkg>[^']+)'",
    )
    .during(Install)
    .like("ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'"),
    exact(
        "pip.requirement-invalid",
        Dependency,
        &["Invalid requirement:"],
        r"Invalid requirement: '?(?P<pkg>[\w.-]+)",
    )
    .during(Install)
    .like("ERROR: Invalid requirement: 'flask=2.0': Expected end or semicolon"),
    exact(
        "pip.python-version",
        Dependency,
        &["requires a different Python", "Requires-Python", "requires Python '"],
        r"(?P<pkg>\S+).{0,20} requires a different Python:|Python version .* is not (?:supported|allowed) by the project|requires Python '",
    )
    .during(Install)
    .like("ERROR: Package 'web' requires a different Python: 3.8.18 not in '>=3.10'"),
    exact(
        "pip.hash",
        Dependency,
        &["THESE PACKAGES DO NOT MATCH THE HASHES"],
        "",
    )
    .during(Install)
    .like("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."),
    exact(
        "poetry.lock",
        Dependency,
        &[
            "poetry.lock was last generated", "poetry.lock is not up to date",
            "is not up to date with the lock file",
        ],
        "",
    )
    .named("poetry lockfile out of step")
    .during(Install)
    .about(&["pyproject.toml", "poetry.lock"])
    .like("pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file."),
    exact(
        "poetry.solve",
        Dependency,
        &["version solving failed"],
        "",
    )
    .during(Install)
    .like("Because web depends on django (^9.0) which doesn't match any versions, version solving failed."),
    exact(
        "uv.lock",
        Dependency,
        &["The lockfile at `uv.lock` needs to be updated", "Unable to find lockfile at `uv.lock`"],
        "",
    )
    .named("uv lockfile out of step")
    .during(Install)
    .about(&["uv.lock"])
    .like("error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided."),
    exact(
        "uv.solve",
        Dependency,
        &["No solution found when resolving"],
        "",
    )
    .during(Install)
    .like("  × No solution found when resolving dependencies:"),
    exact(
        "pipenv.lock",
        Dependency,
        &["Pipfile.lock ("],
        r"Pipfile\.lock \(\w+\) (?:is )?out of date",
    )
    .named("pipenv lockfile out of step")
    .during(Install)
    .like("Your Pipfile.lock (0f1e2d) is out of date. Expected: (3c4b5a)."),
    strong(
        "pip.wheel",
        Dependency,
        &["Failed building wheel for", "Failed to build installable wheels", "Could not build wheels for"],
        r"Failed building wheel for (?P<pkg>[\w.-]+)|(?:Failed to build installable|Could not build) wheels for (?:some pyproject\.toml based projects \()?(?P<spec>[\w.-]+)",
    )
    .during(Install)
    .like("ERROR: Failed building wheel for psycopg2"),
    hint(
        "pip.subprocess",
        Dependency,
        60,
        &["did not run successfully"],
        r"^\W*(?:×|x|error:)? ?(?:Getting requirements to build wheel|Preparing metadata|Building wheel|pip subprocess|Running setup\.py|python setup\.py|Building editable|Running command|installing build).* did not run successfully",
    )
    .during(Install)
    .like("  × Getting requirements to build wheel did not run successfully.\n  │ exit code: 1\n  ╰─> [20 lines of output]\n      KeyError: '__version__'"),
    consequence(
        "pip.failed",
        &[
            "subprocess-exited-with-error", "metadata-generation-failed", "failed to build",
            "This error originates from a subprocess",
        ],
        "",
    )
    .like("error: subprocess-exited-with-error"),
    strong(
        "python.no-module",
        Dependency,
        &["No module named"],
        r"(?:ModuleNotFoundError|ImportError): No module named '?(?P<pkg>[\w]+)",
    )
    .at(&[StackAbove])
    .like("ModuleNotFoundError: No module named 'psycopg2'"),
    exact(
        "python.no-name",
        Dependency,
        &["cannot import name"],
        r"ImportError: cannot import name '(?:\w+)' from (?:partially initialized module )?'(?P<pkg>\w+)",
    )
    .at(&[StackAbove])
    .like("ImportError: cannot import name 'url_quote' from 'werkzeug.urls'"),
    strong(
        "python.syntax",
        Build,
        &["SyntaxError: ", "IndentationError: ", "TabError: "],
        r"^(?:E\s+)?(?:SyntaxError|IndentationError|TabError): \S",
    )
    .at(&[StackAbove])
    .like("  File \"/work/app/views.py\", line 12\n    def index(\n             ^\nSyntaxError: '(' was never closed"),
    exact(
        "django.app-label",
        Runtime,
        &["doesn't declare an explicit app_label"],
        r"Model class \S+ doesn't declare an explicit app_label",
    )
    .at(&[StackAbove])
    .like("RuntimeError: Model class shop.models.Order doesn't declare an explicit app_label and isn't in an application in INSTALLED_APPS."),
    exact(
        "django.configured",
        Config,
        &["ImproperlyConfigured"],
        r"django\.core\.exceptions\.ImproperlyConfigured: \S",
    )
    .at(&[StackAbove])
    .like("django.core.exceptions.ImproperlyConfigured: You're using the staticfiles app without having set the STATIC_ROOT setting to a filesystem path."),
    exact(
        "server.app-missing",
        Config,
        &[
            "Failed to find attribute", "Error loading ASGI app", "Failed to parse", "Worker failed to boot",
            "class uri ",
        ],
        r"Failed to find attribute '(?P<pkg>\w+)' in|Error loading ASGI app\. (?P<spec>.+)|class uri .* invalid or not found",
    )
    .during(Deploy)
    .like("Failed to find attribute 'app' in 'main'."),
    strong(
        "python.database",
        Runtime,
        &["OperationalError", "ConnectionRefusedError"],
        r"(?:OperationalError|ConnectionRefusedError)\)?:.*(?:could not translate host name|could not connect|connection to server|[Cc]onnection refused|timeout expired|Can't connect)",
    )
    .during(Deploy)
    .outside()
    .like("django.db.utils.OperationalError: could not translate host name \"db\" to address: Name or service not known"),
    fair(
        "python.exception",
        Runtime,
        &["Error: ", "Exception: ", "Error("],
        r"^(?:E\s+)?\s*(?:[a-z_]\w*\.)+[A-Z]\w*(?:Error|Exception|DoesNotExist|Failure): \S|^\s*(?:KeyError|ValueError|AttributeError|NameError|RuntimeError|FileNotFoundError|AssertionError|OSError|IndexError|NotImplementedError|PermissionError|ConnectionError|ImportError|UnicodeDecodeError|ZeroDivisionError|RecursionError|ModuleNotFoundError|LookupError|Exception): \S",
    )
    .at(&[StackAbove])
    .by_context()
    .like("django.db.utils.ProgrammingError: relation \"shop_order\" does not exist"),
    fair(
        "python.type-error",
        Runtime,
        &["TypeError: "],
        r"^TypeError: (?:[\w.]+\(\) (?:missing|takes|got an unexpected|argument)|'\w+' object |unsupported operand|can only concatenate|issubclass|metaclass|cannot pickle|Descriptors)",
    )
    .at(&[StackAbove])
    .like("TypeError: 'type' object is not subscriptable"),
    consequence(
        "python.traceback",
        &["Traceback (most recent call last)"],
        "",
    )
    .like("Traceback (most recent call last):"),
    recovery(
        "pip.installed",
        Install,
        &["Successfully installed "],
        "",
    )
    .like("Successfully installed django-5.0"),
];
