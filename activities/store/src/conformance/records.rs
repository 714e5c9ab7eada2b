//! Stories of deployments, the audit log and settings.

use domain::{Actor, Channel, DeploymentId, DeploymentState, Platform};
use futures::future::join_all;
use serde_json::json;

use super::{at, repository};
use crate::{AuditEntry, DeploymentRow, PageRequest, Store};

fn deployment(id: &str, state: DeploymentState, updated: i64) -> DeploymentRow {
    DeploymentRow {
        platform: Platform::Vercel,
        id: DeploymentId(id.to_owned()),
        project: "prj_1".to_owned(),
        project_name: "shop".to_owned(),
        repository: None,
        branch: None,
        commit: None,
        state,
        target: "preview".to_owned(),
        page: None,
        updated_at: at(updated),
    }
}

pub(super) async fn deployments_move_forward(store: Store) {
    use DeploymentState::{Failed, Pending, Ready};
    let deployments = &store.deployments;
    let known = DeploymentRow {
        repository: Some(repository("shop")),
        branch: Some("main".to_owned()),
        commit: Some("a".repeat(40)),
        ..deployment("dpl_1", Pending, 10)
    };
    assert_eq!(deployments.observe(known.clone()).await, Ok(true));
    assert_eq!(
        deployments.observe(known.clone()).await,
        Ok(false),
        "no news"
    );
    assert_eq!(
        deployments.observe(deployment("dpl_1", Failed, 10)).await,
        Ok(true),
        "final beats pending"
    );
    assert_eq!(
        deployments.observe(deployment("dpl_1", Pending, 10)).await,
        Ok(false)
    );
    assert_eq!(
        deployments.observe(deployment("dpl_1", Ready, 9)).await,
        Ok(false),
        "older"
    );
    let row = deployments
        .find(Platform::Vercel, &known.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        row,
        DeploymentRow {
            state: Failed,
            ..known
        },
        "what is known stays"
    );
    deployments
        .observe(deployment("dpl_2", Ready, 20))
        .await
        .unwrap();
    deployments
        .observe(DeploymentRow {
            project: "prj_2".to_owned(),
            ..deployment("dpl_3", Ready, 5)
        })
        .await
        .unwrap();
    let ids = async |project| {
        let rows = deployments.recent(project, 2).await.unwrap();
        rows.into_iter().map(|row| row.id.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(None).await, ["dpl_2", "dpl_1"]);
    assert_eq!(
        ids(Some((Platform::Vercel, "prj_2".to_owned()))).await,
        ["dpl_3"]
    );
    assert_eq!(deployments.purge(at(10)).await, Ok(1));
    assert_eq!(
        deployments
            .find(Platform::Vercel, &DeploymentId("dpl_3".to_owned()))
            .await,
        Ok(None)
    );
}

pub(super) async fn the_audit_log_keeps_all(store: Store) {
    let entry = |n: i64| AuditEntry {
        at: at(n),
        actor: Actor::new("ada", Channel::Dashboard),
        action: "fix.retry".to_owned(),
        target: format!("fix_{}", n % 2),
        detail: json!({"n": n}),
    };
    for n in 0..5 {
        store.audit.append(entry(n)).await.unwrap();
    }
    let first = store.audit.list(None, PageRequest::first(3)).await.unwrap();
    assert_eq!(first.items, [entry(4), entry(3), entry(2)]);
    let second = store
        .audit
        .list(
            None,
            PageRequest {
                limit: 3,
                after: first.next,
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (second.items, second.next),
        (vec![entry(1), entry(0)], None)
    );
    let one = store
        .audit
        .list(Some("fix_1"), PageRequest::default())
        .await
        .unwrap();
    assert_eq!(one.items, [entry(3), entry(1)]);
}

pub(super) async fn one_installation(store: Store) {
    let settings = &store.settings;
    let named = join_all((0..10).map(|n| settings.installation(at(n)))).await;
    let first = named[0].clone().unwrap();
    assert!(named.into_iter().all(|one| one == Ok(first.clone())));
    assert!(first.id.starts_with("ins_"));
    assert_eq!(settings.find("colour").await, Ok(None));
    settings.put("colour", json!("green"), at(1)).await.unwrap();
    assert_eq!(
        settings.put_if_absent("colour", json!("red"), at(2)).await,
        Ok(json!("green"))
    );
    settings
        .put("colour", json!({"now": "red"}), at(3))
        .await
        .unwrap();
    assert_eq!(
        settings.find("colour").await,
        Ok(Some(json!({"now": "red"})))
    );
    store.health.check().await.unwrap();
    assert!(!store.health.describe().await.unwrap().is_empty());
}
