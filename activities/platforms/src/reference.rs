//! What people paste when they mean a deployment.

use domain::DeploymentId;

use crate::registry;

/// Reads what a person gave for a deployment: its id, its address, or the address of its page on the platform. Pure:
/// whether there is such a deployment says [`crate::Platform::deployment`], which takes the result, and whose answer
/// holds the deployment's own id.
///
/// # Errors
/// A sentence that says what would do.
pub fn deployment_reference(
    platform: domain::Platform,
    text: &str,
) -> Result<DeploymentId, String> {
    let registration = registry::find(platform).map_err(|error| error.to_string())?;
    (registration.reference)(text)
}
