//! Arithmetic in a question, which the simulator really evaluates.
//!
//! [`evaluate`] computes it; this file replaces the signs that people type (`×`, `÷`, `−`, "times", "plus" …) and
//! rejects other text.

use crate::text::arithmetic::evaluate;

/// The expression in a question such as "What is 17 × 23?", and its value; `None` when the text is not a sum.
pub fn solve(text: &str) -> Option<(String, f64)> {
    let lower = text.trim().trim_end_matches(['?', '.', '!', '=', ' ']).to_lowercase();
    let mut rest = lower.as_str();
    for lead in
        ["please ", "what is ", "what's ", "whats ", "calculate ", "compute ", "how much is ", "solve ", "evaluate "]
    {
        rest = rest.strip_prefix(lead).unwrap_or(rest).trim();
    }
    // Other letters than those of the words below are in no sum: prose is left at its first word.
    if rest.contains(|c: char| c.is_alphabetic() && !"multiplied divided by times plus minus".contains(c)) {
        return None;
    }
    let sum = rest
        .replace("multiplied by", "*")
        .replace("divided by", "/")
        .replace("times", "*")
        .replace("plus", "+")
        .replace("minus", "-")
        .replace(['×', '·'], "*")
        .replace('÷', "/")
        .replace(['−', '–'], "-");
    if !sum.contains(['+', '-', '*', '/']) || !sum.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Words are left to `expression`, which finds expressions inside a text.
    let compact: String = sum.chars().filter(|c| !c.is_whitespace()).collect();
    let value = evaluate(&compact).ok().filter(|_| !compact.contains("sqrt"))?;
    Some((sum.split_whitespace().collect::<Vec<_>>().join(" "), value))
}

/// The first expression inside a text, as in "please work out (3 + 4) * 2 for me".
pub fn expression(text: &str) -> Option<String> {
    if let Some((sum, _)) = solve(text) {
        return Some(sum);
    }
    let plain = text.replace("multiplied by", "*").replace("divided by", "/").replace(" times ", " * ");
    let plain = plain.replace(" plus ", " + ").replace(" minus ", " - ").replace(['×', '·'], "*").replace('÷', "/");
    let mut best: Option<String> = None;
    for part in candidates(&plain) {
        let part =
            part.trim().trim_end_matches(['.', ' ', '+', '-', '*', '/']).trim_start_matches(['.', ' ', '*', '/', '+']);
        // A date is not an expression.
        let is_date = part.len() == 10 && part.matches('-').count() == 2 && !part.contains(' ');
        if let Some((sum, _)) = solve(part).filter(|_| !is_date)
            && best.as_ref().is_none_or(|found| found.len() < sum.len())
        {
            best = Some(sum);
        }
    }
    best.or_else(|| in_words(&plain))
}

/// The parts of a text that have a digit and a sign, and nothing but what stands in an expression.
fn candidates(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '*' | '/' | '(' | ')' | '.' | ' '))
        // In prose, most parts are one space.
        .filter(|part| part.contains(['+', '-', '*', '/']) && part.contains(|c: char| c.is_ascii_digit()))
}

/// Expressions in words: "15% of 240", "the square root of 144", "add 2 and 3".
fn in_words(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut numbers = lower
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map(|part| part.trim_matches('.'))
        .filter(|part| !part.is_empty());
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let first = numbers.next()?;
    if has(&["square root of"]) {
        return Some(format!("sqrt({first})"));
    }
    if has(&[" squared"]) {
        return Some(format!("{first} * {first}"));
    }
    let second = numbers.next()?;
    if has(&["% of ", " percent of "]) {
        return Some(format!("{first} / 100 * {second}"));
    }
    let sign = if has(&["add ", "sum of ", "total of "]) {
        '+'
    } else if has(&["multiply ", "product of "]) {
        '*'
    } else if has(&["divide "]) {
        '/'
    } else if has(&["difference between ", "subtract "]) {
        '-'
    } else {
        return None;
    };
    let (left, right) = if lower.contains("subtract ") { (second, first) } else { (first, second) };
    Some(format!("{left} {sign} {right}"))
}

/// A number for display: whole numbers without decimals, others with up to six.
pub fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_solved_and_nothing_else() {
        for (text, expected) in [
            ("What is 17 * 23?", Some("391")),
            ("12 × (3 + 4)", Some("84")),
            ("what's 2 plus 2", Some("4")),
            ("10 / 4", Some("2.5")),
            ("-3 - -4", Some("1")),
            ("0.1 + 0.2", Some("0.3")),
            ("1 / 0", None),
            ("2 +", None),
            ("1..2 + 3", None),
            ("5", None),
            ("What is RAG?", None),
            ("top-p", None),
            ("us-east-1", None),
        ] {
            assert_eq!(solve(text).map(|(_, value)| number(value)).as_deref(), expected, "{text}");
        }
        for (text, expected) in [
            ("Please work out (3 + 4) * 2 for me.", Some("(3 + 4) * 2")),
            ("I have 12 times 4 boxes", Some("12 * 4")),
            ("The meeting is on 2026-03-01", None),
            ("Take 3 of 4", None),
            ("What is 15% of 240?", Some("15 / 100 * 240")),
            ("What's the square root of 144?", Some("sqrt(144)")),
            ("Multiply 6 by 7.", Some("6 * 7")),
            ("Subtract 2 from 10", Some("10 - 2")),
        ] {
            assert_eq!(expression(text).as_deref(), expected, "{text}");
        }
        assert_eq!(solve(&format!("{}1+1", "(".repeat(5_000))), None);
    }

    /// Each candidate is written anew several times, so a long text may have few.
    #[test]
    fn prose_has_no_candidate_for_a_sum() {
        let prose = "On page 42, the well-known fox (a mammal) jumps / runs 3 times a day. ".repeat(3_000);
        assert_eq!(candidates(&prose).count(), 0);
        let with_sum = format!("{prose}It ate 2 + 3 hens. {prose}");
        assert_eq!(candidates(&with_sum).collect::<Vec<_>>(), [" 2 + 3 "]);
        assert_eq!(expression(&with_sum).as_deref(), Some("2 + 3"));
    }
}
