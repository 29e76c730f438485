//! `cargo xtask fuzz [--target NAME] [--seconds N] [--seed N]`: runs until the time is over or something is found, and
//! prints the seed that reproduces the finding.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use lexopt::Arg::Long;
use lexopt::ValueExt as _;
use outcrop_fuzz::{Target, step};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many inputs run between two looks at the clock.
const ROUND: u64 = 500;

/// What to run, for how long, and from which input on.
struct Plan {
    targets: Vec<Target>,
    seconds: u64,
    seed: u64,
    first: u64,
}

fn plan() -> Result<Plan, lexopt::Error> {
    let mut plan = Plan { targets: Target::ALL.to_vec(), seconds: 60, seed: 1, first: 0 };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("target") => {
                let name = parser.value()?.string()?;
                plan.targets.retain(|target| target.name() == name);
            }
            Long("seconds") => plan.seconds = parser.value()?.parse()?,
            Long("seed") => plan.seed = parser.value()?.parse()?,
            Long("from") => plan.first = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }
    if plan.targets.is_empty() {
        return Err(format!("the targets are {}", Target::ALL.map(Target::name).join(", ")).into());
    }
    Ok(plan)
}

fn main() -> ExitCode {
    let Plan { targets, seconds, seed, first } = match plan() {
        Ok(plan) => plan,
        Err(error) => {
            println!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let share = Duration::from_secs(seconds) / u32::try_from(targets.len()).unwrap_or(1);
    for target in targets {
        let begun = Instant::now();
        let mut n = first;
        while begun.elapsed() < share {
            for _ in 0..ROUND {
                let found = std::panic::catch_unwind(|| step(target, seed, n));
                if found.is_err() {
                    println!("{}: found with --target {0} --seed {seed} --from {n}", target.name());
                    return ExitCode::FAILURE;
                }
                n += 1;
            }
        }
        println!("{}: {} inputs, nothing found", target.name(), n - first);
    }
    ExitCode::SUCCESS
}
