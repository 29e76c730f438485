//! One prompt with several models or settings: the members of a comparison, the number of calls, the spread of repeats, and
//! the differences between two answers.

mod calls;
mod outcome;

pub use outcome::{Difference, Outcome, difference, left_out};

use similar::{DiffTag, capture_diff_slices};

use super::form::draft::Draft;
use super::form::parameter::Parameter;
use crate::bedrock::operation::Api;
use crate::text::number;

/// How many members a comparison has at least.
pub const FEWEST_MEMBERS: usize = 2;
/// How many members a comparison has at most: more than four columns cannot be read side by side.
pub const MOST_MEMBERS: usize = 4;
/// How often each member may be called at most: every call is billed.
pub const MOST_REPEATS: u8 = 10;

/// One column: what it changes in the form that all share.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name; if it is empty, the page shows the model's name.
    pub name: String,
    /// The model id or ARN.
    pub model: String,
    /// Which API it calls.
    pub api: Api,
    /// Max tokens in place of the form's.
    pub max_tokens: Option<Parameter>,
    /// Temperature in place of the form's.
    pub temperature: Option<Parameter>,
    /// Top P in place of the form's.
    pub top_p: Option<Parameter>,
    /// The system prompt in place of the form's.
    pub system: Option<String>,
}

impl Member {
    /// A member that changes the model and nothing else.
    pub fn from_model(model: impl Into<String>) -> Self {
        Self {
            name: String::new(),
            model: model.into(),
            api: Api::Converse,
            max_tokens: None,
            temperature: None,
            top_p: None,
            system: None,
        }
    }

    /// The heading of its column, with its place from 1 and the numbers that it changes: `2. amazon.nova-lite-v1:0 (T 0.3)`.
    pub fn heading(&self, place: usize) -> String {
        let own = self.name.trim();
        let model = if own.is_empty() { &self.model } else { own };
        let changed = [("T", &self.temperature), ("max", &self.max_tokens)];
        let settings: Vec<String> = changed
            .into_iter()
            .filter_map(|(word, parameter)| Some(format!("{word} {}", parameter.as_ref()?.text)))
            .collect();
        if settings.is_empty() {
            format!("{place}. {model}")
        } else {
            format!("{place}. {model} ({})", settings.join(", "))
        }
    }

    /// The form as this member sends it. A detached native body belongs to one model, so no member sends it.
    pub fn applied(&self, draft: &Draft) -> Draft {
        let mut own = Draft { model: self.model.clone(), detached: None, ..draft.clone() };
        let changes = [
            (&self.max_tokens, &mut own.max_tokens),
            (&self.temperature, &mut own.temperature),
            (&self.top_p, &mut own.top_p),
        ];
        for (change, parameter) in changes {
            if let Some(change) = change {
                parameter.clone_from(change);
            }
        }
        if let Some(system) = &self.system {
            own.system = Some(system.clone());
        }
        own
    }
}

/// A comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The columns, two to four.
    pub members: Vec<Member>,
    /// How often each is called, at least once.
    pub repeats: u8,
}

impl Comparison {
    /// How many calls a run of it makes.
    pub fn planned_calls(&self) -> usize {
        self.members.len() * usize::from(self.repeats.max(1))
    }

    /// The announcement before it runs: `3 models × 2 = 6 calls`.
    pub fn plan(&self) -> String {
        let calls = self.planned_calls();
        match self.repeats.max(1) {
            1 => number::count(calls as u64, "call"),
            repeats => format!("{} × {repeats} = {calls} calls", self.members.len()),
        }
    }

    /// Whether a run of it with this form makes the calls of another one with another form. The number of repeats does not
    /// count: it changes no answer.
    pub fn asks_as(&self, draft: &Draft, other: &Self, others: &Draft) -> bool {
        let asked =
            |comparison: &Self, draft| comparison.members.iter().map(|member| member.draft(draft)).collect::<Vec<_>>();
        asked(self, draft) == asked(other, others)
    }

    /// Why it cannot run, if it cannot.
    pub fn problem(&self) -> Option<String> {
        if self.members.len() < FEWEST_MEMBERS {
            return Some(format!("Choose at least {FEWEST_MEMBERS} models to compare"));
        }
        if self.members.len() > MOST_MEMBERS {
            return Some(format!("At most {MOST_MEMBERS} fit side by side"));
        }
        if self.repeats > MOST_REPEATS {
            return Some(format!("At most {MOST_REPEATS} repeats: each is a call of its own"));
        }
        None
    }
}

/// Reads how often each column is called, or says what is wrong with what was typed.
pub fn read_repeats(typed: &str) -> Result<u8, String> {
    match typed.trim().parse::<u8>() {
        Ok(repeats @ 1..=MOST_REPEATS) => Ok(repeats),
        Ok(_) | Err(_) => Err(format!("Repeats must be a whole number from 1 to {MOST_REPEATS}")),
    }
}

/// How the values of repeated calls spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many values there are.
    pub count: usize,
    /// The least.
    pub least: f64,
    /// The middle one; of an even number, the mean of the two in the middle.
    pub median: f64,
    /// The greatest.
    pub most: f64,
}

impl Spread {
    /// In words: the one value, or the middle one with the least and the greatest.
    pub fn text(self, write: fn(f64) -> String) -> String {
        let Self { count, least, median, most } = self;
        match count {
            1 => write(median),
            _ => format!("{} ({} to {})", write(median), write(least), write(most)),
        }
    }
}

/// How values spread; `None` for none. What is not a number is left out.
pub fn spread(values: impl IntoIterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len();
    let middle = *values.get(count / 2)?;
    let median = match count % 2 {
        0 => f64::midpoint(middle, *values.get(count / 2 - 1)?),
        _ => middle,
    };
    Some(Spread { count, least: *values.first()?, median, most: *values.last()? })
}

/// The answers that a piece of text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// Only in the first.
    First,
    /// Only in the second.
    Second,
}

/// The two texts as pieces, in order, by words: the pieces of `Both` and `First` joined are the first text, those of `Both`
/// and `Second` the second one.
pub fn word_diff(first: &str, second: &str) -> Vec<(Side, String)> {
    let (old, new) = (words(first), words(second));
    let mut pieces: Vec<(Side, String)> = Vec::new();
    let mut put = |side, words: Option<&[&str]>| {
        let text = words.unwrap_or_default().concat();
        match pieces.last_mut() {
            Some((last, before)) if *last == side => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => pieces.push((side, text)),
        }
    };
    for op in capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        match op.tag() {
            DiffTag::Equal => put(Side::Both, old.get(op.old_range())),
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                put(Side::First, old.get(op.old_range()));
                put(Side::Second, new.get(op.new_range()));
            }
        }
    }
    pieces
}

/// The text as words and the characters between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, char) in text.char_indices() {
        let kind = if char.is_alphanumeric() { 0 } else { 1 + u32::from(char.is_whitespace()) };
        // Every mark is a piece of its own; letters and spaces run together.
        if before.is_some_and(|before| before != kind || kind == 1) {
            words.extend(text.get(start..at));
            start = at;
        }
        before = Some(kind);
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_column_is_headed_by_its_name_or_model_and_the_numbers_that_it_changes() {
        let member = Member::from_model("amazon.nova-lite-v1:0");
        assert_eq!(member.heading(1), "1. amazon.nova-lite-v1:0");
        let changed = Member {
            name: " Warm ".to_owned(),
            temperature: Some(Parameter::sent("0.9")),
            max_tokens: Some(Parameter::sent("50")),
            ..member
        };
        assert_eq!(changed.heading(2), "2. Warm (T 0.9, max 50)");
    }

    #[test]
    fn repeats_are_written_with_their_ends() {
        let text =
            |values: &[f64]| spread(values.iter().copied()).map(|spread| spread.text(|value| format!("{value:.0}")));
        assert_eq!(text(&[]), None);
        assert_eq!(text(&[7.0]).as_deref(), Some("7"));
        assert_eq!(text(&[9.0, 1.0, 5.0]).as_deref(), Some("5 (1 to 9)"));
    }

    #[test]
    fn a_member_changes_only_what_it_names() {
        let draft = Draft::default();
        let plain = Member::from_model("amazon.nova-lite-v1:0");
        assert_eq!(plain.applied(&draft), Draft { model: "amazon.nova-lite-v1:0".to_owned(), ..draft.clone() });
        let cold = Member { temperature: Some(Parameter::sent("0")), system: Some("Be brief.".to_owned()), ..plain };
        let applied = cold.applied(&draft);
        assert_eq!((applied.temperature.text.as_str(), applied.system.as_deref()), ("0", Some("Be brief.")));
        assert_eq!(applied.max_tokens, draft.max_tokens);
    }

    #[test]
    fn the_plan_is_said_before_it_runs() {
        let members = vec![Member::from_model("a"), Member::from_model("b"), Member::from_model("c")];
        let mut comparison = Comparison { members, repeats: 1 };
        assert_eq!((comparison.planned_calls(), comparison.plan()), (3, "3 calls".to_owned()));
        comparison.repeats = 4;
        assert_eq!((comparison.planned_calls(), comparison.plan()), (12, "3 × 4 = 12 calls".to_owned()));
        assert_eq!(comparison.problem(), None);
        comparison.repeats = 200;
        assert!(comparison.problem().is_some_and(|text| text.contains("10")));
        comparison.members.truncate(1);
        assert!(comparison.problem().is_some_and(|text| text.contains('2')));
    }

    #[test]
    fn a_run_is_out_of_date_while_a_call_of_it_would_be_another_one() {
        let draft = Draft::default();
        let members = vec![Member::from_model("a"), Member::from_model("b")];
        let ran = Comparison { members, repeats: 1 };
        let change = |act: &dyn Fn(&mut Comparison)| {
            let mut changed = ran.clone();
            act(&mut changed);
            ran.asks_as(&draft, &changed, &draft)
        };
        assert!(change(&|_| {}));
        assert!(change(&|comparison| comparison.repeats = 3));
        let models = |comparison: &mut Comparison, model: &str| {
            comparison.members.iter_mut().for_each(|member| model.clone_into(&mut member.model));
        };
        assert!(!change(&|comparison| models(comparison, "c")));
        assert!(!change(&|comparison| comparison.members.iter_mut().for_each(|member| member.api = Api::Invoke)));
        let warm = |member: &mut Member| member.temperature = Some(Parameter::sent("1"));
        assert!(!change(&|comparison| comparison.members.iter_mut().for_each(warm)));
        assert!(!change(&|comparison| comparison.members.push(Member::from_model("c"))));

        let prompt = Draft { system: Some("Be brief.".to_owned()), ..draft.clone() };
        assert!(!ran.asks_as(&draft, &ran, &prompt));
        let model = Draft { model: "other".to_owned(), ..draft.clone() };
        assert!(ran.asks_as(&draft, &ran, &model), "each column has a model of its own");
    }

    #[test]
    fn repeats_are_a_whole_number_and_nothing_is_guessed() {
        for (typed, repeats) in [("1", 1), (" 7 ", 7), ("10", 10)] {
            assert_eq!(read_repeats(typed), Ok(repeats));
        }
        for typed in ["", "0", "11", "1.5", "-1", "two", "300"] {
            assert!(read_repeats(typed).is_err_and(|why| why.contains("1 to 10")), "{typed}");
        }
    }

    #[test]
    fn repeats_spread() {
        assert_eq!(spread([]), None);
        assert_eq!(
            spread([3.0, 1.0, f64::NAN]).map(|s| (s.count, s.least, s.median, s.most)),
            Some((2, 1.0, 2.0, 3.0))
        );
        assert_eq!(spread([5.0, 1.0, 2.0]).map(|s| s.median), Some(2.0));
    }

    #[test]
    fn answers_differ_by_words() {
        let text = word_diff("The quick fox jumps.", "The slow fox jumps!");
        let of = |side| text.iter().filter(|(of, _)| *of == side).map(|(_, text)| text.as_str()).collect::<Vec<_>>();
        assert_eq!(of(Side::First), ["quick", "."]);
        assert_eq!(of(Side::Second), ["slow", "!"]);
        assert_eq!(word_diff("", ""), []);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_two_texts(first in "[a-c .\né]{0,40}", second in "[a-c .\né]{0,40}") {
            let pieces = word_diff(&first, &second);
            let joined = |not| pieces.iter().filter(|(side, _)| *side != not).map(|(_, text)| text.as_str()).collect::<String>();
            prop_assert_eq!(joined(Side::Second), first);
            prop_assert_eq!(joined(Side::First), second);
        }
    }
}
