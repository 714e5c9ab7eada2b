use clap::{CommandFactory, Parser};

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
    regreen budget set: Set the cap of a day; it counts for every attempt that begins from now on
    regreen budget: What the model may cost in a day, and what it has cost
    regreen channel add webhook: A webhook, signed after Standard Webhooks (https://www.standardwebhooks.com)
    regreen channel add: Make a channel; subscriptions name it with --notify
    regreen channel disable: Tell a channel nothing until it is enabled again
    regreen channel enable: Tell a channel of fixes again
    regreen channel list: List channels
    regreen channel remove: Remove a channel and its secret
    regreen channel rotate: Give a channel another secret
    regreen channel show: Show one channel and who uses it
    regreen channel test: Send a test alert now, and say what the receiver answered
    regreen channel: Where people hear of fixes outside the pull request
    regreen completions: Print the completions of a shell
    regreen connection add: Connect an account; its token comes from a hidden prompt or standard input
    regreen connection list: List connections
    regreen connection remove: Remove a connection: its hooks at the provider, its token, everything
    regreen connection set-token: Give a connection another token
    regreen connection show: Show one connection with its hooks and who uses it
    regreen connection test: Ask the provider now what a connection can do
    regreen connection: Accounts on platforms and git hosts
    regreen dev: Run everything on this machine: Temporal, API and workers, over one data directory
    regreen diagnose: Say what build logs are about
    regreen doctor: Check this machine and say what is missing
    regreen fix approve: Publish the patch under review
    regreen fix cancel: Stop a fix
    regreen fix cost: Say what it has cost, attempt by attempt
    regreen fix diff: Print the patch
    regreen fix list: List fixes, newest first
    regreen fix log: Print the platform's build log, a build in the sandbox, or what the fixer did
    regreen fix proof: Print the proof: what was built, before and after
    regreen fix proposal: Show the pull request that an observed fix would have opened
    regreen fix reject: Do not publish the patch under review
    regreen fix retry: Try again
    regreen fix show: Show one fix
    regreen fix start: Begin a fix of a failed deployment by hand
    regreen fix watch: Follow a fix until it is at rest
    regreen fix: Look at fixes and steer them
    regreen migrate: Bring the database up to date and prepare the Temporal namespace
    regreen project list: List projects with their repositories, or why they have none
    regreen project: The projects that connections see
    regreen rule add: Add a rule; the first that matches decides, lower priorities first
    regreen rule disable: Keep a rule, but let it not count
    regreen rule enable: Let a rule count again
    regreen rule list: List rules in the order in which they are tried
    regreen rule remove: Delete a rule
    regreen rule set: Change a rule; what is not named stays
    regreen rule show: Show one rule
    regreen rule test: Try rules on a log or a past fix: which would match, and why
    regreen rule: Rules about which failures are fixed, and how
    regreen subscription add: Subscribe a project: its failures are fixed from now on
    regreen subscription list: List subscriptions
    regreen subscription remove: End a subscription; hooks that only it needed are removed
    regreen subscription set: Change settings; what is not named stays
    regreen subscription show: Show one subscription with its settings
    regreen subscription: Platform projects whose failures are fixed
    regreen worker: Run a worker
    "#);
}

/// The commands that a page shows: in console blocks, in lists of commands, in running text.
fn shown(page: &str) -> Vec<String> {
    let listed = page.lines().filter_map(|line| {
        let command = line.strip_prefix("$ ").or(line.strip_prefix("    "))?;
        // In lists, what it does stands behind it.
        command.split("  ").next().map(str::to_owned)
    });
    let spans = page.split('`').skip(1).step_by(2).map(str::to_owned);
    listed
        .chain(spans)
        .filter(|command| command.starts_with("regreen ") && !command.contains('\n'))
        .collect()
}

/// `fix log|diff` means two commands, `budget [set]` too, and of `--log FILE | --fix FIX` one is taken.
fn spelled_out(command: &str) -> Vec<String> {
    let command = command.split(" | ").next().unwrap_or_default();
    if let Some((before, rest)) = command.split_once('[') {
        let (inside, after) = rest.split_once(']').unwrap_or((rest, ""));
        let both = [
            format!("{before}{after}"),
            format!("{before}{inside}{after}"),
        ];
        return both.iter().flat_map(|one| spelled_out(one)).collect();
    }
    let words: Vec<&str> = command.split(' ').collect();
    let Some(at) = words.iter().position(|word| word.contains('|')) else {
        return vec![command.to_owned()];
    };
    let one = |choice: &str| {
        let mut words = words.clone();
        words[at] = choice;
        words.join(" ")
    };
    words[at].split('|').map(one).collect()
}

/// Words, those between quotes as one; a number where the page says N; without what a shell would redirect.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .take_while(|word| word != "<")
        .map(|word| if word == "N" { "20".to_owned() } else { word })
        .collect()
}

#[test]
fn the_commands_that_the_pages_show_exist() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in [
        include_str!("../../README.md"),
        include_str!("../../docs/getting-started.md"),
        include_str!("../../docs/operations.md"),
        include_str!("../../docs/diagnosis.md"),
        include_str!("../../docs/security.md"),
        include_str!("../../docs/architecture.md"),
    ] {
        for command in shown(page).iter().flat_map(|one| spelled_out(one)) {
            count += 1;
            if let Err(error) = CommandLine::try_parse_from(words(&command))
                // Running text names commands without what they need.
                && !matches!(
                    error.kind(),
                    clap::error::ErrorKind::MissingRequiredArgument
                        | clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
                        | clap::error::ErrorKind::DisplayVersion
                )
            {
                wrong.push(format!("{command}: {error}"));
            }
        }
    }
    assert!(count > 60, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
