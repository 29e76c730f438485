//! The list of an editable combobox, and the effect of the text typed into it.
//!
//! Typing only searches. Enter chooses the active entry, the text if it is a value itself, the first match, or else the text
//! unchanged. Leaving the field chooses only a text that is certainly a value; any other text is returned, so that nothing
//! is lost silently.

/// One entry of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its group heading.
    pub group: &'static str,
    /// Its name.
    pub name: String,
    /// A word or two next to the name.
    pub note: String,
    /// Its abilities, a few words each.
    pub facts: Vec<String>,
    /// Reasons against it.
    pub warnings: Vec<String>,
    /// Its value for the field.
    pub value: String,
    /// The filters that it passes.
    pub kinds: Vec<&'static str>,
}

/// A value by its name, as the field shows it without the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its name, or the text if it is not a value.
    pub title: String,
    /// The full value; empty if the text is not one.
    pub value: String,
}

/// How well an entry fits a query; the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Name,
    Start,
    Words,
    Inside,
}

/// From the best to the least.
const FITS: [Fit; 4] = [Fit::Name, Fit::Start, Fit::Words, Fit::Inside];

/// The entries that have all these kinds and hold every word of the query. The group with the best entry comes first, and in it
/// the best entry; what fits equally well keeps its order.
pub fn matching(all: &[Choice], query: &str, kinds: &[&str]) -> Vec<Choice> {
    let query = query.to_ascii_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let found: Vec<(Fit, &Choice)> = all
        .iter()
        .filter(|choice| kinds.iter().all(|kind| choice.kinds.contains(kind)))
        .filter_map(|choice| Some((fit(choice, query.trim(), &words)?, choice)))
        .collect();
    if words.is_empty() {
        return found.into_iter().map(|(_, choice)| choice.clone()).collect();
    }
    let mut best: Vec<(&str, Fit)> = Vec::new();
    for (fit, choice) in &found {
        match best.iter_mut().find(|(group, _)| *group == choice.group) {
            Some((_, least)) => *least = (*least).min(*fit),
            None => best.push((choice.group, *fit)),
        }
    }
    // Four passes over a short list instead of a sort, whose code would be in the first load.
    let mut ordered = Vec::with_capacity(found.len());
    for best_fit in FITS {
        for (group, _) in best.iter().filter(|(_, fit)| *fit == best_fit) {
            for fit in FITS {
                let same = found.iter().filter(|(each, choice)| *each == fit && choice.group == *group);
                ordered.extend(same.map(|(_, choice)| (*choice).clone()));
            }
        }
    }
    ordered
}

fn fit(choice: &Choice, query: &str, words: &[&str]) -> Option<Fit> {
    let name = choice.name.to_ascii_lowercase();
    // A kind that is a negation, such as “not retired”, is a filter and not a word to search for.
    let kinds: Vec<&str> = choice.kinds.iter().copied().filter(|kind| !kind.starts_with("not ")).collect();
    let text = format!("{} {name} {} {}", choice.group, choice.value, kinds.join(" ")).to_ascii_lowercase();
    if !words.iter().all(|word| text.contains(word)) {
        return None;
    }
    let begins = |word: &&str| {
        name.match_indices(word).any(|(at, _)| {
            name.get(..at).is_none_or(|before| !before.chars().next_back().is_some_and(char::is_alphanumeric))
        })
    };
    Some(match () {
        () if name == query => Fit::Name,
        () if name.starts_with(query) => Fit::Start,
        () if words.iter().all(begins) => Fit::Words,
        () => Fit::Inside,
    })
}

/// Whether a typed text is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is a value, not a search.
    Value,
    /// It is a value if no entry matches it.
    Perhaps,
    /// It is a search.
    Search,
}

/// The value that Enter chooses: the active entry, a text that is a value, the first match, or the text unchanged. `None` for
/// an empty text.
pub fn taken(matches: &[Choice], pointed: Option<usize>, typed: &str, worth: Worth) -> Option<String> {
    let of = |place: usize| matches.get(place).map(|choice| choice.value.clone());
    let typed = typed.trim();
    pointed.and_then(of).or_else(|| match (typed.is_empty(), worth) {
        (true, _) => None,
        (false, Worth::Value) => Some(typed.to_owned()),
        (false, Worth::Perhaps | Worth::Search) => of(0).or_else(|| Some(typed.to_owned())),
    })
}

/// The effect of a typed text when the field loses the focus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is the new value.
    Taken(String),
    /// It is not a value; the field shows a hint.
    Untaken(String),
    /// There was no change.
    Nothing,
}

/// The effect of a typed text when the field with this value loses the focus.
pub fn left(matches: &[Choice], typed: &str, value: &str, worth: Worth) -> Left {
    let typed = typed.trim();
    match worth {
        _ if typed.is_empty() || typed == value => Left::Nothing,
        Worth::Value => Left::Taken(typed.to_owned()),
        Worth::Perhaps if matches.is_empty() => Left::Taken(typed.to_owned()),
        Worth::Perhaps | Worth::Search => Left::Untaken(typed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(group: &'static str, name: &str, value: &str, kinds: &[&'static str]) -> Choice {
        let (name, value, kinds) = (name.to_owned(), value.to_owned(), kinds.to_vec());
        Choice { group, name, value, kinds, ..Choice::default() }
    }

    fn all() -> Vec<Choice> {
        vec![
            choice("Anthropic", "Claude Opus", "us.anthropic.opus", &["tools", "images"]),
            choice("Amazon", "Nova 2 Pro", "us.amazon.nova-2-pro", &["tools"]),
            choice("Amazon", "Nova Lite", "amazon.nova-lite", &["tools", "images"]),
            choice("Amazon", "Nova Pro", "amazon.nova-pro", &["tools", "images"]),
            choice("Amazon", "Titan Text", "amazon.titan-text", &[]),
        ]
    }

    #[track_caller]
    fn check(query: &str, kinds: &[&str], expected: &[&str]) {
        let found = matching(&all(), query, kinds);
        assert_eq!(
            found.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(),
            expected,
            "{query:?} {kinds:?}"
        );
    }

    #[test]
    fn every_word_and_every_kind_must_fit_and_the_best_comes_first() {
        check("", &[], &["Claude Opus", "Nova 2 Pro", "Nova Lite", "Nova Pro", "Titan Text"]);
        check("nova pro", &[], &["Nova Pro", "Nova 2 Pro"]);
        check("  NOVA ", &[], &["Nova 2 Pro", "Nova Lite", "Nova Pro"]);
        check("nova", &["images"], &["Nova Lite", "Nova Pro"]);
        check("", &["tools", "images"], &["Claude Opus", "Nova Lite", "Nova Pro"]);
        check("amazon images", &[], &["Nova Lite", "Nova Pro"]);
        check("zzz", &[], &[]);
        let sold = [choice("Amazon", "Nova Pro", "amazon.nova-pro", &["tools", "not retired"])];
        assert_eq!(matching(&sold, "not a model", &[]), []);
        assert_eq!(matching(&sold, "tools", &["not retired"]).len(), 1);
    }

    #[test]
    fn enter_takes_what_is_pointed_at_then_a_value_then_the_first_match_then_the_text() {
        let check = |pointed, typed: &str, worth, expected: Option<&str>| {
            let matches = matching(&all(), typed, &[]);
            assert_eq!(taken(&matches, pointed, typed, worth).as_deref(), expected, "{typed:?}");
        };
        check(Some(1), "nova", Worth::Search, Some("amazon.nova-lite"));
        check(None, "nova", Worth::Search, Some("us.amazon.nova-2-pro"));
        check(None, " amazon.nova-lite ", Worth::Value, Some("amazon.nova-lite"));
        check(None, "amazon.nova", Worth::Perhaps, Some("us.amazon.nova-2-pro"));
        check(None, "not a model", Worth::Search, Some("not a model"));
        check(None, "  ", Worth::Search, None);
        check(Some(0), "", Worth::Search, Some("us.anthropic.opus"));
    }

    #[test]
    fn leaving_takes_only_what_is_a_value_and_hands_back_the_rest() {
        let check = |typed: &str, worth, expected: Left| {
            let matches = matching(&all(), typed, &[]);
            assert_eq!(left(&matches, typed, "us.anthropic.opus", worth), expected, "{typed:?}");
        };
        check("amazon.nova-lite", Worth::Value, Left::Taken("amazon.nova-lite".to_owned()));
        check("amazon.nova-9", Worth::Perhaps, Left::Taken("amazon.nova-9".to_owned()));
        check("amazon.nova", Worth::Perhaps, Left::Untaken("amazon.nova".to_owned()));
        check("zzz", Worth::Search, Left::Untaken("zzz".to_owned()));
        check(" ", Worth::Search, Left::Nothing);
        check("us.anthropic.opus", Worth::Value, Left::Nothing);
    }
}
