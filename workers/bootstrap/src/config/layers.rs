//! The layers: default, file, environment, flags. Each is checked for unknown keys before they are merged.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

use figment::{
    Figment, Metadata, Profile, Provider,
    providers::{Format, Toml},
    value::{Dict, Map, Value},
};

use super::{
    error::ConfigError,
    keys::{self, DEFAULT_FILE},
    raw::Raw,
    sources::{FILE_NAME, Sources},
};

/// No configuration file is larger.
const MOST_BYTES: u64 = 1 << 20;

/// The embedded file's name in messages.
const DEFAULTS: &str = "the defaults";

/// One layer.
struct Layer {
    origin: String,
    values: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.origin.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Map::from([(Profile::Default, self.values.clone())]))
    }
}

/// The layers merged, and where each value comes from.
pub(super) struct Merged {
    pub(super) raw: Raw,
    pub(super) values: Dict,
    pub(super) origins: Origins,
}

/// Where values come from that are not the defaults.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins(BTreeMap<String, String>);

impl Origins {
    /// Where the value of a key was found.
    pub(super) fn of(&self, key: &str) -> &str {
        self.0.get(key).map_or(DEFAULTS, String::as_str)
    }

    /// Whether anybody set the key.
    pub(super) fn configured(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// A value that cannot be used; `problem` begins with a verb.
    pub(super) fn invalid(&self, key: &str, problem: impl Into<String>) -> ConfigError {
        ConfigError::Invalid {
            key: key.to_owned(),
            origin: self.of(key).to_owned(),
            problem: problem.into(),
            ways: keys::ways(key),
        }
    }
}

/// Reads and merges all layers.
pub(super) fn merge(sources: &Sources) -> Result<Merged, ConfigError> {
    let defaults = parse(DEFAULTS, DEFAULT_FILE)?;
    let mut layers = Vec::new();
    layers.extend(file(sources, &defaults)?);
    layers.extend(environment(sources, &defaults)?);
    layers.extend(flags(sources, &defaults)?);

    let mut origins = Origins::default();
    let mut figment = Figment::from(Layer {
        origin: DEFAULTS.to_owned(),
        values: defaults.clone(),
    });
    for layer in layers {
        for (key, value) in keys::leaves(&layer.values) {
            match keys::find(&defaults, &key) {
                None => return Err(keys::unknown(&defaults, &key, &layer.origin)),
                Some(Value::Dict(..)) => {
                    let known = keys::leaves(&defaults).into_iter().map(|(key, _)| key);
                    let inner: Vec<_> = known
                        .filter(|known| known.starts_with(&format!("{key}.")))
                        .collect();
                    return Err(ConfigError::Unknown {
                        key,
                        origin: layer.origin.clone(),
                        hint: format!("it is a section with `{}`", inner.join("`, `")),
                    });
                }
                // An empty text is no setting, except where it takes one back.
                Some(_) if value.as_str() == Some("") => drop(origins.0.remove(&key)),
                Some(_) => drop(origins.0.insert(key, layer.origin.clone())),
            }
        }
        figment = figment.merge(layer);
    }
    let values: Dict = figment
        .extract()
        .map_err(|error| unusable(&origins, &error))?;
    let raw = figment
        .extract()
        .map_err(|error| unusable(&origins, &error))?;
    Ok(Merged {
        raw,
        values,
        origins,
    })
}

/// A value of the wrong type. The value itself is not told: it may be a secret.
fn unusable(origins: &Origins, error: &figment::Error) -> ConfigError {
    use figment::error::Kind;
    let problem = match &error.kind {
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => match expected.as_str()
        {
            "a string" => "must be a text in quotation marks".to_owned(),
            "u16" => format!("must be a whole number from 0 to {}", u16::MAX),
            "u32" => format!("must be a whole number from 0 to {}", u32::MAX),
            "u64" | "usize" => "must be a whole number, not below zero".to_owned(),
            other => format!("must be {other}"),
        },
        Kind::UnknownVariant(_, known) => format!("must be one of {}", known.join(", ")),
        Kind::InvalidLength(_, expected) => format!("must have {expected}"),
        Kind::ISizeOutOfRange(_) | Kind::USizeOutOfRange(_) => "is out of range".to_owned(),
        _ => "cannot be used".to_owned(),
    };
    origins.invalid(&error.path.join("."), problem)
}

fn parse(origin: &str, text: &str) -> Result<Dict, ConfigError> {
    let data = Toml::string(text)
        .data()
        .map_err(|error| ConfigError::Syntax {
            file: origin.to_owned(),
            message: error.to_string().trim().to_owned(),
        })?;
    Ok(data
        .into_iter()
        .find(|(profile, _)| *profile == Profile::Default)
        .map(|(_, dict)| dict)
        .unwrap_or_default())
}

/// The user's file: the one that was asked for must exist, the usual ones may.
fn file(sources: &Sources, defaults: &Dict) -> Result<Option<Layer>, ConfigError> {
    let asked = sources
        .file
        .clone()
        .or_else(|| sources.variable("REGREEN_CONFIG").map(PathBuf::from));
    if let Some(path) = asked {
        let path = sources.working_directory.join(path);
        let text = read(&path).map_err(|source| ConfigError::Unreadable {
            file: path.display().to_string(),
            source,
        })?;
        return layer_of_file(&path, &text).map(Some);
    }
    let here = sources.working_directory.join(FILE_NAME);
    let data_dir = data_dir_so_far(sources, defaults)?;
    for (path, in_data_dir) in [
        (Some(here), false),
        (data_dir.map(|dir| dir.join(FILE_NAME)), true),
    ] {
        let Some(path) = path else { continue };
        match read(&path) {
            Ok(text) => {
                let layer = layer_of_file(&path, &text)?;
                if in_data_dir && keys::find(&layer.values, "data_dir").is_some() {
                    return Err(ConfigError::Contradiction(format!(
                        "{} lies in the data directory and sets `data_dir`: remove that line, or name the file with --config",
                        path.display()
                    )));
                }
                return Ok(Some(layer));
            }
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(source) => {
                return Err(ConfigError::Unreadable {
                    file: path.display().to_string(),
                    source,
                });
            }
        }
    }
    Ok(None)
}

fn layer_of_file(path: &Path, text: &str) -> Result<Layer, ConfigError> {
    let origin = path.display().to_string();
    Ok(Layer {
        values: parse(&origin, text)?,
        origin,
    })
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(std::io::Error::new(
            ErrorKind::FileTooLarge,
            "it is larger than 1 MiB",
        ));
    }
    Ok(text)
}

/// The data directory as flags and environment say: a file in it cannot be asked yet.
fn data_dir_so_far(sources: &Sources, defaults: &Dict) -> Result<Option<PathBuf>, ConfigError> {
    for layer in flags(sources, defaults)?
        .into_iter()
        .rev()
        .chain(environment(sources, defaults)?)
    {
        if let Some(path) = keys::find(&layer.values, "data_dir")
            .and_then(Value::as_str)
            .filter(|path| !path.is_empty())
        {
            return Ok(Some(sources.working_directory.join(path)));
        }
    }
    Ok(sources.usual_data_dir())
}

/// One layer per variable, so that messages can name it. Full names come last and win over short ones.
fn environment(sources: &Sources, defaults: &Dict) -> Result<Vec<Layer>, ConfigError> {
    let mut layers = Vec::new();
    let (short, full): (Vec<_>, Vec<_>) = sources
        .environment
        .iter()
        .partition(|(name, _)| keys::is_short(name));
    for (name, value) in short.into_iter().chain(full) {
        if let Some(key) = keys::of_variable(name) {
            layers.push(single(defaults, name, &key, value)?);
        }
    }
    Ok(layers)
}

fn flags(sources: &Sources, defaults: &Dict) -> Result<Vec<Layer>, ConfigError> {
    sources
        .flags
        .iter()
        .map(|flag| single(defaults, &flag.name, &flag.key, &flag.value))
        .collect()
}

fn single(defaults: &Dict, origin: &str, key: &str, text: &str) -> Result<Layer, ConfigError> {
    let default = keys::find(defaults, key).ok_or_else(|| keys::unknown(defaults, key, origin))?;
    let value = keys::typed(default, text).map_err(|problem| ConfigError::Invalid {
        key: key.to_owned(),
        origin: origin.to_owned(),
        problem,
        ways: keys::ways(key),
    })?;
    let mut values = Dict::new();
    keys::put(&mut values, key, value);
    Ok(Layer {
        origin: origin.to_owned(),
        values,
    })
}
