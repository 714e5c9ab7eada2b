use super::*;

#[test]
fn status_is_read() {
    let text = "Name:\tnode\nState:\tS (sleeping)\nPPid:\t12\nUid:\t60600\t60600\t60600\t60600\nVmRSS:\t    2048 kB\n";
    let expected = Process {
        parent: 12,
        uid: 60_600,
        resident: 2048 * 1024,
        zombie: false,
    };
    assert_eq!(parse(text), Some(expected));
    let dead = "State:\tZ (zombie)\nPPid:\t1\nUid:\t0\t0\t0\t0\n";
    assert_eq!(
        parse(dead),
        Some(Process {
            parent: 1,
            uid: 0,
            resident: 0,
            zombie: true
        })
    );
    assert_eq!(parse("garbage"), None);
}

#[test]
fn this_process_is_found() {
    let own = i32::try_from(std::process::id()).unwrap();
    assert!(started(own).is_some());
    assert!(resident_below(own) > 0);
    assert!(of_user(nix::unistd::getuid().as_raw()).contains(&own));
    assert_eq!(started(i32::MAX), None);
}
