//! Which paths may be asked for: packages, their versions, their tags and their archives.

/// What a path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Resource {
    /// A package's metadata.
    Package(Name),
    /// The metadata of one version or tag.
    Version(Name, String),
    /// A package's tags.
    Tags(Name),
    /// An archive by file name.
    Archive(Name, String),
    /// An archive whose address the registry gave and that is not below the registry's own address.
    Elsewhere(String),
    /// Whether anybody is there.
    Ping,
}

/// A package's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// With its `@`.
    pub(super) scope: Option<String>,
    pub(super) name: String,
}

impl Name {
    /// As it stands in a metadata address: the slash of a scope is encoded.
    pub(super) fn encoded(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{scope}%2f{}", self.name),
            None => self.name.clone(),
        }
    }

    fn plain(&self) -> String {
        match &self.scope {
            Some(scope) => format!("{scope}/{}", self.name),
            None => self.name.clone(),
        }
    }

    fn parse(segments: &[&str]) -> Option<Self> {
        let (scope, name) = match segments {
            [scope, name] => {
                let inner = scope.strip_prefix('@')?;
                (Some((*scope).to_owned()).filter(|_| part(inner))?, *name)
            }
            [name] if !name.starts_with('@') => {
                return part(name).then(|| Self {
                    scope: None,
                    name: (*name).to_owned(),
                });
            }
            _ => return None,
        };
        part(name).then(|| Self {
            scope: Some(scope),
            name: name.to_owned(),
        })
    }
}

impl Resource {
    /// Reads the path of a request; `None` for everything that is not to be asked for. Queries are not:
    /// reading needs none.
    pub(super) fn parse(path: &str, query: Option<&str>) -> Option<Self> {
        if query.is_some_and(|query| !query.is_empty()) || path.len() > 1024 {
            return None;
        }
        // The one encoding that is needed: the slash and the at sign of a scope.
        let path = path
            .replace("%2f", "/")
            .replace("%2F", "/")
            .replace("%40", "@");
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.iter().any(|segment| !safe(segment)) {
            return None;
        }
        match segments.as_slice() {
            ["-", "ping"] => Some(Self::Ping),
            ["-", "elsewhere", key, file] if archive(file) => {
                Some(Self::Elsewhere((*key).to_owned()))
            }
            ["-", "package", name @ .., "dist-tags"] => Name::parse(name).map(Self::Tags),
            _ => match segments.iter().position(|segment| *segment == "-") {
                Some(dash) => Self::archive(&segments[..dash], &segments[dash + 1..]),
                None => Self::metadata(&segments),
            },
        }
    }

    /// `…/name/-/file.tgz`. What comes before the name is where another registry kept it, as lockfiles
    /// remember it; the archive's hash is in the lockfile, too.
    fn archive(before: &[&str], after: &[&str]) -> Option<Self> {
        let (last, rest) = before.split_last()?;
        let scope = rest.last().filter(|scope| scope.starts_with('@'));
        let name = match scope {
            Some(scope) => Name::parse(&[scope, last])?,
            None => Name::parse(&[last])?,
        };
        // Some registries repeat the scope before the file.
        let file = match after {
            [file] => file,
            [scope, file] if Some(*scope) == name.scope.as_deref() => file,
            _ => return None,
        };
        archive(file).then(|| Self::Archive(name, (*file).to_owned()))
    }

    fn metadata(segments: &[&str]) -> Option<Self> {
        let length = if segments.first()?.starts_with('@') {
            2
        } else {
            1
        };
        let name = Name::parse(segments.get(..length)?)?;
        match &segments[length..] {
            [] => Some(Self::Package(name)),
            [version] => Some(Self::Version(name, (*version).to_owned())),
            _ => None,
        }
    }

    /// The path at the registry, relative to its base; empty for what has none there.
    pub(super) fn upstream_path(&self) -> String {
        match self {
            Self::Package(name) => name.encoded(),
            Self::Version(name, version) => format!("{}/{version}", name.encoded()),
            Self::Tags(name) => format!("-/package/{}/dist-tags", name.encoded()),
            Self::Archive(name, file) => format!("{}/-/{file}", name.plain()),
            Self::Elsewhere(_) | Self::Ping => String::new(),
        }
    }

    pub(super) fn scope(&self) -> Option<&str> {
        match self {
            Self::Package(name)
            | Self::Version(name, _)
            | Self::Tags(name)
            | Self::Archive(name, _) => name.scope.as_deref(),
            Self::Elsewhere(_) | Self::Ping => None,
        }
    }
}

/// A part of a package's name. Old packages have capitals.
fn part(text: &str) -> bool {
    (1..=214).contains(&text.len())
        && !text.starts_with('.')
        && text != "-"
        && safe(text)
        && !text.contains('@')
}

fn archive(file: &str) -> bool {
    safe(file) && (file.ends_with(".tgz") || file.ends_with(".tar.gz"))
}

/// A path segment without anything that a server might read in two ways.
fn safe(segment: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@+!*'()^=".contains(&byte);
    !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(known)
}

#[cfg(test)]
mod tests;
