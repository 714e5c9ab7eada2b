//! Where a configuration comes from, as values: tests and `doctor` give their own.

use std::{collections::BTreeMap, path::PathBuf};

/// The name of the file in the working or data directory.
pub(super) const FILE_NAME: &str = "regreen.toml";

/// A setting from the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// As the user typed it, such as `--bind`.
    pub name: String,
    /// The key it sets, such as `api.bind`.
    pub key: String,
    /// Its value. Never a secret: everybody on the machine sees it.
    pub value: String,
}

/// Everything that a configuration is made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    /// `--config`.
    pub file: Option<PathBuf>,
    /// Settings from the command line.
    pub flags: Vec<Flag>,
    /// The environment.
    pub environment: BTreeMap<String, String>,
    /// Relative paths begin here.
    pub working_directory: PathBuf,
}

impl Sources {
    /// The environment and working directory of this process. Variables that are not UTF-8 are left out.
    #[must_use]
    pub fn of_process() -> Self {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let working_directory = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        Self {
            file: None,
            flags: Vec::new(),
            environment,
            working_directory,
        }
    }

    /// With `--config FILE`.
    #[must_use]
    pub fn with_file(mut self, file: Option<PathBuf>) -> Self {
        self.file = file;
        self
    }

    /// With a flag, if it was given.
    #[must_use]
    pub fn with_flag(mut self, name: &str, key: &str, value: Option<String>) -> Self {
        self.flags.extend(value.map(|value| Flag {
            name: name.to_owned(),
            key: key.to_owned(),
            value,
        }));
        self
    }

    /// A variable that is set and not empty.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.environment
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Where data goes when nobody says so.
    pub(super) fn usual_data_dir(&self) -> Option<PathBuf> {
        let base = self
            .variable("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute());
        let base = base.or_else(|| {
            self.variable("HOME")
                .map(|home| PathBuf::from(home).join(".local/share"))
        });
        base.map(|base| base.join("regreen"))
    }
}
