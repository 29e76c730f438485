//! Outcrop's one task runner. What CI runs is what a person runs: `cargo xtask <command>`.
//!
//! A command is a plain function; what several of them need (the folders, running a program, the set-up of tools)
//! has a module of its own. Nothing is installed outside the per-user cache, and nothing without a line that says
//! what and why.

mod arguments;
mod bench;
mod checks;
mod current;
mod deploy;
mod e2e;
mod folders;
mod fuzz;
mod links;
mod page;
mod program;
mod progress;
mod serve;
mod server;
mod service_model;
mod setup;
mod simulator;
mod style;

use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

const USAGE: &str = "\
Outcrop's task runner

  cargo xtask serve [--port N]      build the release page and serve it on http://127.0.0.1:8080
        [--base /path/] [--no-build]  under a path; without building first
  cargo xtask serve --dev           watch the sources, rebuild and reload
  cargo xtask build                 write the release page to dist/
  cargo xtask reproducible          build it twice, the second time from nothing, and compare the files
  cargo xtask simulator [--port N]  the simulator behind a loopback HTTP server, for SDKs
  cargo xtask fuzz [--target NAME] [--seconds N] [--seed N]
                                    broken input for the readers of streams, pastes, files and links
  cargo xtask test [NAME…]          run every check, or only the named ones, and print one summary line
  cargo xtask bench [--no-build] [PART…]
                                    our code beside JavaScript packages in one page, and how the page behaves:
                                    size, micro, load, keys, tasks, memory, simulator, lighthouse, or page for all
                                    that need the page; all together take 10 minutes
         [--write]                     all of them, into docs/performance.md and README.md
  cargo xtask e2e [--no-build] [NAME…]
                                    only the browser tests, or those whose file name contains NAME
         [--engine firefox|webkit]     the main journeys in that engine instead of Chromium
  cargo xtask deploy TARGET [--out DIR] [--no-build]
                                    write all that a host needs: s3-cloudfront, github-pages, netlify,
                                    cloudflare-pages, nginx, caddy, container
  cargo xtask service-model         derive assets/service-model/ from the API models that botocore ships
  cargo xtask current [--write]     compare models, prices and operations with the newest botocore and litellm
  cargo xtask setup                 install what the other commands need, and say what is there

Everything that is installed goes to the per-user cache; set OUTCROP_CACHE to put it elsewhere.";

fn main() -> ExitCode {
    if page::split::stands_in() {
        return page::split::stand_in().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        });
    }
    run(lexopt::Parser::from_env()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(mut parser: lexopt::Parser) -> anyhow::Result<ExitCode> {
    let command = match parser.next()? {
        None | Some(Short('h') | Long("help")) => "help".to_owned(),
        Some(Value(command)) => command.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    if command == "help" {
        println!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let simple: fn() -> anyhow::Result<()> = match command.as_str() {
        "test" => return checks::run(parser),
        "serve" => return serve::run(parser),
        "deploy" => return deploy::run(parser),
        "fuzz" => return fuzz::run(parser),
        "simulator" => return simulator::run(parser),
        "e2e" => return e2e::command(parser),
        "bench" => return bench::run(parser),
        "current" => return current::run(parser),
        "build" => page::build,
        "style" => style::bundle,
        "reproducible" => page::reproducible,
        "service-model" => service_model::run,
        "setup" => setup::everything,
        other => anyhow::bail!("there is no command `{other}`\n\n{USAGE}"),
    };
    arguments::nothing(parser)?;
    simple()?;
    Ok(ExitCode::SUCCESS)
}
