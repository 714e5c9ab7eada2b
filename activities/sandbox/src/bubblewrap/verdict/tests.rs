use proptest::prelude::*;

use super::*;

fn evidence<'a>(status: &'a Status, events: &'a [Event], complaint: &'a str) -> Evidence<'a> {
    Evidence {
        status,
        events,
        complaint,
        stopped: None,
        memory_kills: 0,
        flooded: false,
        program: "npm",
        bwrap: Path::new("/usr/bin/bwrap"),
        obstacle: None,
    }
}

fn ended(exit: Option<i32>) -> Status {
    Status {
        child: Some(7),
        exit,
    }
}

#[test]
fn status_lines_of_bubblewrap() {
    let text = "{ \"child-pid\": 4711, \"cgroup-namespace\": 1 }\n{ \"exit-code\": 3 }\n";
    assert_eq!(
        Status::parse(text),
        Status {
            child: Some(4711),
            exit: Some(3)
        }
    );
    assert_eq!(
        Status::parse("{ \"child-pid\": 4711 }\n{ \"exit"),
        Status {
            child: Some(4711),
            exit: None
        }
    );
    assert_eq!(Status::parse(""), Status::default());
}

#[test]
fn exits() {
    let exit = |code| judge(evidence(&ended(code), &[Event::Started], "")).unwrap();
    assert_eq!(exit(Some(0)), Exit::Code(0));
    assert_eq!(exit(Some(1)), Exit::Code(1));
    assert_eq!(exit(Some(137)), Exit::Signal(9));
    assert_eq!(exit(Some(255)), Exit::Code(255));
    assert_eq!(exit(None), Exit::Signal(9));
}

#[test]
fn the_supervisors_reason_comes_first() {
    let status = ended(Some(0));
    for (stopped, exit) in [
        (None, Exit::OutputFlood),
        (Some(Exit::TimedOut), Exit::TimedOut),
    ] {
        let mut evidence = evidence(&status, &[Event::Started], "");
        evidence.flooded = true;
        evidence.stopped = stopped;
        assert_eq!(judge(evidence).unwrap(), exit);
    }
}

#[test]
fn memory_kills_explain_failures_only() {
    for (code, exit) in [
        (0, Exit::Code(0)),
        (1, Exit::OutOfMemory),
        (137, Exit::OutOfMemory),
    ] {
        let status = ended(Some(code));
        let mut evidence = evidence(&status, &[Event::Started], "");
        evidence.memory_kills = 1;
        assert_eq!(judge(evidence).unwrap(), exit);
    }
}

#[test]
fn launch_failures() {
    let error = |events: &[Event], complaint| {
        judge(evidence(&ended(None), events, complaint))
            .unwrap_err()
            .to_string()
    };
    let missing = [Event::Refused {
        cause: Refusal::Missing,
        reason: "No such file".to_owned(),
    }];
    let refused = [Event::Refused {
        cause: Refusal::Other,
        reason: "Permission denied".to_owned(),
    }];
    let failed = [Event::Failed {
        reason: "address in use".to_owned(),
    }];
    let all = [
        error(&missing, ""),
        error(&refused, ""),
        error(&failed, ""),
        error(&[Event::BubblewrapMissing], ""),
        error(
            &[],
            "bwrap: No permissions to create new namespace, likely because the kernel does not allow it",
        ),
        error(&[], "bwrap: setting up uid map: Permission denied\n"),
        error(
            &[],
            "bwrap: Can't chdir to /work/x: No such file or directory",
        ),
        error(&[], "bwrap: something else"),
        error(&[], ""),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

proptest! {
    #[test]
    fn no_status_breaks_the_parser(text in "\\PC{0,200}") {
        Status::parse(&text);
        Event::parse(&text);
    }
}
