//! The only ways out.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use libtest_mimic::Failed;
use sandbox::{Door, Exit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UnixListener};

use crate::Test;
use crate::world::{Case, World, block_on};

pub(crate) const TESTS: [(&str, Test); 3] = [
    ("no_network", no_network),
    (
        "door_leads_to_its_socket_only",
        door_leads_to_its_socket_only,
    ),
    (
        "many_connections_through_a_door",
        many_connections_through_a_door,
    ),
];

/// Answers every connection with a fixed text and what it was sent.
fn serve(case: &Case, name: &'static str) -> PathBuf {
    let path = case.place.path().join(name);
    let listener = UnixListener::bind(&path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 64];
                let count = stream.read(&mut request).await.unwrap();
                let answer = format!(
                    "{name} heard {}",
                    String::from_utf8_lossy(&request[..count])
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
            });
        }
    });
    path
}

fn no_network(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        // Something on the host's loopback that would answer.
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
        let case = world.shell(&format!(
            "for to in 127.0.0.1/{port} 192.0.2.1/80 example.com/80; do (exec 3<>/dev/tcp/$to) 2>/dev/null && echo CONNECTED $to; done; cat /proc/net/dev | tail -n +3 | cut -d: -f1"
        ));
        let ran = world.run(&case).await?;
        assert_eq!(ran.output.trim(), "lo");
        Ok(())
    })
}

fn door_leads_to_its_socket_only(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell(
            "for port in 4001 4002 4003; do exec 3<>/dev/tcp/127.0.0.1/$port && echo -n hello >&3 && cat <&3 && echo; done 2>/dev/null; exit 6",
        );
        let (one, two) = (serve(&case, "one"), serve(&case, "two"));
        case.job.doors = vec![
            Door {
                socket: one,
                port: 4001,
            },
            Door {
                socket: two,
                port: 4002,
            },
        ];
        let ran = world.run(&case).await?;
        assert_eq!(ran.output, "one heard hello\ntwo heard hello\n");
        assert_eq!(ran.outcome.exit, Exit::Code(6));
        Ok(())
    })
}

fn many_connections_through_a_door(world: &'static World) -> Result<(), Failed> {
    block_on(async {
        let mut case = world.shell(
            "ask() { exec 3<>/dev/tcp/127.0.0.1/4001; echo -n $1 >&3; echo \"$(cat <&3)\"; }; for i in $(seq 60); do ask $i & done; wait",
        );
        case.job.doors = vec![Door {
            socket: serve(&case, "door"),
            port: 4001,
        }];
        let output = world.run(&case).await?.output;
        let mut answers: Vec<usize> = output
            .lines()
            .filter_map(|line| line.strip_prefix("door heard ")?.parse().ok())
            .collect();
        answers.sort_unstable();
        assert_eq!(answers, (1..=60).collect::<Vec<_>>(), "{output}");
        Ok(())
    })
}
