//! GitHub's refusals, in its own words.

use serde_json::{Value, json};

use crate::{WorldError, http::Reply};

const DOCUMENTATION: &str = "https://docs.github.com/rest";

/// Why GitHub said no. It becomes an answer for clients and an error for verbs.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    body: Value,
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.status, &refusal.body)
    }
}

impl From<WorldError> for Refusal {
    fn from(error: WorldError) -> Self {
        tracing::error!(%error, "the fake GitHub failed");
        refuse(500, &format!("Server Error: {error}"))
    }
}

impl From<Refusal> for WorldError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(format!("{} {}", refusal.status, refusal.body))
    }
}

pub(super) fn refuse(status: u16, message: &str) -> Refusal {
    let body = json!({"message": message, "documentation_url": DOCUMENTATION, "status": status.to_string()});
    Refusal { status, body }
}

pub(super) fn bad_credentials() -> Refusal {
    refuse(401, "Bad credentials")
}

pub(super) fn requires_authentication() -> Refusal {
    refuse(401, "Requires authentication")
}

pub(super) fn not_found() -> Refusal {
    refuse(404, "Not Found")
}

pub(super) fn forbidden() -> Refusal {
    refuse(403, "Resource not accessible by personal access token")
}

pub(super) fn empty_repository() -> Refusal {
    refuse(409, "Git Repository is empty.")
}

pub(super) fn not_json() -> Refusal {
    refuse(400, "Problems parsing JSON")
}

/// 422 with the list that says which field is wrong.
pub(super) fn invalid(error: &Value) -> Refusal {
    let body = json!({
        "message": "Validation Failed", "errors": [error], "documentation_url": DOCUMENTATION, "status": "422",
    });
    Refusal { status: 422, body }
}

/// [`invalid`] for a field with one of GitHub's codes (`missing_field`, `invalid`).
pub(super) fn invalid_field(resource: &str, field: &str, code: &str) -> Refusal {
    invalid(&json!({"resource": resource, "field": field, "code": code}))
}

/// [`invalid`] with a sentence of its own.
pub(super) fn invalid_custom(resource: &str, message: &str) -> Refusal {
    invalid(&json!({"resource": resource, "code": "custom", "message": message}))
}

pub(super) fn no_user_agent() -> Reply {
    Reply::text(
        403,
        "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header \
         (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check \
         https://developer.github.com for other possible causes.\r\n",
    )
}
