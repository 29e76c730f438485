//! A moment, and the two ways AWS writes one.
//!
//! The core never reads a clock: every function that needs the time takes a [`Timestamp`]. Calendar arithmetic is
//! the civil-from-days algorithm (<https://howardhinnant.github.io/date_algorithms.html#civil_from_days>).

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(
    /// Milliseconds since the Unix epoch, UTC, leap seconds not counted.
    pub i64,
);

impl Timestamp {
    /// This moment plus `ms` milliseconds (negative: earlier), saturating.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment.
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// `20250102T030405Z`, as in `x-amz-date`.
    pub fn amz_date(self) -> String {
        let c = self.civil();
        format!("{:04}{:02}{:02}T{:02}{:02}{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }

    /// `20250102`, as in the credential scope.
    pub fn scope_date(self) -> String {
        let c = self.civil();
        format!("{:04}{:02}{:02}", c.year, c.month, c.day)
    }

    /// `2025-01-02`, as people and catalogues write a day.
    pub fn date(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
    }

    /// `2025-01-02T03:04:05Z`.
    pub fn iso8601(self) -> String {
        let c = self.civil();
        format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second)
    }

    /// Reads `20250102T030405Z` or ISO 8601 (`2025-01-02T03:04:05Z`, with optional fraction and `±hh:mm` offset).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = |s: &str| -> Option<i64> {
            (!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok())?
        };
        let (date, clock) = text.split_once(['T', 't', ' '])?;
        let (year, month, day) = match date.len() {
            8 => (digits(date.get(..4)?)?, digits(date.get(4..6)?)?, digits(date.get(6..)?)?),
            10 => {
                let mut parts = date.split('-');
                (digits(parts.next()?)?, digits(parts.next()?)?, digits(parts.next()?)?)
            }
            _ => return None,
        };
        let (clock, offset_minutes) = if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
            (clock, 0)
        } else if let Some(at) = clock.rfind(['+', '-']) {
            let (clock, offset) = clock.split_at_checked(at)?;
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let offset: String = offset.chars().skip(1).filter(|c| *c != ':').collect();
            (clock, sign * (digits(offset.get(..2)?)? * 60 + digits(offset.get(2..4)?)?))
        } else {
            (clock, 0)
        };
        let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let clock: String = clock.chars().filter(|c| *c != ':').collect();
        if clock.len() != 6 {
            return None;
        }
        let (hour, minute, second) = (digits(clock.get(..2)?)?, digits(clock.get(2..4)?)?, digits(clock.get(4..)?)?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let millis: String = fraction.chars().chain("000".chars()).take(3).collect();
        let days = days_from_civil(year, month, day);
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset_minutes * 60;
        Some(Self(seconds * 1_000 + digits(&millis)?))
    }

    fn civil(self) -> Civil {
        let seconds = self.0.div_euclid(1_000);
        let days = seconds.div_euclid(86_400);
        let of_day = seconds.rem_euclid(86_400);
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let mp = (5 * day_of_year + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        Civil {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * mp + 2) / 5 + 1,
            hour: of_day / 3_600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
        }
    }
}

struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads_the_aws_forms() {
        for (ms, amz, iso) in [
            (0, "19700101T000000Z", "1970-01-01T00:00:00Z"),
            (1_735_787_045_000, "20250102T030405Z", "2025-01-02T03:04:05Z"),
            (951_782_400_000, "20000229T000000Z", "2000-02-29T00:00:00Z"),
            (4_107_542_399_000, "21000228T235959Z", "2100-02-28T23:59:59Z"),
        ] {
            assert_eq!(Timestamp(ms).amz_date(), amz);
            assert_eq!(Timestamp(ms).iso8601(), iso);
            assert_eq!(Timestamp::parse(amz), Some(Timestamp(ms)));
            assert_eq!(Timestamp::parse(iso), Some(Timestamp(ms)));
        }
        assert_eq!(Timestamp::parse("2025-01-02T04:04:05.250+01:00"), Some(Timestamp(1_735_787_045_250)));
        for bad in
            ["", "2025", "2025-13-02T00:00:00Z", "2025-01-02T25:00:00Z", "٢٠٢٥-01-02T00:00:00Z", "20250102T0304Z"]
        {
            assert_eq!(Timestamp::parse(bad), None, "{bad}");
        }
    }
}
