//! Numbers, sizes and times as short text, and decimal numbers read from text.
//!
//! Nothing here reads or prints a float by the standard library: its exact conversions weigh 20 kB in the page's first
//! load. The reader of `serde_json`, which is there anyway, and whole numbers do the same work for what a person types.

use serde_json::Value;

/// `0`, `512`, `1,234,567`.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 token`, `2 tokens`.
pub fn count(value: u64, singular: &str) -> String {
    if value == 1 { format!("1 {singular}") } else { format!("{} {singular}s", grouped(value)) }
}

/// A size in bytes: `323 B`, `1.5 kB`, `3.2 MB` (powers of 1,000).
pub fn bytes(value: usize) -> String {
    let tenths = |unit: usize| {
        let rounded = value.saturating_add(unit / 20) / (unit / 10);
        format!("{}.{}", rounded / 10, rounded % 10)
    };
    match value {
        0..1_000 => format!("{value} B"),
        1_000..999_950 => tenths(1_000) + " kB",
        _ => tenths(1_000_000) + " MB",
    }
}

/// A duration: `926 ms`, `1.93 s`, `2 min 05 s`.
pub fn duration_ms(ms: i64) -> String {
    let ms = ms.max(0);
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..59_995 => {
            let hundredths = (ms + 5) / 10;
            format!("{}.{:02} s", hundredths / 100, hundredths % 100)
        }
        _ => {
            let seconds = (ms + 500) / 1_000;
            format!("{} min {:02} s", seconds / 60, seconds % 60)
        }
    }
}

/// A decimal number as a person types it: `0.3`, `.5`, `5.`, `+1`, `007`, `1e-3`. `None` for anything else, also for a
/// number that a 64-bit float cannot hold.
pub fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, "0"), |(before, after)| (before, after));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    serde_json::from_str::<Value>(&format!("{sign}{whole}.{fraction}e{exponent}")).ok()?.as_f64()
}

/// A number with as many decimals, rounded half away from zero: `fixed(0.305, 2)` is `0.31`. For numbers of everyday size:
/// what no 64-bit integer holds is cut to it.
#[expect(clippy::cast_possible_truncation, reason = "documented: cut to what an integer holds")]
pub fn fixed(value: f64, decimals: u32) -> String {
    let unit = 10_i64.pow(decimals);
    #[expect(clippy::cast_precision_loss, reason = "a power of ten is exact")]
    let scaled = (value * unit as f64).round() as i64;
    let sign = if scaled < 0 { "-" } else { "" };
    let scaled = scaled.unsigned_abs();
    let unit = unit.unsigned_abs();
    match decimals {
        0 => format!("{sign}{scaled}"),
        _ => format!("{sign}{}.{:0width$}", scaled / unit, scaled % unit, width = decimals as usize),
    }
}

/// The value, or the nearer end of the range. Unlike `f64::clamp` it has no message that prints floats, whose code would be in the first load.
pub fn within(value: f64, least: f64, most: f64) -> f64 {
    value.max(least).min(most)
}

/// A number with at most two decimals and no zeros at its end: `0.3`, `1`.
pub fn trimmed(value: f64) -> String {
    let text = fixed(value, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A countdown: `59:07`, `11:59:00`; `0:00` at the end.
pub fn countdown_ms(ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    if seconds >= 3_600 {
        format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_decimals_as_the_standard_library_does() {
        for text in [
            "0",
            "0.3",
            ".5",
            "5.",
            "+1",
            "-0.25",
            "007",
            "1e-3",
            "1E3",
            "2.5e+2",
            " 0.7 ",
            "-0",
            "0.1234567890123",
            "512",
            "999999999999999",
            "1e22",
            "123456.789",
        ] {
            assert_eq!(decimal(text), text.trim().parse::<f64>().ok(), "{text}");
        }
        // Every number with up to three decimals that a slider or a person would give.
        for thousandths in 0..20_000 {
            let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            assert_eq!(decimal(&text), text.parse().ok(), "{text}");
        }
        for bad in
            ["", ".", "-", "+", "--1", "0,3", "NaN", "inf", "1e999", "1e", "e3", "1.2.3", "1 2", "0x10", "1_000", "١"]
        {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }

    #[test]
    fn prints_decimals() {
        for (value, decimals, text) in [
            (0.0, 2, "0.00"),
            (0.3, 1, "0.3"),
            (1.005, 0, "1"),
            (-0.25, 2, "-0.25"),
            (99.95, 1, "100.0"),
            (0.07, 2, "0.07"),
        ] {
            assert_eq!(fixed(value, decimals), text);
        }
        assert_eq!(fixed(-0.001, 2), "0.00");
        for (value, text) in [(0.3, "0.3"), (1.0, "1"), (0.25, "0.25"), (100.0, "100"), (0.1 + 0.2, "0.3"), (0.0, "0")]
        {
            assert_eq!(trimmed(value), text);
        }
    }

    #[test]
    fn writes_short_forms() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "token"), "1 token");
        assert_eq!(count(2_000, "token"), "2,000 tokens");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_500), "1.5 kB");
        assert_eq!(bytes(3_200_000), "3.2 MB");
        assert_eq!(bytes(999_949), "999.9 kB");
        assert_eq!(bytes(999_950), "1.0 MB");
        assert_eq!(bytes(usize::MAX).split('.').count(), 2);
        assert_eq!(duration_ms(-5), "0 ms");
        assert_eq!(duration_ms(1_930), "1.93 s");
        assert_eq!(duration_ms(59_994), "59.99 s");
        assert_eq!(duration_ms(59_995), "1 min 00 s");
        assert_eq!(duration_ms(125_000), "2 min 05 s");
        assert_eq!(countdown_ms(3_547_000), "59:07");
        assert_eq!(countdown_ms(43_140_000), "11:59:00");
        assert_eq!(countdown_ms(-1), "0:00");
    }
}
