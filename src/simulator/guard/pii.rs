//! Personal and secret data, found by patterns and check digits.
//!
//! AWS detects with models that see the context and publishes no pattern; these are ours. Where a number alone says
//! little, a cue such as “PIN” is part of the pattern, and the last group is the value. The order decides between
//! matches of the same length.

use super::names;
use crate::bedrock::service_model::pattern::search::Search;

/// A kind of entity.
#[derive(Clone, Copy, Debug)]
struct Entity {
    kind: &'static str,
    pattern: &'static str,
    check: Check,
}

/// What decides besides the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    Nothing,
    /// The digit sum of cards and of Canada's social insurance numbers.
    Luhn,
    /// ISO 13616: the rest by 97 is 1.
    Iban,
    /// The weights 3, 7, 1 of US routing numbers.
    Routing,
    /// The check digit of NHS numbers.
    Nhs,
    /// The check digit of ISO 3779.
    Vin,
    /// Capital letters and digits.
    Capitals,
    /// At least one digit.
    Digit,
}

const fn entity(kind: &'static str, pattern: &'static str, check: Check) -> Entity {
    Entity { kind, pattern, check }
}

const ENTITIES: [Entity; 29] = [
    entity("EMAIL", r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}\b", Check::Nothing),
    entity("URL", r#"\b(?:https?://|www\.)[^\s<>"']*[^\s<>"'.,;:!?)]"#, Check::Nothing),
    entity(
        "INTERNATIONAL_BANK_ACCOUNT_NUMBER",
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b",
        Check::Iban,
    ),
    entity("CREDIT_DEBIT_CARD_NUMBER", r"\b(?:\d[ -]?){12,15}\d\b", Check::Luhn),
    entity("CREDIT_DEBIT_CARD_CVV", r"(?i)\b(?:cvv2?|cvc2?|security code)\D{0,5}(\d{3,4})\b", Check::Nothing),
    entity(
        "CREDIT_DEBIT_CARD_EXPIRY",
        r"(?i)\b(?:exp(?:iry|ires|iration)?(?: date)?)\W{0,3}(?:is |on |in )?((?:0[1-9]|1[0-2])/(?:20\d{2}|\d{2})|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})\b",
        Check::Nothing,
    ),
    entity("PIN", r"(?i)\bpin\b\D{0,5}(\d{4,5})\b", Check::Nothing),
    entity(
        "SWIFT_CODE",
        r"(?i)\b(?:swift|bic)\b(?: code)?\W{0,5}(?:is )?([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
        Check::Capitals,
    ),
    entity("AWS_ACCESS_KEY", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b", Check::Nothing),
    entity(
        "AWS_SECRET_KEY",
        r"(?i)\b(?:secret[ _-]?(?:access[ _-]?)?key)\b(?: is)?[^A-Za-z0-9/+]{1,5}([A-Za-z0-9/+]{40})",
        Check::Nothing,
    ),
    entity(
        "IP_ADDRESS",
        r"\b(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\b",
        Check::Nothing,
    ),
    entity("MAC_ADDRESS", r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", Check::Nothing),
    entity(
        "US_SOCIAL_SECURITY_NUMBER",
        r"\b(?:00[1-9]|0[1-9]\d|[1-578]\d{2}|6(?:[0-57-9]\d|6[0-57-9]))[- ](?:0[1-9]|[1-9]\d)[- ](?:000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})\b",
        Check::Nothing,
    ),
    entity("US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", r"\b9\d{2}[- ]?[78]\d[- ]?\d{4}\b", Check::Nothing),
    entity("US_BANK_ROUTING_NUMBER", r"(?i)\b(?:routing|aba)\b\D{0,12}(\d{9})\b", Check::Routing),
    entity("US_BANK_ACCOUNT_NUMBER", r"(?i)\b(?:bank )?account\b\D{0,12}(\d{10,12})\b", Check::Nothing),
    entity(
        "US_PASSPORT_NUMBER",
        r"(?i)\bpassport\b\W{0,3}(?:no|number|#)?\W{0,3}(?:is )?([A-Z0-9]{6,9})\b",
        Check::Digit,
    ),
    entity(
        "CA_SOCIAL_INSURANCE_NUMBER",
        r"(?i)\b(?:sin|social insurance)\b\D{0,12}(\d{3}[ -]?\d{3}[ -]?\d{3})\b",
        Check::Luhn,
    ),
    entity(
        "CA_HEALTH_NUMBER",
        r"(?i)\b(?:health (?:card|number)|ohip)\b\D{0,12}(\d{4}[ -]?\d{3}[ -]?\d{3})\b",
        Check::Nothing,
    ),
    entity("UK_NATIONAL_HEALTH_SERVICE_NUMBER", r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", Check::Nhs),
    entity(
        "UK_NATIONAL_INSURANCE_NUMBER",
        r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
        Check::Nothing,
    ),
    entity(
        "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER",
        r"(?i)\b(?:utr|taxpayer reference)\b\D{0,12}(\d{5} ?\d{5})\b",
        Check::Nothing,
    ),
    entity("VEHICLE_IDENTIFICATION_NUMBER", r"\b[A-HJ-NPR-Z0-9]{17}\b", Check::Vin),
    entity("PHONE", r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\b\d{2,4}[ .-])\d{3,4}[ .-]\d{3,4}\b", Check::Nothing),
    entity(
        "DRIVER_ID",
        r"(?i)\bdriv(?:er'?s?|ing) licen[cs]e\b\W{0,3}(?:no|number|#)?\W{0,3}(?:is )?([A-Z0-9-]{5,18})\b",
        Check::Digit,
    ),
    entity(
        "LICENSE_PLATE",
        r"(?i)\b(?:licen[cs]e plate|number plate|plate)\b\W{0,3}(?:no|number|#)?\W{0,3}(?:is )?([A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,4})?)\b",
        Check::Digit,
    ),
    entity(
        "USERNAME",
        r"(?i)\b(?:user ?name|login|user ?id)\b(?: is|\W{0,2}[:=])\W{0,2}([A-Za-z0-9._-]{3,32})\b",
        Check::Nothing,
    ),
    entity(
        "PASSWORD",
        r"(?i)\b(?:password|passwd|pwd)\b(?: is|\W{0,2}[:=])\W{0,2}(\S{3,63}[^\s.,;!?])",
        Check::Nothing,
    ),
    entity("AGE", r"(?i)\b\d{1,3}[ -]years?(?:[ -]old)?\b|\b(?:aged?|age of)[: ]+\d{1,3}\b", Check::Nothing),
];

/// Where an entity is in a text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The places of a kind of entity.
pub(super) fn find(kind: &str, text: &[char]) -> Vec<Place> {
    match kind {
        "NAME" => return names::names(text),
        "ADDRESS" => return names::addresses(text),
        _ => {}
    }
    let Some(entity) = ENTITIES.iter().find(|entity| entity.kind == kind) else { return Vec::new() };
    let Ok(search) = Search::parse(entity.pattern) else { return Vec::new() };
    let places = search.find_all(text).into_iter().map(|found| Place { start: found.value.0, end: found.value.1 });
    places.filter(|place| entity.check.accepts(text.get(place.start..place.end).unwrap_or_default())).collect()
}

/// The rank of a kind between matches of the same length; names and addresses come last.
pub(super) fn rank(kind: &str) -> usize {
    ENTITIES.iter().position(|entity| entity.kind == kind).unwrap_or(ENTITIES.len())
}

impl Check {
    fn accepts(self, value: &[char]) -> bool {
        let digits: Vec<u32> = value.iter().filter_map(|c| c.to_digit(10)).collect();
        match self {
            Self::Nothing => true,
            Self::Luhn => luhn(&digits),
            Self::Iban => iban(value),
            Self::Routing => {
                let sum: u32 = digits.iter().zip([3, 7, 1].iter().cycle()).map(|(digit, weight)| digit * weight).sum();
                sum > 0 && sum.is_multiple_of(10)
            }
            Self::Nhs => nhs(&digits),
            Self::Vin => vin(value),
            Self::Capitals => value.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()),
            Self::Digit => !digits.is_empty(),
        }
    }
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |(place, digit): (usize, &u32)| match (place % 2, digit * 2) {
        (0, _) => *digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    sum > 0 && sum.is_multiple_of(10)
}

fn iban(value: &[char]) -> bool {
    let signs: Vec<char> = value.iter().copied().filter(|c| !c.is_whitespace()).collect();
    let (head, rest) = signs.split_at_checked(4).unwrap_or((&[], &signs));
    let rest_by_97 = rest.iter().chain(head).filter_map(|c| c.to_digit(36)).fold(0, |sum, digit| {
        // A letter is two digits.
        (if digit > 9 { sum * 100 + digit } else { sum * 10 + digit }) % 97
    });
    (15..=34).contains(&signs.len()) && rest_by_97 == 1
}

fn nhs(digits: &[u32]) -> bool {
    let [body @ .., last] = digits else { return false };
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    digits.len() == 10 && sum > 0 && check == *last
}

fn vin(value: &[char]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let number = |c: &char| match c {
        'A'..='H' => u32::from(*c) - u32::from('A') + 1,
        'J'..='N' => u32::from(*c) - u32::from('J') + 1,
        'P' => 7,
        'R' => 9,
        'S'..='Z' => u32::from(*c) - u32::from('S') + 2,
        c => c.to_digit(10).unwrap_or(0),
    };
    let sum: u32 = value.iter().map(number).zip(WEIGHTS).map(|(number, weight)| number * weight).sum();
    let check = char::from_digit(sum % 11, 10).unwrap_or('X');
    value.get(8) == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_every_type_of_the_model_is_known() {
        for entity in ENTITIES {
            assert!(Search::parse(entity.pattern).is_ok(), "{}", entity.kind);
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
        let model: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let kinds = model["shapes"]["GuardrailPiiEntityType"]["enum"].as_array().unwrap();
        for kind in kinds.iter().map(|kind| kind.as_str().unwrap()).filter(|kind| !["NAME", "ADDRESS"].contains(kind)) {
            assert!(ENTITIES.iter().any(|entity| entity.kind == kind), "{kind}");
        }
        assert_eq!(kinds.len(), ENTITIES.len() + 2);
    }
}
