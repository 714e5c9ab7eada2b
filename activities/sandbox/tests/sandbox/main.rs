//! Real jobs in real bubblewrap. The binary is also its own launcher, relay, supervisor to be killed,
//! and program to run inside, so that no other binary has to be built first.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole binary is a test"
)]

mod doors;
mod ending;
mod isolation;
mod limits;
mod running;
mod world;

use libtest_mimic::{Arguments, Failed, Trial};
use world::World;

type Test = fn(&'static World) -> Result<(), Failed>;

fn main() {
    sandbox::launcher::intercept();
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("inside-sockets") => return isolation::try_sockets(),
        Some("hold") => return ending::hold(&arguments[2]),
        _ => {}
    }
    let world = World::shared();
    let all: [&[(&str, Test)]; 5] = [
        &running::TESTS,
        &isolation::TESTS,
        &limits::TESTS,
        &ending::TESTS,
        &doors::TESTS,
    ];
    let trials = all
        .into_iter()
        .flatten()
        .map(|(name, test)| Trial::test(*name, move || test(world)))
        .collect();
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    world.remove();
    conclusion.exit();
}
