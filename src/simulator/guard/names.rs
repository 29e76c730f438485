//! Names and addresses, by simple means: capitalised words behind a cue, common first names, and streets.

use super::pii::Place;
use crate::bedrock::service_model::pattern::search::Search;

/// First names that count without a cue if a capitalised word follows, and behind “I am”.
const FIRST: &str = "Ada|Ahmed|Alex|Alice|Amina|Ana|Andrea|Anna|Bob|Carlos|Carol|Chen|Dana|Daniel|David|Diego|Elena|Emily|\
    Emma|Fatima|Frank|George|Grace|Hans|Hiroshi|Ines|James|Jane|Jean|Jenny|John|Jorge|Jose|Julia|Karen|Kenji|Laura|Lena|Leo|\
    Linda|Lucas|Luis|Maria|Mario|Mark|Mary|Mateo|Michael|Mohammed|Nikki|Olga|Omar|Paul|Peter|Priya|Raj|Richard|Robert|Sam|\
    Sarah|Sofia|Susan|Thomas|Tom|Wei|Yuki";

/// Words behind a cue that are no name: `I am Sorry` in a title, `Dear Customer`.
const NO_NAME: &[&str] = &["Customer", "Sir", "Madam", "Team", "All", "Friend", "Colleague", "Not", "The"];

fn places(pattern: &str, text: &[char]) -> Vec<Place> {
    let found = Search::parse(pattern).map(|search| search.find_all(text)).unwrap_or_default();
    found.into_iter().map(|found| Place { start: found.value.0, end: found.value.1 }).collect()
}

/// Names: capitalised words behind “my name is”, “Dear” or a title; a listed first name with a surname, or behind “I am”.
pub(super) fn names(text: &[char]) -> Vec<Place> {
    let surname = r"\p{L}+(?:[-'][A-Z]\p{L}+)?";
    let cues = format!(
        r"\b(?:(?:Dear )?(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?|[Mm]y name is|[Nn]ame:|[Nn]amed|[Cc]alled|Dear) ([A-Z]{surname}(?: [A-Z]{surname}){{0,2}})"
    );
    let listed = format!(r"\b((?:{FIRST})(?: [A-Z]\.?)? [A-Z]{surname})");
    let alone = format!(r"\b(?:[Ii] am|[Ii]'m|[Tt]his is|[Hh]ere is) ((?:{FIRST}))\b");
    let mut found = places(&cues, text);
    found.retain(|place| {
        let first: String = text.iter().skip(place.start).take_while(|c| c.is_alphabetic()).collect();
        !NO_NAME.contains(&first.as_str())
    });
    for place in places(&listed, text).into_iter().chain(places(&alone, text)) {
        if !found.iter().any(|each| each.start < place.end && place.start < each.end) {
            found.push(place);
        }
    }
    found
}

/// Addresses: a number, capitalised words, a word for a street, and perhaps a place with a code.
pub(super) fn addresses(text: &[char]) -> Vec<Place> {
    places(
        r"\b(\d{1,5}[A-Za-z]?,? (?:[A-Z][a-z]+\.? |\d{1,3}(?:st|nd|rd|th) ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Row)\b(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?(?:,? [A-Z]{2} \d{5})?)",
        text,
    )
}
