//! PHP: Composer, Laravel, Symfony.

use crate::{
    pattern::{
        Family, Pattern,
        Place::{Stack, Trace},
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "php",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "composer.path-repository",
        Dependency,
        &["The `url` supplied for the path ("],
        r"The `url` supplied for the path \((?P<pkg>[^)]+)\) repository does not exist",
    )
    .like("  The `url` supplied for the path (../packages/ui) repository does not exist"),
    exact(
        "composer.requires",
        Dependency,
        &["- Root composer.json requires "],
        r"^\W*Root (?P<file>composer\.json) requires (?P<pkg>\S+)",
    )
    .during(Install)
    .like("    - Root composer.json requires php ^8.4 but your php version (8.3.1) does not satisfy that requirement."),
    exact(
        "composer.platform",
        Dependency,
        &["does not satisfy that requirement", "it is missing from your system", "Your Composer dependencies require"],
        r"requires (?P<pkg>php\S*|ext-\w+|lib-\w+) .*(?:does not satisfy that requirement|it is missing from your system)|Your Composer dependencies require (?:a PHP version|the following PHP extensions)",
    )
    .during(Install)
    .like("    - acme/money 2.0.0 requires php ^8.4 -> your php version (8.3.1) does not satisfy that requirement."),
    exact(
        "composer.lock",
        Dependency,
        &["is not present in the lock file", "is in the lock file as "],
        r#"Required package "(?P<pkg>[^"]+)" is (?:not present in|in) the lock file"#,
    )
    .named("composer lockfile out of step")
    .during(Install)
    .about(&["composer.lock"])
    .like("- Required package \"acme/money\" is not present in the lock file."),
    exact(
        "composer.auth",
        Dependency,
        &["Could not authenticate against", "Invalid credentials for 'http"],
        r"(?:Failed to download (?P<pkg>\S+) from dist: )?Could not authenticate against|Invalid credentials for 'http",
    )
    .during(Install)
    .outside()
    .like("    Failed to download acme/billing from dist: Could not authenticate against github.com"),
    exact(
        "composer.package-missing",
        Dependency,
        &["Could not find a matching version of package", "could not be found in any version", "Could not find package "],
        r"Could not find a matching version of package (?P<pkg>\S+)|(?P<spec>[\w.-]+/[\w.-]+),? .*could not be found in any version|Could not find package [\w.-]+/",
    )
    .during(Install)
    .like("Could not find a matching version of package acme/monney. Check the package spelling"),
    exact(
        "composer.network",
        Dependency,
        &["curl error ", "file could not be downloaded"],
        r"curl error (?:6|7|28|35|52|56) while downloading|file could not be downloaded \(HTTP/\S+ 5\d\d",
    )
    .named("package repository unreachable")
    .during(Install)
    .transient()
    .like("curl error 28 while downloading https://repo.packagist.org/p2/acme/money.json: Operation timed out"),
    exact(
        "composer.download",
        Dependency,
        &["file could not be downloaded", "The checksum verification of the file failed"],
        "",
    )
    .during(Install)
    .like("The \"https://api.github.com/repos/acme/money/zipball/0f1e2d\" file could not be downloaded (HTTP/2 404 )"),
    exact(
        "composer.json",
        Config,
        &[
            "Composer could not find a composer.json file", "\"./composer.json\" does not", "which is blocked by your allow-plugins config",
            "Could not open input file: artisan", "Could not open input file: bin/console",
        ],
        r#"could not find a composer\.json file|"\./(?P<file>composer\.json)" does not|blocked by your allow-plugins|Could not open input file"#,
    )
    .during(Install)
    .like("Composer could not find a composer.json file in /work"),
    pointer(
        "composer.unresolved",
        Dependency,
        6,
        &["Your requirements could not be resolved", "does not contain a compatible set of packages"],
        "",
    )
    .during(Install)
    .like("Your requirements could not be resolved to an installable set of packages.\n\n  Problem 1\n    - acme/money 2.0 conflicts with acme/tax 1.0."),
    consequence(
        "composer.problem",
        &["Problem 1", "Problem 2", "The lock file is not up to date with the latest changes"],
        r"^\s*Problem \d+$|^Warning: The lock file",
    )
    .like("  Problem 1"),
    strong(
        "composer.problem-item",
        Dependency,
        &[" conflicts with ", " is locked to version ", "requires ", " but it conflicts with"],
        r"^\s+- (?P<pkg>[\w.-]+/[\w.-]+) \S+.* (?:conflicts with|requires [\w.-]+/[\w.-]+|is locked to version)",
    )
    .during(Install)
    .like("    - acme/money 2.0 conflicts with acme/tax 1.0."),
    exact(
        "php.memory",
        Build,
        &["Allowed memory size of "],
        r"Allowed memory size of \d+ bytes exhausted",
    )
    .named("php memory limit")
    .like("PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /work/app/Import.php on line 12"),
    exact(
        "php.autoload",
        Dependency,
        &["vendor/autoload.php"],
        r"[Ff]ailed (?:opening required|to open stream).*vendor/autoload\.php|Failed opening required '[^']*vendor/autoload\.php'",
    )
    .named("composer packages not installed")
    .during(Deploy)
    .like("PHP Fatal error:  Uncaught Error: Failed opening required '/work/vendor/autoload.php' (include_path='.:/usr/share/php')"),
    exact(
        "php.parse",
        Build,
        &["PHP Parse error:", "Parse error:", "ParseError"],
        r"Parse error: .* in (?P<file>\S+\.php)|^\s*ParseError\s*$",
    )
    .at(&[Stack, Trace])
    .like("PHP Parse error:  syntax error, unexpected token \"}\" in /work/app/Http/Kernel.php on line 12"),
    exact(
        "php.driver",
        Dependency,
        &["could not find driver", "Class \"Redis\" not found", "Call to undefined function "],
        r#"could not find driver|Class "(?P<pkg>Redis|Imagick|ZipArchive|DOMDocument|NumberFormatter)" not found|Call to undefined function (?P<spec>(?:bc|mb_|curl_|image|openssl_|simplexml_|gmp_|sodium_)\w*)\("#,
    )
    .named("php extension missing")
    .during(Deploy)
    .like("  could not find driver (Connection: pgsql, SQL: select 1)"),
    exact(
        "laravel.key",
        Config,
        &["No application encryption key has been specified", "Unsupported cipher or incorrect key length", "Unable to read the \""],
        r#"No application encryption key|Unsupported cipher or incorrect key|Unable to read the "[^"]*\.env" environment file"#,
    )
    .during(Deploy)
    .outside()
    .like("  No application encryption key has been specified."),
    exact(
        "laravel.folder",
        Runtime,
        &["Please provide a valid cache path", "directory must be present and writable", "could not be opened in append mode"],
        "",
    )
    .like("  Please provide a valid cache path."),
    exact(
        "laravel.manifest",
        Runtime,
        &["Vite manifest not found at:", "The Mix manifest does not exist", "Unable to locate file in Vite manifest"],
        "",
    )
    .named("asset manifest missing")
    .like("  Vite manifest not found at: /work/public/build/manifest.json"),
    exact(
        "laravel.command",
        Config,
        &["There are no commands defined in the \"", "Command \""],
        r#"There are no commands defined in the "(?P<pkg>[^"]+)" namespace|^\W*Command "(?P<spec>[\w:-]+)" is not defined"#,
    )
    .like("  There are no commands defined in the \"horizon\" namespace."),
    strong(
        "php.database",
        Runtime,
        &["SQLSTATE["],
        r"SQLSTATE\[(?:HY000\] \[200[0-9]|08\w+)",
    )
    .during(Deploy)
    .outside()
    .like("  SQLSTATE[HY000] [2002] No such host is known (Connection: mariadb)"),
    strong(
        "php.database-access",
        Config,
        &["SQLSTATE[HY000] [1045]", "SQLSTATE[HY000] [1049]", "SQLSTATE[HY000] [1044]"],
        "",
    )
    .during(Deploy)
    .outside()
    .like("  SQLSTATE[HY000] [1045] Access denied for user 'app'@'10.0.0.1' (using password: YES)"),
    strong(
        "php.database-error",
        Runtime,
        &["SQLSTATE["],
        r"SQLSTATE\[\w+\]: \S",
    )
    .during(Deploy)
    .like("  SQLSTATE[42S02]: Base table or view not found: 1146 Table 'app.users' doesn't exist"),
    exact(
        "php.fatal",
        Runtime,
        &["PHP Fatal error:", "Fatal error: Uncaught"],
        r"Fatal error: .* in (?P<file>\S+\.php)",
    )
    .like("PHP Fatal error:  Uncaught Error: Class \"App\\Cart\" not found in /work/public/index.php:12"),
    pointer(
        "laravel.exception",
        Runtime,
        3,
        &["Exception", "ErrorException", "   Error", "  TypeError", "  ParseError"],
        r"^\s{2,}(?:[A-Z]\w*\\)*(?:[A-Z]\w*Exception|Error|TypeError|ErrorException|ArgumentCountError)\s*$",
    )
    .at(&[Stack, Trace])
    .like("   InvalidArgumentException \n\n  Something that no row knows"),
    pointer(
        "symfony.exception",
        Runtime,
        4,
        &[".php line "],
        r"^\W*In [\w./-]+\.php line \d+:",
    )
    .like("In Configuration.php line 12:\n                                \n  Something that no row knows"),
    exact(
        "nginx.config",
        Config,
        &["[emerg] "],
        r"\[emerg\] .*?(?: in (?P<file>\S+):\d+)?$",
    )
    .during(Deploy)
    .like("nginx: [emerg] unknown directive \"servr\" in /etc/nginx/nginx.conf:12"),
    consequence(
        "composer.script",
        &["handling the post-", "handling the pre-", "returned with error code"],
        r"^\W*Script .* (?:handling the [\w-]+ event )?returned with error code",
    )
    .like("Script @php artisan vendor:publish handling the post-update-cmd event returned with error code 1"),
];
