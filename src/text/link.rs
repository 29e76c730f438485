//! The addresses that a text from outside may link to: `https`, without user information, with a host that is shown as the
//! browser will call it.
//!
//! A host in other letters than ASCII is written in Punycode (<https://www.rfc-editor.org/rfc/rfc3492>), both where it is
//! shown and in the link itself, so the two cannot differ.

use super::outside::reorders;

/// The longest address that becomes a link.
const LONGEST: usize = 2_048;

/// An address that may become a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The address.
    pub href: String,
    /// Its host, and its port where it names one.
    pub host: String,
}

/// Reads an address; `None` for everything that stays text.
pub fn read(address: &str) -> Option<Address> {
    let address = address.trim();
    let (scheme, rest) = address.split_at_checked("https://".len())?;
    let is_odd = |char: char| {
        char.is_control() || char.is_whitespace() || reorders(char) || is_invisible(char) || "\"<>\\`".contains(char)
    };
    if !scheme.eq_ignore_ascii_case("https://") || address.len() > LONGEST || rest.contains(is_odd) {
        return None;
    }
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    let host = authority_of(authority)?;
    Some(Address { href: format!("https://{host}{path}"), host })
}

fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Host and port, as the browser calls them.
fn authority_of(authority: &str) -> Option<String> {
    if authority.starts_with('[') {
        let end = authority.find(']')?;
        let (literal, port) = authority.split_at_checked(end + 1)?;
        let inside = literal.get(1..end)?;
        let is_literal = inside.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.');
        return (is_literal && !inside.is_empty() && is_port(port)).then(|| authority.to_ascii_lowercase());
    }
    let (name, port) = authority.split_at_checked(authority.find(':').unwrap_or(authority.len()))?;
    let labels: Option<Vec<String>> = name.strip_suffix('.').unwrap_or(name).split('.').map(label).collect();
    let labels = labels?;
    let is_number = |label: &String| label.starts_with(|first: char| first.is_ascii_digit());
    // A browser reads `0x7f.1` and `2130706433` as IPv4 addresses: only the usual form shows what is called.
    let is_plain = |label: &String| label.parse::<u8>().is_ok_and(|byte| byte.to_string() == *label);
    if labels.last().is_some_and(is_number) && !(labels.len() == 4 && labels.iter().all(is_plain)) {
        return None;
    }
    is_port(port).then(|| format!("{}{port}", labels.join(".")))
}

/// Nothing, or a colon and a number.
fn is_port(port: &str) -> bool {
    port.is_empty() || port.strip_prefix(':').is_some_and(|digits| digits.parse::<u16>().is_ok())
}

/// One part of a host name, in ASCII.
fn label(label: &str) -> Option<String> {
    let is_fit = |char: char| char.is_alphanumeric() || char == '-' || char == '_';
    if label.is_empty() || !label.chars().all(is_fit) {
        return None;
    }
    if label.is_ascii() {
        return Some(label.to_ascii_lowercase());
    }
    let lower: Vec<char> = label.chars().flat_map(char::to_lowercase).collect();
    Some(format!("xn--{}", punycode(&lower)?))
}

/// The Punycode of a label (RFC 3492 §6.3).
fn punycode(input: &[char]) -> Option<String> {
    const BASE: u32 = 36;
    let mut out: String = input.iter().filter(|char| char.is_ascii()).collect();
    let basic = u32::try_from(out.len()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basic);
    while handled < u32::try_from(input.len()).ok()? {
        let next = input.iter().map(|char| u32::from(*char)).filter(|code| *code >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for code in input.iter().map(|char| u32::from(*char)) {
            if code < n {
                delta = delta.checked_add(1)?;
            }
            if code != n {
                continue;
            }
            let mut rest = delta;
            for k in (BASE..).step_by(BASE as usize) {
                let threshold = k.saturating_sub(bias).clamp(1, 26);
                if rest < threshold {
                    break;
                }
                out.push(digit(threshold + (rest - threshold) % (BASE - threshold)));
                rest = (rest - threshold) / (BASE - threshold);
            }
            out.push(digit(rest));
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            handled += 1;
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(out)
}

fn digit(value: u32) -> char {
    let value = u8::try_from(value).unwrap_or(0);
    char::from(if value < 26 { b'a' + value } else { b'0' + value - 26 })
}

fn adapted(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_shows_the_host_that_is_called() {
        for (address, host, href) in [
            ("https://example.com", "example.com", "https://example.com"),
            ("HTTPS://Example.COM:8443/A?b#c", "example.com:8443", "https://example.com:8443/A?b#c"),
            (
                "https://en.wikipedia.org/wiki/Ångström's",
                "en.wikipedia.org",
                "https://en.wikipedia.org/wiki/Ångström's",
            ),
            ("https://bücher.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example/"),
            // The first letter is Cyrillic.
            ("https://аpple.com/", "xn--pple-43d.com", "https://xn--pple-43d.com/"),
            (
                "https://他们为什么不说中文.example",
                "xn--ihqwcrb4cv8a8dqg056pqjye.example",
                "https://xn--ihqwcrb4cv8a8dqg056pqjye.example",
            ),
            ("https://127.0.0.1/", "127.0.0.1", "https://127.0.0.1/"),
            ("https://[::1]:1/", "[::1]:1", "https://[::1]:1/"),
        ] {
            assert_eq!(read(address), Some(Address { href: href.to_owned(), host: host.to_owned() }), "{address}");
        }
    }

    #[test]
    fn everything_else_stays_text() {
        for address in [
            "http://example.com",
            "http://127.0.0.1",
            "mailto:a@example.com",
            "javascript:alert(1)",
            "https://user:pass@host.example/",
            "https://user@host.example/",
            "https://example.com\\@evil.example",
            "https://exa\"mple.com/",
            "https://example.com/\" onclick=",
            "https://\u{202e}moc.elpmaxe/",
            "https://example.com/\u{202e}gpj.exe",
            "https://exam\u{ad}ple.com/",
            "https://example.com:99999/",
            "https://example%2ecom/",
            "https://a..b/",
            "https://",
            "https:///path",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.0.0.01/",
            "https://[::1/",
            "https://ex ample.com",
        ] {
            assert_eq!(read(address), None, "{address}");
        }
        assert_eq!(read(&format!("https://e.example/{}", "a".repeat(LONGEST))), None);
    }
}
