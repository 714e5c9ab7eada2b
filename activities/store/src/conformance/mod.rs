//! The stories that every backend must pass, each on an empty store of its own.
//!
//! A backend's tests call [`STORIES`] one by one; a story fails by panicking.
#![expect(clippy::unwrap_used, reason = "a story fails as a test does")]

mod budgets;
mod channels;
mod connections;
mod deliveries;
mod fixes;
mod lineages;
mod records;
mod root_causes;

use domain::{
    BuildSettings, ConnectionId, DeploymentId, FixId, FixSettings, GitHost, Platform, Repository,
    SubscriptionId,
};
use futures::future::BoxFuture;
use jiff::Timestamp;

use crate::{ConnectionRow, ConnectionStatus, FixState, NewFix, Provider, Store, SubscriptionRow};

/// A story and its name.
pub type Story = (&'static str, fn(Store) -> BoxFuture<'static, ()>);

/// Every story.
pub const STORIES: &[Story] = &[
    ("deliveries::an_outbox_in_order", |store| {
        Box::pin(deliveries::an_outbox_in_order(store))
    }),
    ("deliveries::one_of_many", |store| {
        Box::pin(deliveries::one_of_many(store))
    }),
    ("deliveries::leases", |store| {
        Box::pin(deliveries::leases(store))
    }),
    ("connections::names_versions_and_use", |store| {
        Box::pin(connections::names_versions_and_use(store))
    }),
    ("connections::hooks_rotate", |store| {
        Box::pin(connections::hooks_rotate(store))
    }),
    ("connections::hooks_by_target", |store| {
        Box::pin(connections::hooks_by_target(store))
    }),
    ("connections::one_active_subscription", |store| {
        Box::pin(connections::one_active_subscription(store))
    }),
    ("connections::rules_in_order", |store| {
        Box::pin(connections::rules_in_order(store))
    }),
    ("channels::names_versions_and_results", |store| {
        Box::pin(channels::names_versions_and_results(store))
    }),
    (
        "channels::in_use_until_no_active_subscription_names_it",
        |store| {
            Box::pin(channels::in_use_until_no_active_subscription_names_it(
                store,
            ))
        },
    ),
    ("fixes::one_per_deployment", |store| {
        Box::pin(fixes::one_per_deployment(store))
    }),
    ("fixes::the_mirror_only_moves_forward", |store| {
        Box::pin(fixes::the_mirror_only_moves_forward(store))
    }),
    ("fixes::lists_and_search", |store| {
        Box::pin(fixes::lists_and_search(store))
    }),
    ("lineages::branches_have_one_owner", |store| {
        Box::pin(lineages::branches_have_one_owner(store))
    }),
    ("lineages::attempts_end_once", |store| {
        Box::pin(lineages::attempts_end_once(store))
    }),
    ("lineages::timelines_are_bounded", |store| {
        Box::pin(lineages::timelines_are_bounded(store))
    }),
    ("root_causes::one_owner_many_followers", |store| {
        Box::pin(root_causes::one_owner_many_followers(store))
    }),
    ("root_causes::hand_over", |store| {
        Box::pin(root_causes::hand_over(store))
    }),
    ("root_causes::counters", |store| {
        Box::pin(root_causes::counters(store))
    }),
    ("budgets::reserve_and_settle", |store| {
        Box::pin(budgets::reserve_and_settle(store))
    }),
    ("budgets::killed_attempts_forfeit", |store| {
        Box::pin(budgets::killed_attempts_forfeit(store))
    }),
    ("budgets::no_race_beats_a_cap", |store| {
        Box::pin(budgets::no_race_beats_a_cap(store))
    }),
    ("records::deployments_move_forward", |store| {
        Box::pin(records::deployments_move_forward(store))
    }),
    ("records::the_audit_log_keeps_all", |store| {
        Box::pin(records::the_audit_log_keeps_all(store))
    }),
    ("records::one_installation", |store| {
        Box::pin(records::one_installation(store))
    }),
];

/// A time, by milliseconds from a fixed start.
#[must_use]
pub fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_790_000_000_000 + milliseconds).unwrap()
}

/// A repository.
#[must_use]
pub fn repository(name: &str) -> Repository {
    Repository {
        host: GitHost::Github,
        owner: "acme/group".to_owned(),
        name: name.to_owned(),
    }
}

/// A fix of its own deployment.
pub async fn fix(store: &Store, deployment: &str) -> FixId {
    store
        .fixes
        .create_or_get(new_fix(deployment))
        .await
        .unwrap()
        .fix
        .id
}

fn new_fix(deployment: &str) -> NewFix {
    NewFix {
        platform: Platform::Vercel,
        deployment: DeploymentId(deployment.to_owned()),
        project: "prj_1".to_owned(),
        state: FixState {
            project_name: Some("shop".to_owned()),
            ..FixState::default()
        },
        created_at: at(0),
    }
}

fn connection(provider: Provider, name: &str) -> ConnectionRow {
    ConnectionRow {
        id: ConnectionId::new(),
        provider,
        name: name.to_owned(),
        account: "ada".to_owned(),
        team: Some("team_1".to_owned()),
        team_name: Some("Acme".to_owned()),
        expires_at: Some(at(9_000)),
        base_url: None,
        token: "v1:key:ciphertext".to_owned(),
        status: ConnectionStatus::Active,
        created_at: at(0),
        version: 1,
    }
}

fn subscription(platform: &ConnectionRow, git: &ConnectionRow, project: &str) -> SubscriptionRow {
    SubscriptionRow {
        id: SubscriptionId::new(),
        platform: Platform::Vercel,
        project: project.to_owned(),
        project_name: "shop".to_owned(),
        platform_connection: platform.id.clone(),
        git_connection: git.id.clone(),
        repository: repository("shop"),
        settings: FixSettings {
            max_attempts: 7,
            build: BuildSettings {
                root_directory: "apps/web".to_owned(),
                ..BuildSettings::default()
            },
            ..FixSettings::default()
        },
        active: true,
        created_at: at(1),
        updated_at: at(1),
        version: 1,
    }
}
