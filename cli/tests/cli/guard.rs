//! What is started through the guard does not outlive its parent, even when that is killed outright.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

#[test]
fn a_guarded_command_dies_with_its_parent() {
    let script = "\"$0\" guard --parent $$ -- sh -c 'echo $$; exec sleep 1000' & wait";
    let mut shell = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_regreen")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pid = String::new();
    BufReader::new(shell.stdout.take().unwrap())
        .read_line(&mut pid)
        .unwrap();
    let process = PathBuf::from("/proc").join(pid.trim());
    assert!(process.exists());
    shell.kill().unwrap();
    shell.wait().unwrap();
    while process.join("cmdline").exists() && !is_dead(&process) {
        thread::yield_now();
    }
}

#[test]
fn a_parent_that_is_gone_already_starts_nothing() {
    let output = Command::new(env!("CARGO_BIN_EXE_regreen"))
        .args(["guard", "--parent", "1", "--", "echo", "started"])
        .output()
        .unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
}

/// Dead, though nobody has waited for it yet.
fn is_dead(process: &std::path::Path) -> bool {
    std::fs::read_to_string(process.join("stat")).is_ok_and(|stat| stat.contains(") Z "))
}
