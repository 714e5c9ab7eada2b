//! Addresses of calls: built from segments, and shown without what could be secret.

use url::Url;

use crate::error::OutboundError;

#[cfg(test)]
mod tests;

/// Joins a base address and path segments, each percent-encoded, so that no id or branch name can reach another
/// endpoint. A path in the base (`https://host/api/v3`) is kept.
///
/// # Errors
/// [`OutboundError::InvalidRequest`] when a segment is empty, `.` or `..`, or the base cannot have a path.
pub fn endpoint(base: &Url, segments: &[&str]) -> Result<Url, OutboundError> {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    // The URL standard treats the encoded dot as a dot.
    let is_dots = |segment: &str| {
        matches!(
            segment.to_ascii_lowercase().replace("%2e", ".").as_str(),
            "." | ".."
        )
    };
    if let Some(bad) = segments
        .iter()
        .find(|segment| segment.is_empty() || is_dots(segment))
    {
        return Err(OutboundError::InvalidRequest {
            reason: format!("`{bad}` cannot be part of an address"),
        });
    }
    url.path_segments_mut()
        .map_err(|()| OutboundError::InvalidRequest {
            reason: format!("`{}` is no base address", shown(base)),
        })?
        .pop_if_empty()
        .extend(segments);
    Ok(url)
}

/// An address as it may be logged: scheme, host, port and path; no user information, query or fragment; at most 200
/// characters.
#[must_use]
pub fn shown(url: &Url) -> String {
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let text = format!(
        "{}://{}{port}{}",
        url.scheme(),
        url.host_str().unwrap_or_default(),
        url.path()
    );
    text.chars().take(200).collect()
}
