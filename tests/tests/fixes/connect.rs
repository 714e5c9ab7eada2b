//! An account is connected, a project subscribed and a rule tried from the command line alone, with the product's own
//! binary.

use std::process::Stdio;

use domain::EndReason;
use e2e::{Project, TEAM_TOKEN};
use serde_json::Value;
use tokio::{io::AsyncWriteExt, process::Command};
use world::Access;

use crate::{
    case::{Case, FAULT, build, write},
    stage::{Stage, play},
};

/// A token of the bot that may manage webhooks, too.
const ADMIN_TOKEN: &str = "ghp_adminTokenOfTheBot000000000000000000000";

/// What a command said.
struct Said {
    exit: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        assert_eq!(self.exit, Some(0), "{}", self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// What it printed, when it went well.
    fn ok(self) -> String {
        assert_eq!(self.exit, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// The code of its failure.
    fn refused(&self, exit: i32, code: &str) -> &str {
        assert_eq!(self.exit, Some(exit), "{}{}", self.out, self.err);
        assert!(
            self.err.trim_end().ends_with(&format!("[{code}]")),
            "{}",
            self.err
        );
        &self.err
    }
}

/// Runs the binary over the stage's data directory; `reachable`: with an address at which the world reaches it.
async fn regreen(stage: &Stage, arguments: &[&str], input: &str, reachable: bool) -> Said {
    let installation = &stage.installation;
    let mut command = Command::new(e2e::regreen().unwrap());
    command
        .args(arguments)
        .arg("--data-dir")
        .arg(&installation.data_dir)
        .current_dir(&installation.data_dir)
        .env_remove("REGREEN_CONFIG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if reachable {
        command.env("REGREEN_API__PUBLIC_URL", &installation.addresses.api);
    }
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A command that reads nothing may have ended.
    let _unread = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let said = Said {
        exit: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
    };
    for token in [TEAM_TOKEN, ADMIN_TOKEN] {
        let told = said.out.contains(token) || said.err.contains(token);
        assert!(!told, "{arguments:?} tells a token");
    }
    said
}

#[test]
fn a_project_is_connected_from_the_command_line_alone() {
    play(async |stage| {
        let (name, repository) = ("connected", "acme/connected");
        let outside = &stage.outside;
        let repository_id = outside
            .github
            .create_repository("acme", name, true)
            .await
            .unwrap();
        for login in ["regreen-bot", "mona"] {
            outside
                .github
                .add_collaborator(repository, login, Access::Admin)
                .unwrap();
        }
        outside
            .github
            .create_token(ADMIN_TOKEN, "regreen-bot", Access::Admin, None);
        let project =
            outside
                .vercel
                .create_project(outside.team(), name, repository, repository_id, build());
        let run = async |arguments: &[&str]| regreen(stage, arguments, "", false).await;

        // The accounts: tokens on standard input, the team follows from the token.
        let vercel = outside.vercel.url();
        let add = [
            "connection",
            "add",
            "vercel",
            "--name",
            "cli-vercel",
            "--base-url",
            &vercel,
            "--json",
        ];
        let token = format!("{TEAM_TOKEN}\n");
        let added = regreen(stage, &add, &token, false).await.json();
        assert_eq!(
            (&added["account"], &added["team_name"]),
            (&"mona".into(), &"Acme".into())
        );
        let github = outside.github.api_url();
        let add = [
            "connection",
            "add",
            "github",
            "--name",
            "cli-github",
            "--base-url",
            &github,
        ];
        let added = regreen(stage, &add, ADMIN_TOKEN, false).await.ok();
        assert!(added.contains("regreen-bot"), "{added}");
        let list = run(&["connection", "list"]).await.ok();
        assert!(
            list.contains("cli-vercel") && list.contains("cli-github"),
            "{list}"
        );
        let test = [
            "connection",
            "test",
            "cli-github",
            "--repository",
            repository,
        ];
        let test = run(&test).await.ok();
        assert!(test.contains("push           ok"), "{test}");

        // The project, with its repository.
        let search = [
            "project",
            "list",
            "--connection",
            "cli-vercel",
            "--search",
            name,
            "--json",
        ];
        let found = run(&search).await.json();
        assert_eq!(
            (
                &found["items"][0]["id"],
                &found["items"][0]["repository"]["name"]
            ),
            (&Value::from(project.as_str()), &name.into())
        );

        // Nobody can reach this installation: the platform is polled, and that is said.
        let add = [
            "subscription",
            "add",
            "--connection",
            "cli-vercel",
            "--git-connection",
            "cli-github",
            "--project",
            name,
            "--max-attempts",
            "2",
            "--label",
            "from-the-shell",
        ];
        let said = run(&add).await.ok();
        assert!(
            said.contains("by asking the platform every 300 ms") && said.contains("api.public_url"),
            "{said}"
        );
        run(&add).await.refused(4, "subscription_exists");
        let shown = run(&["subscription", "show", name, "--json"]).await.json();
        assert_eq!(
            shown["settings"]["labels"],
            serde_json::json!(["from-the-shell"])
        );
        let subscription = shown["id"].as_str().unwrap().to_owned();

        // Now it can be reached.
        let set = ["subscription", "set", name, "--webhook", "--draft"];
        let said = regreen(stage, &set, "", true).await.ok();
        assert_eq!(said.matches("just now").count(), 2, "{said}");
        let details = run(&["connection", "show", "cli-vercel"]).await.ok();
        assert!(
            details.contains("webhook of team_") && !details.contains("polls"),
            "{details}"
        );

        // A rule, and a failure that it decides on: heard of by the new webhook.
        let wrong = run(&[
            "rule",
            "add",
            "wrong",
            "--pattern",
            "TS(",
            "--action",
            "skip",
        ])
        .await;
        let caret = wrong.refused(2, "bad_pattern");
        assert!(caret.contains("TS(\n    ^"), "{caret}");
        let rule = [
            "rule",
            "add",
            "not this one",
            "--repository",
            repository,
            "--action",
            "skip",
        ];
        assert!(run(&rule).await.ok().contains("leave it alone"));
        let project = Project {
            id: project,
            name: name.to_owned(),
            repository: repository.to_owned(),
            repository_id,
            subscription: subscription.parse().unwrap(),
        };
        let folder = write(stage, name, FAULT, &[]);
        let case = Case::pushed(stage, project, &folder).await;
        case.ends(EndReason::Rule).await;
        let tried = run(&["rule", "test", "--fix", &case.deployment]).await.ok();
        assert!(tried.contains("WINS           not this one"), "{tried}");
        let list = [
            "fix", "list", "--reason", "rule", "--branch", "main", "--since", "1h", "--json",
        ];
        let listed = run(&list).await.json();
        let deployments: Vec<&Value> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fix| &fix["deployment"])
            .collect();
        assert!(
            deployments.contains(&&case.deployment.as_str().into()),
            "{listed}"
        );
        let log = run(&["fix", "log", &case.deployment]).await.ok();
        assert!(log.contains("error"), "{log}");
        let cost = run(&["fix", "cost", &case.deployment]).await.ok();
        assert!(cost.contains("spent          $0.00"), "{cost}");

        // And everything away again.
        run(&["connection", "remove", "cli-vercel"])
            .await
            .refused(4, "connection_in_use");
        let removed = run(&["subscription", "remove", name]).await.ok();
        assert!(!removed.contains("left behind"), "{removed}");
        for connection in ["cli-vercel", "cli-github"] {
            let details = run(&["connection", "show", connection]).await.ok();
            assert!(!details.contains("hooks"), "{details}");
            run(&["connection", "remove", connection]).await.ok();
            run(&["connection", "show", connection])
                .await
                .refused(3, "connection_not_found");
        }
        run(&["rule", "remove", "not this one"]).await.ok();
    });
}

#[test]
fn a_wrong_token_and_an_open_choice_are_refused_in_words() {
    play(async |stage| {
        let outside = &stage.outside;
        let url = outside.vercel.url();
        let add = async |token: &str, more: &[&str]| {
            let mut arguments = vec!["connection", "add", "vercel", "--base-url", &url];
            arguments.extend(more);
            regreen(stage, &arguments, token, false).await
        };
        let wrong = add("vcp_wrong_canary", &[]).await;
        let sentence = wrong.refused(1, "token_refused");
        assert!(
            sentence.contains("https://vercel.com/account/settings/tokens")
                && !sentence.contains("canary"),
            "{sentence}"
        );
        add("", &[]).await.refused(2, "token_missing");
        let away = ["--base-url", "http://127.0.0.1:9"];
        let arguments = [&["connection", "add", "vercel"][..], &away[..]].concat();
        let away = regreen(stage, &arguments, "x", false).await;
        away.refused(5, "provider_unavailable");

        let busy = outside.vercel.create_user("busy", "busy@users.example");
        for team in ["north", "south"] {
            outside.vercel.create_team(team, team, &[&busy]);
        }
        outside.vercel.create_token("vcp_of_the_busy", &busy);
        let open = add("vcp_of_the_busy", &[]).await;
        let sentence = open.refused(2, "team_needed");
        assert!(
            sentence.contains("north") && sentence.contains("south"),
            "{sentence}"
        );
        add("vcp_of_the_busy", &["--team", "acme"])
            .await
            .refused(3, "team_not_found");
        let chosen = add("vcp_of_the_busy", &["--team", "south", "--json"]).await;
        let chosen = chosen.json();
        assert_eq!(chosen["name"], "vercel-south");
        regreen(stage, &["connection", "remove", "vercel-south"], "", false)
            .await
            .ok();
    });
}

#[test]
fn the_cap_of_a_day_is_set_by_hand() {
    play(async |stage| {
        let run = async |arguments: &[&str]| regreen(stage, arguments, "", false).await;
        let before = run(&["budget", "--json"]).await.json();
        assert_eq!(before["cap_is_set"], false);
        let set = run(&["budget", "set", "--day-dollars", "49.5"]).await.ok();
        assert!(set.contains("cap            $49.50"), "{set}");
        let reset = run(&["budget", "set", "--reset", "--json"]).await.json();
        assert_eq!(reset["cap"], before["cap"]);
        let nothing = run(&["budget", "set"]).await;
        assert_eq!(nothing.exit, Some(2), "{}", nothing.err);
    });
}
