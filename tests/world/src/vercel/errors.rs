//! Vercel's refusals: `{"error":{"code","message",...}}`.

use serde_json::{Value, json};

use crate::{WorldError, http::Reply};

/// Why Vercel said no.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    error: Value,
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.status, &json!({"error": refusal.error}))
    }
}

impl From<Refusal> for WorldError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(format!("{} {}", refusal.status, refusal.error))
    }
}

impl From<WorldError> for Refusal {
    fn from(error: WorldError) -> Self {
        tracing::error!(%error, "the fake Vercel failed");
        refuse(500, "internal_server_error", &error.to_string())
    }
}

pub(super) fn refuse(status: u16, code: &str, message: &str) -> Refusal {
    Refusal {
        status,
        error: json!({"code": code, "message": message}),
    }
}

/// Vercel answers 403, not 401, to tokens it does not know.
pub(super) fn invalid_token() -> Refusal {
    Refusal {
        status: 403,
        error: json!({"code": "forbidden", "message": "Not authorized", "invalidToken": true}),
    }
}

pub(super) fn missing_token() -> Refusal {
    let message = "The request is missing an authentication token";
    Refusal {
        status: 403,
        error: json!({"code": "forbidden", "message": message, "missingToken": true}),
    }
}

pub(super) fn forbidden(message: &str) -> Refusal {
    refuse(403, "forbidden", message)
}

/// A valid token, but for another team or account.
pub(super) fn wrong_scope(slug: &str, team: Option<&str>) -> Refusal {
    let message = format!(
        "Not authorized: Trying to access resource under scope \"{slug}\". You must re-authenticate to this scope or use \
         a token with access to this scope."
    );
    let mut error = json!({"code": "forbidden", "message": message, "saml": false, "scope": slug, "enforced": false});
    if let Some(team) = team {
        error["teamId"] = json!(team);
    }
    Refusal { status: 403, error }
}

pub(super) fn not_found(message: &str) -> Refusal {
    refuse(404, "not_found", message)
}

pub(super) fn bad_request(message: &str) -> Refusal {
    refuse(400, "bad_request", message)
}
