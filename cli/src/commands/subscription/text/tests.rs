use domain::{FixSettings, GitHost, Platform, Repository};
use jiff::Timestamp;
use operations::{AddedHook, AddedSubscription, Listening, SubscriptionSummary};
use secrecy::SecretString;

use super::*;

fn web(settings: FixSettings) -> SubscriptionSummary {
    let at = Timestamp::from_second(1_790_000_000).unwrap();
    SubscriptionSummary {
        id: "sub_1".parse().unwrap(),
        platform: Platform::Vercel,
        project: "prj_1".to_owned(),
        project_name: "web".to_owned(),
        platform_connection: "con_1".parse().unwrap(),
        git_connection: "con_2".parse().unwrap(),
        repository: Repository {
            host: GitHost::Github,
            owner: "acme".to_owned(),
            name: "web".to_owned(),
        },
        settings,
        active: true,
        created_at: at,
        updated_at: at,
        version: 3,
    }
}

#[test]
fn a_new_subscription_says_how_failures_are_heard_of_and_what_happens_next() {
    let mut it = AddedSubscription {
        subscription: web(FixSettings::default()),
        deployments: Listening::Webhook { new: true },
        pull_requests: Listening::Webhook { new: false },
    };
    insta::assert_snapshot!(added(&it), @r"
    subscription   sub_1
    project        web (prj_1) on vercel
    repository     github:acme/web
    failures       fixed
    deployments    by webhook, registered at the platform just now
    pull requests  by webhook, registered at the git host already
    next           the next failed deployment is fixed: `regreen fix list`
    ");
    it.subscription.settings.observe = true;
    it.deployments = Listening::Poll {
        because: "vercel could not reach regreen: `api.public_url` is not set in the configuration"
            .to_owned(),
        every: 60_000,
    };
    it.pull_requests = Listening::Ask {
        because: "the token may not register webhooks".to_owned(),
    };
    insta::assert_snapshot!(added(&it), @r"
    subscription   sub_1
    project        web (prj_1) on vercel
    repository     github:acme/web
    failures       observed
    deployments    by asking the platform every 1 min
                   vercel could not reach regreen: `api.public_url` is not set in the configuration
    pull requests  by asking the git host, each fix for its own
                   the token may not register webhooks
    next           the next failed deployment is diagnosed, fixed and proved, and nothing is pushed: `regreen fix list`
    ");
}

#[test]
fn what_a_person_registers_is_shown_once() {
    let hook = AddedHook {
        id: "hok_0123456789abcdef0123".parse().unwrap(),
        provider: "vercel".parse().unwrap(),
        connection: "con_1".parse().unwrap(),
        path: "/webhooks/vercel/hok_0123456789abcdef0123".to_owned(),
        url: Some("https://regreen.example/webhooks/vercel/hok_0123456789abcdef0123".to_owned()),
        events: &["deployment.error", "deployment.ready"],
        secret: SecretString::from("shown-once"),
    };
    let it = AddedSubscription {
        subscription: web(FixSettings::default()),
        deployments: Listening::Manual { hook: Some(hook) },
        pull_requests: Listening::Manual { hook: None },
    };
    insta::assert_snapshot!(added(&it), @r"
    subscription   sub_1
    project        web (prj_1) on vercel
    repository     github:acme/web
    failures       fixed
    deployments    by a webhook that you register now at the platform; this is shown only once
                   address https://regreen.example/webhooks/vercel/hok_0123456789abcdef0123
                   secret  shown-once
                   events  deployment.error, deployment.ready
                   format  application/json
    pull requests  by the webhook that was registered by hand
    next           the next failed deployment is fixed: `regreen fix list`
    ");
    let json = added_json(&it).unwrap();
    assert_eq!(json["deployments"]["hook"]["secret"], "shown-once");
    assert_eq!(json["pull_requests"], serde_json::json!({ "by": "manual" }));
    assert_eq!(json["id"], "sub_1");
}

#[test]
fn every_setting_is_shown() {
    insta::assert_snapshot!(details(&web(FixSettings::default())), @r"
    subscription   sub_1
    project        web (prj_1) on vercel
    repository     github:acme/web
    failures       fixed
    auto-fix       on
    branches       all
    branch prefix  regreen/
    attempts       3
    budget         $2.00, 2000000 tokens, 60 calls
    fixer          auto
    model          as configured
    approval       off
    draft          off
    labels         regreen
    protected      no more than always
    unproved       stop
    network        off
    observe        off
    notify         nobody
    directory      as the platform has it
    install        as the platform has it
    build          as the platform has it
    version        3
    ");
}

#[test]
fn spans_are_round() {
    for (ms, text) in [
        (100, "100 ms"),
        (5_000, "5 s"),
        (60_000, "1 min"),
        (90_000, "90 s"),
        (7_200_000, "2 h"),
    ] {
        assert_eq!(span(ms), text);
    }
}
