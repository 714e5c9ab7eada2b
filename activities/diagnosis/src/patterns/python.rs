//! The Python interpreter: what programs, and the scripts that build packages, die of.

use crate::{
    pattern::{
        Condition, Family, Pattern,
        Place::{Caller, StackAbove, Told},
        Stage::Deploy,
    },
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "python",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "python.script-missing",
        Config,
        &["can't open file '", "can't find '__main__' module in"],
        r"python[\d.]*: can't open file '(?P<pkg>[^']+)'|can't find '__main__' module in '(?P<spec>[^']+)'",
    )
    .during(Deploy)
    .like("python: can't open file '/work/main.py': [Errno 2] No such file or directory"),
    exact(
        "python.module-option",
        Dependency,
        &[": No module named "],
        r"python[\d.]*: No module named (?P<pkg>\w+)",
    )
    .during(Deploy)
    .like("/usr/local/bin/python: No module named gunicorn"),
    exact(
        "python.no-entry-module",
        Config,
        &["No module named '", "Error while finding module specification for '"],
        r"ModuleNotFoundError: No module named '(?:your_project|project_name|myproject|mysite|app|main|server|wsgi|asgi|run|index|\w+\.(?:wsgi|asgi|main|app|server))'|Error while finding module specification for '",
    )
    .during(Deploy)
    .like("ModuleNotFoundError: No module named 'your_project'"),
    // The module that the start command names is the project's own.
    exact(
        "python.no-started-module",
        Runtime,
        &["No module named '"],
        r"^\W*ModuleNotFoundError: No module named '[\w.]+'",
    )
    .named("started module missing")
    .when(Condition::StartedModule)
    .during(Deploy)
    .outside()
    .like("  File \"/work/.venv/lib/python3.13/site-packages/gunicorn/util.py\", line 370, in import_app\n    mod = importlib.import_module(module)\n  File \"<frozen importlib._bootstrap>\", line 1324, in _find_and_load_unlocked\nModuleNotFoundError: No module named 'shop'"),
    strong(
        "python.no-own-module",
        Runtime,
        &["No module named '"],
        r"ModuleNotFoundError: No module named '(?:src|backend|api|core|config|settings|utils|models|routes|database|db|services|schemas|helpers|\w+\.(?:settings|urls|models|routes|routers|config|database|utils|core|services|schemas|views|api)(?:\.\w+)*)'",
    )
    .at(&[Caller])
    .during(Deploy)
    .like("  File \"/work/web/urls.py\", line 3, in <module>\nModuleNotFoundError: No module named 'shop.settings'"),
    strong(
        "python.no-module",
        Dependency,
        &["No module named"],
        r"(?:ModuleNotFoundError|ImportError): No module named '?(?P<pkg>[\w]+)",
    )
    .at(&[StackAbove, Told("requirements")])
    .like("ModuleNotFoundError: No module named 'psycopg2'"),
    exact(
        "python.no-own-name",
        Build,
        &["cannot import name"],
        r"ImportError: cannot import name '\w+' from (?:partially initialized module )?'[\w.]+' \((?:most likely due to a circular import\) \()?(?P<file>/(?:opt/render/project/src|opt/build/repo|opt/buildhome/repo|app|workspace|work|usr/src/app|code|src|var/task|vercel/path\d)/(?:\w[\w-]*/)*\w+\.py)\)",
    )
    .like("ImportError: cannot import name 'db' from partially initialized module 'shop.models' (most likely due to a circular import) (/work/shop/models.py)"),
    exact(
        "python.no-name",
        Dependency,
        &["cannot import name"],
        r"ImportError: cannot import name '(?:\w+)' from (?:partially initialized module )?'(?P<pkg>\w+)",
    )
    .at(&[StackAbove])
    .like("ImportError: cannot import name 'url_quote' from 'werkzeug.urls'"),
    exact(
        "python.relative-import",
        Runtime,
        &["attempted relative import"],
        r"ImportError: attempted relative import (?:with no known parent package|beyond top-level package)",
    )
    .at(&[StackAbove])
    .during(Deploy)
    .like("ImportError: attempted relative import with no known parent package"),
    exact(
        "python.extension",
        Dependency,
        &["cannot open shared object file", "undefined symbol:", "version `GLIBC", "multiarray failed to import"],
        r"^(?:ImportError|OSError): .*(?:cannot open shared object file|undefined symbol:|version `GLIBC|multiarray failed to import)",
    )
    .during(Deploy)
    .like("ImportError: /usr/lib/python3/site-packages/acme/_core.so: undefined symbol: PyFloat_Type"),
    exact(
        "python.numpy",
        Dependency,
        &["numpy.dtype size changed", "A module that was compiled using NumPy 1.x cannot be run in"],
        "",
    )
    .named("numpy version does not fit")
    .like("ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject"),
    exact(
        "python.version-syntax",
        Dependency,
        &["unsupported operand type(s) for |: '", "TypeError: 'type' object is not subscriptable", "TypeError: 'ABCMeta' object is not subscriptable"],
        r"unsupported operand type\(s\) for \|: '(?:type|NoneType|ABCMeta|_GenericAlias|_UnionGenericAlias|builtin_function_or_method|function|str|EnumMeta|ModelMetaclass)' and '|TypeError: '(?:type|ABCMeta)' object is not subscriptable",
    )
    .named("python version too old")
    .at(&[StackAbove])
    .like("TypeError: unsupported operand type(s) for |: 'function' and 'NoneType'"),
    exact(
        "python.removed",
        Dependency,
        &[
            "has no attribute 'ImpImporter'", "module 'collections' has no attribute",
            "module 'asyncio' has no attribute 'coroutine'", "module 'inspect' has no attribute 'getargspec'",
            "module 'ast' has no attribute 'Str'", "AttributeError: cython_sources", "use_2to3 is invalid",
            "got an unexpected keyword argument 'proxies'", "module 'PIL.Image' has no attribute 'ANTIALIAS'",
            "module 'numpy' has no attribute", "has no attribute 'get_installer'",
            "directly inherits TypingOnly but has additional attributes",
        ],
        r"^\W*(?:AttributeError|TypeError|AssertionError): |use_2to3 is invalid",
    )
    .at(&[StackAbove, Told("requirements")])
    .like("AttributeError: module 'pkgutil' has no attribute 'ImpImporter'. Did you mean: 'zipimporter'?"),
    strong(
        "python.syntax",
        Build,
        &["SyntaxError: ", "IndentationError: ", "TabError: "],
        r"^(?:E\s+)?(?:SyntaxError|IndentationError|TabError): \S",
    )
    .at(&[StackAbove])
    .like("  File \"/work/app/views.py\", line 12\n    def index(\n             ^\nSyntaxError: '(' was never closed"),
    exact(
        "python.memory",
        Build,
        &["MemoryError", "was sent SIGKILL! Perhaps out of memory"],
        r"^\s*MemoryError\s*$",
    )
    .named("out of memory")
    .during(Deploy)
    .like("MemoryError"),
    exact(
        "python.model-data",
        Dependency,
        &["OSError: [E050] Can't find model", "Executable doesn't exist at "],
        r"\[E050\] Can't find model '(?P<pkg>[^']+)'|Executable doesn't exist at ",
    )
    .during(Deploy)
    .like("OSError: [E050] Can't find model 'en_core_web_sm'. It doesn't seem to be a Python package or a valid path to a data directory."),
    exact(
        "python.nltk-data",
        Runtime,
        &["  Resource "],
        r"^\s+Resource '?(?P<pkg>[\w/]+)'? not found\.",
    )
    .during(Deploy)
    .like("  Resource punkt not found."),
    exact(
        "python.database-url",
        Config,
        &[
            "Expected string or URL object, got None", "Could not parse SQLAlchemy URL from",
            "Could not parse rfc1738 URL", "Either 'SQLALCHEMY_DATABASE_URI' or 'SQLALCHEMY_BINDS' must be set",
            "settings.DATABASES is improperly configured",
        ],
        "",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("sqlalchemy.exc.ArgumentError: Expected string or URL object, got None"),
    exact(
        "python.credentials",
        Config,
        &["DefaultCredentialsError: ", "NoCredentialsError: ", "NoRegionError: "],
        "",
    )
    .at(&[Caller])
    .during(Deploy)
    .outside()
    .like("botocore.exceptions.NoCredentialsError: Unable to locate credentials"),
    exact(
        "python.database-dialect",
        Config,
        &["NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:"],
        r"Can't load plugin: sqlalchemy\.dialects:(?P<pkg>[\w.]+)",
    )
    .at(&[Caller])
    .during(Deploy)
    .like("sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres"),
    strong(
        "python.database",
        Runtime,
        &[
            "OperationalError", "ServerSelectionTimeoutError", "redis.exceptions.", "ConfigurationError: The DNS",
            "InterfaceError", "NoBrokersAvailable", "ConnectionDoesNotExistError",
        ],
        r"(?:OperationalError|InterfaceError)\)?:.*(?:could not translate host name|could not connect|connection to server|[Cc]onnection refused|timeout expired|Can't connect|server closed the connection|failed to resolve host|Connection timed out|connection failed|database system is starting up|SSL connection has been closed)|ServerSelectionTimeoutError: |redis\.exceptions\.(?:Connection|Timeout)Error: |ConfigurationError: The DNS|NoBrokersAvailable|ConnectionDoesNotExistError: ",
    )
    .during(Deploy)
    .outside()
    .like("django.db.utils.OperationalError: could not translate host name \"db\" to address: Name or service not known"),
    strong(
        "python.database-error",
        Runtime,
        &["psycopg2.errors.", "psycopg.errors.", "asyncpg.exceptions.", "sqlite3.OperationalError: ", "pymysql.err."],
        r"^(?:psycopg2?\.errors|asyncpg\.exceptions|pymysql\.err|sqlite3)\.\w+: \S",
    )
    .during(Deploy)
    .like("psycopg2.errors.DuplicateColumn: column \"email\" of relation \"shop_user\" already exists"),
    fair(
        "python.refused",
        Runtime,
        &["ConnectionRefusedError: ", "socket.gaierror: "],
        r"^(?:ConnectionRefusedError|socket\.gaierror): \S",
    )
    .during(Deploy)
    .outside()
    .like("ConnectionRefusedError: [Errno 111] Connection refused"),
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
        "python.exception-other",
        Runtime,
        &[".errors.", ".error.", ".exceptions.", ".exc.", "DoesNotExist: ", "Failure: ", "NotFound: ", "Unauthorized: "],
        r"^(?:[a-z_]\w*\.)+[A-Z]\w*: \S",
    )
    .at(&[StackAbove])
    .by_context()
    .like("discord.errors.LoginFailure: Improper token has been passed."),
    fair(
        "python.type-error",
        Runtime,
        &["TypeError: "],
        r"^TypeError: (?:[\w.]+\(\) (?:missing|takes|got an unexpected|argument)|'\w+' object |unsupported operand|can only concatenate|issubclass|metaclass|cannot pickle|Descriptors|Additional arguments|expected str|int\(\) argument|float\(\) argument|'NoneType')",
    )
    .at(&[StackAbove])
    .by_context()
    .like("TypeError: index() missing 1 required positional argument: 'request'"),
    consequence(
        "python.traceback",
        &["Traceback (most recent call last)", "module 'bcrypt' has no attribute '__about__'"],
        "",
    )
    .like("Traceback (most recent call last):"),
];
