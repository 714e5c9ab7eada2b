//! Packages with native parts: compiling them (node-gyp), fetching them ready-made, loading them.

use crate::{
    pattern::{Family, Pattern, Stage::Install},
    rows::{consequence, exact, fair, strong, types::*},
};

pub(super) const FAMILY: Family = Family {
    name: "addon",
    rows: ROWS,
};

const ROWS: &[Pattern] = &[
    exact(
        "addon.python",
        Dependency,
        &["No module named 'distutils'", "invalid mode: 'rU'", "Could not find any Python installation to use", "Can't find Python executable"],
        "",
    )
    .named("python for node-gyp")
    .during(Install)
    .like("npm error gyp ERR! stack Error: Could not find any Python installation to use"),
    exact(
        "addon.tool-missing",
        Dependency,
        &["gyp ERR! stack Error: not found: ", "make: g++:", "make: cc:", "make: gcc:", "make: c++:", "make: clang"],
        r"gyp ERR! stack Error: not found: (?P<pkg>\S+)|make: (?P<spec>g\+\+|gcc|cc|c\+\+|clang\+*): (?:Command not found|No such file or directory)",
    )
    .during(Install)
    .like("npm error gyp ERR! stack Error: not found: make"),
    exact(
        "addon.standard",
        Dependency,
        &["C++17 or later required", "C++20 or later required", "C++14 or later required", "C++11 or later required"],
        r"#error\W+C\+\+\d+ or later required",
    )
    .named("native source too old for node")
    .during(Install)
    .like("npm error /root/.cache/node-gyp/22.21.1/include/node/v8config.h:13:2: error: #error \"C++17 or later required.\""),
    exact(
        "addon.node-sass",
        Dependency,
        &["Node Sass does not yet support", "Node Sass could not find a binding", "node-sass/vendor/"],
        r"Node Sass (?:does not yet support your current environment|could not find a binding)|Missing binding \S+node-sass",
    )
    .named("node-sass without a binding")
    .like("Error: Node Sass does not yet support your current environment: Linux 64-bit with Unsupported runtime (115)"),
    exact(
        "addon.sharp",
        Dependency,
        &["sharp: Installation error", "sharp: Prebuilt libvips", "/Release/sharp", "sharp: Please add node-"],
        r"sharp: (?:Installation error|Prebuilt libvips|Please add node-)|Cannot find module '\S*/Release/sharp\S*\.node'",
    )
    .named("sharp binary missing")
    .during(Install)
    .like("npm error sharp: Installation error: Invalid Version: undefined"),
    exact(
        "addon.other-node",
        Dependency,
        &["was compiled against a different Node.js version"],
        "",
    )
    .named("native module of another node")
    .like("was compiled against a different Node.js version using"),
    exact(
        "addon.libc",
        Dependency,
        &["version `GLIBC", "version 'GLIBC", "version `CXXABI"],
        r"version [`'](?:GLIBCXX|GLIBC|CXXABI)_[\d.]+' not found(?: \(required by (?:\S*node_modules/(?P<pkg>(?:@[\w.-]+/)?[\w.-]+))?)?",
    )
    .like("Error: /lib64/libc.so.6: version `GLIBC_2.33' not found (required by /work/node_modules/left-pad/build/left-pad.node)"),
    exact(
        "addon.shared-library",
        Dependency,
        &["cannot open shared object file", "Error loading shared library", "Error relocating "],
        r"(?P<pkg>lib[\w.+-]+\.so[\w.]*): cannot open shared object file|Error loading shared library (?P<spec>\S+): |Error relocating \S+: \S+: symbol not found",
    )
    .like("Error: libvips-cpp.so.42: cannot open shared object file: No such file or directory"),
    exact(
        "addon.load",
        Dependency,
        &[
            "invalid ELF header", "Module did not self-register", "undefined symbol: ", "wrong ELF class",
            "Exec format error", "file too short",
        ],
        r"\.node: (?:invalid ELF header|undefined symbol: |wrong ELF class|Exec format error|file too short)|Module did not self-register",
    )
    .like("Error: /work/node_modules/left-pad/build/left-pad.node: invalid ELF header"),
    exact(
        "addon.binding-missing",
        Dependency,
        &["Could not locate the bindings file", "No native build was found for platform", "No prebuild or local build of"],
        "",
    )
    .named("native binding missing")
    .like("Error: Could not locate the bindings file. Tried:"),
    exact(
        "addon.binding-file",
        Dependency,
        &[".node'"],
        r"Cannot find module '(?P<spec>[^']*node_modules/[^']+\.node)'",
    )
    .like("Error: Cannot find module '/work/node_modules/left-pad/build/left-pad.node'"),
    exact(
        "addon.download",
        Other,
        &["node-pre-gyp ERR!", "prebuild-install", "gyp ERR! stack"],
        r"(?:node-pre-gyp ERR!|prebuild-install \w+|gyp ERR! stack) .*(?:request to \S+ failed, reason|getaddrinfo|ECONNRESET|ETIMEDOUT|EAI_AGAIN|socket hang up|response status 5\d\d)",
    )
    .during(Install)
    .transient()
    .outside()
    .like("npm error gyp ERR! stack FetchError: request to https://nodejs.example.test/headers.tar.gz failed, reason: connect ETIMEDOUT 192.0.2.1:443"),
    strong(
        "addon.gyp",
        Dependency,
        &["gyp ERR! stack Error", "gyp ERR! find Python", "gyp: Undefined variable", "gyp: binding.gyp not found"],
        r"gyp ERR! (?:stack Error: \S|find Python Python is not set)|gyp: (?:Undefined variable|binding\.gyp not found)",
    )
    .during(Install)
    .like("npm error gyp ERR! stack Error: `make` failed with exit code: 1"),
    fair(
        "addon.compiler",
        Dependency,
        &[": error: "],
        r"^npm (?:ERR!|error) \S+\.(?:cc|cpp|c|h|hpp|cxx)(?::\d+){1,2}: error: \S",
    )
    .during(Install)
    .like("npm error /work/node_modules/acme/src/lib.c:41:18: error: unknown type name 'u8'"),
    consequence(
        "addon.gyp-frame",
        &["gyp ERR! ", "node-pre-gyp ERR! "],
        r"gyp ERR! (?:configure error|cwd|node -v|node-gyp -v|System|command|not ok|stack +at )|node-pre-gyp ERR! (?:not ok|command|cwd|node -v|System)",
    )
    .like("gyp ERR! cwd /work/node_modules/left-pad"),
];
