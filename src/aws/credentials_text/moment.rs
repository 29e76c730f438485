//! The time at which credentials expire, in the formats of the tools that write it.
//!
//! ISO 8601 with or without a zone, epochs, dates of RFC 2822, of `date`, of .NET and of JavaScript, and the programs'
//! own calls around them. A text is read as a time only if each of its words is a part of one: a zone that is not known
//! would move the time by hours.

use crate::aws::time::Timestamp;

/// A time, and whether the text states its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub at: Timestamp,
    pub zone: Zone,
}

/// Whether a text states the zone of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Stated,
    /// The time is read as UTC.
    Assumed,
}

/// Reads the time at the start of a text, which may go on with the rest of a line of code.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = text.trim().replace("\\/", "/");
    if let Some((_, inner)) = text.split_once("/Date(") {
        let number = inner.split([')', '+']).next()?;
        return epoch(number).map(stated);
    }
    let text = match text.split_once('(') {
        Some((call, inside))
            if !call.trim().is_empty() && call.chars().all(|c| c.is_alphanumeric() || " ._".contains(c)) =>
        {
            if call.trim_end().ends_with("datetime") {
                return python(inside);
            }
            // `new Date("…")`, but not `… GMT+0000 (Coordinated Universal Time)`.
            if call.contains(|c: char| c.is_ascii_digit()) { &text } else { inside }
        }
        _ => &text,
    };
    let text = text.trim_start_matches(QUOTES);
    let end = text.find(|c: char| QUOTES.contains(&c) || ";}|#&()[]<>\\^".contains(c)).unwrap_or(text.len());
    let text = text.get(..end)?.trim().trim_end_matches(',');
    let words: Vec<&str> = text.split_whitespace().collect();
    let fields = words.len().min(LONGEST);
    // A line of code may go on after the time: `… AWS_REGION=us-east-1`.
    let end = words.iter().position(|word| word.contains('=') || word.starts_with(['-', '$'])).unwrap_or(fields);
    let end = if end < words.len() && words.get(end.wrapping_sub(1)).is_some_and(|word| is_command(word)) {
        end - 1
    } else {
        end
    };
    let words = words.get(..end.min(fields))?;
    let [first, ..] = words else { return None };
    if let [only] = words
        && let Some(at) = epoch(only)
    {
        return Some(stated(at));
    }
    iso(words).or_else(|| dated(words)).or_else(|| {
        // `2025-01-02T09:00:00Z, next`: the time ended with the comma.
        let first = first.strip_suffix(',')?;
        if words.len() > 1 { iso(&[first]) } else { None }
    })
}

const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];
/// The longest time: `Thursday, January 2, 2025 at 9:00:00 AM GMT +00:00 UTC`.
const LONGEST: usize = 12;

fn is_command(word: &str) -> bool {
    ["export", "set", "SET", "setx", "env"].contains(&word)
}

fn stated(at: Timestamp) -> Moment {
    Moment { at, zone: Zone::Stated }
}

/// Seconds (with or without a fraction), milliseconds, microseconds or nanoseconds since 1970.
fn epoch(text: &str) -> Option<Timestamp> {
    /// Larger numbers are milliseconds. The limit is the year 2286 in seconds, and 1970-04-26 in milliseconds.
    const LARGEST_SECONDS: i64 = 9_999_999_999;
    /// 9999-12-31, the last date with a four-digit year.
    const LAST_MS: i64 = 253_402_300_799_999;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let ms = match number {
        0..=LARGEST_SECONDS => number * 1_000,
        number if number <= LAST_MS => number,
        number if number / 1_000 <= LAST_MS => number / 1_000,
        number => number / 1_000_000,
    };
    Some(Timestamp(ms))
}

/// `2025-01-02T09:00:00Z` and its relatives, among them botocore's `…UTC`, Go's `… +0000 UTC` and Java's `…Z[UTC]`.
fn iso(words: &[&str]) -> Option<Moment> {
    let first = words.first()?;
    let (date, mut clock) = match first.split_once(['T', 't']) {
        Some((date, clock)) => (date.to_owned(), clock.to_owned()),
        None => ((*first).to_owned(), String::new()),
    };
    let mut rest = words.iter().skip(1).copied();
    if clock.is_empty() {
        rest.next()?.clone_into(&mut clock);
    }
    let date = date.replace('/', "-");
    let year_first = date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) || date.find('-') == Some(4);
    if !year_first {
        return None;
    }
    let mut zones: Vec<i64> = Vec::new();
    let split = clock.find(|c: char| c.is_ascii_alphabetic() || c == '+' || c == '-');
    let (time, zone) = clock.split_at_checked(split.unwrap_or(clock.len()))?;
    if !zone.is_empty() {
        zones.push(offset(zone)?);
    }
    let mut hour_shift = 0;
    for word in rest {
        match word.to_ascii_uppercase().as_str() {
            "AM" | "PM" => hour_shift = half_day(time, word)?,
            _ => zones.push(offset(word)?),
        }
    }
    let time = match time.matches(':').count() {
        0 if time.len() == 4 => format!("{time}00"),
        1 => format!("{time}:00"),
        _ => time.replace(',', "."),
    };
    let time = if time.find(':') == Some(1) { format!("0{time}") } else { time };
    let at = Timestamp::parse(&format!("{date}T{time}Z"))?;
    Some(placed(at.plus_ms(hour_shift * HOUR_MS), zones.first().copied()))
}

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

fn placed(at: Timestamp, offset_minutes: Option<i64>) -> Moment {
    match offset_minutes {
        Some(minutes) => Moment { at: at.plus_ms(-minutes * MINUTE_MS), zone: Zone::Stated },
        None => Moment { at, zone: Zone::Assumed },
    }
}

/// The hours that AM or PM adds to an hour of 1 to 12.
fn half_day(time: &str, word: &str) -> Option<i64> {
    let hour: i64 = time.split(':').next()?.parse().ok()?;
    match (hour, word.to_ascii_uppercase().as_str()) {
        (12, "AM") => Some(-12),
        (1..=11, "PM") => Some(12),
        (1..=12, _) => Some(0),
        _ => None,
    }
}

/// Minutes east of UTC. The names are those of RFC 2822 and of Central Europe, Britain and Japan.
fn offset(zone: &str) -> Option<i64> {
    let upper = zone.to_ascii_uppercase();
    let upper = upper.trim_matches(['[', ']']);
    let hours = match upper {
        "Z" | "UTC" | "GMT" | "UT" | "ZULU" | "Z[UTC" | "Z[GMT" | "ETC/UTC" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "CET" | "BST" => 1,
        "CEST" => 2,
        "JST" => 9,
        _ => {
            let signed = upper.strip_prefix("GMT").or_else(|| upper.strip_prefix("UTC")).unwrap_or(upper);
            let sign = if signed.starts_with('-') { -1 } else { 1 };
            let digits: String = signed.strip_prefix(['+', '-'])?.chars().filter(|c| *c != ':').collect();
            if !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let (hours, minutes) = match digits.len() {
                1 | 2 => (digits.as_str(), "0"),
                4 => digits.split_at_checked(2)?,
                _ => return None,
            };
            return Some(sign * (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?));
        }
    };
    Some(hours * 60)
}

/// Dates of RFC 2822, `date`, .NET, JavaScript: a day, a month by name or number, a year, a time, in any order.
fn dated(words: &[&str]) -> Option<Moment> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut time: Option<&str> = None;
    let mut half: Option<&str> = None;
    let mut zone = None;
    for word in words {
        let word = word.trim_end_matches(',');
        let lower = word.to_ascii_lowercase();
        let number =
            word.trim_end_matches("th").parse::<i64>().ok().filter(|_| word.starts_with(|c: char| c.is_ascii_digit()));
        if word.is_empty() || lower == "at" || is_weekday(&lower) {
        } else if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) && time.is_none() {
            // `9:00:00AM`
            let end = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
            let (clock, suffix) = word.split_at_checked(end)?;
            time = Some(clock);
            match suffix.to_ascii_uppercase().as_str() {
                "" => {}
                "AM" | "PM" => half = Some(suffix),
                _ => zone = Some(offset(suffix)?),
            }
        } else if let Some(number) = number {
            match (day, year) {
                (_, None) if number > 31 && word.len() == 4 => year = Some(number),
                (None, _) if (1..=31).contains(&number) => day = Some(number),
                _ => return None,
            }
        } else if let Some(number) = month_named(&lower) {
            month = Some(number);
        } else if matches!(lower.as_str(), "am" | "pm" | "a.m." | "p.m.") {
            half = Some(if lower.starts_with('a') { "AM" } else { "PM" });
        } else if year.is_none()
            && day.is_none()
            && let Some((d, m, y)) = numeric_date(word)
        {
            (day, month, year) = (Some(d), Some(m), Some(y));
        } else {
            // A JavaScript date names its zone twice; the first states it.
            let minutes = offset(word)?;
            zone = zone.or(Some(minutes));
        }
    }
    let time = time?;
    let shift = match half {
        Some(half) => half_day(time, half)?,
        None => 0,
    };
    let clock = format!(
        "{}{time}{}",
        if time.find(':') == Some(1) { "0" } else { "" },
        if time.matches(':').count() == 1 { ":00" } else { "" }
    );
    let at = Timestamp::parse(&format!("{:04}-{:02}-{:02}T{clock}Z", year?, month?, day?))?;
    Some(placed(at.plus_ms(shift * HOUR_MS), zone))
}

/// Day, month, year of `1/2/2025` (month first, unless the first number is above 12), `2.1.2025`, `02-Jan-2025`.
fn numeric_date(word: &str) -> Option<(i64, i64, i64)> {
    let separator = ['/', '.', '-'].into_iter().find(|separator| word.matches(*separator).count() == 2)?;
    let mut parts = word.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i64>().ok())?;
    let year = digits(year).filter(|_| year.len() == 4)?;
    if let Some(month) = month_named(&second.to_ascii_lowercase()) {
        return Some((digits(first)?, month, year));
    }
    let (first, second) = (digits(first)?, digits(second)?);
    let (day, month) = if separator == '.' || first > 12 { (first, second) } else { (second, first) };
    Some((day, month, year))
}

fn is_weekday(lower: &str) -> bool {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    lower.len() >= 3 && days.iter().any(|day| day.starts_with(lower))
}

fn month_named(lower: &str) -> Option<i64> {
    let months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = if lower == "sept" { "sep" } else { lower };
    let index = months.iter().position(|month| lower.len() >= 3 && month.starts_with(lower))?;
    i64::try_from(index + 1).ok()
}

/// The arguments of Python's `datetime(2025, 1, 2, 9, 0, tzinfo=tzutc())`, as boto3 prints a time.
fn python(inside: &str) -> Option<Moment> {
    let numbers: Vec<i64> = inside.split([',', ')']).map_while(|part| part.trim().parse().ok()).collect();
    let [year, month, day, hour, minute, rest @ ..] = numbers.as_slice() else { return None };
    let second = rest.first().unwrap_or(&0);
    let at = Timestamp::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))?;
    let utc = ["utc", "UTC"].iter().any(|name| inside.contains(name));
    match (utc, inside.contains("tzinfo")) {
        (true, _) => Some(stated(at)),
        (false, false) => Some(Moment { at, zone: Zone::Assumed }),
        (false, true) => None,
    }
}

#[cfg(test)]
mod tests;
