//! What must not leak, and servers and programs with bad manners.

use std::{os::unix::fs::PermissionsExt, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use outbound::{
    FailureKind,
    testing::{Reply, Server},
};

use super::{
    fixture::{TOKEN, World, write},
    *,
};

/// A stand-in for git that notes its arguments, traces those of git's children, and looks for secrets in files.
fn spy(world: &World) -> Git {
    let encoded = STANDARD.encode(format!("x-access-token:{TOKEN}"));
    let dir = world.path("spy");
    write(&dir.join("secrets"), format!("{TOKEN}\n{encoded}\n"));
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >> {dir}/args\nexport GIT_TRACE={dir}/trace\ngit \"$@\"\ncode=$?\n\
         grep -rqFf {dir}/secrets \"${{GIT_DIR:-/nonexistent}}\" 2>/dev/null && echo leak >> {dir}/leaks\nexit $code\n",
        dir = dir.display()
    );
    write(&dir.join("git"), script);
    std::fs::set_permissions(dir.join("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    Git::new(GitOptions {
        program: dir.join("git"),
        ..world.options()
    })
}

#[tokio::test]
async fn the_token_is_in_no_argument_and_no_file() {
    let world = World::new().await;
    let (parent, identity, spy) = (world.head(), identity(), spy(&world));
    let patch = world.patch(repair);
    spy.snapshot(&world.remote(), &parent, &world.path("snapshot"))
        .await
        .unwrap();
    spy.publish(&world.remote(), &publication(&parent, &patch, &identity))
        .await
        .unwrap();
    let encoded = STANDARD.encode(format!("x-access-token:{TOKEN}"));
    let seen = ["args", "trace"]
        .map(|name| std::fs::read_to_string(world.path("spy").join(name)).unwrap())
        .concat();
    assert!(
        seen.contains("remote-http") && seen.contains("push"),
        "the spy sees git's children"
    );
    assert!(!seen.contains(TOKEN) && !seen.contains(&encoded));
    assert!(!world.path("spy/leaks").exists());
    let walk = std::process::Command::new("grep")
        .args(["-rlFf"])
        .arg(world.path("spy/secrets"))
        .arg(world.path("snapshot"))
        .output()
        .unwrap();
    assert!(
        walk.stdout.is_empty(),
        "{}",
        String::from_utf8_lossy(&walk.stdout)
    );
}

#[tokio::test]
async fn a_redirect_does_not_carry_the_token_away() {
    let thief = Server::start(|_| Reply::text(200, "text/plain", "")).await;
    let away = thief.url.to_string();
    let server = Server::start(move |request| {
        Reply::text(301, "text/plain", "")
            .with("location", &format!("{away}{}", &request.path[1..]))
    })
    .await;
    let remote = Remote::new(server.url.join("acme/app.git").unwrap(), Some(TOKEN.into())).unwrap();
    let error = Git::default()
        .remote_head(&remote, "main")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), FailureKind::NotFound, "{error}");
    assert!(thief.received().is_empty());
    assert!(server.received()[0].header("authorization").is_some());
}

/// Git shows what a host says about a refusal; that may be the credential itself, in whatever shape.
#[tokio::test]
async fn a_host_that_quotes_the_credential_is_quoted_without_it() {
    let token = "hunter2-of-the-house";
    let encoded = STANDARD.encode(format!("x-access-token:{token}"));
    let body = format!("no entry for {token} ({encoded})");
    let server = Server::start(move |_| Reply::text(403, "text/plain", &body)).await;
    let remote = Remote::new(server.url.join("acme/app.git").unwrap(), Some(token.into())).unwrap();
    let error = Git::default()
        .remote_head(&remote, "main")
        .await
        .unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("no entry for"), "{shown}");
    assert!(
        !shown.contains(token) && !shown.contains(&encoded),
        "{shown}"
    );
}

#[tokio::test]
async fn awkward_servers_become_kinds() {
    let table = [
        (
            Reply::text(401, "text/plain", ""),
            FailureKind::Unauthorized,
        ),
        (Reply::text(403, "text/plain", ""), FailureKind::Forbidden),
        (Reply::text(404, "text/plain", ""), FailureKind::NotFound),
        (Reply::text(429, "text/plain", ""), FailureKind::RateLimited),
        (Reply::text(500, "text/plain", ""), FailureKind::Server),
        (Reply::text(503, "text/html", "<html>"), FailureKind::Server),
        (
            Reply::text(200, "text/html", "<html>login</html>"),
            FailureKind::InvalidAnswer,
        ),
        (
            Reply::Half(200, b"001e# service=git-upload-pack\n".to_vec()),
            FailureKind::Unreachable,
        ),
        (Reply::Close, FailureKind::Unreachable),
    ];
    for (reply, kind) in table {
        let shown = format!("{reply:?}");
        let server = Server::start(move |_| reply.clone()).await;
        let remote =
            Remote::new(server.url.join("acme/app.git").unwrap(), Some(TOKEN.into())).unwrap();
        let outcome = Git::default().remote_head(&remote, "main").await;
        let error = outcome.expect_err(&shown);
        assert_eq!(error.kind(), kind, "{error} for {shown}");
        assert!(!error.to_string().contains(TOKEN));
        assert_eq!(
            error.retry_after().is_some(),
            kind == FailureKind::RateLimited
        );
    }
}

#[tokio::test]
async fn silence_ends_by_the_time_out() {
    let server = Server::start(|_| Reply::Hang).await;
    let remote = Remote::new(server.url.join("acme/app.git").unwrap(), None).unwrap();
    let git = Git::new(GitOptions {
        timeout: Duration::from_millis(300),
        ..GitOptions::default()
    });
    let error = git.remote_head(&remote, "main").await.unwrap_err();
    assert!(matches!(error, GitError::Timeout { .. }), "{error:?}");
}

/// Waits for a condition, for at most a minute.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while !holds() {
        assert!(std::time::Instant::now() < deadline, "never: {what}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn giving_up_kills_git_and_its_children() {
    let dir = tempfile::tempdir().unwrap();
    let (program, pid) = (dir.path().join("git"), dir.path().join("pid"));
    let note = format!("echo $! > {0}.new && mv {0}.new {0}", pid.display());
    write(&program, format!("#!/bin/sh\nsleep 1000 &\n{note}\nwait\n"));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let git = Git::new(GitOptions {
        program,
        ..GitOptions::default()
    });
    let remote = Remote::new("https://host.example/x.git".parse().unwrap(), None).unwrap();
    tokio::select! {
        outcome = git.remote_head(&remote, "main") => panic!("{outcome:?}"),
        () = until("the child is there", || pid.exists()) => {}
    }
    let pid = std::fs::read_to_string(pid).unwrap();
    let stat = format!("/proc/{}/stat", pid.trim());
    until("the child is gone", || {
        std::fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "))
    })
    .await;
}

#[tokio::test]
async fn a_missing_program_is_said() {
    let git = Git::new(GitOptions {
        program: "/nonexistent/git".into(),
        ..GitOptions::default()
    });
    let remote = Remote::new("https://host.example/x.git".parse().unwrap(), None).unwrap();
    let error = git.remote_head(&remote, "main").await.unwrap_err();
    assert!(
        matches!(&error, GitError::Launch(reason) if reason.contains("/nonexistent/git")),
        "{error:?}"
    );
}
