//! .NET.

use crate::{
    pattern::{
        Family, Pattern,
        Place::Trace,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "dotnet",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "dotnet.sdk",
        Dependency,
        &["error NETSDK1045", "A compatible .NET SDK was not found", "A compatible installed .NET SDK", "You must install or update .NET to run"],
        r"(?:error NETSDK1045: .*?(?:\[(?P<file>[^\]\s]+proj)\S*\])?$)|compatible (?:installed )?\.NET SDK|must install or update \.NET",
    )
    .named("dotnet version missing")
    .like("/usr/lib/dotnet/sdk/6.0.100/Inference.targets(9,5): error NETSDK1045: The current .NET SDK does not support targeting .NET 8.0. [/src/Web/Web.csproj]"),
    exact(
        "nuget.network",
        Dependency,
        &["error NU1301"],
        r"error NU1301: (?:Unable to load the service index|.*(?:timed out|retry))",
    )
    .named("nuget unreachable")
    .during(Install)
    .transient()
    .like("/src/Web/Web.csproj : error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json."),
    exact(
        "nuget.package",
        Dependency,
        &["error NU1", "error: NU1"],
        r"^\s*(?P<file>\S+proj)?(?:\(\d+,\d+\))? ?: ?error:? NU1\d{3}: \S|error:? NU1\d{3}: \S",
    )
    .during(Install)
    .like("/src/Web/Web.csproj : error NU1101: Unable to find package Acme.Log. No packages exist with this id in source(s): nuget.org"),
    exact(
        "msbuild.project",
        Config,
        &["error MSB1003", "error MSB1009", "error MSB1011", "error MSB1008", "Couldn't find a project to run", "error MSB1001"],
        r"error MSB10\d\d: \S|Couldn't find a project to run",
    )
    .like("MSBUILD : error MSB1003: Specify a project or solution file. The current working directory does not contain a project or solution file."),
    exact(
        "dotnet.error",
        Build,
        &["error CS", "error MSB", "error FS", "error BC", "error RZ", "error NETSDK", "error CA", "error SA", "error RS"],
        r"^\s*(?P<file>[^\s(]+\.(?:cs|vb|fs|razor|cshtml))\(\d+,\d+(?:,\d+,\d+)?\) ?: error [A-Z]+\d+: \S|^\s*(?P<file2>[^\s(]+proj)?(?:\(\d+,\d+\))? ?: error [A-Z]+\d+: \S|(?:^CSC|^MSBUILD|targets\(\d+,\d+\)) ?: error [A-Z]+\d+: \S",
    )
    .like("/src/Program.cs(12,5): error CS0103: The name 'app' does not exist in the current context [/src/Web.csproj]"),
    exact(
        "dotnet.connection-string",
        Config,
        &["ConnectionString property has not been initialized", "(Parameter 'connectionString')", "Format of the initialization string does not conform"],
        "",
    )
    .at(&[Trace])
    .during(Deploy)
    .outside()
    .like("Unhandled exception. System.ArgumentNullException: Value cannot be null. (Parameter 'connectionString')"),
    exact(
        "dotnet.not-found",
        Config,
        &["Could not execute because the application was not found", "does not exist or is not a managed .dll", "The application to execute does not exist"],
        "",
    )
    .named("dotnet application missing")
    .during(Deploy)
    .like("The application to execute does not exist: '/app/Web.dll'."),
    strong(
        "dotnet.database",
        Runtime,
        &["Npgsql.NpgsqlException", "SqlException (0x", "MySqlException (0x", "StackExchange.Redis.RedisConnectionException"],
        r"NpgsqlException \(\w+\): (?:Failed to connect|Exception while)|SqlException \(0x80131904\): A network-related|MySqlException \(\w+\): Unable to connect|RedisConnectionException: ",
    )
    .during(Deploy)
    .outside()
    .like("Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.5:5432"),
    fair(
        "dotnet.exception",
        Runtime,
        &["Unhandled exception. ", "Unhandled Exception: "],
        r"^Unhandled [eE]xception[.:] (?:[A-Z]\w*\.)*[A-Z]\w*(?: \(\w+\))?: \S",
    )
    .at(&[Trace])
    .during(Deploy)
    .like("Unhandled exception. System.InvalidOperationException: No service for type 'Web.Mailer' has been registered."),
    consequence(
        "dotnet.summary",
        &["Build FAILED.", "error MSB3073", "The build failed. Fix the build errors"],
        "",
    )
    .like("Build FAILED."),
];
