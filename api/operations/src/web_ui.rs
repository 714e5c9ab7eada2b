//! Links into the Temporal Web UI.

#[cfg(test)]
mod tests;

/// Where the Web UI is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUi {
    /// Its address, such as `http://127.0.0.1:8233`.
    pub address: String,
    /// The namespace of our workflows.
    pub namespace: String,
}

impl WebUi {
    /// The page of a workflow (of its latest run).
    #[must_use]
    pub fn workflow(&self, workflow_id: &str) -> String {
        let address = self.address.trim_end_matches('/');
        format!(
            "{address}/namespaces/{}/workflows/{}",
            segment(&self.namespace),
            segment(workflow_id)
        )
    }
}

/// One path segment, percent-encoded.
fn segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}
