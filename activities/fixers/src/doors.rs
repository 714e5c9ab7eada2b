//! The doors that a bench opens: to the package registries, and to the model while an agent works.
//!
//! Ports are those inside a sandbox; every sandbox has a network of its own, so they are free there.

mod model;
mod registry;

pub use model::ModelSource;
pub(crate) use registry::RegistryDoor;
pub use registry::RegistrySource;
