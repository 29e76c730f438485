//! The address of a step of a lesson: `#lesson=a1&step=3`, with the code of a class perhaps.

/// A place in the lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The lesson's name.
    pub lesson: String,
    /// The step, from 0; the first if the address names none.
    pub step: usize,
    /// The code of the class; empty for none.
    pub class: String,
}

/// The most characters of a class code.
const LONGEST_CODE: usize = 16;

impl Address {
    /// A step of a lesson.
    pub fn new(lesson: &str, step: usize) -> Self {
        Self { lesson: lesson.to_owned(), step, class: String::new() }
    }

    /// Reads a fragment, with its `#`; `None` if it names no lesson.
    pub fn parse(fragment: &str) -> Option<Self> {
        let mut address = Self::default();
        for pair in fragment.strip_prefix('#')?.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "lesson" => value.clone_into(&mut address.lesson),
                // People count from 1.
                "step" => address.step = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                "class" => address.class = class_code(value),
                _ => {}
            }
        }
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
        };
        is_name(&address.lesson).then_some(address)
    }

    /// The fragment, with its `#`.
    pub fn fragment(&self) -> String {
        let class = if self.class.is_empty() { String::new() } else { format!("&class={}", self.class) };
        format!("#lesson={}&step={}{class}", self.lesson, self.step + 1)
    }
}

/// A class code as it is kept: letters and digits, capitals.
pub fn class_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_CODE).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written() {
        let address = |lesson: &str, step, class: &str| {
            Some(Address { lesson: lesson.to_owned(), step, class: class.to_owned() })
        };
        for (fragment, expected) in [
            ("#lesson=a1&step=3", address("a1", 2, "")),
            ("#lesson=a1", address("a1", 0, "")),
            ("#lesson=a1&step=0", address("a1", 0, "")),
            ("#lesson=a1&step=x", address("a1", 0, "")),
            ("#lesson=acme-a1&step=2&class=k7qf", address("acme-a1", 1, "K7QF")),
            ("#lesson=a1&class=%3Cb%3E", address("a1", 0, "3CB3E")),
            ("#step=3&lesson=a1&more=1", address("a1", 2, "")),
            ("#lesson=", None),
            ("#lesson=<b>", None),
            ("#lessons", None),
            ("lesson=a1", None),
            ("", None),
        ] {
            assert_eq!(Address::parse(fragment), expected, "{fragment}");
        }
        for address in [Address::new("a1", 2), Address { class: "K7QF".to_owned(), ..Address::new("e3", 0) }] {
            assert_eq!(Address::parse(&address.fragment()), Some(address));
        }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        assert_eq!(class_code(" k7-qf "), "K7QF");
        assert_eq!(class_code(&"a".repeat(90)).len(), LONGEST_CODE);
    }
}
