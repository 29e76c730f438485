//! Outcrop's one task runner. What CI runs is what a person runs: `cargo xtask <command>`.
//!
//! A command is a plain function; what several of them need (the folders, running a program, the set-up of tools)
//! has a module of its own. Nothing is installed outside the per-user cache, and nothing without a line that says
//! what and why.

mod arguments;
mod checks;
mod e2e;
mod folders;
mod fuzz;
mod links;
mod page;
mod program;
mod server;
mod service_model;
mod setup;
mod simulator;
mod style;

use std::process::ExitCode;

const USAGE: &str = "\
Outcrop's task runner

  cargo xtask serve [--port N]      build the release page and serve it on http://127.0.0.1:8080
        [--base /path/] [--no-build]  under a path; without building first
  cargo xtask serve --dev           watch the sources, rebuild and reload
  cargo xtask build                 write the release page to dist/
  cargo xtask simulator [--port N]  the simulator behind a loopback HTTP server, for SDKs
  cargo xtask fuzz [--target NAME] [--seconds N] [--seed N]
                                    broken input for the readers of streams, pastes, files and links
  cargo xtask test [NAME…]          run every check, or only the named ones, and print one summary line
  cargo xtask bench                 what the first load weighs, how long links are, how fast the page is
  cargo xtask e2e [--no-build] [NAME…]
                                    only the browser tests, or those whose file name contains NAME
  cargo xtask deploy                write the hosting recipes in deploy/ anew
  cargo xtask service-model         derive assets/service-model/ from the API models that botocore ships
  cargo xtask setup                 install what the other commands need, and say what is there

Everything that is installed goes to the per-user cache; set OUTCROP_CACHE to put it elsewhere.";

fn main() -> ExitCode {
    if page::split::stands_in() {
        return page::split::bind().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        });
    }
    let mut arguments = arguments::Arguments::from_environment();
    let outcome = match arguments.command() {
        Some("test") => checks::run(arguments),
        Some("build") => arguments.finish().and_then(|()| page::build()).map(|()| ExitCode::SUCCESS),
        Some("serve") => serve(arguments),
        Some("fuzz") => fuzz::run(arguments),
        Some("simulator") => simulator::run(arguments),
        Some("style") => arguments.finish().and_then(|()| style::bundle()).map(|()| ExitCode::SUCCESS),
        Some("bench") => arguments.finish().and_then(|()| e2e::bench()),
        Some("e2e") => e2e::command(arguments),
        Some("deploy") => arguments.finish().and_then(|()| page::write_recipes()).map(|()| ExitCode::SUCCESS),
        Some("service-model") => arguments.finish().and_then(|()| service_model::run()).map(|()| ExitCode::SUCCESS),
        Some("setup") => arguments.finish().and_then(|()| setup::everything()),
        None | Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        Some(other) => Err(anyhow::anyhow!("there is no command `{other}`\n\n{USAGE}")),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// Builds and serves the page; `--no-build` serves what is in `dist/`, `--base` mounts it under a path.
fn serve(mut arguments: arguments::Arguments) -> anyhow::Result<ExitCode> {
    let port = arguments.port(8080)?;
    let base = arguments.option("--base")?.unwrap_or_default();
    let (develop, built) = (arguments.flag("--dev"), arguments.flag("--no-build"));
    arguments.finish()?;
    if develop {
        return page::develop(port);
    }
    if !built {
        page::build()?;
    }
    server::Site::new(page::dist(), &base).listen(port, |address| println!("listening on {address}"))?;
    Ok(ExitCode::SUCCESS)
}
