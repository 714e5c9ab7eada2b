//! Which Node.js a project asks for.

use super::{
    Manifest, ProjectFiles,
    files::{join, upwards},
};

/// The wanted version as it is written, and where: the platform's setting, then `engines`, then the version files.
pub(crate) fn wanted(
    files: &dyn ProjectFiles,
    root: &str,
    setting: Option<&str>,
) -> Option<(String, String)> {
    let setting = setting.filter(|version| !version.trim().is_empty());
    let engines = || {
        let path = join(root, "package.json");
        let manifest = Manifest::read(files, &path)?;
        Some((manifest.nested("engines", "node")?.to_owned(), path))
    };
    let version_files = || {
        upwards(root).find_map(|at| {
            [".nvmrc", ".node-version"].iter().find_map(|name| {
                let path = join(at, name);
                let text = files.read(&path)?;
                let version = text
                    .lines()
                    .map(str::trim)
                    .find(|line| !line.is_empty() && !line.starts_with('#'))?;
                Some((
                    version.trim_start_matches('v').chars().take(40).collect(),
                    path,
                ))
            })
        })
    };
    // engines wins over the setting on the platforms, too.
    engines()
        .or_else(|| setting.map(|version| (version.to_owned(), "settings".to_owned())))
        .or_else(version_files)
}

/// Whether a running Node satisfies a wish such as `22.x`, `>=18 <21`, `20 || 22`. `None` when the wish cannot be read.
pub(crate) fn satisfies(wish: &str, version: &str) -> Option<bool> {
    let version = semver::Version::parse(version.trim().trim_start_matches('v')).ok()?;
    let mut any = false;
    for part in wish.split("||") {
        // npm separates comparators by spaces and allows one after the operator; semver separates by commas.
        let mut comparators: Vec<String> = Vec::new();
        for word in part.split_whitespace() {
            match comparators
                .last_mut()
                .filter(|last| last.chars().all(|c| "<>=^~".contains(c)))
            {
                Some(operator) => operator.push_str(word.trim_start_matches('v')),
                None => comparators.push(word.trim_start_matches('v').to_owned()),
            }
        }
        let comparators: Vec<String> = comparators
            .iter()
            .map(|comparator| normalised(comparator))
            .collect();
        any |= semver::VersionReq::parse(&comparators.join(", "))
            .ok()?
            .matches(&version);
    }
    Some(any)
}

/// A bare version means exactly that one to npm, and "compatible with" to semver.
fn normalised(comparator: &str) -> String {
    let comparator = comparator.replace(['x', 'X'], "*");
    if !comparator.starts_with(|first: char| first.is_ascii_digit()) || comparator.contains('*') {
        return comparator;
    }
    let exact = comparator.split('.').count() == 3;
    format!("{}{comparator}", if exact { '=' } else { '~' })
}
