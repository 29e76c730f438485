//! What the command line asks for.

use anyhow::{Result, bail};
use lexopt::Arg::{Long, Value};
use lexopt::{Parser, ValueExt as _};

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The files of the first load, and the characters of links.
    Size,
    /// Our code beside packages.
    Micro,
    /// The first load and the first answers, with a fast and a slow network.
    Load,
    /// The processor time of a key press.
    Keys,
    /// The longest tasks of the heaviest moments.
    Tasks,
    /// Memory after many runs, and with a long history.
    Memory,
    /// Requests a second of the simulator on loopback.
    Simulator,
    /// Lighthouse's performance score.
    Lighthouse,
}

impl Part {
    /// All, in the order in which they are measured.
    pub const ALL: [Self; 8] =
        [Self::Size, Self::Micro, Self::Load, Self::Keys, Self::Tasks, Self::Memory, Self::Simulator, Self::Lighthouse];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Micro => "micro",
            Self::Load => "load",
            Self::Keys => "keys",
            Self::Tasks => "tasks",
            Self::Memory => "memory",
            Self::Simulator => "simulator",
            Self::Lighthouse => "lighthouse",
        }
    }

    /// Whether it measures the release page.
    pub fn needs_page(self) -> bool {
        !matches!(self, Self::Micro | Self::Simulator)
    }

    /// Whether `e2e/bench.mjs` measures it.
    pub fn needs_browser(self) -> bool {
        self != Self::Size
    }
}

/// What to measure, and what to do with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The parts, each once, in the order of [`Part::ALL`].
    pub parts: Vec<Part>,
    /// Whether the release page is built first.
    pub builds: bool,
    /// Whether the tables go into the documentation.
    pub writes: bool,
}

impl Options {
    /// Whether this part is asked for.
    pub fn measures(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// Reads `[--no-build] [--write] [PART…]`.
pub fn read(mut parser: Parser) -> Result<Options> {
    let (mut named, mut builds, mut writes) = (Vec::new(), true, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("no-build") => builds = false,
            Long("write") => writes = true,
            Value(name) => named.extend(parts(&name.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    if writes && !named.is_empty() {
        bail!("--write needs all parts: the tables are of one run. Leave out the names");
    }
    let asked = |part: &Part| named.is_empty() || named.contains(part);
    Ok(Options { parts: Part::ALL.into_iter().filter(asked).collect(), builds, writes })
}

/// The parts of a name; `page` stands for all that measure the release page.
fn parts(name: &str) -> Result<Vec<Part>> {
    let named = |part: &Part| part.name() == name || (name == "page" && part.needs_page());
    let found: Vec<Part> = Part::ALL.into_iter().filter(named).collect();
    if found.is_empty() {
        bail!(
            "there is no part `{name}`; the parts are {}, and page for all on the page",
            Part::ALL.map(Part::name).join(", ")
        );
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Options, Part, read};
    use lexopt::Parser;

    fn options(line: &str) -> Result<Options, String> {
        read(Parser::from_args(line.split_whitespace())).map_err(|error| error.to_string())
    }

    #[test]
    fn without_names_all_parts_are_measured() {
        let expected = Options { parts: Part::ALL.to_vec(), builds: true, writes: true };
        assert_eq!(options("--write"), Ok(expected));
    }

    #[test]
    fn named_parts_come_once_and_in_order() {
        let expected = Options { parts: vec![Part::Micro, Part::Keys], builds: false, writes: false };
        assert_eq!(options("keys micro --no-build keys"), Ok(expected));
        let on_the_page = options("page").unwrap().parts;
        assert_eq!(on_the_page.len(), 6);
        assert!(!on_the_page.contains(&Part::Micro) && !on_the_page.contains(&Part::Simulator));
        for part in Part::ALL {
            assert_eq!(options(part.name()).map(|options| options.parts), Ok(vec![part]));
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        let error = options("mirco").unwrap_err();
        assert!(error.contains("`mirco`") && error.contains("micro, load"), "{error}");
        assert!(options("--write micro").unwrap_err().contains("all parts"));
        assert!(options("--wirte").is_err());
    }
}
