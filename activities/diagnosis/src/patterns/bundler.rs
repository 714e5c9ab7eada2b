//! Bundler and RubyGems.

use crate::{
    pattern::{
        Family, Pattern,
        Place::Told,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, pointer, recovery, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "bundler",
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
    .about(&["Gemfile"])
    .like("Your Ruby version is 3.1.4, but your Gemfile specified 3.3.0"),
    exact(
        "ruby.version-missing",
        Dependency,
        &["rbenv: version `", "Unknown ruby interpreter version", "ruby-build: definition not found"],
        r"rbenv: version `(?P<pkg>[^']+)' is not installed|Unknown ruby interpreter version|ruby-build: definition not found",
    )
    .during(Install)
    .like("rbenv: version `3.9.9' is not installed (set by /work/.ruby-version)"),
    exact(
        "bundler.frozen",
        Dependency,
        &[
            "You are trying to install in deployment mode after changing", "The gemspecs for path gems changed", "in deployment mode",
            "your lockfile is frozen", "lockfile can't be updated because frozen mode", "because frozen mode is set",
            "lockfile can't be updated because", "The deployment setting requires a lockfile", "requires a Gemfile.lock", "The --deployment flag requires",
        ],
        r"in deployment mode after changing|gemspecs for path gems changed|frozen mode is set|lockfile is frozen|requires a (?:lockfile|Gemfile\.lock)",
    )
    .named("bundler lockfile out of step")
    .during(Install)
    .about(&["Gemfile.lock"])
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
        "bundler.command-missing",
        Dependency,
        &["bundler: command not found: "],
        r"bundler: command not found: (?P<pkg>\S+)",
    )
    .during(Deploy)
    .like("bundler: command not found: puma"),
    exact(
        "bundler.gem-missing",
        Dependency,
        &["Could not find gem", "Could not find ", "but that version could not be found in any of the sources", "but that version can no longer be found in"],
        r"Could not find (?:gem '(?P<pkg>[\w.-]+)|(?P<spec>[\w-]+-\d\S*?),? .*in (?:any of the sources|locally installed gems|rubygems))|Your bundle is locked to .*but that version (?:could not|can no longer) be found",
    )
    .during(Install)
    .like("Could not find gem 'railz' in rubygems repository or installed locally."),
    exact(
        "bundler.activated",
        Dependency,
        &["You have already activated ", "can't activate "],
        r"You have already activated (?P<pkg>[\w-]+)|can't activate (?P<spec>[\w-]+)",
    )
    .during(Deploy)
    .like("You have already activated rack 3.0.0, but your Gemfile requires rack 2.2.8. Prepending `bundle exec` to your command may solve this. (Gem::LoadError)"),
    exact(
        "bundler.version",
        Dependency,
        &["Could not find 'bundler'", "Could not find proper version of bundler", "You must use Bundler 2 or greater", "requires bundler version"],
        "",
    )
    .named("bundler version does not fit")
    .during(Install)
    .like("/usr/lib/ruby/rubygems.rb:265:in `find_spec_for_exe': Could not find 'bundler' (2.4.1) required by your /work/Gemfile.lock. (Gem::GemNotFoundException)"),
    exact(
        "bundler.auth",
        Dependency,
        &["Authentication is required for ", "Bad username or password for "],
        r"Authentication is required for (?P<pkg>\S+)|Bad username or password for (?P<spec>\S+)",
    )
    .during(Install)
    .outside()
    .like("Authentication is required for gems.acme.test."),
    pointer(
        "bundler.compatible",
        Dependency,
        4,
        &["Could not find compatible versions"],
        "",
    )
    .during(Install)
    .like("Could not find compatible versions\n\nBecause every version of acme depends on Ruby >= 3.2 and Gemfile depends on acme >= 0, version solving has failed."),
    exact(
        "bundler.conflict",
        Dependency,
        &["Bundler could not find compatible versions", "Could not resolve compatible versions"],
        r#"could not find compatible versions for gem "(?P<pkg>[\w-]+)|Could not resolve compatible versions"#,
    )
    .during(Install)
    .like("Bundler could not find compatible versions for gem \"activesupport\":"),
    strong(
        "bundler.solve",
        Dependency,
        &["version solving has failed"],
        "",
    )
    .during(Install)
    .like("  version solving has failed."),
    exact(
        "gem.library",
        Dependency,
        &[
            "Can't find the '", "mysql client is missing", "is missing. You may need to", "libpq-fe.h header",
            "ERROR: could not find", "No pg_config", "Please install libv8", "Please install the `",
        ],
        r"Can't find the '(?P<pkg>[\w./-]+)|(?P<spec>\w+) (?:client )?is missing\. You may need to",
    )
    .named("library for a gem is missing")
    .at(&[Told("dockerfile")])
    .during(Install)
    .like("Can't find the 'libpq-fe.h header"),
    exact(
        "bundler.native",
        Dependency,
        &["An error occurred while installing"],
        r"An error occurred while installing (?P<pkg>[\w-]+) \(",
    )
    .at(&[Told("dockerfile")])
    .during(Install)
    .like("An error occurred while installing pg (1.5.4), and Bundler cannot continue."),
    pointer(
        "bundler.gemfile-error",
        Build,
        3,
        &["There was an error while loading `"],
        "",
    )
    .during(Install)
    .like("[!] There was an error while loading `acme.gemspec`: cannot load such file"),
    exact(
        "bundler.gemfile-syntax",
        Build,
        &["There was an error parsing `Gemfile`: "],
        r"There was an error parsing `(?P<file>Gemfile)`: \S",
    )
    .during(Install)
    .like("[!] There was an error parsing `Gemfile`: syntax error, unexpected end-of-input. Bundler cannot continue."),
    exact(
        "bundler.path",
        Config,
        &["The path `"],
        r"The path `(?P<pkg>[^`]+)` does not exist",
    )
    .during(Install)
    .like("The path `/work/engines/billing` does not exist."),
    exact(
        "bundler.gemfile-missing",
        Config,
        &["Could not locate Gemfile"],
        "",
    )
    .like("Could not locate Gemfile or .bundle/ directory"),
    strong(
        "gem.native",
        Dependency,
        &["Failed to build gem native extension"],
        "",
    )
    .named("gem native extension failed")
    .at(&[Told("dockerfile")])
    .during(Install)
    .like("Gem::Ext::BuildError: ERROR: Failed to build gem native extension."),
    consequence(
        "bundler.hint",
        &["Run `bundle install` to install missing gems", "Install missing gem executables with `bundle install`"],
        "",
    )
    .like("Run `bundle install` to install missing gems."),
    recovery(
        "bundler.installed",
        Install,
        &["Bundle complete!"],
        "",
    )
    .like("Bundle complete! 9 Gemfile dependencies, 64 gems now installed."),
];
