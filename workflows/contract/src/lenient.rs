//! Messages that people may send by hand.
//!
//! A payload that cannot be decoded would fail the workflow task for ever: a handler's type must accept anything.
//! So this wrapper never refuses: no payload, `null` and an empty one are an empty object, everything else that does
//! not fit becomes [`Lenient::Malformed`] with the reason.

use serde::{Serialize, de::DeserializeOwned};
use temporalio_common::{
    data_converters::{
        PayloadConversionError, SerializationContext, TemporalDeserializable, TemporalSerializable,
    },
    protos::temporal::api::common::v1::Payload,
};

#[cfg(test)]
mod tests;

/// A message, or why it could not be read. Deliberately without serde's traits.
#[derive(Debug, Clone, PartialEq)]
pub enum Lenient<T> {
    /// It could be read.
    Value(T),
    /// It could not; the reason is a sentence for people.
    Malformed(String),
}

impl<T> From<T> for Lenient<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: DeserializeOwned> Lenient<T> {
    /// Reads the payloads of a message.
    #[must_use]
    pub fn read(payloads: &[Payload]) -> Self {
        match payloads {
            [] => Self::read_json(b""),
            [one] => Self::read_json(&one.data),
            many => Self::Malformed(format!(
                "expected one JSON object, got {} inputs",
                many.len()
            )),
        }
    }

    fn read_json(data: &[u8]) -> Self {
        let text = if data.is_empty() || data == b"null" {
            b"{}".as_slice()
        } else {
            data
        };
        match serde_json::from_slice(text) {
            Ok(value) => Self::Value(value),
            Err(error) => Self::Malformed(error.to_string()),
        }
    }
}

impl<T: DeserializeOwned + 'static> TemporalDeserializable for Lenient<T> {
    fn from_payload(
        _: &SerializationContext<'_>,
        payload: Payload,
    ) -> Result<Self, PayloadConversionError> {
        Ok(Self::read(&[payload]))
    }

    fn from_payloads(
        _: &SerializationContext<'_>,
        payloads: Vec<Payload>,
    ) -> Result<Self, PayloadConversionError> {
        Ok(Self::read(&payloads))
    }
}

impl<T: Serialize + 'static> TemporalSerializable for Lenient<T> {
    fn to_payload(&self, _: &SerializationContext<'_>) -> Result<Payload, PayloadConversionError> {
        let data = match self {
            Self::Value(value) => serde_json::to_vec(value),
            Self::Malformed(reason) => {
                serde_json::to_vec(&serde_json::json!({ "malformed": reason }))
            }
        }
        .map_err(|error| PayloadConversionError::EncodingError(Box::new(error)))?;
        Ok(Payload {
            metadata: [("encoding".to_owned(), b"json/plain".to_vec())].into(),
            data,
            ..Payload::default()
        })
    }
}
