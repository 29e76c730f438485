//! The numbers of a run as tables of Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

/// What `e2e/bench.mjs` writes.
#[derive(Deserialize)]
pub struct Report {
    machine: Machine,
    /// Our code beside packages.
    works: Vec<Work>,
    /// What was measured of the page and of the simulator.
    figures: Vec<Figure>,
}

/// Where and when it was measured.
#[derive(Deserialize)]
struct Machine {
    date: String,
    processor: String,
    cores: u32,
    memory_gb: u32,
    /// The system's load average when the run began.
    load: f64,
    chromium: String,
    node: String,
    packages: BTreeMap<String, String>,
}

/// One piece of work, done by us and by others.
#[derive(Deserialize)]
struct Work {
    group: String,
    name: String,
    unit: String,
    ours: f64,
    /// Those that do the same, or less where `about` says so.
    peers: Vec<Valued>,
    /// What does much less, as a floor.
    floor: Vec<Valued>,
    goal: Option<Goal>,
    about: Option<String>,
    #[serde(default)]
    telling: bool,
}

#[derive(Deserialize)]
struct Valued {
    name: String,
    value: f64,
}

/// One number.
#[derive(Deserialize)]
struct Figure {
    group: String,
    name: String,
    value: f64,
    unit: String,
    /// Whether it is less than `value`, by how much is not known.
    #[serde(default)]
    below: bool,
    goal: Option<Goal>,
    #[serde(default)]
    telling: bool,
}

/// What a number should be.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Goal {
    /// At most this many times the best peer.
    Ratio(f64),
    /// At most this.
    Most(f64),
    /// At least this.
    Least(f64),
    /// At most this many times another work of ours.
    Times { factor: f64, of: String },
}

impl Report {
    /// All numbers, with the line of the machine.
    pub fn tables(&self) -> String {
        let mut text = format!("{}\n", self.machine.line());
        for group in groups(self.works.iter().map(|work| work.group.as_str())) {
            let _ = write!(
                text,
                "\n### {group}\n\n| Work | Ours | Peers | Ours ÷ best peer | Goal |\n| --- | --- | --- | --- | --- |\n"
            );
            for work in self.works.iter().filter(|work| work.group == group) {
                let ratio = work.ratio().map_or("–".to_owned(), times);
                let (ours, peers) = (with_unit(work.ours, &work.unit), work.peers());
                let _ = writeln!(text, "| {} | {ours} | {peers} | {ratio} | {} |", work.name, self.goal_of(work));
            }
            for about in
                groups(self.works.iter().filter(|work| work.group == group).filter_map(|work| work.about.as_deref()))
            {
                let _ = write!(
                    text,
                    "\n{}{}.\n",
                    about.get(..1).unwrap_or_default().to_uppercase(),
                    about.get(1..).unwrap_or_default()
                );
            }
        }
        for group in groups(self.figures.iter().map(|figure| figure.group.as_str())) {
            let _ = write!(text, "\n### {group}\n\n| What | Measured | Goal |\n| --- | --- | --- |\n");
            for figure in self.figures.iter().filter(|figure| figure.group == group) {
                let _ = writeln!(text, "| {} | {} | {} |", figure.name, figure.measured(), figure.goal());
            }
        }
        text
    }

    /// The rows that say most, for the README.
    pub fn most_telling(&self) -> String {
        let mut text = String::from("| What | Outcrop | Beside it |\n| --- | --- | --- |\n");
        for work in self.works.iter().filter(|work| work.telling) {
            let beside = match (work.best(), work.ratio()) {
                (Some(best), Some(ratio)) => {
                    format!("{} {}; ours is {} that", best.name, with_unit(best.value, &work.unit), times(ratio))
                }
                _ => "no peer".to_owned(),
            };
            let _ = writeln!(text, "| {} | {} | {beside} |", sentence(&work.name), with_unit(work.ours, &work.unit));
        }
        for figure in self.figures.iter().filter(|figure| figure.telling) {
            let name = format!("{}, {}", figure.group, figure.name);
            let _ = writeln!(text, "| {name} | {} | {} |", figure.measured(), figure.goal());
        }
        let _ = write!(text, "\n{}\n", self.machine.line());
        text
    }

    fn goal_of(&self, work: &Work) -> String {
        match (&work.goal, work.ratio()) {
            (Some(Goal::Ratio(most)), Some(ratio)) => judged(&format!("≤ {}", times(*most)), ratio <= *most),
            (Some(Goal::Times { factor, of }), _) => match self.works.iter().find(|other| other.name == *of) {
                Some(other) => judged(&format!("≤ {} {of}", times(*factor)), work.ours <= factor * other.ours),
                None => "–".to_owned(),
            },
            (Some(Goal::Most(_) | Goal::Least(_)), _) => bounded(work.goal.as_ref(), work.ours, &work.unit),
            (Some(Goal::Ratio(_)), None) | (None, _) => "–".to_owned(),
        }
    }
}

impl Machine {
    fn line(&self) -> String {
        let packages = self.packages.iter().map(|(name, version)| format!("{name} {version}"));
        format!(
            "Measured on {}, in one run: {} ({} cores, {} GB, load {} when it began), Chromium {}, Node.js {}. Packages: {}.",
            self.date,
            self.processor,
            self.cores,
            self.memory_gb,
            figure(self.load),
            self.chromium,
            self.node,
            packages.collect::<Vec<_>>().join(", ")
        )
    }
}

impl Work {
    fn best(&self) -> Option<&Valued> {
        self.peers.iter().min_by(|a, b| a.value.total_cmp(&b.value))
    }

    fn ratio(&self) -> Option<f64> {
        self.best().map(|best| self.ours / best.value)
    }

    /// The peers, the best one first, and then the floor.
    fn peers(&self) -> String {
        let listed = |valued: &[Valued]| {
            let mut sorted: Vec<&Valued> = valued.iter().collect();
            sorted.sort_by(|a, b| a.value.total_cmp(&b.value));
            let each = sorted.into_iter().map(|valued| format!("{} {}", valued.name, figure(valued.value)));
            each.collect::<Vec<_>>().join("; ")
        };
        let peers = if self.peers.is_empty() { "no peer".to_owned() } else { listed(&self.peers) };
        if self.floor.is_empty() { peers } else { format!("{peers} (floor: {})", listed(&self.floor)) }
    }
}

impl Figure {
    fn measured(&self) -> String {
        let below = if self.below { "below " } else { "" };
        format!("{below}{}", with_unit(self.value, &self.unit))
    }

    fn goal(&self) -> String {
        bounded(self.goal.as_ref(), self.value, &self.unit)
    }
}

/// A goal that is a bound, and whether it is met.
fn bounded(goal: Option<&Goal>, value: f64, unit: &str) -> String {
    match goal {
        Some(Goal::Most(most)) => judged(&format!("≤ {}", with_unit(*most, unit)), value <= *most),
        Some(Goal::Least(least)) => judged(&format!("≥ {}", with_unit(*least, unit)), value >= *least),
        Some(Goal::Ratio(_) | Goal::Times { .. }) | None => "–".to_owned(),
    }
}

fn judged(goal: &str, met: bool) -> String {
    format!("{goal}: {}", if met { "met" } else { "missed" })
}

/// Each text once, in the order of its first place.
fn groups<'a>(all: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn with_unit(value: f64, unit: &str) -> String {
    if unit.is_empty() { figure(value) } else { format!("{} {unit}", figure(value)) }
}

/// A ratio, with the two digits that it deserves.
fn times(ratio: f64) -> String {
    let decimals = match ratio {
        ratio if ratio >= 9.95 || ratio.fract() == 0.0 => 0,
        ratio if ratio >= 0.995 => 1,
        ratio if ratio >= 0.0995 => 2,
        _ => 3,
    };
    format!("{ratio:.decimals$} ×")
}

/// A number with as many digits as a measurement deserves: whole ones from 100 on, else about three digits.
fn figure(value: f64) -> String {
    let decimals = match value {
        value if value.fract() == 0.0 || value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        value if value >= 0.1 => 2,
        value if value >= 0.01 => 3,
        _ => 4,
    };
    let written = format!("{value:.decimals$}");
    let (whole, rest) = written.split_at(written.find('.').unwrap_or(written.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::{Report, figure, times};

    fn report() -> Report {
        serde_json::from_str(
            r#"{
              "machine": { "date": "2026-11-30", "processor": "P", "cores": 2, "memory_gb": 24, "load": 0.25, "chromium": "156", "node": "v20",
                "packages": { "b": "2.0.0", "a": "1.0.0" } },
              "works": [
                { "group": "G", "name": "sign", "unit": "ms", "ours": 0.06, "telling": true, "goal": { "ratio": 0.5 }, "floor": [],
                  "peers": [{ "name": "slow", "value": 0.2 }, { "name": "fast", "value": 0.04 }] },
                { "group": "H", "name": "translate", "unit": "ms", "ours": 20, "peers": [], "about": "nobody does it",
                  "floor": [{ "name": "clone", "value": 1.25 }], "goal": { "times": { "factor": 400, "of": "sign" } } }
              ],
              "figures": [
                { "group": "F", "name": "load", "value": 317918, "unit": "B", "goal": { "most": 250000 }, "telling": true },
                { "group": "F", "name": "calls", "value": 1472.4, "unit": "/s", "goal": { "least": 1400 } },
                { "group": "F", "name": "task", "value": 50, "unit": "ms", "below": true },
                { "group": "F", "name": "score", "value": 99, "unit": "" }
              ]
            }"#,
        )
        .unwrap()
    }

    #[test]
    fn the_tables_show_peers_ratios_and_goals() {
        let expected = "\
Measured on 2026-11-30, in one run: P (2 cores, 24 GB, load 0.25 when it began), Chromium 156, Node.js v20. Packages: a 1.0.0, b 2.0.0.

### G

| Work | Ours | Peers | Ours ÷ best peer | Goal |
| --- | --- | --- | --- | --- |
| sign | 0.060 ms | fast 0.040; slow 0.20 | 1.5 × | ≤ 0.50 ×: missed |

### H

| Work | Ours | Peers | Ours ÷ best peer | Goal |
| --- | --- | --- | --- | --- |
| translate | 20 ms | no peer (floor: clone 1.25) | – | ≤ 400 × sign: met |

Nobody does it.

### F

| What | Measured | Goal |
| --- | --- | --- |
| load | 317,918 B | ≤ 250,000 B: missed |
| calls | 1,472 /s | ≥ 1,400 /s: met |
| task | below 50 ms | – |
| score | 99 | – |
";
        assert_eq!(report().tables(), expected);
    }

    #[test]
    fn the_short_table_has_only_what_says_most() {
        let text = report().most_telling();
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        assert_eq!(
            rows,
            [
                "| Sign | 0.060 ms | fast 0.040 ms; ours is 1.5 × that |",
                "| F, load | 317,918 B | ≤ 250,000 B: missed |"
            ]
        );
        assert!(text.ends_with("a 1.0.0, b 2.0.0.\n"), "{text}");
    }

    #[test]
    fn numbers_have_the_digits_that_a_measurement_deserves() {
        for (ratio, written) in [(0.0172, "0.017 ×"), (0.1, "0.10 ×"), (0.996, "1.0 ×"), (3.0, "3 ×"), (17.7, "18 ×")]
        {
            assert_eq!(times(ratio), written);
        }
        for (value, written) in [
            (0.0, "0"),
            (0.0043, "0.0043"),
            (0.3587, "0.36"),
            (7.836, "7.84"),
            (23.84, "23.8"),
            (99.96, "100.0"),
            (438.6, "439"),
            (1_234_567.0, "1,234,567"),
        ] {
            assert_eq!(figure(value), written);
        }
    }
}
