//! Every body that is read, with each of its fields dropped, nulled and retyped: refused, read as before, or with less
//! in it. What is left out of the facts here is nothing that anybody acts on.

use std::sync::{Arc, Mutex};

use outbound::{
    HeaderMap,
    testing::{Facts, Reply, Server, changes, invented, misreadings},
};
use serde_json::{Value, json};

use super::{LONG, MARKER, SHA, body, comments::note, hooks::hook, host, repository, wanted};
use crate::{
    CommitState, CommitStatus, GitHost, PullRequest, Reaction,
    github::{discussion, hooks, people, pull_request, repository as description},
};

fn facts<const N: usize>(all: [(&str, Option<String>); N]) -> Facts {
    all.into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn of_pull_request(found: &PullRequest) -> Facts {
    let name = |name: &str| format!("#{} {name}", found.number);
    let all = [
        (name("is"), Some(found.number.to_string())),
        (name("state"), Some(found.state.to_string())),
        (name("branch"), Some(found.head_branch.clone())),
        (name("commit"), Some(found.head_sha.clone())),
        // Gone is a claim, too.
        (
            name("of"),
            Some(found.head_repository.clone().unwrap_or("gone".to_owned())),
        ),
        (name("base"), Some(found.base_branch.clone())),
        (name("draft"), Some(found.draft.to_string())),
        (name("mergeable"), found.mergeable.map(|is| is.to_string())),
        (name("author"), found.author.clone()),
        (name("updated"), found.updated_at.map(|at| at.to_string())),
    ];
    all.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn detailed(state: &str, merged: bool) -> Value {
    let mut body = body(7, state);
    (body["merged"], body["draft"]) = (merged.into(), true.into());
    (body["mergeable"], body["head"]["repo"]["id"]) = (true.into(), 5.into());
    if merged {
        body["merged_at"] = "2026-05-01T12:00:00Z".into();
    }
    body
}

#[test]
fn a_pull_request() {
    let read = |body: &Value| {
        let found = pull_request::read(body).ok()?;
        Some(of_pull_request(&found))
    };
    // No draft state is how a server without drafts says ready, no repository how GitHub says that it was deleted.
    let silence = [
        ("/draft", "#7 draft = false with nothing"),
        ("/draft", "#7 draft = false with null"),
        ("/head/repo", "#7 of = gone with null"),
    ];
    for (state, merged) in [("open", false), ("closed", false), ("closed", true)] {
        // A closed one that is said to be merged is merged.
        let said = [&silence[..], &[("/merged", "#7 state = merged with true")]].concat();
        nothing(&misreadings(&detailed(state, merged), &said, read));
        // As in lists.
        let mut listed = detailed(state, merged);
        for key in ["merged", "mergeable"] {
            listed.as_object_mut().unwrap().remove(key);
        }
        // No time of a merge, said in so many words, is how GitHub says that there was none.
        let said = [
            &silence[..],
            &[("/merged_at", "#7 state = closed with null")],
        ]
        .concat();
        nothing(&misreadings(&listed, &said, read));
        if merged {
            let mut never = listed;
            never.as_object_mut().unwrap().remove("merged_at");
            assert!(pull_request::read(&never).is_err(), "merged or not?");
        }
    }
}

#[test]
fn a_repository_and_a_branch() {
    let read = |body: &Value| {
        let found = description::read(body).ok()?;
        Some(facts([
            ("is", Some(found.repository.to_string())),
            ("branch", Some(found.default_branch)),
            ("public", (!found.private).then(|| "yes".to_owned())),
            ("archived", Some(found.archived.to_string())),
            ("can push", found.can_push.map(|can| can.to_string())),
        ]))
    };
    let repository = json!({"full_name": "acme/app", "default_branch": "main", "private": true, "archived": true, "permissions": {"push": false, "pull": true}});
    // Servers that cannot archive do not say.
    let silence = [
        ("/archived", "archived = false with nothing"),
        ("/archived", "archived = false with null"),
    ];
    nothing(&misreadings(&repository, &silence, read));
    let mut public = repository;
    public["private"] = false.into();
    nothing(&misreadings(&public, &silence, read));

    let read = |body: &Value| {
        let found = description::branch_head(body, "main").ok()?;
        Some(facts([("tip", Some(found.unwrap_or("gone".to_owned())))]))
    };
    let branch = json!({"ref": "refs/heads/main", "object": {"type": "commit", "sha": SHA}});
    nothing(&misreadings(&branch, &[], read));
    let others =
        json!([{"ref": "refs/heads/main-1", "object": {"sha": SHA}}, {"ref": "refs/heads/main-2"}]);
    nothing(&misreadings(&others, &[], read));
}

#[test]
fn an_account_and_a_permission() {
    let read = |body: &Value| {
        let found = people::account(body, &HeaderMap::new()).ok()?;
        Some(facts([
            ("id", Some(found.id)),
            ("login", Some(found.login)),
            ("name", found.name),
        ]))
    };
    nothing(&misreadings(
        &json!({"id": 5, "login": "octocat", "name": "Mona"}),
        &[],
        read,
    ));
    for (role, permission) in [
        ("triage", "read"),
        ("maintain", "write"),
        ("admin", "admin"),
        ("read", "read"),
        ("none", "none"),
    ] {
        let read = |body: &Value| {
            let found = people::permission(body, "ann").ok()?;
            Some(facts([("may", Some(format!("{found:?}")))]))
        };
        let body = json!({"permission": permission, "role_name": role, "user": {"login": "ann"}});
        nothing(&misreadings(&body, &[], read));
    }
}

#[test]
fn webhooks() {
    let read = |body: &Value| {
        let found = hooks::list(body.as_array()?).ok()?;
        Some(
            found
                .into_iter()
                .map(|hook| (hook.id, hook.url))
                .collect::<Facts>(),
        )
    };
    nothing(&misreadings(
        &json!([
            hook(1, "https://r.example/1"),
            hook(2, "https://r.example/2")
        ]),
        &[],
        read,
    ));
    let read = |body: &Value| {
        let found = hooks::read(body).ok()?;
        Some(Facts::from([(found.id, found.url)]))
    };
    nothing(&misreadings(&hook(1, "https://r.example/1"), &[], read));
}

#[test]
fn comments_of_others() {
    let read = |body: &Value| {
        let found = discussion::read(body.as_array()?).ok()?;
        let of = |comment: crate::WrittenComment| {
            let name = |name: &str| format!("{} {name}", comment.id);
            let mut all = Facts::from([
                (name("author"), comment.author.clone()),
                (name("text"), comment.body.clone()),
                (name("at"), comment.created_at.to_string()),
            ]);
            if !comment.author_is_bot {
                all.insert(name("by a person"), "yes".to_owned());
            }
            all
        };
        Some(found.into_iter().flat_map(of).collect())
    };
    let comment = |id: u64, login: &str, kind: &str| json!({"id": id, "body": "/regreen retry", "created_at": "2026-05-01T12:00:00Z", "user": {"login": login, "type": kind}});
    // An empty comment says nothing.
    let expected = [
        ("/0/body", "1 text =  with \"\""),
        ("/1/body", "2 text =  with \"\""),
    ];
    let body = json!([comment(1, "ann", "User"), comment(2, "ci[bot]", "Bot")]);
    nothing(&misreadings(&body, &expected, read));
}

/// What is set answers every GET but the one for the account, and every change.
struct Scripted {
    host: Arc<dyn GitHost>,
    server: Server,
    next: Arc<Mutex<Value>>,
    made: Arc<Mutex<Value>>,
}

impl Scripted {
    async fn start(made: Value) -> Self {
        let (next, made) = (Arc::new(Mutex::new(json!([]))), Arc::new(Mutex::new(made)));
        let (answer, acknowledgement) = (next.clone(), made.clone());
        let server = Server::start(move |request| match request.method.as_str() {
            "GET" if request.path.ends_with("/user") => {
                Reply::json(200, &json!({"id": 1, "login": "me"}))
            }
            "GET" => Reply::json(200, &answer.lock().unwrap()),
            _ => Reply::json(201, &acknowledgement.lock().unwrap()),
        })
        .await;
        Self {
            host: host(&server, LONG),
            server,
            next,
            made,
        }
    }

    fn make(&self, body: &Value) {
        self.made.lock().unwrap().clone_from(body);
    }

    fn say(&self, body: &Value) {
        self.next.lock().unwrap().clone_from(body);
    }

    fn posts(&self) -> usize {
        let received = self.server.received();
        received
            .iter()
            .filter(|request| request.method == "POST")
            .count()
    }
}

#[tokio::test]
async fn our_pull_request_is_never_made_twice() {
    let scripted = Scripted::start(body(9, "open")).await;
    for good in [
        json!([detailed("open", false)]),
        json!([detailed("closed", true)]),
        json!([detailed("closed", false)]),
    ] {
        for change in changes(&good) {
            scripted.say(&change.body);
            let before = scripted.posts();
            let _ = scripted
                .host
                .upsert_pull_request(&repository(), &wanted())
                .await;
            // An empty list, another branch, another repository and a deleted one say that there is none.
            let head = &change.body[0]["head"];
            let says_none = change.body == json!([])
                || head["ref"] == "text"
                || head.get("repo") == Some(&Value::Null);
            assert!(
                says_none || scripted.posts() == before,
                "{:?} at {}",
                change.put,
                change.place
            );
        }
    }
}

#[tokio::test]
async fn lists_of_pull_requests_and_answers_to_making_one() {
    let scripted = Scripted::start(json!({})).await;
    let good_list = json!([detailed("open", false), detailed("closed", true)]);
    let read = async |body: &Value| {
        scripted.say(body);
        let found = scripted
            .host
            .commit_pull_requests(&repository(), SHA)
            .await
            .ok()?;
        Some(found.iter().flat_map(of_pull_request).collect::<Facts>())
    };
    let mut other = good_list.clone();
    other[1]["number"] = 8.into();
    let good = read(&other).await.unwrap();
    let silence = [
        "draft = false with nothing",
        "draft = false with null",
        "of = gone with null",
    ];
    for change in changes(&other) {
        let facts = read(&change.body).await.unwrap_or_default();
        for line in invented(&change, &good, &facts) {
            assert!(silence.iter().any(|fact| line.contains(fact)), "{line}");
        }
    }
    let good = of_pull_request(&pull_request::read(&detailed("open", false)).unwrap());
    scripted.say(&json!([]));
    for change in changes(&detailed("open", false)) {
        scripted.make(&change.body);
        if let Ok(made) = scripted
            .host
            .upsert_pull_request(&repository(), &wanted())
            .await
        {
            for line in invented(&change, &good, &of_pull_request(&made)) {
                assert!(silence.iter().any(|fact| line.contains(fact)), "{line}");
            }
        }
    }
}

#[tokio::test]
async fn our_comment_is_never_written_twice() {
    let scripted = Scripted::start(json!({"id": 100})).await;
    let good = json!([
        note(3, "me", &format!("{MARKER}\nx")),
        note(4, "ann", "hello")
    ]);
    for change in changes(&good) {
        scripted.say(&change.body);
        let before = scripted.posts();
        let result = scripted
            .host
            .upsert_comment(&repository(), 7, MARKER, "x")
            .await;
        // Without it, without its marker, or with another author, it is not there; accounts that are gone are null.
        let ours = change
            .body
            .as_array()
            .and_then(|all| all.iter().find(|comment| comment["id"] == 3));
        let says_none = change.body.is_array()
            && ours.is_none_or(|ours| {
                ours["body"] == ""
                    || ours["body"] == "text"
                    || ours["user"].is_null()
                    || ours["user"]["login"] == "text"
            })
            && (change.place.starts_with("/0/user")
                || change.place.starts_with("/0/body")
                || change.body == json!([])
                || (change.place == "/0" && change.put.is_none()));
        assert!(
            says_none || scripted.posts() == before,
            "{:?} at {}: {result:?}",
            change.put,
            change.place
        );
    }
    // The answer to writing one.
    scripted.say(&json!([]));
    for change in changes(&json!({"id": 100, "html_url": "u", "body": "x"})) {
        scripted.make(&change.body);
        if let Ok(made) = scripted
            .host
            .upsert_comment(&repository(), 7, MARKER, "x")
            .await
        {
            assert_eq!(made.id, 100, "{:?} at {}", change.put, change.place);
        }
    }
}

#[tokio::test]
async fn our_hook_is_never_made_twice() {
    let url = "https://r.example/1";
    let scripted = Scripted::start(hook(7, url)).await;
    for change in changes(&json!([hook(1, url)])) {
        scripted.say(&change.body);
        let before = scripted.posts();
        let result = scripted
            .host
            .ensure_hook(&repository(), url, &"s".into())
            .await;
        let says_none = change.body == json!([])
            || change.body[0]["config"]["url"] == "text"
            || change.body[0]["name"] == "text";
        assert!(
            says_none || scripted.posts() == before,
            "{:?} at {}: {result:?}",
            change.put,
            change.place
        );
    }
}

#[tokio::test]
async fn answers_that_are_only_acknowledged_may_say_anything() {
    let status = CommitStatus {
        state: CommitState::Success,
        context: "regreen/proof".to_owned(),
        description: "d".to_owned(),
        url: None,
    };
    let scripted = Scripted::start(json!({})).await;
    for change in changes(&json!({"id": 1, "state": "success", "content": "+1"})) {
        scripted.make(&change.body);
        let host = &scripted.host;
        host.set_status(&repository(), SHA, &status).await.unwrap();
        host.react(&repository(), 9, Reaction::Understood)
            .await
            .unwrap();
        host.add_labels(&repository(), 7, &["regreen".to_owned()])
            .await
            .unwrap();
    }
}
