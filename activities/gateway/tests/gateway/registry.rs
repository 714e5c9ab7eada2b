//! The registry gateway against a registry of our own.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use futures::FutureExt;
use gateway::registry::{Credential, NpmUpstream, RegistryDoor, RegistryGateway, RegistryLimits};
use http::Method;
use libtest_mimic::Failed;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Test;
use crate::world::{Answer, Asked, Body, Server, ask, block_on, pieces, reply, request, with_body};
use http::Response;

pub(crate) const TESTS: [(&str, Test); 11] = [
    ("registry_only_reads", registry_only_reads),
    (
        "registry_adds_credentials_and_drops_those_from_inside",
        adds_credentials,
    ),
    (
        "registry_rewrites_archive_addresses",
        rewrites_archive_addresses,
    ),
    (
        "registry_serves_only_package_paths",
        serves_only_package_paths,
    ),
    (
        "registry_follows_redirects_to_named_or_public_hosts_only",
        redirects,
    ),
    (
        "registry_credentials_do_not_follow_redirects",
        credentials_do_not_follow,
    ),
    ("registry_caps_requests_and_bytes", caps),
    ("registry_failures_are_answered_without_details", failures),
    ("registry_cache_answers_the_second_time", cache),
    ("registry_tags_and_conditions_pass", tags_and_conditions),
    ("registry_door_closes", door_closes),
];

const PORT: u16 = 4873;
const SECRET: &str = "npm_s3cr3t-t0ken";

struct Setup {
    server: Server,
    door: RegistryDoor,
    directory: TempDir,
}

impl Setup {
    async fn new(answer: fn(Asked, String) -> Response<Body>, limits: RegistryLimits) -> Self {
        Self::with(answer, limits, false).await
    }

    async fn with(
        answer: fn(Asked, String) -> Response<Body>,
        limits: RegistryLimits,
        cached: bool,
    ) -> Self {
        let server = Server::start(move |asked| {
            let own = format!("http://{}", asked.header("host").unwrap());
            async move { answer(asked, own) }.boxed()
        })
        .await;
        let directory = tempfile::tempdir().unwrap();
        let credential = Credential::Bearer(SECRET.into());
        let upstream =
            NpmUpstream::single(&format!("{}/npm", server.address), Some(credential)).unwrap();
        let cache = cached.then(|| (directory.path().join("cache"), 1 << 20));
        let gateway = RegistryGateway::new(upstream, cache).unwrap();
        let door = gateway
            .open(&directory.path().join("registry.sock"), PORT, limits)
            .unwrap();
        Self {
            server,
            door,
            directory,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        ask(self.door.socket(), request(Method::GET, path, &[])).await
    }
}

/// A small registry under `/npm/`.
#[expect(clippy::needless_pass_by_value, reason = "the type of all answers")]
fn registry(asked: Asked, own: String) -> Response<Body> {
    match asked.path.as_str() {
        "/npm/left-pad" => {
            let document = json!({ "name": "left-pad", "versions": {
                "1.0.0": { "dist": { "tarball": format!("{own}/npm/left-pad/-/left-pad-1.0.0.tgz"), "integrity": "x" } },
                "1.1.0": { "dist": { "tarball": format!("{own}/files/left-pad-1.1.0.tgz?key=1") } },
                "1.2.0": { "dist": { "tarball": "ftp://192.0.2.1/left-pad-1.2.0.tgz" } },
            }});
            reply(
                200,
                &[
                    ("content-type", "application/json"),
                    ("etag", "\"1\""),
                    ("set-cookie", "a=b"),
                ],
                document.to_string(),
            )
        }
        "/npm/left-pad/-/left-pad-1.0.0.tgz" => reply(200, &[], "archive one"),
        "/files/left-pad-1.1.0.tgz?key=1" => reply(200, &[], "archive two"),
        "/npm/@scope%2fpart" => reply(200, &[], json!({ "name": "@scope/part" }).to_string()),
        "/npm/html" => reply(200, &[("content-type", "text/html")], "<html>"),
        "/npm/secret" => reply(401, &[], format!("bad token {SECRET}")),
        "/npm/half/-/half-1.0.0.tgz" => pieces(&[], vec![Ok("half".to_owned()), Err(())]),
        "/npm/same/-/same-1.0.0.tgz" => reply(
            302,
            &[("location", "/npm/left-pad/-/left-pad-1.0.0.tgz")],
            "",
        ),
        "/npm/metadata/-/metadata-1.0.0.tgz" => {
            reply(302, &[("location", "http://169.254.169.254/latest")], "")
        }
        "/npm/private/-/private-1.0.0.tgz" => {
            reply(302, &[("location", "http://10.0.0.1/x.tgz")], "")
        }
        "/npm/local/-/local-1.0.0.tgz" => {
            reply(302, &[("location", "http://localhost:1/x.tgz")], "")
        }
        "/npm/file/-/file-1.0.0.tgz" => reply(302, &[("location", "file:///etc/passwd")], ""),
        "/npm/round/-/round-1.0.0.tgz" => reply(302, &[("location", "round-1.0.0.tgz")], ""),
        _ => reply(404, &[], "nothing"),
    }
}

fn registry_only_reads() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        for method in [
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
            Method::OPTIONS,
            Method::CONNECT,
        ] {
            let path = if method == Method::CONNECT {
                "example.com:443"
            } else {
                "/left-pad"
            };
            let answer = ask(
                setup.door.socket(),
                with_body(method.clone(), path, &[], "{}"),
            )
            .await;
            assert_eq!(
                (answer.status.as_u16(), answer.headers["allow"].to_str()?),
                (405, "GET, HEAD"),
                "{method}"
            );
        }
        assert!(setup.server.asked().is_empty());
        assert_eq!(setup.get("/left-pad").await.status, 200);
        let head = ask(setup.door.socket(), request(Method::HEAD, "/left-pad", &[])).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        assert_eq!(setup.server.asked()[1].method, Method::HEAD);
        let mode = std::fs::metadata(setup.door.socket())?.permissions().mode();
        assert_eq!(mode & 0o777, 0o666);
        Ok(())
    })
}

fn adds_credentials() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        let headers = [
            ("authorization", "Bearer from-inside"),
            ("cookie", "a=b"),
            ("npm-session", "1"),
            ("user-agent", "npm/11"),
            ("accept", "application/vnd.npm.install-v1+json; q=1.0"),
        ];
        let answer = ask(
            setup.door.socket(),
            request(Method::GET, "/left-pad", &headers),
        )
        .await;
        assert_eq!(answer.status, 200);
        assert!(!answer.headers.contains_key("set-cookie"), "{answer:?}");
        let asked = &setup.server.asked()[0];
        assert_eq!(
            asked.header("authorization"),
            Some("Bearer npm_s3cr3t-t0ken")
        );
        assert!(
            asked
                .header("accept")
                .unwrap()
                .starts_with("application/vnd.npm.install-v1+json")
        );
        for dropped in ["cookie", "npm-session"] {
            assert_eq!(asked.header(dropped), None);
        }
        Ok(())
    })
}

fn rewrites_archive_addresses() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        let document = setup.get("/left-pad").await.json();
        let tarball = |version: &str| document["versions"][version]["dist"]["tarball"].clone();
        assert_eq!(
            tarball("1.0.0"),
            "http://127.0.0.1:4873/left-pad/-/left-pad-1.0.0.tgz"
        );
        assert_eq!(
            setup.get("/left-pad/-/left-pad-1.0.0.tgz").await.text(),
            "archive one"
        );

        // Not below the registry's address, but the registry named it.
        let elsewhere = tarball("1.1.0");
        let path = elsewhere
            .as_str()
            .unwrap()
            .strip_prefix("http://127.0.0.1:4873")
            .unwrap();
        assert_eq!(setup.get(path).await.text(), "archive two");
        assert_eq!(
            setup
                .get("/-/elsewhere/0123456789abcdef/x.tgz")
                .await
                .status,
            404
        );
        // The token is the registry's, which lies under another path.
        let last = setup
            .server
            .asked()
            .into_iter()
            .find(|asked| asked.path.starts_with("/files/"))
            .unwrap();
        assert_eq!(last.header("authorization"), None);

        let unusable = tarball("1.2.0");
        let path = unusable
            .as_str()
            .unwrap()
            .strip_prefix("http://127.0.0.1:4873")
            .unwrap();
        assert_eq!(setup.get(path).await.status, 502);

        assert_eq!(setup.get("/@scope%2fpart").await.status, 200);
        assert_eq!(setup.get("/@scope/part").await.status, 200);
        Ok(())
    })
}

fn serves_only_package_paths() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        for path in [
            "/",
            "/../secret",
            "/a/../b",
            "/a%2f..%2fb",
            "/%2e%2e/x",
            "/left-pad?write=true",
            "/-/npm/v1/tokens",
            "/-/whoami",
            "/-/user/org.couchdb.user:x",
            "/-/all",
            "/left-pad/-/left-pad-1.0.0.exe",
            "/a/b/c/d",
            "//left-pad",
            "/left-pad//1.0.0",
            "/left%5Cpad",
            "/-/v1/search?text=x",
            "/@scope",
            "/.git",
        ] {
            assert_eq!(setup.get(path).await.status, 404, "{path}");
        }
        assert!(
            setup.server.asked().is_empty(),
            "{:?}",
            setup.server.asked()
        );
        assert_eq!(setup.get("/-/ping").await.status, 200);
        // A lockfile that remembers another registry's path.
        assert_eq!(
            setup
                .get("/api/npm/all/left-pad/-/left-pad-1.0.0.tgz")
                .await
                .text(),
            "archive one"
        );
        Ok(())
    })
}

fn redirects() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        assert_eq!(
            setup.get("/same/-/same-1.0.0.tgz").await.text(),
            "archive one"
        );
        for name in ["metadata", "private", "local", "file", "round"] {
            let answer = setup.get(&format!("/{name}/-/{name}-1.0.0.tgz")).await;
            assert_eq!(answer.status, 502, "{name}: {}", answer.text());
        }
        Ok(())
    })
}

fn credentials_do_not_follow() -> Result<(), Failed> {
    block_on(async {
        // The same host, named by the operator, but another port: the token is not for it.
        let other = Server::start(|_| async { reply(200, &[], "from elsewhere") }.boxed()).await;
        let target = format!("{}/x.tgz", other.address);
        let server = Server::start(move |_| {
            let target = target.clone();
            async move { reply(307, &[("location", &target)], "") }.boxed()
        })
        .await;
        let upstream =
            NpmUpstream::single(&server.address, Some(Credential::Bearer(SECRET.into())))?;
        let directory = tempfile::tempdir()?;
        let door = RegistryGateway::new(upstream, None)?.open(
            &directory.path().join("r.sock"),
            PORT,
            RegistryLimits::default(),
        )?;
        let answer = ask(door.socket(), request(Method::GET, "/a/-/a-1.0.0.tgz", &[])).await;
        assert_eq!(answer.text(), "from elsewhere");
        assert!(server.asked()[0].header("authorization").is_some());
        assert_eq!(other.asked()[0].header("authorization"), None);
        Ok(())
    })
}

fn caps() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(
            registry,
            RegistryLimits {
                requests: 3,
                bytes: 1 << 20,
            },
        )
        .await;
        for _ in 0..3 {
            assert_eq!(setup.get("/left-pad").await.status, 200);
        }
        let refused = setup.get("/left-pad").await;
        assert_eq!(refused.status, 403);
        assert!(
            refused.json()["error"]
                .as_str()
                .unwrap()
                .contains("used up")
        );
        assert_eq!(
            (setup.door.usage().requests, setup.door.usage().refused),
            (4, 1)
        );

        let big =
            |_: Asked, _: String| pieces(&[], (0..64).map(|_| Ok("x".repeat(16 * 1024))).collect());
        let setup = Setup::new(
            big,
            RegistryLimits {
                requests: 100,
                bytes: 100_000,
            },
        )
        .await;
        let answer = setup.get("/a/-/a-1.0.0.tgz").await;
        assert!(
            answer.broken && answer.body.len() <= 100_000,
            "{}",
            answer.body.len()
        );
        // Many at once do not take more together.
        let setup = Setup::new(
            big,
            RegistryLimits {
                requests: 100,
                bytes: 5_000_000,
            },
        )
        .await;
        let all = futures::future::join_all((0..20).map(|_| setup.get("/a/-/a-1.0.0.tgz"))).await;
        let sum: usize = all.iter().map(|answer| answer.body.len()).sum();
        assert!(
            sum <= 5_000_000 && setup.door.usage().bytes <= 5_000_000,
            "{sum}"
        );
        assert!(
            all.iter()
                .any(|answer| answer.broken || answer.status == 403)
        );
        Ok(())
    })
}

fn failures() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        let unauthorized = setup.get("/secret").await;
        assert_eq!(unauthorized.status, 401);
        assert!(
            !unauthorized.text().contains(SECRET),
            "{}",
            unauthorized.text()
        );
        assert_eq!(setup.get("/no-such-package").await.status, 404);
        assert_eq!(setup.get("/html").await.status, 502);
        let half = setup.get("/half/-/half-1.0.0.tgz").await;
        assert!(half.broken, "{half:?}");

        let directory = tempfile::tempdir()?;
        let gone = NpmUpstream::single(
            "http://127.0.0.1:1",
            Some(Credential::Bearer(SECRET.into())),
        )?;
        assert!(!format!("{gone:?}").contains(SECRET));
        let door = RegistryGateway::new(gone, None)?.open(
            &directory.path().join("r.sock"),
            PORT,
            RegistryLimits::default(),
        )?;
        let answer = ask(door.socket(), request(Method::GET, "/left-pad", &[])).await;
        assert_eq!(answer.status, 502);
        assert!(!answer.text().contains("127.0.0.1"), "{}", answer.text());
        Ok(())
    })
}

fn cache() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::with(registry, RegistryLimits::default(), true).await;
        assert_eq!(
            setup.get("/left-pad/-/left-pad-1.0.0.tgz").await.text(),
            "archive one"
        );
        // It is kept after the last byte was sent.
        let folder: PathBuf = setup.directory.path().join("cache");
        let whole = || {
            std::fs::read_dir(&folder)
                .unwrap()
                .flatten()
                .any(|file| !file.file_name().to_string_lossy().starts_with('.'))
        };
        while !whole() {
            tokio::task::yield_now().await;
        }
        assert_eq!(
            setup.get("/left-pad/-/left-pad-1.0.0.tgz").await.text(),
            "archive one"
        );
        assert_eq!(setup.server.asked().len(), 1);
        // Half an archive is not kept.
        for _ in 0..2 {
            assert!(setup.get("/half/-/half-1.0.0.tgz").await.broken);
        }
        assert_eq!(setup.server.asked().len(), 3);
        Ok(())
    })
}

fn tags_and_conditions() -> Result<(), Failed> {
    block_on(async {
        let answer = |asked: Asked, _: String| match asked.header("if-none-match") {
            Some("\"1\"") => reply(304, &[("etag", "\"1\"")], ""),
            _ => reply(
                200,
                &[("etag", "\"1\"")],
                json!({ "path": asked.path }).to_string(),
            ),
        };
        let setup = Setup::new(answer, RegistryLimits::default()).await;
        let fresh = setup.get("/left-pad/1.0.0").await;
        assert_eq!(
            (
                fresh.headers["etag"].to_str()?,
                fresh.json()["path"].clone()
            ),
            ("\"1\"", Value::from("/npm/left-pad/1.0.0"))
        );
        let same = ask(
            setup.door.socket(),
            request(Method::GET, "/left-pad", &[("if-none-match", "\"1\"")]),
        )
        .await;
        assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
        let tags = setup.get("/-/package/@scope%2fpart/dist-tags").await;
        assert_eq!(
            tags.json()["path"],
            "/npm/-/package/@scope%2fpart/dist-tags"
        );
        Ok(())
    })
}

fn door_closes() -> Result<(), Failed> {
    block_on(async {
        let setup = Setup::new(registry, RegistryLimits::default()).await;
        let socket = setup.door.socket().to_path_buf();
        setup.get("/left-pad").await;
        assert_eq!(setup.door.close().await.requests, 1);
        assert!(!socket.exists());
        assert!(tokio::net::UnixStream::connect(&socket).await.is_err());
        Ok(())
    })
}
