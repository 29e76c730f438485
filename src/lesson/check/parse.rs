//! Reads a condition from the words of a line.
//!
//! `then` binds least, then `or`, then `and`; `not` and `ever` stand before one comparison.

use super::condition::{Compare, Condition, Operand, Selector, Subject};
use crate::lesson::tokens::{Token, meant};

/// Reads the condition that these words state.
///
/// # Errors
/// What is wrong with it, with the word.
pub fn parse(tokens: &[Token]) -> Result<Condition, String> {
    let mut steps = Vec::new();
    for part in split(tokens, "then") {
        let mut choices = Vec::new();
        for part in split(part, "or") {
            let all: Result<Vec<_>, _> = split(part, "and").map(term).collect();
            choices.push(one_or(all?, Condition::And));
        }
        steps.push(one_or(choices, Condition::Or));
    }
    Ok(one_or(steps, Condition::Then))
}

fn one_or(mut all: Vec<Condition>, several: impl FnOnce(Vec<Condition>) -> Condition) -> Condition {
    if all.len() == 1 { all.remove(0) } else { several(all) }
}

fn split<'t>(tokens: &'t [Token], word: &'static str) -> impl Iterator<Item = &'t [Token]> {
    tokens.split(move |token| token.is(word))
}

fn term(tokens: &[Token]) -> Result<Condition, String> {
    let Some((first, rest)) = tokens.split_first() else { return Err("a condition is missing".to_owned()) };
    if first.is("not") {
        return Ok(Condition::Not(Box::new(term(rest)?)));
    }
    if first.is("ever") {
        return Ok(Condition::Ever(Box::new(term(rest)?)));
    }
    if first.is("cards") {
        return match rest {
            [word] if word.is("right") => Ok(Condition::Cards),
            [word] if word.is("full") => Ok(Condition::Full),
            _ => Err("after cards the words are: right, full".to_owned()),
        };
    }
    if first.is("distinct") {
        let [fact, sign, Token::Json(number)] = rest else {
            return Err("distinct takes a fact, a sign and a number: distinct op.host >= 3".to_owned());
        };
        let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
        let number = number.ok_or("distinct takes a whole number")?;
        return Ok(Condition::Distinct(selector(fact)?, compare(sign)?, number));
    }
    if first.is("said") && rest.is_empty() {
        return Ok(Condition::Guessed);
    }
    comparison(first, rest)
}

fn comparison(first: &Token, rest: &[Token]) -> Result<Condition, String> {
    if let ([exists], Some(subject)) = (rest, first.word().and_then(subject))
        && exists.is("exists")
    {
        return Ok(Condition::Exists(Selector { subject, attribute: String::new(), pointer: String::new() }));
    }
    let fact = selector(first)?;
    match rest {
        [word] if word.is("exists") => Ok(Condition::Exists(fact)),
        [word, Token::Word(pointer)] if pointer.starts_with('/') && (word.is("has") || word.is("lacks")) => {
            let inner = Condition::Exists(Selector { pointer: format!("{}{pointer}", fact.pointer), ..fact });
            Ok(if word.is("has") { inner } else { Condition::Not(Box::new(inner)) })
        }
        [near, right, word, Token::Json(within)] if near.is("~") && word.is("within") => {
            let within = within.as_f64().ok_or("within takes a number")?;
            Ok(Condition::Near(fact, operand(right)?, within))
        }
        [near, ..] if near.is("~") => Err("write ~ as: ans ~ emb.cell/0/1 within 0.005".to_owned()),
        [sign, right] => Ok(Condition::Compare(fact, compare(sign)?, operand(right)?)),
        [] => Err(format!("after {} a sign is missing, for example = or exists", first.shown())),
        [sign] => {
            compare(sign)?;
            Err(format!("after {} a value is missing", sign.shown()))
        }
        [_, _, more, ..] => Err(format!("{} is one word too many; write text in quotes", more.shown())),
    }
}

fn compare(token: &Token) -> Result<Compare, String> {
    let known = || Compare::ALL.into_iter().map(|(_, sign)| sign);
    let found = token.word().and_then(|word| Compare::ALL.into_iter().find(|(_, sign)| *sign == word));
    found.map(|(compare, _)| compare).ok_or_else(|| {
        let near = meant(&token.shown(), known().chain(["has", "exists", "within"]));
        format!("{} is not a sign{near} Signs are = != < <= > >= ~ contains lacks in has exists", token.shown())
    })
}

fn operand(token: &Token) -> Result<Operand, String> {
    match token.value() {
        Some(value) => Ok(Operand::Value(value)),
        None => selector(token).map(Operand::Fact).map_err(|error| format!("{error} Write a text in quotes")),
    }
}

fn subject(word: &str) -> Option<Subject> {
    Subject::ALL.into_iter().find(|known| known.word() == word)
}

/// Reads a selector such as `C.res/stopReason`.
///
/// # Errors
/// What is wrong with it.
pub fn selector(token: &Token) -> Result<Selector, String> {
    let Some(word) = token.word() else {
        return Err(format!("{} is a value where a fact is expected, for example C.status", token.shown()));
    };
    let (name, pointer) = match word.find('/') {
        Some(at) => word.split_at(at),
        None => (word, ""),
    };
    let (subject, attribute) = name.split_once('.').unwrap_or((name, ""));
    let found = self::subject(subject).ok_or_else(|| {
        let near = meant(subject, Subject::ALL.into_iter().map(Subject::word));
        format!("{subject} is not a fact{near}")
    })?;
    let attributes = found.attributes();
    if attributes.is_empty() != attribute.is_empty() || !attribute.is_empty() && !attributes.contains(&attribute) {
        let near = meant(attribute, attributes.iter().copied());
        return Err(match (attribute, attributes) {
            ("", _) => format!("{subject} needs a point and one of: {}", attributes.join(" ")),
            (_, []) => format!("{subject} has no part {attribute}"),
            _ => format!("{subject} has no part {attribute}{near} It has: {}", attributes.join(" ")),
        });
    }
    Ok(Selector { subject: found, attribute: attribute.to_owned(), pointer: pointer.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::tokens;

    fn read(text: &str) -> Result<Condition, String> {
        parse(&tokens::all(text).unwrap())
    }

    #[test]
    fn a_condition_is_read_by_its_rank() {
        let of = |text: &str| read(text).unwrap();
        assert_eq!(
            of("C.status = 200 and C.req lacks /system then said or cards right"),
            Condition::Then(vec![
                Condition::And(vec![of("C.status = 200"), of("not C.req has /system")]),
                Condition::Or(vec![Condition::Guessed, Condition::Cards]),
            ])
        );
        let Condition::Exists(fact) = of("C.res/output has /message/content") else { panic!("not a member") };
        assert_eq!(fact.pointer, "/output/message/content");
        assert!(matches!(of("ans ~ emb.cell/0/1 within 0.005"), Condition::Near(_, Operand::Fact(_), _)));
        assert!(matches!(of("distinct op.host >= 3"), Condition::Distinct(_, Compare::AtLeast, 3)));
        assert!(matches!(of("ever C.status = 400"), Condition::Ever(_)));
        assert!(matches!(of("C.body = E.body"), Condition::Compare(_, Compare::Equal, Operand::Fact(_))));
    }

    #[test]
    fn a_mistake_names_its_word_and_what_was_meant() {
        for (text, part) in [
            ("C.staus = 200", "did you mean status?"),
            ("X.status = 200", "X is not a fact"),
            ("C = 200", "C needs a point"),
            ("said.value = 1", "said has no part value"),
            ("C.status == 200", "== is not a sign"),
            ("C.status = two hundred", "one word too many"),
            ("C.res/stopReason = end_turn", "Write a text in quotes"),
            ("C.status =", "a value is missing"),
            ("C.status", "a sign is missing"),
            ("C.status = 200 and", "a condition is missing"),
            ("cards wrong", "right"),
            ("ans ~ 5", "within"),
            ("distinct op.host", "distinct takes"),
            ("200 = C.status", "a value where a fact is expected"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
    }
}
