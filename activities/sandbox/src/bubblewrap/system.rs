//! Which parts of the host every job sees, and the small files that replace the host's own.

use std::path::{Path, PathBuf};

/// Files and directories of `/etc` that programs need and that hold no secret.
const CONFIGURATION: [&str; 12] = [
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/etc/ca-certificates.conf",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/protocols",
    "/etc/services",
    "/etc/mime.types",
];

/// Directories that are links into `/usr` on most hosts, and real ones on some.
const MERGED: [&str; 6] = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/// User and group number inside every sandbox.
pub(super) const INSIDE_ID: u32 = 1000;

/// Name and content of the files that take the place of the host's in `/etc`.
pub(super) const REPLACED: [(&str, &str); 5] = [
    (
        "passwd",
        "root:x:0:0:root:/root:/usr/sbin/nologin\nfixer:x:1000:1000:fixer:/home/fixer:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
    ),
    ("group", "root:x:0:\nfixer:x:1000:\nnogroup:x:65534:\n"),
    ("hosts", "127.0.0.1 localhost sandbox\n"),
    (
        "nsswitch.conf",
        "passwd: files\ngroup: files\nhosts: files\n",
    ),
    ("resolv.conf", ""),
];

/// bubblewrap options that show the host's programs and libraries, read-only.
pub(super) fn options() -> Vec<String> {
    let mut options = bind("/usr");
    for directory in MERGED {
        match std::fs::read_link(directory) {
            Ok(target) => options.extend([
                "--symlink".to_owned(),
                target.display().to_string(),
                directory.to_owned(),
            ]),
            Err(_) if Path::new(directory).is_dir() => options.extend(bind(directory)),
            Err(_) => {}
        }
    }
    for path in CONFIGURATION
        .into_iter()
        .filter(|path| Path::new(path).exists())
    {
        options.extend(bind(path));
    }
    options
}

fn bind(path: &str) -> Vec<String> {
    vec!["--ro-bind".to_owned(), path.to_owned(), path.to_owned()]
}

/// `PATH` inside: the tools' program directories, then the system's.
pub(super) fn search_path(tools: &[crate::Mount]) -> String {
    let own = tools.iter().filter_map(|tool| {
        let folders = ["bin", "node_modules/.bin"];
        if let Some(folder) = folders
            .iter()
            .find(|folder| tool.source.join(folder).is_dir())
        {
            Some(tool.target.join(folder))
        } else if tool.source.is_dir() {
            Some(tool.target.clone())
        } else {
            None
        }
    });
    let system = [
        "/usr/local/bin",
        "/usr/bin",
        "/bin",
        "/usr/local/sbin",
        "/usr/sbin",
        "/sbin",
    ]
    .map(PathBuf::from);
    own.chain(system)
        .map(|path| path.display().to_string())
        .collect::<Vec<_>>()
        .join(":")
}
