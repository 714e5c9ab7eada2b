//! Compilers, linkers and the tools that drive them: gcc, ld, make, CMake, pkg-config, node-gyp, Meson, autoconf.

use crate::{
    pattern::{
        Family, Pattern,
        Place::Told,
        Stage::{Deploy, Install},
    },
    rows::{consequence, exact, pointer, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "native",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "native.pkg-config",
        Dependency,
        &[
            "was not found in the pkg-config search path", "No package '", "Could not find directory of OpenSSL installation", "could not find system library '",
            "The system library `", "Can not find valid pkg-config name",
        ],
        r"Package '?(?P<pkg>[\w.+-]+?)'? was not found in the pkg-config search path|No package '(?P<spec>[^']+)' found|Could not find directory of OpenSSL|could not find system library '|The system library `[^`]+` required by crate|Can not find valid pkg-config name",
    )
    .named("system library missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .during(Install)
    .like("Package libvips was not found in the pkg-config search path."),
    exact(
        "native.library",
        Dependency,
        &["cannot find -l", "unable to find library -l", "error while loading shared libraries:"],
        r"cannot find -l(?P<pkg>[\w.+-]+)|unable to find library -l(?P<spec>[\w.+-]+)|error while loading shared libraries: \S+",
    )
    .named("system library missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .during(Deploy)
    .like("/usr/bin/ld: cannot find -lpq: No such file or directory"),
    exact(
        "native.header",
        Dependency,
        &[": fatal error: "],
        r"fatal error: '?(?P<pkg>[\w./+-]+\.h(?:pp)?)'?(?:: No such file or directory| file not found)",
    )
    .named("header of a system library missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .like("src/db.c:12:10: fatal error: libpq-fe.h: No such file or directory"),
    exact(
        "native.tool",
        Dependency,
        &[
            "pg_config executable not found", "mysql_config not found", "mysql_config: not found", "can't find Rust compiler",
            "the Rust package manager, is not installed", "error: linker `", "not found: make", "Could not find any Python installation to use", "is `cmake` not installed?",
            "CMake must be installed to build", "Could not find `protoc`", "Unable to find libclang", "No CMAKE_C", "CMAKE_C_COMPILER not set", "CMAKE_CXX_COMPILER not set",
            "Unknown compiler(s):", "unable to execute '", "command 'gcc' failed: No such file", "failed: No such file or directory", "make: g++: ", "make: gcc: ", "make: cc: ",
            "CMake 3.", "CMake 4.",
        ],
        r"(?P<pkg>pg_config) executable not found|mysql_config:? not found|can't find Rust compiler|the Rust package manager, is not installed|error: linker `(?P<spec>[^`]+)` not found|Error: not found: make|Could not find any Python installation to use|is `cmake` not installed\?|CMake must be installed to build|Could not find `protoc`|Unable to find libclang|No CMAKE_C(?:XX)?_COMPILER could be found|CMAKE_C(?:XX)?_COMPILER not set|Unknown compiler\(s\):|unable to execute '\S+': No such file|error: command '[\w+-]+' failed: No such file|^make: (?:g\+\+|gcc|cc): (?:No such file|not found|Command not found)|CMake \d\S* or higher is required",
    )
    .named("build tool missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .during(Install)
    .like("Error: pg_config executable not found."),
    strong(
        "native.pkg-config-missing",
        Dependency,
        &["The pkg-config command could not be found"],
        "",
    )
    .named("build tool missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .during(Install)
    .like("The pkg-config command could not be found."),
    exact(
        "native.addon",
        Dependency,
        &[": error: ", ": fatal error: "],
        r"^(?:npm (?:error|ERR!)|gyp ERR!|error) .*\.(?:c|cc|cpp|cxx|h|hpp|lzz|mm):\d+:\d+: (?:fatal )?error: \S|^(?:\.\./|/\S*/)[^\s:]*\.(?:c|cc|cpp|cxx|h|hpp|lzz):\d+:\d+: (?:fatal )?error: \S",
    )
    .at(&[Told("requirements")])
    .during(Install)
    .like("npm error ../src/addon.cpp:12:10: error: 'Nan' has not been declared"),
    exact(
        "native.compile",
        Build,
        &[": error: ", ": fatal error: "],
        r"^\s*(?:\./)?(?P<file>[\w][\w./+-]*\.(?:c|cc|cpp|cxx|h|hpp)):\d+:\d+: (?:fatal )?error: \S",
    )
    .by_context()
    .like("src/queue.c:9:3: error: unknown type name 'job_t'"),
    exact(
        "cmake.policy",
        Dependency,
        &["Compatibility with CMake < "],
        "",
    )
    .named("cmake too new")
    .at(&[Told("requirements"), Told("dockerfile")])
    .like("  Compatibility with CMake < 2.8.12 has been removed from CMake."),
    exact(
        "cmake.package",
        Dependency,
        &["Could NOT find ", "Could not find a package configuration file provided by", "By not providing \"Find"],
        r#"^\s+Could NOT find (?P<pkg>\w+)|Could not find a package configuration file provided by "(?P<spec>[^"]+)"|By not providing "Find"#,
    )
    .named("cmake package missing")
    .at(&[Told("dockerfile"), Told("requirements")])
    .like("  Could NOT find OpenSSL, try to set the path to OpenSSL root folder in the system variable OPENSSL_ROOT_DIR"),
    exact(
        "cmake.lists",
        Config,
        &["does not appear to contain CMakeLists.txt"],
        "",
    )
    .like("CMake Error: The source directory \"/work\" does not appear to contain CMakeLists.txt."),
    pointer(
        "cmake.error",
        Dependency,
        2,
        &["CMake Error at "],
        "",
    )
    .at(&[Told("requirements")])
    .like("CMake Error at CMakeLists.txt:8 (message):\n  Something that no row knows"),
    exact(
        "autoconf.error",
        Dependency,
        &["configure: error: "],
        r"configure: error: \S",
    )
    .at(&[Told("dockerfile"), Told("requirements")])
    .like("configure: error: libxml2 not found"),
    exact(
        "meson.error",
        Dependency,
        &["meson.build:"],
        r"meson\.build:\d+:\d+: ERROR: \S",
    )
    .at(&[Told("dockerfile"), Told("requirements")])
    .like("../meson.build:12:0: ERROR: Dependency \"openblas\" not found, tried pkgconfig"),
    strong(
        "ld.undefined",
        Build,
        &["undefined reference to "],
        "",
    )
    .like("main.c:(.text+0x12): undefined reference to `tls_start'"),
    exact(
        "make.syntax",
        Build,
        &["*** missing separator", "*** commands commence before first target", "*** recipe commences before"],
        r"^(?P<file>[\w./-]*(?:[Mm]akefile\S*|\.mk)):\d+: \*\*\* ",
    )
    .like("Makefile:12: *** missing separator.  Stop."),
    strong(
        "node-gyp.failed",
        Dependency,
        &["node-gyp rebuild", "gyp: Call to", "node-pre-gyp ERR!", "gyp ERR! stack Error"],
        r"gyp: Call to|node-pre-gyp ERR! (?:stack|build error|install )|prebuild-install warn install No prebuilt|gyp ERR! stack Error: `(?:gyp|make)` failed",
    )
    .during(Install)
    .like("node-pre-gyp ERR! build error"),
    strong(
        "native.command-failed",
        Dependency,
        &["error: command '"],
        r"error: command '\S+' failed with exit (?:code|status)",
    )
    .at(&[Told("requirements"), Told("dockerfile")])
    .during(Install)
    .like("error: command '/usr/bin/gcc' failed with exit code 1"),
    consequence(
        "native.follow-up",
        &["collect2: error: ld returned", "Configuring incomplete, errors occurred", "gyp ERR! build error", "gyp ERR! not ok", "gyp ERR! configure error"],
        r"collect2: error|errors occurred|^(?:npm (?:error|ERR!) )?gyp ERR!",
    )
    .like("collect2: error: ld returned 1 exit status"),
];
