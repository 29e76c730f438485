//! `cargo xtask serve`: builds the page and serves it.

use std::process::ExitCode;

use anyhow::Result;
use lexopt::Arg::Long;
use lexopt::{Parser, ValueExt as _};

use crate::server::Site;
use crate::{arguments, page};

/// What to serve, and where.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    port: Option<u16>,
    /// The path that the page is mounted under; empty for none.
    base: String,
    source: Source,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Source {
    /// The release page, built first.
    #[default]
    Built,
    /// What is in `dist/`.
    Found,
    /// The sources, watched.
    Watched,
}

/// Builds and serves the page; `--no-build` serves what is in `dist/`, `--base` mounts it under a path, `--dev` watches.
pub fn run(parser: Parser) -> Result<ExitCode> {
    let options = read(parser)?;
    let port = options.port.unwrap_or(8080);
    match options.source {
        Source::Watched => return page::develop(port),
        Source::Built => page::build()?,
        Source::Found => {}
    }
    Site::new(page::dist(), &options.base).listen(port, |address| println!("listening on {address}"))?;
    Ok(ExitCode::SUCCESS)
}

fn read(mut parser: Parser) -> Result<Options> {
    let mut options = Options::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => options.port = Some(arguments::port(&mut parser)?),
            Long("base") => options.base = parser.value()?.string()?,
            Long("dev") => options.source = Source::Watched,
            Long("no-build") => options.source = Source::Found,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::{Options, Source, read};
    use lexopt::Parser;

    fn options(line: &str) -> Option<Options> {
        read(Parser::from_args(line.split_whitespace())).ok()
    }

    #[test]
    fn options_come_in_any_order() {
        let expected = Options { port: Some(9), base: "/sub/".to_owned(), source: Source::Found };
        assert_eq!(options("--no-build --port 9 --base /sub/"), Some(expected));
        assert_eq!(options("--port=7 --dev").map(|read| (read.port, read.source)), Some((Some(7), Source::Watched)));
        assert_eq!(options(""), Some(Options::default()));
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for line in ["--prot 9", "now", "--port", "--port many", "--dev=yes"] {
            assert_eq!(options(line), None, "{line}");
        }
    }
}
