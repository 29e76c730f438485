//! Sets of characters in a pattern.

/// A set of characters.
#[derive(Clone, Debug, Default)]
pub struct Class {
    /// From one character to another, both included.
    pub ranges: Vec<(char, char)>,
    /// `\d` and the like by letter, and whether it is wanted or its opposite.
    pub named: Vec<(char, bool)>,
    /// Whether everything else is meant.
    pub negated: bool,
}

/// `\w`.
pub fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_named(name: char, c: char) -> bool {
    match name {
        'd' => c.is_ascii_digit(),
        'w' => is_word(c),
        's' => c.is_whitespace(),
        'L' => c.is_alphabetic(),
        'U' => c.is_uppercase(),
        'l' => c.is_lowercase(),
        'N' => c.is_numeric(),
        _ => false,
    }
}

impl Class {
    /// The class of one character.
    pub fn of(c: char) -> Self {
        Self { ranges: vec![(c, c)], ..Self::default() }
    }

    /// Whether a character is in it.
    pub fn has(&self, c: char) -> bool {
        let listed = self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c))
            || self.named.iter().any(|(name, wanted)| is_named(*name, c) == *wanted);
        listed != self.negated
    }

    /// The character number `turn` of the class, counted round its members among the usual characters.
    pub fn sample(&self, turn: usize) -> Option<char> {
        let usual = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain(' '..='~');
        let listed = self.ranges.iter().flat_map(|(from, to)| [*from, *to]);
        // A class of the usual kind gives letters in order; others what they list.
        let mut members: Vec<char> = usual.filter(|c| self.has(*c)).collect();
        members.extend(listed.chain(['é', '\n', '語']).filter(|c| self.has(*c)));
        members.get(turn % members.len().max(1)).copied()
    }
}
