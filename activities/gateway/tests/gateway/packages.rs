//! Real package managers in a real sandbox, through the registry gateway, from whatever registry this
//! host's npm uses.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use gateway::registry::{NpmUpstream, RegistryDoor, RegistryGateway, RegistryLimits};
use libtest_mimic::Failed;
use sandbox::{Bubblewrap, BubblewrapConfig, Door, Exit, Job, Output, Sandbox};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::Test;
use crate::world::block_on;

pub(crate) const TESTS: [(&str, Test); 1] =
    [("npm_and_pnpm_install_in_a_sandbox", npm_and_pnpm_install)];

const PORT: u16 = 4873;

struct Setup {
    sandbox: Bubblewrap,
    gateway: RegistryGateway,
    door: RegistryDoor,
    directory: TempDir,
}

impl Setup {
    async fn new() -> Self {
        let directory = tempfile::Builder::new()
            .prefix("gateway-test-")
            .tempdir()
            .unwrap();
        let open = Permissions::from_mode(0o755);
        std::fs::set_permissions(directory.path(), open).unwrap();
        for folder in ["work", "home"] {
            std::fs::create_dir(directory.path().join(folder)).unwrap();
        }
        let own = std::env::current_exe().unwrap();
        let sandbox =
            Bubblewrap::new(BubblewrapConfig::new(own, directory.path().join("root"))).unwrap();
        let upstream = NpmUpstream::discover().await.unwrap();
        let gateway =
            RegistryGateway::new(upstream, Some((directory.path().join("cache"), 1 << 30)))
                .unwrap();
        // Deeper than a socket's address may be long: data directories lie anywhere.
        let doors = directory.path().join("deep".repeat(40));
        std::fs::create_dir(&doors).unwrap();
        let socket = doors.join("registry.sock");
        let door = gateway
            .open(&socket, PORT, RegistryLimits::default())
            .unwrap();
        Self {
            sandbox,
            gateway,
            door,
            directory,
        }
    }

    async fn run(&self, script: &str) -> String {
        let path = |name: &str| self.directory.path().join(name);
        let mut job = Job::new(path("work"), path("home"), ["/bin/sh", "-c", script]);
        job.environment = self.door.environment().clone();
        job.doors = vec![Door {
            socket: self.door.socket().to_path_buf(),
            port: PORT,
        }];
        job.output = Output::Combined;
        job.limits.wall = Duration::from_secs(300);
        let mut output = Vec::new();
        let outcome = self
            .sandbox
            .run(&job, &mut output, &CancellationToken::new())
            .await
            .unwrap();
        let output = String::from_utf8_lossy(&output).into_owned();
        assert_eq!(outcome.exit, Exit::Code(0), "{script}: {output}");
        output
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.directory.path().join("work").join(name)).unwrap()
    }
}

fn npm_and_pnpm_install() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new().await;
        std::fs::write(
            setup.directory.path().join("work/package.json"),
            r#"{"name":"small","version":"1.0.0","dependencies":{"is-odd":"3.0.1"},"devDependencies":{"typescript":"5.6.3"}}"#,
        )?;
        setup.run("npm install").await;
        assert_eq!(
            setup.run("node -p 'require(\"is-odd\")(3)'").await.trim(),
            "true"
        );
        assert!(setup.run("npx tsc --version").await.contains("5.6.3"));

        // The lockfile names the gateway where it names anything; outside it must not.
        let lockfile = setup.file("package-lock.json");
        let outside = setup.gateway.outside(&lockfile, PORT);
        assert!(!outside.contains("127.0.0.1"), "{outside}");

        // From the lockfile, from both of its forms, with nothing kept in the home directory.
        let first = setup.door.usage();
        for text in [&lockfile, &outside] {
            std::fs::write(setup.directory.path().join("work/package-lock.json"), text)?;
            setup
                .run("rm -rf node_modules ~/.npm && npm ci && node -p 'require(\"is-odd\")(3)'")
                .await;
        }
        assert!(
            setup.door.usage().bytes > first.bytes,
            "npm ci fetched through the gateway"
        );

        // pnpm comes through the gateway, too.
        setup
            .run("mkdir /home/fixer/pnpm && npm install --prefix /home/fixer/pnpm pnpm@10")
            .await;
        let pnpm = "/home/fixer/pnpm/node_modules/.bin/pnpm";
        setup.run(&format!("rm -rf node_modules package-lock.json && {pnpm} install && rm -rf node_modules && {pnpm} install --frozen-lockfile")).await;
        assert_eq!(
            setup.run("node -p 'require(\"is-odd\")(3)'").await.trim(),
            "true"
        );
        assert!(!setup.file("pnpm-lock.yaml").contains("127.0.0.1"));
        Ok(())
    })
}
