//! Ruby programs: Rails, Zeitwerk, Rake, Puma, Sprockets.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{StackAbove, Trace},
        Stage::Deploy,
    },
    rows::{consequence, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "ruby",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "ruby.logger",
        Dependency,
        &["LoggerThreadSafeLevel::Logger"],
        "",
    )
    .named("concurrent-ruby does not fit this rails")
    .like("/usr/lib/ruby/gems/activesupport-6.1.7/lib/active_support.rb:4:in `<main>': uninitialized constant ActiveSupport::LoggerThreadSafeLevel::Logger (NameError)"),
    exact(
        "zeitwerk.name",
        Build,
        &["to define constant "],
        r"expected file (?P<file>\S+) to define constant \w+",
    )
    .during(Deploy)
    .like("Zeitwerk::NameError: expected file /work/app/services/pdf_maker.rb to define constant PdfMaker, but didn't"),
    strong(
        "ruby.load-script",
        Config,
        &["No such file or directory -- "],
        r"ruby: No such file or directory -- (?P<pkg>\S+)",
    )
    .during(Deploy)
    .like("ruby: No such file or directory -- app.rb (LoadError)"),
    exact(
        "ruby.load",
        Runtime,
        &["cannot load such file -- "],
        r"cannot load such file -- (?P<spec>\S+)",
    )
    .by_import()
    .at(&[Trace])
    .like("LoadError: cannot load such file -- redcarpet"),
    exact(
        "ruby.syntax",
        Build,
        &["syntax error, unexpected", "syntax errors found", "syntax error found"],
        r"(?P<file>[^\s:]+\.(?:rb|ru|rake|erb|jbuilder)|Gemfile|Rakefile|config\.ru):\d+: (?:--> )?syntax errors?",
    )
    .like("/work/app/models/user.rb:12: syntax error, unexpected end-of-input"),
    exact(
        "ruby.yaml",
        Build,
        &["YAML syntax error occurred while parsing", "Psych::SyntaxError", "Psych::BadAlias", "Psych::AliasesNotEnabled"],
        r"YAML syntax error occurred while parsing (?P<file>\S+?)\.? |(?:Psych::\w+: )?\((?P<file2>[^()\s]+)\): .*(?:at line|Psych)|Psych::\w+",
    )
    .like("YAML syntax error occurred while parsing /work/config/database.yml. Please note that YAML must be consistently indented using spaces."),
    exact(
        "rails.key",
        Config,
        &[
            "Missing encryption key to decrypt", "`secret_key_base`", "ActiveSupport::MessageEncryptor::InvalidMessage",
            "InvalidMessage", "Devise.secret_key was not set", "'secret_key_base'", "Missing secret_key_base for",
        ],
        r"Missing encryption key|.secret_key_base.|MessageEncryptor::InvalidMessage|Devise\.secret_key was not set",
    )
    .outside()
    .like("ArgumentError: Missing `secret_key_base` for 'staging' environment"),
    exact(
        "ruby.env",
        Config,
        &["key not found: \""],
        r#"key not found: "(?P<pkg>[A-Z][A-Z0-9_]+)""#,
    )
    .at(&[Trace])
    .during(Deploy)
    .outside()
    .like("KeyError: key not found: \"DATABASE_URL\""),
    exact(
        "rails.database-config",
        Config,
        &["AdapterNotSpecified", "Cannot load database configuration", "Could not load database configuration"],
        "",
    )
    .during(Deploy)
    .like("ActiveRecord::AdapterNotSpecified: The `production` database is not configured for the `production` environment."),
    exact(
        "rails.adapter",
        Dependency,
        &["Error loading the '", "LoadError: Could not load the '", "is not part of the bundle. Add it to your Gemfile"],
        r"Error loading the '(?P<pkg>\w+)' (?:Active Record|Action Cable)|(?P<spec>\w+) is not part of the bundle",
    )
    .during(Deploy)
    .like("LoadError: Error loading the 'postgresql' Active Record adapter. Missing a gem it depends on? pg is not part of the bundle. Add it to your Gemfile."),
    exact(
        "rails.runtime-missing",
        Dependency,
        &["ExecJS::RuntimeUnavailable", "Could not find a JavaScript runtime", "Webpacker requires Node.js", "Yarn executable was not detected"],
        "",
    )
    .named("no javascript runtime")
    .like("ExecJS::RuntimeUnavailable: Could not find a JavaScript runtime. See https://github.com/rails/execjs for a list of available runtimes."),
    exact(
        "rails.asset",
        Build,
        &[
            "is not present in the asset pipeline", "Sprockets::FileNotFound", "SassC::SyntaxError", "Sass::SyntaxError", "Uglifier::Error",
            "Sprockets::ArgumentError", "Propshaft::MissingAssetError", "Webpacker can't find", "Shakapacker can't find", "Terser::Error",
        ],
        r#"(?:The asset ['"](?P<pkg>[^'"]+)|couldn't find file '(?P<spec>[^']+)'|S(?:ass|assC)::SyntaxError|Uglifier::Error|Terser::Error|Sprockets::\w+|Propshaft::\w+|(?:Webpacker|Shakapacker) can't find)"#,
    )
    .at(&[Trace])
    .like("Sprockets::FileNotFound: couldn't find file 'bootstrap' with type 'text/css'"),
    exact(
        "rake.task-unknown",
        Config,
        &["Don't know how to build task '", "Unrecognized command \"", "Could not find command \""],
        r#"Don't know how to build task '(?P<pkg>[\w:]+)'|Unrecognized command "(?P<spec>[\w:]+)"|^Could not find command ""#,
    )
    .like("Don't know how to build task 'assets:precompile' (See the list of available tasks with `rake --tasks`)"),
    exact(
        "puma.config",
        Config,
        &["No application configured, nothing to run", "config.ru not found"],
        "",
    )
    .named("no rack application")
    .during(Deploy)
    .like("ERROR: No application configured, nothing to run"),
    exact(
        "rails.migration-lock",
        Runtime,
        &["ConcurrentMigrationError"],
        "",
    )
    .during(Deploy)
    .transient()
    .like("ActiveRecord::ConcurrentMigrationError:"),
    strong(
        "ruby.database",
        Runtime,
        &[
            "ActiveRecord::ConnectionNotEstablished", "ActiveRecord::DatabaseConnectionError", "PG::ConnectionBad", "Mysql2::Error::ConnectionError",
            "ActiveRecord::NoDatabaseError", "CannotConnectError", "Mongo::Error::NoServerAvailable",
        ],
        r"(?:ConnectionNotEstablished|DatabaseConnectionError|ConnectionBad|ConnectionError|NoDatabaseError|CannotConnectError|NoServerAvailable)\b\W+\S",
    )
    .during(Deploy)
    .outside()
    .like("ActiveRecord::ConnectionNotEstablished: connection to server at \"10.0.0.5\", port 5432 failed: Connection refused"),
    pointer(
        "rails.migration",
        Runtime,
        4,
        &["this and all later migrations canceled:", "all later migrations canceled:"],
        "",
    )
    .during(Deploy)
    .at(&[Trace])
    .like("StandardError: An error has occurred, this and all later migrations canceled:\n\nPG::DuplicateColumn: ERROR:  column \"email\" of relation \"users\" already exists"),
    strong(
        "ruby.database-error",
        Runtime,
        &["PG::", "ActiveRecord::StatementInvalid", "ActiveRecord::PendingMigrationError", "Mysql2::Error: "],
        r"(?:^|: )(?:PG::[A-Z]\w+|ActiveRecord::StatementInvalid|ActiveRecord::PendingMigrationError|Mysql2::Error): \S",
    )
    .during(Deploy)
    .at(&[Trace])
    .like("PG::UndefinedTable: ERROR:  relation \"users\" does not exist"),
    exact(
        "puma.application",
        Runtime,
        &["! Unable to load application: "],
        r"! Unable to load application: (?:[A-Z]\w*::)*[A-Z]\w*: \S",
    )
    .at(&[Trace])
    .during(Deploy)
    .like("[88] ! Unable to load application: NameError: uninitialized constant Api::V1::Orders"),
    fair(
        "ruby.uncaught",
        Runtime,
        &[":in `", ":in '"],
        r"^(?P<file>[^\s:]+\.(?:rb|ru)|\S+):\d+:in [`'].+?': .+ \((?:[A-Z]\w*(?:::)?)+\)$",
    )
    .at(&[Trace])
    .by_context()
    .like("/work/config/initializers/stripe.rb:3:in `<top (required)>': undefined method `api' for nil (NoMethodError)"),
    fair(
        "ruby.exception",
        Runtime,
        &["Error: ", "Error ("],
        r"^(?:rake aborted!\s*)?(?:[A-Z]\w*::)+[A-Z]\w*(?:Error)?: \S|^(?:NameError|NoMethodError|ArgumentError|LoadError|ZeitwerkError|NoMatchingPatternKeyError|FrozenError|StandardError|Errno::\w+): \S",
    )
    .at(&[StackAbove, Trace])
    .by_context()
    .like("NameError: uninitialized constant Api::V1::Orders"),
    pointer(
        "rake.aborted",
        Runtime,
        3,
        &["rake aborted!", "bin/rails aborted!"],
        "",
    )
    .at(&[Trace])
    .like("bin/rails aborted!\nSomething that no row knows"),
    consequence(
        "ruby.failed",
        &[
            "bundler: failed to load command:", "Tasks: TOP =>", "(See full trace by running task with --trace)",
            "cssbundling-rails: Command build failed", "jsbundling-rails: Command build failed",
        ],
        "",
    )
    .like("bundler: failed to load command: puma (/usr/local/bundle/bin/puma)"),
];
