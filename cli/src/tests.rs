use clap::CommandFactory;

use super::CommandLine;

#[test]
fn the_command_line_is_consistent() {
    CommandLine::command().debug_assert();
}

#[test]
fn every_command_says_what_it_does() {
    let mut lines = Vec::new();
    let mut waiting = vec![(String::from("regreen"), CommandLine::command())];
    while let Some((path, command)) = waiting.pop() {
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let path = format!("{path} {}", sub.get_name());
            lines.push(format!("{path}: {}", sub.get_about().unwrap()));
            waiting.push((path, sub.clone()));
        }
    }
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    regreen api: Run the API: webhooks, health, and the dispatcher of accepted deliveries
    regreen completions: Print the completions of a shell
    regreen dev: Run everything on this machine: Temporal, API and workers, over one data directory
    regreen diagnose: Say what build logs are about
    regreen doctor: Check this machine and say what is missing
    regreen fix approve: Publish the patch under review
    regreen fix cancel: Stop a fix
    regreen fix list: List fixes, newest first
    regreen fix reject: Do not publish the patch under review
    regreen fix retry: Try again
    regreen fix show: Show one fix
    regreen fix watch: Follow a fix until it is at rest
    regreen fix: Look at fixes and steer them
    regreen migrate: Bring the database up to date and prepare the Temporal namespace
    regreen worker: Run a worker
    "#);
}
