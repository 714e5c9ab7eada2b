//! Real package managers, a real sandbox, the real OpenCode: from a red build to a proved patch. The binary is also the
//! sandbox's launcher. Packages come from whatever registry this host's npm uses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole binary is a test"
)]

mod agents;
mod model;
mod recipes;
mod running;
mod world;

use libtest_mimic::{Arguments, Failed, Trial};
use world::World;

type Test = fn(&'static World) -> Result<(), Failed>;

fn main() {
    sandbox::launcher::intercept();
    let world = World::shared();
    let all: [&[(&str, Test)]; 3] = [&running::TESTS, &recipes::TESTS, &agents::TESTS];
    let trials = all
        .into_iter()
        .flatten()
        .map(|(name, test)| Trial::test(*name, move || test(world)))
        .collect();
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    world.remove();
    conclusion.exit();
}
