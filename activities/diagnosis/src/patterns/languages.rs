//! Ruby, PHP, Elixir, Java.

use crate::{
    pattern::{
        Family, Pattern,
        Place::StackAbove,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "languages",
    source: "Bundler 2, Rails 6 to 8, Composer 2, PHP 8, Mix, Gradle and Maven messages",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "bundler.ruby-version",
        Dependency,
        &["Your Ruby version is"],
        "",
    )
    .during(Install)
    .like("Your Ruby version is 3.1.4, but your Gemfile specified 3.3.0"),
    exact(
        "bundler.frozen",
        Dependency,
        &[
            "You are trying to install in deployment mode after changing",
            "The gemspecs for path gems changed", "in deployment mode", "your lockfile is frozen",
            "lockfile can't be updated because frozen mode",
        ],
        r"in deployment mode after changing|gemspecs for path gems changed|frozen mode is set|lockfile is frozen",
    )
    .named("bundler lockfile out of step")
    .during(Install)
    .like("You are trying to install in deployment mode after changing your Gemfile. Run `bundle install` elsewhere and add the updated Gemfile.lock to version control."),
    exact(
        "bundler.platform",
        Dependency,
        &["Your bundle only supports platforms"],
        "",
    )
    .named("bundler platform missing")
    .during(Install)
    .like("Your bundle only supports platforms [\"x86_64-darwin-22\"] but your local platform is x86_64-linux."),
    exact(
        "bundler.gem-missing",
        Dependency,
        &["Could not find gem", "Could not find "],
        r"Could not find (?:gem '(?P<pkg>[\w.-]+)|(?P<spec>[\w-]+-\d\S*) in (?:any of the sources|locally installed gems|rubygems))",
    )
    .during(Install)
    .like("Could not find gem 'railz' in rubygems repository or installed locally."),
    exact(
        "bundler.version",
        Dependency,
        &["Could not find 'bundler'", "Could not find proper version of bundler"],
        "",
    )
    .during(Install)
    .like("/usr/lib/ruby/rubygems.rb:265:in `find_spec_for_exe': Could not find 'bundler' (2.4.1) required by your /work/Gemfile.lock. (Gem::GemNotFoundException)"),
    exact(
        "bundler.conflict",
        Dependency,
        &[
            "Bundler could not find compatible versions", "Could not resolve compatible versions",
            "version solving has failed",
        ],
        "",
    )
    .during(Install)
    .like("Bundler could not find compatible versions for gem \"activesupport\":"),
    exact(
        "bundler.native",
        Dependency,
        &["An error occurred while installing"],
        r"An error occurred while installing (?P<pkg>[\w-]+) \(",
    )
    .during(Install)
    .like("An error occurred while installing pg (1.5.4), and Bundler cannot continue."),
    exact(
        "bundler.gemfile-missing",
        Config,
        &["Could not locate Gemfile"],
        "",
    )
    .like("Could not locate Gemfile or .bundle/ directory"),
    exact(
        "ruby.load",
        Dependency,
        &["cannot load such file -- "],
        r"cannot load such file -- (?P<spec>\S+)",
    )
    .by_import()
    .like("LoadError: cannot load such file -- redcarpet"),
    exact(
        "ruby.syntax",
        Build,
        &["syntax error, unexpected", "syntax errors found"],
        r"(?P<file>\S+\.rb):\d+: syntax errors?",
    )
    .like("/work/app/models/user.rb:12: syntax error, unexpected end-of-input"),
    exact(
        "rails.key",
        Config,
        &[
            "Missing encryption key to decrypt", "`secret_key_base`",
            "ActiveSupport::MessageEncryptor::InvalidMessage", "InvalidMessage",
        ],
        r"Missing encryption key|`secret_key_base`|MessageEncryptor::InvalidMessage",
    )
    .outside()
    .like("ArgumentError: Missing `secret_key_base` for 'production' environment"),
    fair(
        "ruby.exception",
        Runtime,
        &["Error: ", "Error ("],
        r"^(?:rake aborted!\s*)?(?:[A-Z]\w*::)+[A-Z]\w*(?:Error)?: \S|^(?:NameError|NoMethodError|ArgumentError|LoadError|ZeitwerkError): \S",
    )
    .at(&[StackAbove])
    .like("NameError: uninitialized constant Api::V1::Orders"),
    pointer(
        "rake.aborted",
        Runtime,
        3,
        &["rake aborted!", "bin/rails aborted!"],
        "",
    )
    .like("bin/rails aborted!\nSomething that no row knows"),
    exact(
        "composer.lock",
        Dependency,
        &[
            "The lock file is not up to date", "Your lock file does not contain a compatible set of packages",
            "is not present in the lock file",
        ],
        r"lock file (?:is not up to date|does not contain a compatible)|is not present in the lock file",
    )
    .named("composer lockfile out of step")
    .during(Install)
    .like("Your lock file does not contain a compatible set of packages. Please run composer update."),
    exact(
        "composer.requires",
        Dependency,
        &["Your requirements could not be resolved", "requires php", "requires ext-", "Your php version"],
        r"requirements could not be resolved|requires (?P<pkg>php|ext-\w+)|Your php version \(",
    )
    .during(Install)
    .like("Your requirements could not be resolved to an installable set of packages."),
    exact(
        "php.parse",
        Build,
        &["PHP Parse error:", "Parse error:"],
        r"Parse error: .* in (?P<file>\S+\.php)",
    )
    .like("PHP Parse error:  syntax error, unexpected token \"}\" in /work/app/Http/Kernel.php on line 12"),
    exact(
        "php.fatal",
        Runtime,
        &["PHP Fatal error:", "Fatal error: Uncaught"],
        r"Fatal error: .* in (?P<file>\S+\.php)",
    )
    .like("PHP Fatal error:  Uncaught Error: Class \"App\\Cart\" not found in /work/public/index.php:12"),
    exact(
        "mix.version",
        Dependency,
        &["you're trying to run :", "but it has declared in its mix.exs file it supports only Elixir"],
        r"you're trying to run :(?P<pkg>\w+) on Elixir",
    )
    .like("** (Mix) you're trying to run :web on Elixir v1.14.0 but it has declared in its mix.exs file it supports only Elixir ~> 1.16"),
    exact(
        "mix.dependencies",
        Dependency,
        &[
            "Unchecked dependencies for environment", "Hex dependency resolution failed",
            "the dependency is not available", "lock mismatch",
        ],
        r"Unchecked dependencies|Hex dependency resolution failed|dependency is not available|lock mismatch",
    )
    .during(Install)
    .like("Unchecked dependencies for environment prod:"),
    exact(
        "elixir.compile",
        Build,
        &["** (CompileError)", "** (SyntaxError)", "** (TokenMissingError)", "== Compilation error in file"],
        r"\*\* \((?:CompileError|SyntaxError|TokenMissingError|MismatchedDelimiterError)\) (?P<file>[\w./-]+\.exs?)?|Compilation error in file (?P<file2>\S+)",
    )
    .like("** (CompileError) lib/web/router.ex:12: undefined function pipe/1"),
    fair(
        "elixir.exception",
        Runtime,
        &["** ("],
        r"^\*\* \((?:[A-Z]\w*\.?)+\) \S",
    )
    .like("** (RuntimeError) environment is broken"),
    exact(
        "gradle.failed",
        Build,
        &["What went wrong:", "COMPILATION ERROR"],
        r"What went wrong:|COMPILATION ERROR",
    )
    .like("* What went wrong:"),
    exact(
        "java.error",
        Build,
        &[".java:", ".kt:"],
        r"(?:^\[ERROR\] |^e: (?:file://)?|^)(?P<file>\S+\.(?:java|kt)):(?:\[)?\d+(?:,\d+\])?:? (?:error: |\S)",
    )
    .like("/work/src/main/java/App.java:12: error: cannot find symbol"),
    strong(
        "spring.property",
        Config,
        &["APPLICATION FAILED TO START", "Could not resolve placeholder '"],
        r"Could not resolve placeholder '(?P<pkg>[^']+)'|APPLICATION FAILED TO START",
    )
    .during(Deploy)
    .like("Could not resolve placeholder 'db.url' in value \"${db.url}\""),
    consequence(
        "gradle.summary",
        &["BUILD FAILED", "BUILD FAILURE"],
        "",
    )
    .like("BUILD FAILED in 12s"),
];
