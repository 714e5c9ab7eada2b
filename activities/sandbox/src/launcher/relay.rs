//! `sandbox-relay --report FD [--door PORT=SOCKET]… -- COMMAND…`: opens the doors, then runs the command.
//!
//! It is the command's parent and ends with its exit code; bubblewrap then takes down whatever the
//! command left behind, together with the process namespace.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::prctl;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::process::Command;

use super::{Event, Refusal};

/// What a shell answers for a program that is not there.
const NOT_FOUND: i32 = 127;
/// What a shell answers for a program that cannot be run.
const NOT_RUN: i32 = 126;

struct Arguments {
    report: i32,
    doors: Vec<(u16, PathBuf)>,
    command: Vec<OsString>,
}

pub(super) fn run(arguments: Vec<OsString>) -> i32 {
    let Some(arguments) = parse(arguments) else {
        return super::LAUNCH_FAILED;
    };
    let Ok(mut report) = take_over(arguments.report) else {
        return super::LAUNCH_FAILED;
    };
    // The command runs as the same user: it must not get at the report through /proc.
    let _ = prctl::set_dumpable(false);
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&mut report, &error),
    };
    runtime.block_on(serve(arguments, report))
}

async fn serve(arguments: Arguments, mut report: File) -> i32 {
    for (port, socket) in arguments.doors {
        match TcpListener::bind(("127.0.0.1", port)).await {
            Ok(listener) => drop(tokio::spawn(open(listener, socket))),
            Err(error) => return fail(&mut report, &error),
        }
    }
    let Some((program, rest)) = arguments.command.split_first() else {
        return super::LAUNCH_FAILED;
    };
    let spawned = Command::new(program)
        .args(rest)
        .stdin(Stdio::inherit())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => return refuse(&mut report, &error),
    };
    if Event::Started.write(&mut report).is_err() {
        return super::LAUNCH_FAILED;
    }
    // Closed as soon as it has said its piece.
    drop(report);
    match child.wait().await {
        Ok(status) => code(status),
        Err(_) => super::LAUNCH_FAILED,
    }
}

/// Hands every connection to the unix socket. Their number is bounded by the open-files limit.
async fn open(listener: TcpListener, socket: PathBuf) {
    loop {
        match listener.accept().await {
            Ok((inside, _)) => drop(tokio::spawn(pipe(inside, socket.clone()))),
            // Out of descriptors: closing connections will free some.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn pipe(mut inside: TcpStream, socket: PathBuf) {
    let _ = inside.set_nodelay(true);
    if let Ok(mut outside) = UnixStream::connect(socket).await {
        let _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
    }
}

/// Opens the inherited report anew, so that the command does not inherit it.
fn take_over(descriptor: i32) -> io::Result<File> {
    let report = OpenOptions::new()
        .append(true)
        .open(format!("/proc/self/fd/{descriptor}"))?;
    nix::unistd::close(descriptor)?;
    Ok(report)
}

fn fail(report: &mut File, error: &io::Error) -> i32 {
    let _ = Event::Failed {
        reason: error.to_string(),
    }
    .write(report);
    super::LAUNCH_FAILED
}

fn refuse(report: &mut File, error: &io::Error) -> i32 {
    let (cause, code) = match error.kind() {
        io::ErrorKind::NotFound => (Refusal::Missing, NOT_FOUND),
        _ => (Refusal::Other, NOT_RUN),
    };
    let _ = Event::Refused {
        cause,
        reason: error.to_string(),
    }
    .write(report);
    code
}

fn code(status: ExitStatus) -> i32 {
    status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal))
        .unwrap_or(super::LAUNCH_FAILED)
}

fn parse(arguments: Vec<OsString>) -> Option<Arguments> {
    let mut arguments = arguments.into_iter();
    let (mut report, mut doors) = (None, Vec::new());
    loop {
        match arguments.next()?.to_str()? {
            "--report" => report = Some(arguments.next()?.to_str()?.parse().ok()?),
            "--door" => {
                let door = arguments.next()?;
                let (port, socket) = door.to_str()?.split_once('=')?;
                doors.push((port.parse().ok()?, PathBuf::from(socket)));
            }
            "--" => break,
            _ => return None,
        }
    }
    Some(Arguments {
        report: report?,
        doors,
        command: arguments.collect(),
    })
}
