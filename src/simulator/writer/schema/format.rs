//! The formats of JSON Schema (`format`) that a value is checked against, with values of each.
//!
//! List: <https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3>. A format that is not here is no rule.

use crate::simulator::inference::sampler::{Rng, seed_from, uuid};

fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(year), digits(month), digits(day)) else { return false };
    let leaps = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leaps => 29,
        2 => 28,
        _ => 31,
    };
    year > 0 && (1..=12).contains(&month) && (1..=last).contains(&day)
}

/// A time of day with its zone, as in RFC 3339.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else { return false };
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| digits(part).filter(|_| part.len() == 2)).collect();
    let [Some(hour), Some(minute), Some(second)] = parts.as_slice() else { return false };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let offset = |sign: char| {
        let parts: Vec<Option<u32>> = zone.strip_prefix(sign)?.split(':').map(digits).collect();
        match parts.as_slice() {
            [Some(hour), Some(minute)] => Some(zone.len() == 6 && *hour < 24 && *minute < 60),
            _ => None,
        }
    };
    let zoned = zone.eq_ignore_ascii_case("z") || offset('+').or_else(|| offset('-')) == Some(true);
    zoned && *hour < 24 && *minute < 60 && *second < 60
}

fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = rest.split_once('T').map_or((rest, None), |(days, time)| (days, Some(time)));
    let fits = |text: &str, units: &str| {
        let mut units = units.chars();
        let mut number = false;
        for c in text.chars() {
            if c.is_ascii_digit() {
                number = true;
            } else if !number || !units.any(|unit| unit == c) {
                return false;
            } else {
                number = false;
            }
        }
        !number
    };
    let dated = fits(days, "YMD") || fits(days, "W");
    let timed = time.is_none_or(|time| !time.is_empty() && fits(time, "HMS"));
    dated && timed && !(days.is_empty() && time.is_none())
}

fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let is_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    !local.is_empty() && !dots && local.chars().all(is_local) && is_hostname(host) && host.contains('.')
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    named && !rest.is_empty() && rest.is_ascii() && !rest.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'])
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Whether a text has that format.
pub fn fits(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "time" => is_time(text),
        "date-time" => text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "duration" => is_duration(text),
        "email" | "idn-email" => is_email(text),
        "hostname" | "idn-hostname" => is_hostname(text),
        "uri" | "url" | "iri" => is_uri(text),
        "uuid" | "uuid4" => is_uuid(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// The value number `turn` of a format; `None` for a format that is no rule here.
pub fn sample(format: &str, turn: usize) -> Option<String> {
    let (day, minute, host) = (1 + turn % 28, turn % 60, turn % 250 + 1);
    let month = 1 + turn / 28 % 12;
    let year = 2026 + turn / 336 % 900;
    let first = turn == 0;
    let name = |first_name: &str| if first { first_name.to_owned() } else { format!("{first_name}{}", turn + 1) };
    Some(match format {
        "date" => format!("{year}-{month:02}-{day:02}"),
        "time" => format!("12:{minute:02}:00Z"),
        "date-time" => format!("{year}-{month:02}-{day:02}T12:00:00Z"),
        "duration" => format!("PT{}M", turn + 30),
        "email" | "idn-email" => format!("{}@example.com", name("someone")),
        "hostname" | "idn-hostname" => format!("{}.example.com", name("www")),
        "uri" | "url" | "iri" if first => "https://example.com/".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{}", turn + 1),
        "uuid" | "uuid4" => uuid(&mut Rng::new(seed_from(u64::try_from(turn).unwrap_or(0), b"uuid"))),
        // Addresses for documentation: RFC 5737 and RFC 3849.
        "ipv4" => format!("192.0.2.{host}"),
        "ipv6" => format!("2001:db8::{:x}", turn + 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_checked() {
        for (format, yes, no) in [
            ("date", &["2026-02-28", "2024-02-29"][..], &["2026-02-29", "tomorrow", "2026-2-28", "2026-13-01"][..]),
            ("time", &["12:00:00Z", "23:59:59.25+02:00"], &["12:00", "24:00:00Z", "12:00:00", "12:00:00.Z"]),
            ("date-time", &["2026-01-01T00:00:00Z"], &["2026-01-01", "2026-01-01 00:00"]),
            ("duration", &["P1D", "PT5M", "P1Y2M3DT4H5M6S", "P2W"], &["P", "PT", "1D", "P1S", "PT1D"]),
            ("email", &["ana@example.com"], &["ana", "ana@example", "a..b@example.com", "a b@example.com"]),
            ("hostname", &["a.example"], &["-a.example", "a_b", ""]),
            ("uri", &["https://example.com/a?b", "mailto:a@b.example"], &["example.com", "https://a b", ":"]),
            ("uuid", &["123e4567-e89b-12d3-a456-426614174000"], &["123e4567"]),
            ("ipv4", &["192.0.2.1"], &["192.0.2", "256.0.0.1"]),
            ("ipv6", &["2001:db8::1"], &["1:2"]),
            ("color", &["anything"], &[]),
        ] {
            assert!(yes.iter().all(|text| fits(format, text)), "{format}");
            assert!(!no.iter().any(|text| fits(format, text)), "{format}");
        }
    }

    #[test]
    fn samples_fit_and_differ() {
        for format in ["date", "time", "date-time", "duration", "email", "hostname", "uri", "uuid", "ipv4", "ipv6"] {
            let all: std::collections::BTreeSet<String> = (0..50).filter_map(|turn| sample(format, turn)).collect();
            assert_eq!(all.len(), 50, "{format}");
            assert!(all.iter().all(|text| fits(format, text)), "{format}: {all:?}");
        }
    }
}
