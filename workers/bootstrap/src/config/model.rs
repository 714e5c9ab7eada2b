//! The model: complete or absent, its key from a value or a file.

use std::{fs::File, io::Read, path::Path};

use secrecy::SecretString;

use super::{
    ConfigError, ModelConfig, OtherModel, Sources, layers::Origins, raw::Model, urls::http_url,
};

/// A key file is a line.
const MOST_KEY_BYTES: u64 = 64 * 1024;

pub(super) fn resolve(
    raw: &Model,
    origins: &Origins,
    sources: &Sources,
) -> Result<Option<ModelConfig>, ConfigError> {
    let set = |key: &str| origins.configured(&format!("model.{key}"));
    if raw.base_url.is_empty() {
        let half = ["name", "api_key", "api_key_file"]
            .into_iter()
            .find(|key| set(key));
        return match half {
            None => Ok(None),
            Some(key) => Err(origins.invalid(
                "model.base_url",
                format!("must be set, since `model.{key}` is"),
            )),
        };
    }
    let base_url = http_url(&raw.base_url, "model.base_url", origins)?;
    if raw.name.is_empty() {
        return Err(origins.invalid("model.name", "must be set, since `model.base_url` is"));
    }
    let api_key = match (raw.api_key.is_empty(), raw.api_key_file.is_empty()) {
        (true, true) => None,
        (false, true) => Some(SecretString::from(raw.api_key.trim())),
        (true, false) => Some(key_from_file(
            &sources.working_directory.join(&raw.api_key_file),
            origins,
        )?),
        (false, false) => {
            return Err(ConfigError::Contradiction(
                "`model.api_key` and `model.api_key_file` are both set: keep one of them"
                    .to_owned(),
            ));
        }
    };
    Ok(Some(ModelConfig {
        base_url,
        name: raw.name.clone(),
        api_key,
        agent: raw.agent.clone(),
        price_input: raw.price_input,
        price_cached_input: raw.price_cached_input,
        price_output: raw.price_output,
        others: raw
            .others
            .iter()
            .map(|text| other(text, origins))
            .collect::<Result<_, _>>()?,
        max_output_tokens: raw.max_output_tokens,
    }))
}

/// `NAME INPUT CACHED OUTPUT`.
fn other(text: &str, origins: &Origins) -> Result<OtherModel, ConfigError> {
    let wrong = || {
        origins.invalid(
            "model.others",
            format!(
                "has the entry `{text}`: each is a name and three prices, such as `small-model 250000 25000 2000000`"
            ),
        )
    };
    let mut words = text.split_whitespace();
    let name = words.next().ok_or_else(wrong)?.to_owned();
    let mut price = || {
        words
            .next()
            .and_then(|word| word.parse().ok())
            .ok_or_else(wrong)
    };
    let (price_input, price_cached_input, price_output) = (price()?, price()?, price()?);
    if words.next().is_some() {
        return Err(wrong());
    }
    Ok(OtherModel {
        name,
        price_input,
        price_cached_input,
        price_output,
    })
}

fn key_from_file(path: &Path, origins: &Origins) -> Result<SecretString, ConfigError> {
    let mut text = String::new();
    let read =
        File::open(path).and_then(|file| file.take(MOST_KEY_BYTES).read_to_string(&mut text));
    let problem = |problem| origins.invalid("model.api_key_file", problem);
    read.map_err(|error| {
        problem(format!(
            "names {}, which cannot be read: {error}",
            path.display()
        ))
    })?;
    let key = text.trim();
    if key.is_empty() {
        return Err(problem(format!("names {}, which is empty", path.display())));
    }
    Ok(SecretString::from(key))
}
