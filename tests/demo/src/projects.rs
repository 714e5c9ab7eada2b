//! The built-in projects, as they are written to disk before they are pushed.

use std::path::{Path, PathBuf};

/// A file of a built-in project.
type File = (&'static str, &'static str);

/// The lockfile does not know a dependency that was added to the manifest.
const INVOICE_CLI: &[File] = &[
    (
        ".gitignore",
        include_str!("../projects/invoice-cli/.gitignore"),
    ),
    (
        "package.json",
        include_str!("../projects/invoice-cli/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("../projects/invoice-cli/package-lock.json"),
    ),
    (
        "scripts/build.mjs",
        include_str!("../projects/invoice-cli/scripts/build.mjs"),
    ),
];

/// A number is kept in a variable that is declared as text.
const STOREFRONT_TYPES: &[File] = &[
    (
        ".gitignore",
        include_str!("../projects/storefront-types/.gitignore"),
    ),
    (
        "package.json",
        include_str!("../projects/storefront-types/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("../projects/storefront-types/package-lock.json"),
    ),
    (
        "tsconfig.json",
        include_str!("../projects/storefront-types/tsconfig.json"),
    ),
    (
        "src/cart.ts",
        include_str!("../projects/storefront-types/src/cart.ts"),
    ),
    (
        "src/index.ts",
        include_str!("../projects/storefront-types/src/index.ts"),
    ),
];

/// Writes a built-in project below `folder` and says where.
pub(crate) fn write(name: &str, folder: &Path) -> std::io::Result<PathBuf> {
    let files = if name == "invoice-cli" {
        INVOICE_CLI
    } else {
        STOREFRONT_TYPES
    };
    let top = folder.join(name);
    for (path, text) in files {
        let path = top.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(top)
}
