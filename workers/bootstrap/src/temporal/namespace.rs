//! What regreen needs in a Temporal namespace: search attributes, and closed workflows kept long enough.

use std::{collections::HashMap, time::Duration};

use temporalio_client::{
    Client,
    tonic::{Code, IntoRequest, Status},
};
use temporalio_common::protos::temporal::api::{
    enums::v1::IndexedValueType,
    namespace::v1::NamespaceConfig,
    operatorservice::v1::{AddSearchAttributesRequest, ListSearchAttributesRequest},
    workflowservice::v1::{DescribeNamespaceRequest, UpdateNamespaceRequest},
};
use thiserror::Error;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was done about search attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// Those that were missing and are there now.
    pub added: Vec<String>,
    /// Those that were there.
    pub present: Vec<String>,
}

/// Why a namespace could not be prepared.
#[derive(Debug, Error)]
pub enum NamespaceError {
    /// The server does not let clients do this; Temporal Cloud does not.
    #[error("Temporal does not let this client change namespace `{namespace}` ({reason}); run:\n{}", commands.join("\n"))]
    NotAllowed {
        /// The namespace.
        namespace: String,
        /// What the server said.
        reason: String,
        /// What an operator can run instead.
        commands: Vec<String>,
    },
    /// The name is taken by an attribute of another type.
    #[error(
        "search attribute `{name}` of namespace `{namespace}` is not of type Keyword: remove it, or use another namespace"
    )]
    OtherType {
        /// The attribute.
        name: String,
        /// The namespace.
        namespace: String,
    },
    /// The call failed.
    #[error("Temporal cannot prepare namespace `{namespace}`: {reason}")]
    Failed {
        /// The namespace.
        namespace: String,
        /// What the server said.
        reason: String,
    },
}

/// Registers keywords that are missing. Doing it again changes nothing.
///
/// # Errors
/// `NotAllowed` with the commands to run instead; `OtherType` when a name is taken.
pub async fn register_search_attributes(
    client: &Client,
    names: &[&str],
) -> Result<Registered, NamespaceError> {
    let namespace = client.options().namespace.clone();
    let failed =
        |status: Status| fault(&namespace, &status, || keyword_commands(&namespace, names));
    let mut operator = client.connection().operator_service();
    let request = ListSearchAttributesRequest {
        namespace: namespace.clone(),
    };
    let known = operator
        .list_search_attributes(request.into_request())
        .await
        .map_err(failed)?
        .into_inner();
    let keyword = IndexedValueType::Keyword as i32;
    let mut registered = Registered {
        added: Vec::new(),
        present: Vec::new(),
    };
    for name in names {
        match known.custom_attributes.get(*name) {
            None => registered.added.push((*name).to_owned()),
            Some(kind) if *kind == keyword => registered.present.push((*name).to_owned()),
            Some(_) => {
                return Err(NamespaceError::OtherType {
                    name: (*name).to_owned(),
                    namespace,
                });
            }
        }
    }
    if registered.added.is_empty() {
        return Ok(registered);
    }
    let request = AddSearchAttributesRequest {
        search_attributes: registered
            .added
            .iter()
            .map(|name| (name.clone(), keyword))
            .collect::<HashMap<_, _>>(),
        namespace: namespace.clone(),
    };
    match operator.add_search_attributes(request.into_request()).await {
        Ok(_) => Ok(registered),
        // Another process was faster.
        Err(status) if status.code() == Code::AlreadyExists => Ok(registered),
        Err(status) => Err(failed(status)),
    }
}

/// Lets the namespace keep closed workflows at least so many days: a duplicate start is noticed only that long. Says
/// how many days it keeps them now; a longer time is left alone.
///
/// # Errors
/// `NotAllowed` with the command to run instead.
pub async fn keep_closed_workflows(client: &Client, days: u32) -> Result<u64, NamespaceError> {
    let namespace = client.options().namespace.clone();
    let failed = |status: Status| {
        fault(&namespace, &status, || {
            vec![retention_command(&namespace, days)]
        })
    };
    let mut workflows = client.connection().workflow_service();
    let request = DescribeNamespaceRequest {
        namespace: namespace.clone(),
        ..Default::default()
    };
    let described = workflows
        .describe_namespace(request.into_request())
        .await
        .map_err(failed)?
        .into_inner();
    let present = described
        .config
        .and_then(|config| config.workflow_execution_retention_ttl);
    let present = present
        .and_then(|ttl| Duration::try_from(ttl).ok())
        .unwrap_or_default();
    let wanted = DAY * days;
    if present >= wanted {
        return Ok(present.as_secs() / DAY.as_secs());
    }
    let config = NamespaceConfig {
        workflow_execution_retention_ttl: wanted.try_into().ok(),
        ..NamespaceConfig::default()
    };
    let request = UpdateNamespaceRequest {
        namespace: namespace.clone(),
        config: Some(config),
        ..Default::default()
    };
    workflows
        .update_namespace(request.into_request())
        .await
        .map_err(failed)?;
    Ok(u64::from(days))
}

/// What an operator runs where clients may not prepare the namespace.
#[must_use]
pub fn commands(namespace: &str, names: &[&str], days: u32) -> Vec<String> {
    let mut commands = keyword_commands(namespace, names);
    commands.push(retention_command(namespace, days));
    commands
}

fn keyword_commands(namespace: &str, names: &[&str]) -> Vec<String> {
    let own = names.iter().map(|name| {
        format!("temporal operator search-attribute create --namespace {namespace} --name {name} --type Keyword")
    });
    let pairs: Vec<String> = names
        .iter()
        .map(|name| format!("--sa \"{name}=Keyword\""))
        .collect();
    let cloud = format!(
        "tcld namespace search-attributes add --namespace {namespace} {}   # Temporal Cloud",
        pairs.join(" ")
    );
    own.chain([cloud]).collect()
}

fn retention_command(namespace: &str, days: u32) -> String {
    format!(
        "temporal operator namespace update --namespace {namespace} --retention {}h",
        u64::from(days) * 24
    )
}

fn fault(
    namespace: &str,
    status: &Status,
    commands: impl FnOnce() -> Vec<String>,
) -> NamespaceError {
    let (namespace, reason) = (namespace.to_owned(), status.message().to_owned());
    match status.code() {
        Code::PermissionDenied | Code::Unimplemented | Code::Unauthenticated => {
            NamespaceError::NotAllowed {
                namespace,
                reason,
                commands: commands(),
            }
        }
        _ => NamespaceError::Failed { namespace, reason },
    }
}
