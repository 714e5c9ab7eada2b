use jiff::Timestamp;
use operations::{
    ConnectionCheck, ConnectionDetails, ConnectionStatus, ConnectionSummary, Finding, HookStatus,
    HookSummary, Provider, RemovedConnection, Standing,
};

use super::*;

fn vercel() -> ConnectionSummary {
    ConnectionSummary {
        id: "con_1".parse().unwrap(),
        provider: "vercel".parse::<Provider>().unwrap(),
        name: "vercel".to_owned(),
        account: "mona".to_owned(),
        team: Some("team_1".to_owned()),
        team_name: Some("Acme".to_owned()),
        base_url: None,
        status: ConnectionStatus::Active,
        expires_at: Some("2099-01-31T00:00:00Z".parse().unwrap()),
        created_at: Timestamp::from_second(1_790_000_000).unwrap(),
    }
}

fn github() -> ConnectionSummary {
    ConnectionSummary {
        provider: "github".parse::<Provider>().unwrap(),
        name: "github".to_owned(),
        account: "bot".to_owned(),
        team: None,
        team_name: None,
        base_url: Some("https://github.acme.example/api/v3".to_owned()),
        status: ConnectionStatus::Refused,
        expires_at: None,
        ..vercel()
    }
}

fn hook(status: HookStatus, target: Option<&str>, remote_id: Option<&str>) -> HookSummary {
    HookSummary {
        provider: vercel().provider,
        status,
        target: target.map(str::to_owned),
        remote_id: remote_id.map(str::to_owned),
        created_at: vercel().created_at,
    }
}

#[test]
fn a_new_connection_says_what_comes_next() {
    insta::assert_snapshot!(added(&vercel()), @r"
    connection     vercel (con_1)
    provider       vercel
    account        mona
    team           Acme (team_1)
    token          works, until 2099-01-31
    next           regreen project list --connection vercel
    ");
    insta::assert_snapshot!(added(&github()), @r"
    connection     github (con_1)
    provider       github
    account        bot
    address        https://github.acme.example/api/v3
    token          refused
    next           regreen subscription add --project NAME --git-connection github
    ");
}

#[test]
fn a_connection_with_what_hangs_on_it() {
    let it = ConnectionDetails {
        summary: ConnectionSummary {
            team: None,
            team_name: None,
            expires_at: Some("2020-01-31T00:00:00Z".parse().unwrap()),
            ..vercel()
        },
        hooks: vec![
            hook(HookStatus::Active, Some("team_1"), Some("account_hook_1")),
            hook(HookStatus::Active, None, None),
            hook(HookStatus::Poll, None, None),
        ],
        subscriptions: Vec::new(),
    };
    insta::assert_snapshot!(details(&it), @r"
    connection     vercel (con_1)
    provider       vercel
    account        mona
    team           personal
    token          expired on 2020-01-31
    since          2026-09-21 14:13
    hooks          webhook of team_1  registered as account_hook_1, since 2026-09-21 14:13
                   webhook of personal  registered by hand, since 2026-09-21 14:13
                   polls of personal, since 2026-09-21 14:13
    used by        nobody
    ");
}

#[test]
fn a_check_marks_what_is_bad() {
    let finding = |what, standing, detail: &str| Finding {
        what,
        standing,
        detail: detail.to_owned(),
    };
    let it = ConnectionCheck {
        connection: github(),
        ok: false,
        findings: vec![
            finding("token", Standing::Good, "belongs to bot"),
            finding(
                "scopes",
                Standing::Bad,
                "`repo` is missing (there is: gist)",
            ),
            finding("expiry", Standing::Unknown, "none is known"),
        ],
    };
    insta::assert_snapshot!(check(&it), @r"
    connection     github (con_1)
    provider       github
    account        bot
    address        https://github.acme.example/api/v3
    token          refused
    token          ok   belongs to bot
    scopes         BAD  `repo` is missing (there is: gist)
    expiry         -    none is known
    ");
}

#[test]
fn a_removed_connection_says_what_it_left_behind() {
    let it = RemovedConnection {
        connection: vercel(),
        hooks_removed: 1,
        left_behind: vec!["the webhook account_hook_1 of Acme at vercel: no answer".to_owned()],
    };
    insta::assert_snapshot!(removed(&it), @r"
    removed vercel (con_1); its token is erased, with 1 webhook at the provider
    left behind    the webhook account_hook_1 of Acme at vercel: no answer
    ");
}
