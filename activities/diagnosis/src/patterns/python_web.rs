//! Python on the web: Django, Flask, FastAPI, gunicorn, uvicorn, Alembic.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Caller, StackAbove, Told},
        Stage::Deploy,
    },
    rows::{consequence, detail, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python-web",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "django.app-label",
        Runtime,
        &["doesn't declare an explicit app_label"],
        r"Model class \S+ doesn't declare an explicit app_label",
    )
    .at(&[StackAbove])
    .like("RuntimeError: Model class shop.models.Order doesn't declare an explicit app_label and isn't in an application in INSTALLED_APPS."),
    exact(
        "django.driver",
        Dependency,
        &["ImproperlyConfigured: Error loading", "ImproperlyConfigured: SQLite 3", "NotSupportedError: PostgreSQL", "NotSupportedError: MySQL"],
        r"ImproperlyConfigured: Error loading (?P<pkg>\w+)|ImproperlyConfigured: SQLite 3|NotSupportedError: \w+ \d\S* or later is required",
    )
    .like("django.core.exceptions.ImproperlyConfigured: Error loading psycopg2 or psycopg module"),
    exact(
        "env.python-missing",
        Config,
        &[
            "settings are not configured. You must either define",
        ],
        "",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("django.core.exceptions.ImproperlyConfigured: Requested setting DATABASES, but settings are not configured. You must either define the environment variable DJANGO_SETTINGS_MODULE or call settings.configure() before accessing settings."),
    exact(
        "django.configured",
        Config,
        &["ImproperlyConfigured"],
        r"django\.core\.exceptions\.ImproperlyConfigured: \S",
    )
    .at(&[StackAbove])
    .like("django.core.exceptions.ImproperlyConfigured: You're using the staticfiles app without having set the STATIC_ROOT setting to a filesystem path."),
    pointer(
        "django.check",
        Runtime,
        6,
        &["SystemCheckError: System check identified"],
        "",
    )
    .like("SystemCheckError: System check identified some issues:\n\nERRORS:\nshop.Order.owner: (fields.E304) Reverse accessor clashes."),
    exact(
        "django.check-package",
        Dependency,
        &["(fields.E210)"],
        r"\(fields\.E210\) Cannot use ImageField because (?P<pkg>\w+) is not installed",
    )
    .like("shop.Product.image: (fields.E210) Cannot use ImageField because Pillow is not installed."),
    exact(
        "django.check-error",
        Runtime,
        &[
            "(fields.E", "(models.E", "(admin.E", "(urls.E", "(templates.E", "(auth.E", "(staticfiles.E", "(caches.E",
            "(corsheaders.E", "(security.E", "(database.E", "(mysql.E", "(sites.E", "(ckeditor.E", "(account.E", "(postgres.E",
        ],
        r"^(?:<class '[^']+'>|\S+): \(\w+\.E\d+\) \S",
    )
    .like("shop.Order.owner: (fields.E304) Reverse accessor 'User.order_set' clashes with reverse accessor."),
    exact(
        "django.migrations-conflict",
        Runtime,
        &[
            "Conflicting migrations detected", "InconsistentMigrationHistory:", "NodeNotFoundError: Migration",
            "CircularDependencyError:", "InvalidBasesError:",
        ],
        "",
    )
    .during(Deploy)
    .like("CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: (0007_a, 0007_b in shop)."),
    exact(
        "django.command-unknown",
        Config,
        &["Unknown command: '", "CommandError: You must set settings."],
        r"^Unknown command: '(?P<pkg>\w+)'|CommandError: You must set settings\.",
    )
    .like("Unknown command: 'tailwind'. Did you mean startapp?"),
    strong(
        "django.command",
        Runtime,
        &["CommandError: "],
        r"^CommandError: \S",
    )
    .during(Deploy)
    .like("CommandError: Unable to serialize database"),
    detail(
        "django.static-file",
        "static-file",
        &["Post-processing '"],
        r"Post-processing '(?P<pkg>[^']+)' failed!",
    )
    .like("Post-processing 'shop/theme.css' failed!"),
    exact(
        "django.static",
        Build,
        &["MissingFileError: The file '", "ValueError: The file '", "Missing staticfiles manifest entry for"],
        r"The file '[^']+' could not be found with <|Missing staticfiles manifest entry for '(?P<pkg>[^']+)'",
    )
    .at(&[Told("static-file")])
    .like("whitenoise.storage.MissingFileError: The file 'img/hero.png' could not be found with <whitenoise.storage.CompressedManifestStaticFilesStorage object at 0x7f0>."),
    exact(
        "django.apps",
        Runtime,
        &["AppRegistryNotReady: ", "populate() isn't reentrant", "does not appear to have any patterns in it"],
        "",
    )
    .at(&[Caller])
    .during(Deploy)
    .like("django.core.exceptions.AppRegistryNotReady: Apps aren't loaded yet."),
    exact(
        "flask.app",
        Config,
        &[
            "Could not locate a Flask application", "Failed to find Flask application or factory",
            "Detected multiple Flask applications", "Error: Could not import '", "Error: No such command '",
            "Error: Invalid value: File does not exist:", "Error: Invalid value for '-A' / '--app'",
        ],
        r"^\W*(?:Error: )(?:Could not locate a Flask|Failed to find Flask|Detected multiple Flask|Could not import '|No such command '(?P<pkg>[\w-]+)|Invalid value: File does not exist|Invalid value for '-A')",
    )
    .during(Deploy)
    .like("Error: Failed to find Flask application or factory in module 'app'. Use 'app:name' to specify one."),
    exact(
        "server.app-missing",
        Config,
        &[
            "Failed to find attribute", "Error loading ASGI app", "Failed to parse '",
            "could not be loaded; Error importing module",
        ],
        r"Failed to find attribute '(?P<pkg>\w+)' in|Error loading ASGI app\. (?P<spec>.+)|Failed to parse '[^']+' as an attribute name|WSGI application '\S+' could not be loaded",
    )
    .during(Deploy)
    .like("Failed to find attribute 'app' in 'main'."),
    exact(
        "server.worker-class",
        Dependency,
        &["class uri "],
        r"class uri '?(?P<pkg>\w+)?.* invalid or not found",
    )
    .during(Deploy)
    .like("Error: class uri 'uvicorn.workers.UvicornWorker' invalid or not found:"),
    exact(
        "server.option",
        Config,
        &[
            "is not a valid port number", "Invalid value for '--port'", "gunicorn: error:", "error: unrecognized arguments:",
            "error: the following arguments are required:", "Error: No such option:", "Error: Got unexpected extra argument",
            "' doesn't exist",
        ],
        r"is not a valid port number|Invalid value for '--port'|^\S+: error: (?:unrecognized arguments|the following arguments are required|argument \S+)|^Error: (?:No such option|Got unexpected extra argument|'.+' doesn't exist$)",
    )
    .during(Deploy)
    .like("Error: Invalid value for '--port': '$PORT' is not a valid integer."),
    exact(
        "server.address-used",
        Runtime,
        &["error while attempting to bind on address", "Connection in use: ('", "Address already in use"],
        r"error while attempting to bind on address|\[ERROR\] Connection in use: \(|^\W*(?:OSError|RuntimeError|Error)?:? ?.{0,20}Address already in use",
    )
    .named("port in use")
    .during(Deploy)
    .like("ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 10000): address already in use"),
    strong(
        "server.killed",
        Build,
        &["was sent SIGKILL! Perhaps out of memory"],
        "",
    )
    .named("out of memory")
    .during(Deploy)
    .like("[2024-03-02 08:00:01 +0000] [7] [ERROR] Worker (pid:9) was sent SIGKILL! Perhaps out of memory?"),
    strong(
        "server.worker-timeout",
        Build,
        &["[CRITICAL] WORKER TIMEOUT"],
        "",
    )
    .during(Deploy)
    .like("[2024-03-02 08:00:01 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid:9)"),
    exact(
        "fastapi.extra",
        Dependency,
        &["Form data requires \"python-multipart\"", "email-validator is not installed", "has been moved to the `pydantic-settings` package"],
        r#"Form data requires "(?P<pkg>python-multipart)"|(?P<spec>email-validator) is not installed|moved to the `pydantic-settings` package"#,
    )
    .named("python extra missing")
    .at(&[Caller])
    .during(Deploy)
    .like("RuntimeError: Form data requires \"python-multipart\" to be installed."),
    exact(
        "fastapi.model",
        Runtime,
        &["FastAPIError: Invalid args for response field", "pydantic.errors.Pydantic", "PydanticUserError: "],
        r"FastAPIError: Invalid args|pydantic\.errors\.Pydantic\w+: \S",
    )
    .at(&[Caller])
    .during(Deploy)
    .like("fastapi.exceptions.FastAPIError: Invalid args for response field! Hint: check that <class 'app.Db'> is a valid Pydantic field type."),
    exact(
        "alembic.revision",
        Runtime,
        &["Can't locate revision identified by", "Multiple head revisions are present", "Target database is not up to date", "is present more than once"],
        r"Can't locate revision identified by|Multiple head revisions are present|Target database is not up to date|Revision \w+ is present more than once",
    )
    .named("alembic history does not fit")
    .during(Deploy)
    .like("ERROR [alembic.util.messaging] Can't locate revision identified by '0f1e2d3c4b5a'"),
    exact(
        "alembic.config",
        Config,
        &["No config file 'alembic.ini' found", "FAILED: Path doesn't exist:", "No 'script_location' key found in configuration"],
        "",
    )
    .during(Deploy)
    .like("FAILED: No config file 'alembic.ini' found, or file has no '[alembic]' section"),
    fair(
        "alembic.failed",
        Runtime,
        &["FAILED: "],
        r"^\s*FAILED: [A-Z]\S+ \S",
    )
    .during(Deploy)
    .like("  FAILED: No such revision or branch 'abc'"),
    consequence(
        "server.failed",
        &[
            "Worker failed to boot", "App failed to load", "Application startup failed. Exiting", "[ERROR] Exception in worker process",
            "[ERROR] Shutting down: Master", "[ERROR] Worker (pid:", "Error: While importing '",
            "[ERROR] Reason:", "Unable to load celery application",
        ],
        r"Worker failed to boot|App failed to load|Application startup failed|Exception in worker process|Shutting down: Master|Worker \(pid:\d+\) exited|Error: While importing '|\[ERROR\] Reason:|Unable to load celery",
    )
    .like("[2024-03-02 08:00:01 +0000] [7] [ERROR] Reason: App failed to load."),
];
