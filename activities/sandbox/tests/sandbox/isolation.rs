//! What a command must not be able to see or touch.

use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use libtest_mimic::Failed;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use sandbox::{Bubblewrap, Exit, Job, Mount, Sandbox, SandboxError};
use tokio_util::sync::CancellationToken;

use crate::Test;
use crate::world::{World, block_on, output_of, passable};

pub(crate) const TESTS: [(&str, Test); 11] = [
    ("host_user_is_not_root", host_user_is_not_root),
    (
        "host_secrets_are_out_of_sight",
        host_secrets_are_out_of_sight,
    ),
    (
        "kernel_settings_are_out_of_reach",
        kernel_settings_are_out_of_reach,
    ),
    ("no_further_namespaces", no_further_namespaces),
    (
        "socket_families_are_restricted",
        socket_families_are_restricted,
    ),
    (
        "only_the_workspace_is_writable",
        only_the_workspace_is_writable,
    ),
    ("descriptors_do_not_leak", descriptors_do_not_leak),
    ("unreachable_paths_are_named", unreachable_paths_are_named),
    (
        "closed_directories_are_no_obstacle",
        closed_directories_are_no_obstacle,
    ),
    (
        "ownership_never_follows_links",
        ownership_never_follows_links,
    ),
    (
        "concurrent_jobs_have_different_users",
        concurrent_jobs_have_different_users,
    ),
];

fn host_user_is_not_root(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.shell("id -u; id -G; grep CapEff /proc/self/status; : > owner");
        let output = world.run(&case).await?.output;
        // Number, groups, capabilities.
        assert_eq!(
            output.split_whitespace().collect::<Vec<_>>(),
            ["1000", "1000", "CapEff:", "0000000000000000"]
        );
        let owner = case.job.workspace.join("owner").metadata()?;
        assert_ne!((owner.uid(), owner.gid()), (0, 0));
        Ok(())
    })
}

fn host_secrets_are_out_of_sight(world: &'static World) -> Result<(), Failed> {
    let output = output_of(
        world,
        "cat /etc/shadow 2>&1; ls -A /root 2>&1; ls /var 2>&1; ls /etc | tr '\\n' ' '; cat /proc/sys/kernel/hostname; ls /home",
    );
    assert!(!output.contains("root:"), "{output}");
    assert!(
        output.contains("/etc/shadow: No such file") && output.contains("'/root': No such file"),
        "{output}"
    );
    assert!(
        output.contains("\ntmp\n") && output.ends_with("sandbox\nfixer\n"),
        "{output}"
    );
    Ok(())
}

fn kernel_settings_are_out_of_reach(world: &'static World) -> Result<(), Failed> {
    let before = std::fs::read_to_string("/proc/sys/kernel/core_pattern")?;
    let output = output_of(
        world,
        "for f in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /proc/sys/vm/drop_caches; do echo x 2>/dev/null > $f && echo WROTE $f; done; dmesg >/dev/null 2>&1 && echo DMESG; true",
    );
    assert!(
        !output.contains("WROTE") && !output.contains("DMESG"),
        "{output}"
    );
    assert_eq!(
        std::fs::read_to_string("/proc/sys/kernel/core_pattern")?,
        before
    );
    Ok(())
}

fn no_further_namespaces(world: &'static World) -> Result<(), Failed> {
    let output = output_of(
        world,
        "unshare -U true 2>&1 && echo NESTED; unshare -m true 2>&1 && echo NESTED; mount -t tmpfs none /tmp 2>&1 && echo MOUNTED; bwrap --ro-bind / / true 2>&1 && echo NESTED; true",
    );
    assert!(
        !output.contains("NESTED") && !output.contains("MOUNTED"),
        "{output}"
    );
    Ok(())
}

/// Runs inside: prints which socket families can be opened.
pub(crate) fn try_sockets() {
    use nix::sys::socket::{AddressFamily, SockFlag, SockType, socket};
    let tries = [
        ("unix", AddressFamily::Unix, SockType::Stream),
        ("inet", AddressFamily::Inet, SockType::Stream),
        ("vsock", AddressFamily::Vsock, SockType::Stream),
        ("alg", AddressFamily::Alg, SockType::SeqPacket),
    ];
    for (name, family, kind) in tries {
        let verdict = match socket(family, kind, SockFlag::empty(), None) {
            Ok(_) => "opened".to_owned(),
            Err(errno) => format!("{errno:?}"),
        };
        #[expect(clippy::print_stdout, reason = "it is what the test reads")]
        {
            println!("{name} {verdict}");
        }
    }
}

fn socket_families_are_restricted(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.command(["/opt/test", "inside-sockets"]);
        case.job.read_only.push(Mount {
            source: world.root.join("bin/regreen"),
            target: "/opt/test".into(),
        });
        let ran = world.run(&case).await?;
        assert_eq!(
            ran.output,
            "unix opened\ninet opened\nvsock EPERM\nalg EPERM\n"
        );
        Ok(())
    })
}

fn only_the_workspace_is_writable(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell(
            "for f in /work/a /home/fixer/a /tmp/a /dev/shm/a; do echo x > $f || echo REFUSED $f; done
             for f in /work/.git/a /usr/a /etc/a /a /dev/a /run/regreen/a /home/fixer/.config/a /home/a; do echo x 2>/dev/null > $f && echo WROTE $f; done
             cat .git/HEAD; stat -c %u .git/HEAD; true",
        );
        let git = case.job.workspace.join(".git");
        std::fs::create_dir(&git)?;
        std::fs::write(git.join("HEAD"), "ref: x\n")?;
        case.job.read_only_git = Some(git);
        let configuration = case.place.path().join("configuration");
        std::fs::create_dir(&configuration)?;
        case.job.read_only.push(Mount {
            source: configuration,
            target: "/home/fixer/.config".into(),
        });
        let ran = world.run(&case).await?;
        // git refuses repositories of other users, so the owner must be the user inside.
        assert_eq!(ran.output, "ref: x\n1000\n");
        assert_eq!(
            std::fs::read_to_string(case.job.workspace.join("a"))?,
            "x\n"
        );
        assert_eq!(std::fs::read_to_string(case.job.home.join("a"))?, "x\n");
        Ok(())
    })
}

fn descriptors_do_not_leak(world: &'static World) -> Result<(), Failed> {
    let leaky = File::open("/proc/self/status")?;
    fcntl(&leaky, FcntlArg::F_SETFD(FdFlag::empty()))?;
    let output = output_of(world, "sleep 60 & ls /proc/$!/fd; kill $!");
    assert_eq!(
        output.split_whitespace().collect::<Vec<_>>(),
        ["0", "1", "2"]
    );
    drop(leaky);
    Ok(())
}

fn unreachable_paths_are_named(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.command(["/bin/true"]);
        case.job.read_only.push(Mount {
            source: "/nonexistent/tool".into(),
            target: "/opt/tool".into(),
        });
        let error = world.run(&case).await.expect_err("an error");
        assert!(matches!(error, SandboxError::Unreachable { .. }), "{error}");
        if !nix::unistd::geteuid().is_root() {
            return Ok(());
        }
        let private = passable();
        let tool = private.path().join("tool");
        std::fs::create_dir(&tool)?;
        std::fs::set_permissions(&tool, Permissions::from_mode(0o700))?;
        case.job.read_only[0].source = tool.canonicalize()?;
        match world.run(&case).await.expect_err("an error") {
            SandboxError::Unreachable {
                blocked_by, remedy, ..
            } => {
                assert_eq!(blocked_by, tool.canonicalize()?);
                assert!(remedy.contains("chmod o+rx"), "{remedy}");
            }
            other => panic!("{other}"),
        }
        Ok(())
    })
}

/// Everything of a job, the sandbox root included, below a directory that is regreen's alone.
fn closed_directories_are_no_obstacle(_: &'static World) -> Result<(), Failed> {
    block_on(async {
        let private = tempfile::tempdir()?;
        let below = |name: &str| private.path().join(name);
        for name in ["work", "home", "tool"] {
            std::fs::create_dir(below(name))?;
            std::fs::set_permissions(below(name), Permissions::from_mode(0o755))?;
        }
        std::fs::set_permissions(private.path(), Permissions::from_mode(0o700))?;
        std::fs::write(below("tool").join("file"), "tool")?;
        let sandbox = Bubblewrap::new(World::config(&below("root")))?;
        let script = "cat /opt/tool/file; : > made; touch /opt/tool/x 2>/dev/null || echo :read-only; ls /mnt 2>&1";
        let mut job = Job::new(below("work"), below("home"), ["/bin/sh", "-c", script]);
        job.read_only.push(Mount {
            source: below("tool"),
            target: "/opt/tool".into(),
        });
        let mut output = Vec::new();
        sandbox
            .run(&job, &mut output, &CancellationToken::new())
            .await?;
        let output = String::from_utf8(output)?;
        assert!(
            output.starts_with("tool:read-only\n") && output.contains("No such file"),
            "{output}"
        );
        assert!(below("work/made").exists());
        // The host sees nothing of how it was done.
        let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
        assert!(
            !mounts.contains("carried") && !mounts.contains(private.path().to_str().unwrap()),
            "{mounts}"
        );
        Ok(())
    })
}

fn ownership_never_follows_links(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let case = world.command(["/bin/true"]);
        let outside = case.place.path().join("outside");
        std::fs::create_dir(&outside)?;
        std::fs::write(outside.join("file"), "")?;
        symlink(&outside, case.job.workspace.join("link"))?;
        symlink(outside.join("file"), case.job.workspace.join("file-link"))?;
        world.run(&case).await?;
        let own = nix::unistd::geteuid().as_raw();
        assert_eq!(outside.metadata()?.uid(), own);
        assert_eq!(outside.join("file").metadata()?.uid(), own);
        Ok(())
    })
}

fn concurrent_jobs_have_different_users(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        // Each waits for the other's mark, which the test carries across.
        let script = ": > ready; until [ -e go ]; do sleep 0.02; done";
        let (one, two) = (world.shell(script), world.shell(script));
        let carry = async {
            loop {
                let both = [&one, &two].map(|case| case.job.workspace.join("ready").metadata());
                if let [Ok(first), Ok(second)] = both {
                    for case in [&one, &two] {
                        std::fs::write(case.job.workspace.join("go"), "").unwrap();
                    }
                    return (first.uid(), second.uid());
                }
                tokio::task::yield_now().await;
            }
        };
        let (first, second, (user_one, user_two)) =
            tokio::join!(world.run(&one), world.run(&two), carry);
        assert_eq!(
            (first?.outcome.exit, second?.outcome.exit),
            (Exit::Code(0), Exit::Code(0))
        );
        assert_eq!(user_one != user_two, nix::unistd::geteuid().is_root());
        Ok(())
    })
}
