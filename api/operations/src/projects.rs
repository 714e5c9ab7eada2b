//! The projects that connections see, whether subscribed or not.

use std::collections::HashMap;

use domain::{Platform, Repository, SubscriptionId};
use serde::Serialize;
use store::{ConnectionRow, Cursor, Page, PageRequest, Provider, SubscriptionFilter};

use crate::{
    Operations,
    accounts::trouble,
    error::{OperationError, OperationResult},
};

#[cfg(test)]
mod tests;

/// Which projects.
#[derive(Debug, Clone, Default)]
pub struct ProjectFilter {
    /// Only those of this connection: id or name. `None`: of every connection on a platform.
    pub connection: Option<String>,
    /// Only those whose name has this text in it, as the platform understands it.
    pub search: Option<String>,
}

/// One project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectLine {
    /// The connection that sees it.
    pub connection: String,
    /// The platform.
    pub platform: Platform,
    /// The platform's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The platform's name of the framework.
    pub framework: Option<String>,
    /// The linked repository.
    pub repository: Option<Repository>,
    /// Why there is no repository that regreen could use, a sentence.
    pub unlinked: Option<String>,
    /// The branch whose deployments go to production.
    pub production_branch: Option<String>,
    /// Its active subscription.
    pub subscription: Option<SubscriptionId>,
}

/// A page of projects, and the connections that could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProjectList {
    /// The projects.
    #[serde(flatten)]
    pub page: Page<ProjectLine>,
    /// A sentence for each connection that gave no answer.
    pub failed: Vec<String>,
}

impl Operations {
    /// The projects of one connection or of all, in the platforms' order, one connection after the other.
    ///
    /// # Errors
    /// `connection_not_found`, `invalid_argument` (a cursor of another list); what the provider refuses when only one
    /// connection is asked.
    pub async fn list_projects(
        &self,
        filter: ProjectFilter,
        page: PageRequest,
    ) -> OperationResult<ProjectList> {
        let connections = self
            .platform_connections(filter.connection.as_deref())
            .await?;
        let subscribed = self.subscribed().await?;
        let limit = page.bounded_limit() as usize;
        let mut place = match &page.after {
            Some(cursor) => Place::read(cursor, &connections)?,
            None => Place::default(),
        };
        let (mut items, mut failed) = (Vec::new(), Vec::new());
        while let Some(row) = connections.get(place.connection) {
            let remote = match self.remote_page(row, &filter, place.page.as_deref()).await {
                Ok(remote) => remote,
                Err(error) if connections.len() == 1 => return Err(error),
                Err(error) => {
                    failed.push(format!("{}: {}", row.name, error.sentence()));
                    place = place.next_connection();
                    continue;
                }
            };
            let Provider::Platform(platform) = row.provider else {
                place = place.next_connection();
                continue;
            };
            let total = remote.projects.len();
            for project in remote.projects.into_iter().skip(place.skip) {
                if items.len() == limit {
                    let next = Some(place.cursor(&connections));
                    return Ok(list(items, next, failed));
                }
                place.skip += 1;
                items.push(ProjectLine {
                    connection: row.name.clone(),
                    platform,
                    subscription: subscribed.get(&(platform, project.id.clone())).cloned(),
                    id: project.id,
                    name: project.name,
                    framework: project.framework,
                    repository: project.repository,
                    unlinked: project.unlinked,
                    production_branch: project.production_branch,
                });
            }
            // A platform that leads in circles must not keep us.
            let turns = place.page != remote.next && total > 0;
            place = match remote.next.filter(|_| turns) {
                Some(next) => Place {
                    page: Some(next),
                    skip: 0,
                    ..place
                },
                None => place.next_connection(),
            };
            if items.len() == limit {
                break;
            }
        }
        let next = (place.connection < connections.len()).then(|| place.cursor(&connections));
        Ok(list(items, next, failed))
    }

    async fn remote_page(
        &self,
        row: &ConnectionRow,
        filter: &ProjectFilter,
        page: Option<&str>,
    ) -> OperationResult<platforms::ProjectPage> {
        let platform = self.platform_account(row)?;
        match platform.projects(filter.search.as_deref(), page).await {
            Ok(page) => Ok(page),
            Err(error) => Err(self.failed_call(row, trouble(row.provider, &error)).await),
        }
    }

    async fn platform_connections(
        &self,
        reference: Option<&str>,
    ) -> OperationResult<Vec<ConnectionRow>> {
        if let Some(reference) = reference {
            return Ok(vec![self.find_connection(reference).await?]);
        }
        let all = self.store.connections.list().await?;
        Ok(all
            .into_iter()
            .filter(|row| matches!(row.provider, Provider::Platform(_)))
            .collect())
    }

    async fn subscribed(&self) -> OperationResult<HashMap<(Platform, String), SubscriptionId>> {
        let rows = self
            .store
            .subscriptions
            .list(SubscriptionFilter::default())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| ((row.platform, row.project), row.id))
            .collect())
    }
}

fn list(items: Vec<ProjectLine>, next: Option<Cursor>, failed: Vec<String>) -> ProjectList {
    ProjectList {
        page: Page { items, next },
        failed,
    }
}

/// Where a list goes on: in which connection, on which of the platform's pages, after how many of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Place {
    connection: usize,
    page: Option<String>,
    skip: usize,
}

impl Place {
    fn next_connection(self) -> Self {
        Self {
            connection: self.connection + 1,
            ..Self::default()
        }
    }

    /// `<connection>.<how many>.<the platform's page>`.
    fn cursor(&self, connections: &[ConnectionRow]) -> Cursor {
        let id = connections
            .get(self.connection)
            .map_or("", |row| row.id.as_str());
        let page = self.page.as_deref().unwrap_or_default();
        Cursor(format!("{id}.{}.{page}", self.skip))
    }

    fn read(cursor: &Cursor, connections: &[ConnectionRow]) -> OperationResult<Self> {
        let read = || {
            let mut parts = cursor.0.splitn(3, '.');
            let (id, skip, page) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Self {
                connection: connections.iter().position(|row| row.id.as_str() == id)?,
                page: Some(page.to_owned()).filter(|page| !page.is_empty()),
                skip: skip.parse().ok()?,
            })
        };
        read().ok_or_else(|| {
            OperationError::invalid(
                "this cursor belongs to another list: use the one that the page before ended with",
            )
        })
    }
}
