//! Vercel's webhooks, in the envelope of today and in the legacy one (hyphenated names, still delivered to old hooks).

use domain::{DeploymentId, DeploymentState};
use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use outbound::json;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha1::Sha1;

use crate::{
    vercel::source::{branch_of, commit_of},
    webhook::{DeploymentEvent, Event, ParseError, SignatureError, Webhooks},
};

pub(super) struct VercelWebhooks;

/// Bare lower-case hex of HMAC-SHA1 over the raw body, no prefix.
const SIGNATURE: &str = "x-vercel-signature";

impl Webhooks for VercelWebhooks {
    fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        secrets: &[SecretString],
    ) -> Result<(), SignatureError> {
        let mut values = headers.get_all(SIGNATURE).iter();
        let value = values.next().ok_or(SignatureError::Missing)?;
        let mut given = [0; 20];
        if values.next().is_some() || hex::decode_to_slice(value.as_bytes(), &mut given).is_err() {
            return Err(SignatureError::Malformed);
        }
        let fits = |secret: &SecretString| {
            Hmac::<Sha1>::new_from_slice(secret.expose_secret().as_bytes())
                .is_ok_and(|mac| mac.chain_update(body).verify_slice(&given).is_ok())
        };
        // An empty secret is a configuration mistake that must not open the door.
        if secrets
            .iter()
            .any(|secret| !secret.expose_secret().is_empty() && fits(secret))
        {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }

    fn delivery_id(&self, _headers: &HeaderMap, body: &[u8]) -> Option<String> {
        let envelope: Value = serde_json::from_slice(body).ok()?;
        json::string(&envelope, "/id").filter(|id| id.len() <= 200)
    }

    fn parse(&self, _headers: &HeaderMap, body: &[u8]) -> Result<Event, ParseError> {
        let envelope: Value = serde_json::from_slice(body).map_err(|_| ParseError::NotJson)?;
        let kind = json::string(&envelope, "/type").ok_or(ParseError::Incomplete("type"))?;
        let state = match kind.as_str() {
            "deployment.error" | "deployment-error" => DeploymentState::Failed,
            // Ready: built. Succeeded: all blocking checks passed, too.
            "deployment.ready"
            | "deployment.succeeded"
            | "deployment-ready"
            | "deployment-prepared" => DeploymentState::Ready,
            "deployment.canceled" | "deployment-canceled" => DeploymentState::Cancelled,
            "deployment.blocked" => DeploymentState::Blocked,
            _ => {
                return Ok(Event::Ignored {
                    kind: kind.chars().take(100).collect(),
                });
            }
        };
        let first = |pointers: &[&str]| {
            pointers
                .iter()
                .find_map(|pointer| json::string(&envelope, pointer))
        };
        let deployment = first(&["/payload/deployment/id", "/payload/deploymentId"])
            .ok_or(ParseError::Incomplete("deployment id"))?;
        let meta = envelope
            .pointer("/payload/deployment/meta")
            .unwrap_or(&Value::Null);
        let event = DeploymentEvent {
            deployment: DeploymentId(deployment),
            project: first(&[
                "/payload/project/id",
                "/payload/projectId",
                "/payload/deployment/projectId",
            ]),
            team: first(&["/payload/team/id", "/teamId"]),
            state,
            branch: branch_of(meta),
            commit: commit_of(meta),
            created_at: json::positive(&envelope, "/createdAt")
                .and_then(|at| i64::try_from(at).ok()),
        };
        Ok(if state == DeploymentState::Failed {
            Event::DeploymentFailed(event)
        } else {
            Event::DeploymentFinished(event)
        })
    }
}
