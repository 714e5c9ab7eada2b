use proptest::prelude::*;

use super::*;
use crate::{Door, Mount};

fn config() -> BubblewrapConfig {
    let mut config = BubblewrapConfig::new("/opt/regreen/regreen", "/srv/sandbox");
    config.tools = vec![];
    config.certificates = vec!["/srv/own.pem".into()];
    config.certificate_variables = vec![("SSL_CERT_FILE".to_owned(), "/srv/own.pem".to_owned())];
    config.masked = vec!["/usr/etc/npmrc".into()];
    config
}

fn staged() -> Staged {
    Staged {
        launcher: "/srv/sandbox/bin/regreen".into(),
        configuration: "/srv/sandbox/etc".into(),
        empty: "/srv/sandbox/etc/empty".into(),
        runs: "/srv/sandbox/runs".into(),
    }
}

fn job() -> Job {
    let mut job = Job::new("/srv/w", "/srv/h", ["npm", "run", "build"]);
    job.read_only_git = Some("/srv/w/.git".into());
    job.directory = "apps/web".to_owned();
    job.read_only = vec![Mount {
        source: "/srv/agent".into(),
        target: "/opt/agent".into(),
    }];
    job.doors = vec![Door {
        socket: "/srv/doors/registry.sock".into(),
        port: 4873,
    }];
    job.environment.insert("CI".to_owned(), "1".to_owned());
    job
}

/// Options as lines, one option with its values each, without the host's own system directories.
fn lines(options: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for option in options {
        match lines.last_mut() {
            Some(last) if !option.starts_with("--") => {
                last.push(' ');
                last.push_str(option);
            }
            _ => lines.push(option.clone()),
        }
    }
    let system = system::options();
    let from = lines
        .iter()
        .position(|line| line == "--ro-bind /usr /usr")
        .unwrap();
    let count = system
        .iter()
        .filter(|option| option.starts_with("--"))
        .count();
    lines.drain(from..from + count);
    lines.join("\n")
}

#[test]
fn options_of_a_job() {
    insta::assert_snapshot!(lines(
        &options(&config(), &staged(), &job(), &Names::default()).unwrap()
    ));
}

#[test]
fn relay_gets_doors_and_command() {
    let expected = [
        "--door",
        "4873=/run/regreen/door-4873.sock",
        "--",
        "npm",
        "run",
        "build",
    ];
    assert_eq!(relay(&job()), expected);
}

#[test]
fn the_jobs_environment_wins() {
    let mut job = job();
    job.environment
        .insert("HOME".to_owned(), "/elsewhere".to_owned());
    assert_eq!(environment(&config(), &job)["HOME"], "/elsewhere");
}

#[test]
fn nonsense_is_refused() {
    let refused = |change: fn(&mut Job)| {
        let mut job = job();
        change(&mut job);
        matches!(validate(&job), Err(SandboxError::InvalidJob(_)))
    };
    assert!(!refused(|_| ()));
    assert!(refused(|job| job.command.clear()));
    assert!(refused(|job| job.command[1] = "a\0b".to_owned()));
    assert!(refused(|job| job.directory = "../x".to_owned()));
    assert!(refused(|job| job.directory = "/x".to_owned()));
    assert!(refused(|job| job.read_only[0].target = "relative".into()));
    assert!(refused(|job| job.read_only[0].target = "/opt/../etc".into()));
    assert!(refused(|job| job.doors[0].port = 0));
    assert!(refused(|job| job.doors.push(job.doors[0].clone())));
    assert!(refused(|job| drop(
        job.environment.insert("A=B".to_owned(), String::new())
    )));
}

proptest! {
    /// Whatever a command holds, it comes after `--` and unchanged: no argument becomes an option.
    #[test]
    fn commands_never_become_options(command in prop::collection::vec("[^\0]{1,20}", 1..5)) {
        let mut job = job();
        job.command = command.clone();
        let arguments = relay(&job);
        let at = arguments.iter().position(|argument| argument == "--").unwrap();
        prop_assert_eq!(&arguments[at + 1..], &command[..]);
        prop_assert!(options(&config(), &staged(), &job, &Names::default()).is_ok());
    }
}
