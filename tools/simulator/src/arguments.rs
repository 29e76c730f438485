//! The command line.

use std::path::PathBuf;

use crate::account::TIME_SCALE;
use crate::origins::Origins;
use lexopt::Arg::{Long, Short};
use lexopt::{Parser, ValueExt as _};
use outcrop::simulator::{Mishap, MishapGroup, Pacing};

/// What `--help` prints.
pub const USAGE: &str = "\
Outcrop's Bedrock simulator on a loopback port

  --port N    listen on 127.0.0.1:N (default 4567; 0 takes any free port)
  --seed N    choose words by this seed, so that every request has one answer
  --instant   answer at once; without it, answers take a plausible time
  --mishap M  let every call meet this mishap; --mishap list names them all
  --record F  append each request that arrives to the file F, one JSON document a line
  --account F load the account with its resources from the file F, and save each change there; without
              it, the account is in memory only
  --time-scale N
              let what takes time in the account (guardrails, throughput, jobs) take 1/N of it (default 240:
              a guardrail within 1 second, throughput within 10, a job within 40)
  --allow-origin O
              let pages of the origin O call too, such as https://playground.example; pages of this
              machine always may. Give it again for each further origin
  --help      print this

It speaks HTTP/1.1 and, without TLS, HTTP/2 (prior knowledge), so each SDK works with its own defaults:
set the endpoint URL (endpoint_url, AWS_ENDPOINT_URL_BEDROCK_RUNTIME, or endpoint in JavaScript) to
http://127.0.0.1:N, a region, and the credentials that it prints when it starts.

Its one guardrail is outcropguard, version 1 or DRAFT; it blocks the word quicksand, which the image
models refuse too; a picture of a mirage is drawn and held back.";

/// The arguments.
#[derive(Debug, PartialEq)]
pub struct Arguments {
    /// Port; 0 for any free one.
    pub port: u16,
    /// Whether answers take time.
    pub pacing: Pacing,
    /// One seed for all requests; `None` for another each time.
    pub seed: Option<u64>,
    /// What goes wrong with every call.
    pub mishap: Option<Mishap>,
    /// The file that requests are recorded in.
    pub record: Option<PathBuf>,
    /// The file of the account.
    pub account: Option<PathBuf>,
    /// What divides the durations of the account.
    pub time_scale: f64,
    /// Whose pages may call.
    pub origins: Origins,
    /// What is to be printed in place of serving: the usage, or the names of the mishaps.
    pub print: Option<String>,
}

impl Arguments {
    /// Reads them.
    pub fn read(mut parser: Parser) -> Result<Self, lexopt::Error> {
        let mut arguments = Self {
            port: 4567,
            pacing: Pacing::Plausible,
            seed: None,
            mishap: None,
            record: None,
            account: None,
            time_scale: TIME_SCALE,
            origins: Origins::default(),
            print: None,
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("port") => arguments.port = parser.value()?.parse()?,
                Long("seed") => arguments.seed = Some(parser.value()?.parse()?),
                Long("mishap") => match parser.value()?.string()?.as_str() {
                    "list" => arguments.print = Some(mishaps()),
                    name => arguments.mishap = Some(mishap(name)?),
                },
                Long("record") => arguments.record = Some(parser.value()?.into()),
                Long("account") => arguments.account = Some(parser.value()?.into()),
                Long("time-scale") => arguments.time_scale = scale(&parser.value()?.string()?)?,
                Long("allow-origin") => arguments.origins.add(&parser.value()?.string()?)?,
                Long("instant") => arguments.pacing = Pacing::Instant,
                Long("pace") => arguments.pacing = Pacing::Plausible,
                Long("help") | Short('h') => arguments.print = Some(USAGE.to_owned()),
                other => return Err(format!("{}\n\n{USAGE}", other.unexpected()).into()),
            }
        }
        Ok(arguments)
    }
}

/// A number that a duration can be divided by.
fn scale(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| format!("--time-scale needs a number above 0, not “{text}”."))
}

/// The entry of the page's fault menu that has this key, or this name as the menu shows it.
fn mishap(name: &str) -> Result<Mishap, String> {
    let named = || Mishap::ALL.into_iter().find(|mishap| mishap.name() == name);
    Mishap::from_key(name)
        .or_else(named)
        .ok_or_else(|| format!("--mishap needs the name of a mishap, not “{name}”.\n\n{}", mishaps()))
}

/// The fault menu, as text.
fn mishaps() -> String {
    let group = |group: MishapGroup| {
        let rows = Mishap::ALL.into_iter().filter(|mishap| mishap.group() == group);
        let rows = rows.map(|mishap| format!("  {:<22}{}", mishap.key(), mishap.name()));
        [group.name().to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    };
    MishapGroup::ALL.map(group).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcrop::simulator::mishap::{Refusal, Stream};

    #[test]
    fn options_are_read_and_mistakes_named() {
        let read =
            |text: &str| Arguments::read(Parser::from_args(text.split_whitespace())).map_err(|error| error.to_string());
        assert_eq!(
            read(
                "--port 0 --instant --seed 7 --mishap throttling --record seen.jsonl --account a.json --time-scale 9.5"
            ),
            Ok(Arguments {
                port: 0,
                pacing: Pacing::Instant,
                seed: Some(7),
                mishap: Some(Mishap::Refusal(Refusal::Throttling)),
                record: Some("seen.jsonl".into()),
                account: Some("a.json".into()),
                time_scale: 9.5,
                origins: Origins::default(),
                print: None
            })
        );
        assert!(read("--mishap list").unwrap().print.unwrap().contains("cut-stream            Stream cut off"));
        assert!(read("--mishap sunshine").unwrap_err().contains("“sunshine”"));
        assert_eq!(mishap("Stream cut off"), Ok(Mishap::Stream(Stream::CutStream)));
        let allowed = read("--allow-origin https://a.example --allow-origin http://b.example:8080").unwrap().origins;
        assert!(allowed.allow("https://a.example") && allowed.allow("http://b.example:8080"));
        assert!(read("--allow-origin *").unwrap_err().contains("“*”"));
        for wrong in ["0", "-1", "fast", "inf"] {
            assert!(read(&format!("--time-scale={wrong}")).unwrap_err().contains(wrong), "{wrong}");
        }
        assert!(read("--port 70000").unwrap_err().contains("70000"));
        assert!(read("--port").unwrap_err().contains("'--port'"));
        assert!(read("--host 0.0.0.0").unwrap_err().contains("'--host'"));
    }
}
