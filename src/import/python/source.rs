//! The program inside a pasted text: without prompts, output, Markdown and Windows line ends.
//!
//! What is no code becomes an empty line, so that a line of the program has the number that it has in the text.

/// The program, with places in it.
pub(crate) struct Source {
    text: String,
    /// Offsets of the first byte of each line.
    starts: Vec<usize>,
}

impl Source {
    /// Takes the program out of a text.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        Self::of(without_magics(&without_prompts(&without_fences(&text))))
    }

    fn of(text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The same program with the lines after the first moved to the left: of a copied piece, the first line often lacks
    /// its indentation. `None` where they begin at the left already.
    pub(super) fn moved_left(&self) -> Option<Self> {
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let lines = || self.text.split('\n').enumerate();
        let least = lines().skip(1).filter(|(_, line)| !line.trim().is_empty()).map(|(_, line)| indent(line)).min()?;
        let moved = |(at, line): (usize, &str)| {
            let kept = if at == 0 { line.trim_start() } else { line.get(least..).unwrap_or_default() };
            kept.to_owned()
        };
        (least > 0).then(|| Self::of(lines().map(moved).collect::<Vec<_>>().join("\n")))
    }

    /// The program.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The line of an offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The column of an offset in characters, from 1.
    pub(super) fn column(&self, offset: usize) -> usize {
        let start = self.line(offset).checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1)
    }

    /// A piece of the program in one line, shortened to be a name for its value.
    pub(super) fn piece(&self, start: usize, end: usize) -> String {
        const LONGEST: usize = 48;
        let words: Vec<&str> = self.text.get(start..end).unwrap_or_default().split_whitespace().take(LONGEST).collect();
        let piece = words.join(" ");
        if piece.chars().count() <= LONGEST {
            return piece;
        }
        let name: String = piece.chars().take_while(|c| c.is_alphanumeric() || "_.".contains(*c)).collect();
        let name = if name.is_empty() { piece.chars().take(LONGEST).collect() } else { name };
        format!("{name}…")
    }
}

/// The code of Markdown fences, where there is any; other lines become empty.
fn without_fences(text: &str) -> String {
    let is_fence = |line: &str| line.trim_start().starts_with("```");
    if !text.split('\n').any(is_fence) {
        return text.to_owned();
    }
    let mut inside = false;
    let mut keep = |line| {
        if is_fence(line) {
            inside = !inside;
            return "";
        }
        if inside { line } else { "" }
    };
    text.split('\n').map(&mut keep).collect::<Vec<_>>().join("\n")
}

/// The code behind the prompts of an interactive session, where there are any; its output becomes empty lines.
fn without_prompts(text: &str) -> String {
    if !text.split('\n').any(|line| begins(line).is_some()) {
        return text.to_owned();
    }
    let mut inside = false;
    let mut code = |line| {
        if let Some(code) = begins(line) {
            inside = true;
            return code;
        }
        let code = if inside { goes_on(line) } else { None };
        inside = code.is_some();
        code.unwrap_or_default()
    };
    text.split('\n').map(&mut code).collect::<Vec<_>>().join("\n")
}

/// A notebook's commands as empty lines. The parser has a mode for them, but it does not survive all of them.
fn without_magics(text: &str) -> String {
    const MAGICS: [&str; 17] = [
        "pip",
        "conda",
        "time",
        "timeit",
        "matplotlib",
        "load_ext",
        "reload_ext",
        "autoreload",
        "env",
        "set_env",
        "run",
        "capture",
        "cd",
        "config",
        "store",
        "uv",
        "python",
    ];
    const PROGRAMS: [&str; 14] = [
        "pip", "pip3", "ls", "aws", "cat", "python", "python3", "curl", "apt", "apt-get", "wget", "mkdir", "echo", "uv",
    ];
    let is_magic = |line: &str| {
        let line = line.trim_start();
        let (names, rest) = match (line.strip_prefix('%'), line.strip_prefix('!')) {
            (Some(rest), _) => (&MAGICS[..], rest.strip_prefix('%').unwrap_or(rest)),
            (None, Some(rest)) => (&PROGRAMS[..], rest),
            (None, None) => return false,
        };
        rest.split_whitespace().next().is_some_and(|word| names.contains(&word))
    };
    text.split('\n').map(|line| if is_magic(line) { "" } else { line }).collect::<Vec<_>>().join("\n")
}

/// The code behind `>>> ` or `In [3]: `.
fn begins(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix(">>>") {
        return rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(rest));
    }
    let (number, rest) = line.strip_prefix("In [")?.split_once("]:")?;
    number.trim().chars().all(|c| c.is_ascii_digit()).then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// The code behind `... ` or `   ...: `.
fn goes_on(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("...")?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(rest))
}
