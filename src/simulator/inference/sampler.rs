//! Chooses among scored candidates as a model does: temperature, top-k, top-p, and a seeded generator.
//!
//! The generator is `SplitMix64` (<https://prng.di.unimi.it/splitmix64.c>): tiny, well mixed, and the same on every
//! machine. Nothing here reads a clock or the system's randomness, so one seed always gives one answer.

/// A small deterministic generator of random numbers; not for secrets.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A generator that starts from this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 (included) to 1 (excluded).
    pub fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.bits() >> 32).unwrap_or(0)) / 4_294_967_296.0
    }

    /// A whole number from 0 (included) to `end` (excluded); 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        if end == 0 { 0 } else { usize::try_from(self.bits() % end).unwrap_or(0) }
    }
}

/// A seed made from a seed and a text (FNV-1a over the bytes, then mixed), deterministic.
pub fn seed_from(seed: u64, text: &[u8]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for byte in seed.to_le_bytes().iter().chain(text) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    }
    Rng::new(hash).bits()
}

/// The sampling settings. `None` if the request does not set one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sampling {
    /// 0 always takes the best candidate; higher values flatten the odds. `None` counts as 1.
    pub temperature: Option<f64>,
    /// Keeps the likeliest candidates whose probabilities add up to this. `None` counts as 1.
    pub top_p: Option<f64>,
    /// Keeps this many of the likeliest candidates.
    pub top_k: Option<u64>,
}

impl Sampling {
    /// Index of the chosen candidate. Higher scores are likelier; ties keep the earlier one. 0 for an empty list.
    pub fn choose(&self, scores: &[f64], rng: &mut Rng) -> usize {
        let mut order: Vec<(usize, f64)> = scores.iter().copied().enumerate().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let Some(&(best, top)) = order.first() else { return 0 };
        let temperature = self.temperature.unwrap_or(1.0);
        // One number is drawn in any case, so that a setting changes the choice and not the sequence.
        let draw = rng.unit();
        if temperature <= 0.0 || !temperature.is_finite() {
            return best;
        }
        let keep = self.top_k.and_then(|k| usize::try_from(k).ok()).unwrap_or(usize::MAX).max(1);
        order.truncate(keep);
        let weights: Vec<f64> = order.iter().map(|(_, score)| ((score - top) / temperature).exp()).collect();
        let total: f64 = weights.iter().sum();
        let mass = self.top_p.unwrap_or(1.0);
        let mut nucleus = 0;
        let mut sum = 0.0;
        for weight in &weights {
            nucleus += 1;
            sum += weight;
            if sum / total >= mass {
                break;
            }
        }
        let mut left = draw * sum;
        for ((index, _), weight) in order.iter().zip(&weights).take(nucleus) {
            if left < *weight {
                return *index;
            }
            left -= weight;
        }
        best
    }
}

/// Letters and digits for an id.
pub fn letters(rng: &mut Rng, count: usize) -> String {
    // Base 58, without letters that look alike, as in the service's ids.
    let alphabet: Vec<char> = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".chars().collect();
    (0..count).filter_map(|_| alphabet.get(rng.below(alphabet.len())).copied()).collect()
}

/// A random UUID (version 4) from the seed.
pub fn uuid(rng: &mut Rng) -> String {
    let high = (rng.bits() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
    let low = (rng.bits() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    let hex = format!("{high:016x}{low:016x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(sampling: Sampling) -> [usize; 3] {
        let mut rng = Rng::new(7);
        let mut seen = [0; 3];
        for _ in 0..2_000 {
            seen[sampling.choose(&[0.0, -1.0, -2.0], &mut rng)] += 1;
        }
        seen
    }

    #[test]
    fn temperature_zero_always_takes_the_best() {
        assert_eq!(shares(Sampling { temperature: Some(0.0), ..Sampling::default() }), [2_000, 0, 0]);
        assert_eq!(Sampling::default().choose(&[], &mut Rng::new(1)), 0);
    }

    #[test]
    fn a_higher_temperature_flattens_the_odds() {
        let cold = shares(Sampling { temperature: Some(0.2), ..Sampling::default() });
        let warm = shares(Sampling { temperature: Some(1.0), ..Sampling::default() });
        // Softmax of 0, -1, -2 at temperature 1 is 0.665, 0.245, 0.090.
        assert!(cold[0] > 1_950 && warm[0] > 1_260 && warm[0] < 1_400, "{cold:?} {warm:?}");
        assert!(warm[2] > 130 && warm[2] < 230, "{warm:?}");
    }

    #[test]
    fn top_p_and_top_k_cut_the_tail() {
        assert_eq!(shares(Sampling { top_p: Some(0.5), ..Sampling::default() })[1..], [0, 0]);
        assert_eq!(shares(Sampling { top_p: Some(0.9), ..Sampling::default() })[2], 0);
        assert!(shares(Sampling { top_p: Some(0.95), ..Sampling::default() })[2] > 0);
        assert_eq!(shares(Sampling { top_k: Some(1), ..Sampling::default() })[1..], [0, 0]);
    }

    #[test]
    fn one_seed_gives_one_sequence() {
        let draw = |seed| (0..8).map(|_| Rng::new(seed).bits()).collect::<Vec<_>>();
        assert_eq!(draw(3), draw(3));
        assert_ne!(seed_from(1, b"a"), seed_from(2, b"a"));
        assert_ne!(seed_from(1, b"a"), seed_from(1, b"b"));
    }
}
