//! What an account on a platform has: teams, projects, webhooks, and the token that reaches them.

use domain::Repository;
use secrecy::SecretString;

/// Who a token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The platform's id.
    pub id: String,
    /// Login or name, for people.
    pub login: String,
}

/// A team that a token reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The platform's id: what [`crate::Credentials::team`] wants.
    pub id: String,
    /// Name, for people.
    pub name: String,
    /// Its part of addresses.
    pub slug: Option<String>,
}

/// What a platform says about a token. Empty where the token may not ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenInfo {
    /// When it stops working: Unix time in milliseconds; `None` when it does not, or the platform does not say.
    pub expires_at: Option<i64>,
    /// Ids of the only teams it reaches; `None`: it is not limited to teams, or the platform does not say.
    pub teams: Option<Vec<String>>,
}

/// Some of an account's projects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectPage {
    /// The projects, in the platform's order.
    pub projects: Vec<LinkedProject>,
    /// What [`crate::Platform::projects`] wants for the next page; `None` on the last one.
    pub next: Option<String>,
}

/// A project and the repository that it is built from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedProject {
    /// The platform's id.
    pub id: String,
    /// Name, for people.
    pub name: String,
    /// The platform's name of the framework.
    pub framework: Option<String>,
    /// The linked repository.
    pub repository: Option<Repository>,
    /// A sentence that says why there is no `repository`.
    pub unlinked: Option<String>,
    /// The branch whose deployments go to production.
    pub production_branch: Option<String>,
}

/// One registration of a webhook.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// The platform's id.
    pub id: String,
    /// Where deliveries go.
    pub url: String,
    /// What deliveries are signed with. Platforms say it once: when the webhook is made.
    pub secret: Option<SecretString>,
    /// Ids of its projects; empty: all of the team's.
    pub projects: Vec<String>,
}
