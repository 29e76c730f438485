//! Numbers, sizes and times as short text.

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
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub fn bytes(value: usize) -> String {
    match value {
        0..1_000 => format!("{value} B"),
        1_000..1_000_000 => format!("{:.1} kB", value as f64 / 1_000.0),
        _ => format!("{:.1} MB", value as f64 / 1_000_000.0),
    }
}

/// A duration: `926 ms`, `1.93 s`, `2 min 05 s`.
#[expect(clippy::cast_precision_loss, reason = "two decimals are shown")]
pub fn duration_ms(ms: i64) -> String {
    let ms = ms.max(0);
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..60_000 => format!("{:.2} s", ms as f64 / 1_000.0),
        _ => format!("{} min {:02} s", ms / 60_000, ms / 1_000 % 60),
    }
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
    fn writes_short_forms() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "token"), "1 token");
        assert_eq!(count(2_000, "token"), "2,000 tokens");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_500), "1.5 kB");
        assert_eq!(bytes(3_200_000), "3.2 MB");
        assert_eq!(duration_ms(-5), "0 ms");
        assert_eq!(duration_ms(1_930), "1.93 s");
        assert_eq!(duration_ms(125_000), "2 min 05 s");
        assert_eq!(countdown_ms(3_547_000), "59:07");
        assert_eq!(countdown_ms(43_140_000), "11:59:00");
        assert_eq!(countdown_ms(-1), "0:00");
    }
}
