//! Items about numbers.

use super::Generator;
use super::draw::Draw;
use super::read::pairs;
use super::sheet::{quoted, sheet};
use crate::text::number;

pub(super) const ALL: &[Generator] = &[
    Generator { name: "cosine", track: 'd', gate: 4, make: cosine },
    Generator { name: "nearest", track: 'd', gate: 4, make: nearest },
    Generator { name: "hours", track: 'e', gate: 0, make: hours },
    Generator { name: "blocked", track: 'e', gate: 0, make: blocked },
];

/// A vector of two whole numbers.
fn vector(draw: &mut Draw) -> [f64; 2] {
    let number = |draw: &mut Draw| u32::try_from(draw.between(1, 9)).map_or(1.0, f64::from);
    [number(draw), number(draw)]
}

fn cosine_of([a, b]: [f64; 2], [c, d]: [f64; 2]) -> f64 {
    (a * c + b * d) / ((a * a + b * b).sqrt() * (c * c + d * d).sqrt())
}

fn shown([a, b]: [f64; 2]) -> String {
    format!("[{a}, {b}]")
}

/// The cosine of two vectors.
fn cosine(draw: &mut Draw) -> String {
    let (one, other) = (vector(draw), vector(draw));
    let answer = number::fixed(cosine_of(one, other), 4);
    sheet("cosine", "do", &format!("Work out the cosine of {} and {}, to two decimals.", shown(one), shown(other)))
        .line("question", "Cosine")
        .line("look", "panel")
        .line("check", "ans exists : A number is typed")
        .line(
            "check",
            format!(
                "ans >= {} and ans <= {} : It is right to two decimals",
                number::fixed(cosine_of(one, other) - 0.0051, 4),
                number::fixed(cosine_of(one, other) + 0.0051, 4)
            ),
        )
        .line("solve", format!("answer {answer}"))
        .text()
}

/// The nearest of three texts to a query.
fn nearest(draw: &mut Draw) -> String {
    let query = vector(draw);
    let names = ["text A", "text B", "text C"];
    let mut texts: Vec<([f64; 2], f64)> = Vec::new();
    // Vectors of one direction would be equally near.
    for _ in 0..64 {
        let candidate = vector(draw);
        let near = cosine_of(query, candidate);
        if texts.len() < names.len() && texts.iter().all(|(_, other)| (other - near).abs() > 0.01) {
            texts.push((candidate, near));
        }
    }
    let best =
        texts.iter().enumerate().max_by(|(_, one), (_, other)| one.1.total_cmp(&other.1)).map_or(0, |(place, _)| place);
    let list: Vec<String> =
        texts.iter().zip(names).map(|((vector, _), name)| format!("{name} {}", shown(*vector))).collect();
    let cards: Vec<(&str, &str)> = names
        .iter()
        .take(texts.len())
        .enumerate()
        .map(|(place, name)| (*name, if place == best { "nearest" } else { "farther" }))
        .collect();
    sheet("nearest", "sort", &format!("Which text is nearest to the query {} by cosine?", shown(query)))
        .line("text", format!("Vectors: {}", list.join(", ")))
        .line("look", "panel")
        .sorted(&["nearest", "farther"], &pairs(&cards))
        .text()
}

/// Unit-hours of rented throughput.
fn hours(draw: &mut Draw) -> String {
    let (units, hours, calls) =
        (draw.between(1, 4), draw.between(3, 48), draw.pick(&["no call", "one call", "a thousand calls"]));
    sheet(
        "hours",
        "do",
        &format!("{units} model units, {hours} hours, {calls}, no commitment. How many unit-hours are billed?"),
    )
    .line("text", "Provisioned Throughput is billed from its creation until it is deleted.")
    .asked("Unit-hours", &(units * hours).to_string())
    .text()
}

/// Which sentences a word filter stops.
fn blocked(draw: &mut Draw) -> String {
    let word = draw.pick(&["quicksand", "sinkhole", "landslide", "avalanche"]);
    let other = draw.pick(&["gravel", "basalt", "granite"]);
    let cards = vec![
        (format!("Where is the {word}?"), "GUARDRAIL_INTERVENED"),
        (format!("Where is the {other}?"), "NONE"),
        (format!("{} is dangerous.", capital(word)), "GUARDRAIL_INTERVENED"),
        (format!("We found {other} near the road."), "NONE"),
    ];
    let cards = draw.shuffled(&cards);
    let cards: Vec<(&str, &str)> = cards.iter().map(|(card, bin)| (card.as_str(), *bin)).collect();
    sheet("blocked", "sort", "What does ApplyGuardrail answer for each sentence?")
        .line("text", format!("The guardrail's word policy blocks {}.", quoted(word)))
        .line("look", "panel")
        .sorted(&["GUARDRAIL_INTERVENED", "NONE"], &pairs(&cards))
        .text()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
