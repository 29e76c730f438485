//! Makes inputs that are almost valid: a valid input that is cut, doubled, has flipped bits, or has words of the format
//! in the wrong place. The same seed gives the same inputs.

/// The longest input: longer than the readers' own limits on small items, short enough for many runs.
const LONGEST: usize = 64 * 1024;

/// Generates inputs from a seed.
#[derive(Debug)]
pub struct Generator {
    state: u64,
}

impl Generator {
    /// A generator that starts from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed | 1 }
    }

    /// The next number (xorshift64*).
    pub fn number(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(1).max(1);
        usize::try_from(self.number() % limit).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        const BOUNDARY: [u8; 10] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'\\', b'{', b'[', b'%'];
        let any = u8::try_from(self.number() & 0xff).unwrap_or(0);
        if self.below(3) == 0 { BOUNDARY.get(self.below(BOUNDARY.len())).copied().unwrap_or(any) } else { any }
    }

    /// An input: one of the seeds, changed up to five times; one in twenty is noise only.
    pub fn input(&mut self, seeds: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
        if self.below(20) == 0 {
            let length = self.below(300);
            return (0..length).map(|_| self.byte()).collect();
        }
        let mut input = seeds.get(self.below(seeds.len())).cloned().unwrap_or_default();
        for _ in 0..self.below(6) {
            self.change(&mut input, seeds, words);
        }
        input.truncate(LONGEST);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[&str]) {
        let at = self.below(input.len() + 1);
        let length = self.below(input.len().saturating_sub(at).min(64) + 1);
        let end = (at + length).min(input.len());
        match self.below(9) {
            0 => {
                let bit = 1_u8 << self.below(8);
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= bit;
                }
            }
            1 => {
                let new = self.byte();
                if let Some(byte) = input.get_mut(at) {
                    *byte = new;
                }
            }
            2 => {
                input.drain(at..end);
            }
            3 => input.truncate(at),
            4 => {
                let again = input.get(at..end).unwrap_or_default().repeat(1 + self.below(40));
                input.splice(at..at, again);
            }
            5 => {
                let word = words.get(self.below(words.len())).copied().unwrap_or_default();
                input.splice(at..at, word.bytes());
            }
            6 => {
                let word = words.get(self.below(words.len())).copied().unwrap_or_default();
                input.splice(at..end, word.bytes());
            }
            7 => {
                let other = seeds.get(self.below(seeds.len())).cloned().unwrap_or_default();
                let from = self.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(other.get(from..).unwrap_or_default());
            }
            _ => {
                let noise: Vec<u8> = (0..self.below(16)).map(|_| self.byte()).collect();
                input.splice(at..at, noise);
            }
        }
        input.truncate(LONGEST);
    }
}
