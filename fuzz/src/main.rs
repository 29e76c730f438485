//! `cargo xtask fuzz [--target NAME] [--seconds N] [--seed N]`: goes on until the time is over or something is found, and
//! says with which seed it is found again.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use outcrop_fuzz::{Target, step};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many inputs between two looks at the clock.
const ROUND: u64 = 500;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let number = |name: &str, default: u64| option(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seconds, seed, first) = (number("--seconds", 60), number("--seed", 1), number("--from", 0));
    let targets: Vec<Target> = match option("--target") {
        Some(name) => Target::ALL.into_iter().filter(|target| target.name() == name).collect(),
        None => Target::ALL.to_vec(),
    };
    if targets.is_empty() {
        println!("the targets are {}", Target::ALL.map(Target::name).join(", "));
        return ExitCode::FAILURE;
    }
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
