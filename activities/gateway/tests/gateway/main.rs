//! Both gateways against registries and models of our own, and once against the real registry: package
//! managers in a real sandbox. The binary is also that sandbox's launcher.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole binary is a test"
)]

mod model;
mod packages;
mod registry;
mod world;

use libtest_mimic::{Arguments, Failed, Trial};

type Test = fn() -> Result<(), Failed>;

fn main() {
    sandbox::launcher::intercept();
    let all: [&[(&str, Test)]; 3] = [&registry::TESTS, &model::TESTS, &packages::TESTS];
    let trials = all
        .into_iter()
        .flatten()
        .map(|(name, test)| Trial::test(*name, test))
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
