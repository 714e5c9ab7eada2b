//! Which fix a person means.

use domain::{DeploymentId, FixId, Platform};
use store::FixRow;

use crate::{
    Operations,
    error::{Code, OperationError, OperationResult},
};

/// Longest reference that is looked at.
const LONGEST: usize = 300;

const PLATFORMS: [Platform; 3] = [Platform::Vercel, Platform::Cloudflare, Platform::Render];

impl Operations {
    /// The fix with this id, workflow id or deployment id.
    pub(crate) async fn find_fix(&self, reference: &str) -> OperationResult<FixRow> {
        let reference = reference.trim();
        if reference.is_empty() || reference.len() > LONGEST {
            return Err(OperationError::invalid(
                "name a fix by its id (`fix_…`), workflow id or deployment id",
            ));
        }
        if let Ok(id) = reference.parse::<FixId>() {
            return self
                .store
                .fixes
                .get(&id)
                .await
                .map_err(|error| OperationError::store_with(error, Code::FixNotFound));
        }
        if reference.starts_with("fix:") {
            return self
                .store
                .fixes
                .find_by_workflow(reference)
                .await?
                .ok_or_else(|| missing(reference));
        }
        let deployment = DeploymentId(reference.to_owned());
        let mut found = Vec::new();
        for platform in PLATFORMS {
            found.extend(
                self.store
                    .fixes
                    .find_by_deployment(platform, &deployment)
                    .await?,
            );
        }
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row),
            (None, _) => Err(missing(reference)),
            (Some(one), Some(other)) => Err(OperationError::invalid(format!(
                "`{reference}` is a deployment on two platforms: name `{}` or `{}`",
                one.workflow_id, other.workflow_id
            ))),
        }
    }
}

fn missing(reference: &str) -> OperationError {
    let shown: String = reference.chars().take(80).collect();
    OperationError::new(
        Code::FixNotFound,
        format!("no fix is known as `{shown}`: `regreen fix list` shows them"),
    )
}
