//! The command line.

use std::path::PathBuf;

use outcrop::simulator::Pacing;

/// What `--help` prints.
pub const USAGE: &str = "\
Outcrop's Bedrock simulator on a loopback port

  --port N    listen on 127.0.0.1:N (default 4567; 0 takes any free port)
  --seed N    choose words by this seed, so that every request has one answer
  --instant   answer at once; without it, answers take a plausible time
  --record F  append each request that arrives to the file F, one JSON document a line
  --help      print this

Its one guardrail is outcropguard, version 1 or DRAFT; it blocks the word quicksand, which the image
models refuse too; a picture of a mirage is drawn and held back.";

/// The arguments.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// Port; 0 for any free one.
    pub port: u16,
    /// Whether answers take time.
    pub pacing: Pacing,
    /// One seed for all requests; `None` for another each time.
    pub seed: Option<u64>,
    /// The file that requests are recorded in.
    pub record: Option<PathBuf>,
    /// Whether only the usage is wanted.
    pub help: bool,
}

impl Arguments {
    /// Reads them.
    pub fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self { port: 4567, pacing: Pacing::Plausible, seed: None, record: None, help: false };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--port" => arguments.port = number(&word, words.next(), "a port from 0 to 65535")?,
                "--seed" => arguments.seed = Some(number(&word, words.next(), "a whole number")?),
                "--record" => match words.next() {
                    Some(path) => arguments.record = Some(path.into()),
                    None => return Err("--record needs the name of a file.".to_owned()),
                },
                "--instant" => arguments.pacing = Pacing::Instant,
                "--pace" => arguments.pacing = Pacing::Plausible,
                "--help" | "-h" => arguments.help = true,
                _ => return Err(format!("“{word}” is not an option of the simulator.\n\n{USAGE}")),
            }
        }
        Ok(arguments)
    }
}

fn number<T: std::str::FromStr>(option: &str, value: Option<String>, what: &str) -> Result<T, String> {
    let given = value.unwrap_or_default();
    given.parse().map_err(|_| format!("{option} needs {what}, not “{given}”."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_mistakes_named() {
        let read = |text: &str| Arguments::read(text.split_whitespace().map(str::to_owned));
        assert_eq!(
            read("--port 0 --instant --seed 7 --record seen.jsonl"),
            Ok(Arguments {
                port: 0,
                pacing: Pacing::Instant,
                seed: Some(7),
                record: Some("seen.jsonl".into()),
                help: false
            })
        );
        assert!(read("--port 70000").unwrap_err().contains("“70000”"));
        assert!(read("--port").unwrap_err().contains("--port needs"));
        assert!(read("--host 0.0.0.0").unwrap_err().contains("“--host”"));
    }
}
