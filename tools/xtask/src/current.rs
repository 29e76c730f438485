//! `cargo xtask current`: what moved in Bedrock since the committed catalogue, prices and API models.
//!
//! It compares them with the newest botocore and litellm that the package registry has and prints a row for each
//! difference, in the form of `src/bedrock/catalogue/changes.txt`, which the page shows as “What changed in Bedrock”. It
//! changes neither catalogue nor prices: a person looks for AWS's own source first. A difference that is there on purpose
//! has a line with its reason in `kept.txt`.

mod kept;
mod models;
mod operations;

use std::fmt;

use anyhow::{Context, Result};
use lexopt::Arg::Long;
use lexopt::Parser;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::catalogue::changes::{Changes, Kind, changes};
use serde_json::Value;

use crate::{folders, program, service_model, setup};

const LIST: &str = "src/bedrock/catalogue/changes.txt";

/// A difference, as a row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    kind: Kind,
    subject: String,
    what: String,
    /// The key of its source in the list: `botocore` or `litellm`.
    source: &'static str,
}

impl fmt::Display for Row {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Kind::ALL.iter().find(|(kind, ..)| *kind == self.kind).map_or("", |(_, word, _)| word);
        write!(line, "{word}|{}|{}|{}", self.subject, self.what, self.source)
    }
}

/// The newest packages of the registry.
struct Newest {
    python: std::path::PathBuf,
    botocore: String,
    litellm: String,
    /// litellm's list of models and prices.
    prices: Value,
}

/// `cargo xtask current [--write]`; `--write` puts the rows at the top of the list.
pub fn run(mut parser: Parser) -> Result<std::process::ExitCode> {
    let mut writes = false;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("write") => writes = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let committed = changes();
    let newest = newest()?;
    println!(
        "botocore: committed {}, newest {}. litellm: committed {}, newest {}.",
        committed.botocore, newest.botocore, committed.litellm, newest.litellm
    );
    let mut rows = Vec::new();
    for service in service_model::SERVICES {
        let path = folders::root().join(format!("assets/service-model/{service}.json"));
        let before = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let after = service_model::compact(&newest.python, service)?;
        let (before, after) = (serde_json::from_str(&before)?, serde_json::from_str(&after)?);
        rows.extend(operations::moved(service, &before, &after));
    }
    rows.extend(models::moved(&newest.prices)?);
    let (kept, moved): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| kept::reason(row).is_some());
    print(&kept, &moved);
    if writes {
        let path = folders::root().join(LIST);
        let text = std::fs::read_to_string(&path).context(LIST)?;
        let text = written(&text, &committed, [&newest.botocore, &newest.litellm], &today()?, &moved);
        std::fs::write(&path, text).context(LIST)?;
        println!("\nWritten to {LIST}. Now follow in models.txt, prices.txt and their two AS_OF; the tests say where.");
    }
    Ok(std::process::ExitCode::SUCCESS)
}

fn print(kept: &[Row], moved: &[Row]) {
    if moved.is_empty() {
        println!("Nothing moved.");
    } else {
        println!("\nWhat moved, as rows of {LIST}; look for AWS's own page before you follow one:");
    }
    for row in moved {
        println!("{row}");
    }
    if !kept.is_empty() {
        println!("\nDifferent on purpose, see tools/xtask/src/current/kept.txt:");
    }
    for row in kept {
        println!("{row}: {}", kept::reason(row).unwrap_or_default());
    }
}

/// Gets the newest packages into an environment of their own.
fn newest() -> Result<Newest> {
    let python = setup::newest_packages().context(
        "cannot get the newest botocore and litellm: this command asks the package registry, so it needs a network",
    )?;
    let printed = program::output(program::program(&python).args(["-c", include_str!("current/newest.py")]))?;
    let found: Value = serde_json::from_str(&printed).context("the versions are not JSON")?;
    let text = |key: &str| found.get(key).and_then(Value::as_str).map(str::to_owned).context("no versions");
    let prices = text("prices")?;
    let list = std::fs::read_to_string(&prices).with_context(|| format!("litellm has no {prices}"))?;
    let prices = serde_json::from_str(&list).context("litellm's list is not JSON")?;
    Ok(Newest { botocore: text("botocore")?, litellm: text("litellm")?, prices, python })
}

fn today() -> Result<String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).context("the clock is before 1970")?;
    Ok(Timestamp(i64::try_from(now.as_millis())?).date())
}

/// The list with the new versions and, below a heading of that day, these rows.
fn written(list: &str, committed: &Changes, [botocore, litellm]: [&str; 2], day: &str, rows: &[Row]) -> String {
    let heading = format!("# {day}");
    let mut lines: Vec<String> =
        list.lines().map(|line| versioned(line, committed, [botocore, litellm], day)).collect();
    if !rows.is_empty() {
        let first = lines.iter().position(|line| line.starts_with("# ")).unwrap_or(lines.len());
        if lines.get(first) != Some(&heading) {
            lines.insert(first, heading);
        }
        let below = lines.split_off(first + 1);
        lines.extend(rows.iter().map(Row::to_string));
        lines.extend(below);
    }
    lines.join("\n") + "\n"
}

/// A line of the head with the new day and versions; any other line as it is.
fn versioned(line: &str, committed: &Changes, [botocore, litellm]: [&str; 2], day: &str) -> String {
    let starts = |start: &str| line.starts_with(start);
    if starts("as of ") {
        format!("as of {day}")
    } else if starts("botocore ") || starts("source botocore|") {
        line.replace(committed.botocore, botocore)
    } else if starts("litellm ") || starts("source litellm|") {
        line.replace(committed.litellm, litellm)
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, written};
    use outcrop::bedrock::catalogue::changes::{Changes, Kind};

    #[test]
    fn rows_go_below_the_heading_of_their_day() {
        let committed = Changes { as_of: "2026-01-01", botocore: "1.0", litellm: "2.0", rows: Vec::new() };
        let row = Row { kind: Kind::Price, subject: "m".to_owned(), what: "1 and 2".to_owned(), source: "litellm" };
        let head = |day: &str, botocore: &str| {
            format!(
                "as of {day}\nbotocore {botocore}\nlitellm 2.0\nsource botocore|botocore {botocore}|https://b/{botocore}\n"
            )
        };
        let list = head("2026-01-01", "1.0") + "# 2026-01-01\nmodel|a|Added|litellm\n";
        let check = |day: &str, rows: &[Row], expected: &str| {
            assert_eq!(written(&list, &committed, ["1.1", "2.0"], day, rows), head(day, "1.1") + expected);
        };
        let rows = [row];
        check("2026-02-01", &rows, "# 2026-02-01\nprice|m|1 and 2|litellm\n# 2026-01-01\nmodel|a|Added|litellm\n");
        check("2026-01-01", &rows, "# 2026-01-01\nprice|m|1 and 2|litellm\nmodel|a|Added|litellm\n");
        check("2026-02-01", &[], "# 2026-01-01\nmodel|a|Added|litellm\n");
    }
}
