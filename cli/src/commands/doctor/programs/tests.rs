use super::*;

#[test]
fn the_server_decides_not_the_program() {
    assert_eq!(
        server_version("temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"),
        Some((1, 29))
    );
    assert_eq!(
        server_version("temporal version 1.4.1 (Server 1.28.0, UI 2.38.0)"),
        Some((1, 28))
    );
    assert_eq!(
        server_version("temporal version 2 (Server 2.0.0-rc.1)"),
        Some((2, 0))
    );
    for nonsense in ["", "Server", "Server x.y", "temporal 1.2.3"] {
        assert_eq!(server_version(nonsense), None, "{nonsense}");
    }
}

#[test]
fn a_missing_program_is_said() {
    let check = program(
        "git",
        Path::new("/nonexistent/git"),
        "--version",
        "install git",
    );
    assert!(
        !check.ok && check.detail.contains("/nonexistent/git") && check.remedy == "install git"
    );
}
