//! Building a deployment's commit again, once per key.

use domain::{Deployment, DeploymentId};
use outbound::{Method, json};
use serde_json::{Value, json as object};

use crate::{
    error::PlatformError,
    vercel::{
        client::{Vercel, call, listed_id, unreadable},
        deployment::{REDEPLOY_KEY, REDEPLOY_OF},
    },
};

impl Vercel {
    pub(super) async fn deploy_again(
        &self,
        original: &Deployment,
        key: &str,
    ) -> Result<DeploymentId, PlatformError> {
        let has_key = |item: &Value| key_of(item).as_deref() == Some(key);
        let (since, filter) = (
            original.created_at.saturating_sub(1).to_string(),
            format!("meta-{REDEPLOY_KEY}"),
        );
        let found = self
            .list(
                &original.project,
                &[("since", &since), (&filter, key)],
                |items| items.iter().any(has_key),
            )
            .await?;
        if let Some(made) = found.iter().find(|item| has_key(item)) {
            let id = listed_id(made).ok_or_else(|| unreadable("a deployment without an id"))?;
            tracing::info!(deployment = %original.id, redeploy = %id, "the redeploy was made before");
            return Ok(DeploymentId(id));
        }
        // Better none than a second one.
        if found.iter().any(|item| may_be_of(item, &original.id)) {
            return Err(unreadable("a redeploy without its key"));
        }
        let mut body = object!({
            "deploymentId": original.id.as_str(),
            "name": original.project_name,
            "meta": {"action": "redeploy", REDEPLOY_KEY: key, REDEPLOY_OF: original.id.as_str()},
        });
        // A preview has no target; an environment of one's own has a field of its own.
        match original.target.as_str() {
            "preview" => {}
            "production" | "staging" => body["target"] = original.target.clone().into(),
            environment => body["customEnvironmentSlugOrId"] = environment.into(),
        }
        let response = self
            .send(
                Method::POST,
                &["v13", "deployments"],
                &[("forceNew", "1")],
                Some(&body),
                None,
            )
            .await?;
        let value = response.json().map_err(call)?;
        json::string(&value, "/id")
            .map(DeploymentId)
            .ok_or_else(|| call(response.invalid("a deployment without an id")))
    }
}

fn key_of(item: &Value) -> Option<String> {
    json::string(item, &format!("/meta/{REDEPLOY_KEY}"))
}

/// Whether it could be a redeploy of `original`, but does not say under which key.
fn may_be_of(item: &Value, original: &DeploymentId) -> bool {
    let Some(meta) = item.get("meta").and_then(Value::as_object) else {
        return true;
    };
    let repeats = meta.get(REDEPLOY_OF).and_then(Value::as_str) == Some(original.as_str());
    key_of(item).is_none() && (repeats || meta.contains_key(REDEPLOY_KEY))
}
