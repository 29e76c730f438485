//! What the page does with lessons without drawing them: the address of a step (`#lesson=a1&step=3`, with the code of a class
//! perhaps), the order in which cards are dealt, and a step as Markdown.

use crate::lesson::index;
use crate::lesson::step::Step;

/// A place in the lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The lesson's name.
    pub lesson: String,
    /// The step, from 0; the first if the address names none.
    pub step: usize,
    /// The code of the class; empty for none.
    pub class: String,
}

/// The most characters of a class code.
const LONGEST_CODE: usize = 16;

impl Address {
    /// A step of a lesson.
    pub fn new(lesson: &str, step: usize) -> Self {
        Self { lesson: lesson.to_owned(), step, class: String::new() }
    }

    /// Reads a fragment, with its `#`; `None` if it names no lesson.
    pub fn parse(fragment: &str) -> Option<Self> {
        let mut address = Self::default();
        for pair in fragment.strip_prefix('#')?.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "lesson" => value.clone_into(&mut address.lesson),
                // People count from 1.
                "step" => address.step = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                "class" => address.class = class_code(value),
                _ => {}
            }
        }
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        };
        is_name(&address.lesson).then_some(address)
    }

    /// The fragment, with its `#`.
    pub fn fragment(&self) -> String {
        let class = if self.class.is_empty() { String::new() } else { format!("&class={}", self.class) };
        format!("#lesson={}&step={}{class}", self.lesson, self.step + 1)
    }
}

/// A class code as it is kept: letters and digits, capitals.
pub fn class_code(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(LONGEST_CODE)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// The places of so many cards, mixed: the same for everybody, and never in order, because a lesson lists them in the right one.
pub fn mixed(seed: &str, count: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    // FNV-1a, then a linear congruential generator: any fixed order that is not the right one serves.
    let mut state = seed
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    for last in (1..count).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap_or(0) % (last + 1);
        places.swap(last, other);
    }
    if count > 1 && places.is_sorted() {
        places.rotate_left(1);
    }
    places
}

/// A step as Markdown, without its solution.
pub fn markdown(title: &str, place: usize, step: &Step, link: &str) -> String {
    let mut out = format!("## {title}, step {}\n\n**{}**\n", place + 1, step.goal);
    let mut part = |text: &str| {
        if !text.is_empty() {
            out.push('\n');
            out.push_str(text);
            out.push('\n');
        }
    };
    part(&step.text);
    part(&step.question);
    part(&step.guesses.iter().map(|guess| format!("- {guess}")).collect::<Vec<_>>().join("\n"));
    // In the order in which the lesson lists them, cards would give the answer away.
    let mut cards: Vec<&str> = step.cards.cards.iter().map(|card| card.text.as_str()).collect();
    cards.sort_unstable();
    part(&cards.iter().map(|card| format!("- {card}")).collect::<Vec<_>>().join("\n"));
    part(&format!("Do it in the page: <{link}>"));
    out
}

/// The lines of a canonical request under their names in lessons: `/method`, `/path`, `/query`, `/header/host` and so on,
/// `/signed-headers`, `/payload-hash`.
pub fn canonical_lines(canonical: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = canonical.lines().collect();
    let count = lines.len();
    let name = |(place, line): (usize, &&str)| {
        let name = match place {
            0 => "/method".to_owned(),
            1 => "/path".to_owned(),
            2 => "/query".to_owned(),
            place if place + 1 == count => "/payload-hash".to_owned(),
            place if place + 2 == count => "/signed-headers".to_owned(),
            _ => format!("/header/{}", line.split_once(':')?.0),
        };
        Some((name, (*line).to_owned()))
    };
    lines.iter().enumerate().filter_map(name).collect()
}

/// A step as a list of all of them shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where it is.
    pub address: Address,
    /// Its short name: `A1.2`.
    pub name: String,
    /// What to reach.
    pub goal: String,
    /// The title of its lesson.
    pub lesson: &'static str,
}

/// Every step of our lessons.
pub fn steps() -> Vec<Listed> {
    let of = |entry: &index::Entry| {
        let lesson = entry.facts().title;
        let goals: Vec<&'static str> = entry.text.lines().filter_map(|line| line.strip_prefix("goal ")).collect();
        let listed = |(step, goal): (usize, &'static str)| Listed {
            address: Address::new(entry.id, step),
            name: format!("{}.{}", entry.id.to_ascii_uppercase(), step + 1),
            goal: goal.trim().replace('`', ""),
            lesson,
        };
        goals.into_iter().enumerate().map(listed).collect::<Vec<_>>()
    };
    index::LESSONS.iter().flat_map(of).collect()
}

/// Which step treats an error: a piece of its code or message, the lesson, and the step from 1. The first that fits counts.
const TREATED: [(&str, &str, usize); 17] = [
    ("on-demand throughput", "a4", 2),
    ("model identifier is invalid", "a4", 2),
    ("is blank", "a1", 1),
    ("must alternate", "a2", 2),
    ("both be specified", "a3", 3),
    ("Expected toolResult", "b3", 2),
    ("number of toolUse blocks", "b3", 2),
    ("toolConfig field must be defined", "b3", 2),
    ("toolSpec", "b3", 3),
    ("anthropic_version", "b1", 3),
    ("extraneous key", "b2", 3),
    ("schema violation", "b2", 3),
    ("support the model", "d1", 1),
    ("signature we calculated", "c2", 2),
    ("UnrecognizedClientException", "c3", 1),
    ("AccessDeniedException", "c3", 2),
    ("ThrottlingException", "c3", 4),
];

/// The step that treats an error with this code and message.
pub fn treats(code: &str, message: &str) -> Option<Address> {
    let (_, lesson, step) = TREATED.iter().find(|(piece, ..)| message.contains(piece) || code.contains(piece))?;
    Some(Address::new(lesson, step - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::step::{Card, Cards};

    #[test]
    fn an_address_is_read_and_written() {
        let address = |lesson: &str, step, class: &str| {
            Some(Address { lesson: lesson.to_owned(), step, class: class.to_owned() })
        };
        for (fragment, expected) in [
            ("#lesson=a1&step=3", address("a1", 2, "")),
            ("#lesson=a1", address("a1", 0, "")),
            ("#lesson=a1&step=0", address("a1", 0, "")),
            ("#lesson=a1&step=x", address("a1", 0, "")),
            ("#lesson=acme-a1&step=2&class=k7qf", address("acme-a1", 1, "K7QF")),
            ("#lesson=a1&class=%3Cb%3E", address("a1", 0, "3CB3E")),
            ("#step=3&lesson=a1&more=1", address("a1", 2, "")),
            ("#lesson=", None),
            ("#lesson=<b>", None),
            ("#lessons", None),
            ("lesson=a1", None),
            ("", None),
        ] {
            assert_eq!(Address::parse(fragment), expected, "{fragment}");
        }
        for address in [Address::new("a1", 2), Address { class: "K7QF".to_owned(), ..Address::new("e3", 0) }] {
            assert_eq!(Address::parse(&address.fragment()), Some(address));
        }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert_eq!(class_code(" k7-qf "), "K7QF");
        assert_eq!(class_code(&"a".repeat(90)).len(), LONGEST_CODE);
    }

    #[test]
    fn cards_are_mixed_alike_for_everybody_and_never_in_order() {
        for count in 2..13 {
            for seed in ["a1/run", "c2/stages", "e1/clients"] {
                let places = mixed(seed, count);
                assert_eq!(places, mixed(seed, count));
                assert!(!places.is_sorted(), "{seed}: {places:?}");
                let mut all = places.clone();
                all.sort_unstable();
                assert_eq!(all, (0..count).collect::<Vec<_>>());
            }
        }
        assert_eq!(mixed("a1/run", 1), [0]);
    }

    #[test]
    fn a_step_is_passed_on_without_its_solution() {
        let card = |text: &str| Card { text: text.to_owned(), ..Card::default() };
        let step = Step {
            goal: "Sort the events.".to_owned(),
            text: "They arrive in one order.".to_owned(),
            cards: Cards { cards: vec![card("messageStart"), card("contentBlockDelta")], ..Cards::default() },
            ..Step::default()
        };
        assert_eq!(
            markdown("On the wire", 1, &step, "https://example.org/#lesson=c1&step=2"),
            "## On the wire, step 2\n\n**Sort the events.**\n\nThey arrive in one order.\n\n- contentBlockDelta\n- \
             messageStart\n\nDo it in the page: <https://example.org/#lesson=c1&step=2>\n"
        );
    }

    #[test]
    fn each_line_of_a_canonical_request_has_a_name() {
        let canonical = "POST\n/model/a%253A0/converse\n\ncontent-type:application/json\nhost:example.org\n\ncontent-type;host\ne3b0";
        let lines = canonical_lines(canonical);
        let expected = [
            ("/method", "POST"),
            ("/path", "/model/a%253A0/converse"),
            ("/query", ""),
            ("/header/content-type", "content-type:application/json"),
            ("/header/host", "host:example.org"),
            ("/signed-headers", "content-type;host"),
            ("/payload-hash", "e3b0"),
        ];
        let lines: Vec<(&str, &str)> = lines.iter().map(|(name, line)| (name.as_str(), line.as_str())).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn an_error_leads_to_the_step_that_treats_it() {
        for (code, message, expected) in [
            (
                "ValidationException",
                "Invocation of model ID x with on-demand throughput isn’t supported.",
                Some(("a4", 1)),
            ),
            (
                "ValidationException",
                "The text field in the ContentBlock object at messages.0.content.0 is blank.",
                Some(("a1", 0)),
            ),
            ("ThrottlingException", "Too many requests", Some(("c3", 3))),
            ("ModelTimeoutException", "", None),
        ] {
            let found = treats(code, message);
            assert_eq!(found, expected.map(|(lesson, step)| Address::new(lesson, step)), "{code} {message}");
        }
    }

    #[test]
    fn every_step_is_listed_once() {
        let all = steps();
        let count: usize = index::LESSONS.iter().map(|entry| entry.facts().steps.len()).sum();
        assert_eq!(all.len(), count);
        assert!(all.iter().any(|step| step.name == "A1.2" && step.address == Address::new("a1", 1)));
        assert!(all.iter().all(|step| !step.goal.is_empty() && !step.lesson.is_empty()));
    }

    #[test]
    fn what_treats_an_error_is_a_step_of_a_lesson() {
        for (piece, lesson, step) in TREATED {
            let Some(entry) = index::find(lesson) else { continue };
            assert!((1..=entry.facts().steps.len()).contains(&step), "{piece}: {lesson} has no step {step}");
        }
    }
}
