//! `make demo`: the main job of regreen, start to finish, in a faked world with real builds.

mod arguments;
mod configuration;
mod outcome;
mod projects;
mod scenario;
mod screen;
mod stage;

use clap::Parser;

use arguments::Arguments;
use screen::Screen;

fn main() -> std::process::ExitCode {
    let arguments = Arguments::parse();
    let screen = Screen::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return screen.fail(&error.into()),
    };
    match runtime.block_on(stage::run(&arguments, &screen)) {
        Ok(true) => std::process::ExitCode::SUCCESS,
        Ok(false) => std::process::ExitCode::FAILURE,
        Err(error) => screen.fail(&error),
    }
}
