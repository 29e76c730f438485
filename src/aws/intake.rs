//! How much of one response is received, and when the page gets a turn in between.
//!
//! An endpoint may send without end, or a few hundred bytes that decompress to gigabytes. So the bytes are counted as they
//! arrive, after decompression, and the call ends at its limit; what arrived is kept. Between pieces of work the page handles
//! keys and clicks, so that a stop is never far away, however fast the endpoint sends.

/// The limits that a person can choose, in bytes.
pub const LIMITS: [usize; 3] = [16_000_000, 64_000_000, 256_000_000];
/// The limit where nobody chose one: more than the largest answer of Bedrock, five images in base64.
pub const USUAL: usize = 64_000_000;
/// The most bytes that are handled as one piece.
pub const PIECE: usize = 64 * 1_024;
/// What a chunk costs besides its bytes.
const CHUNK_COST: usize = 1_024;
/// How much work the page does in one turn: a few milliseconds.
const TURN: usize = 128 * 1_024;

/// The next larger limit.
pub fn larger(limit: usize) -> Option<usize> {
    LIMITS.into_iter().find(|larger| *larger > limit)
}

/// What is left of the limit of one response, and the work since the page's last turn.
#[derive(Clone, Copy, Debug)]
pub struct Intake {
    left: usize,
    work: usize,
}

impl Intake {
    /// A response of at most this many bytes.
    pub fn new(limit: usize) -> Self {
        Self { left: limit, work: 0 }
    }

    /// Counts a chunk, and returns how many of its bytes are within the limit.
    pub fn take(&mut self, bytes: usize) -> usize {
        let fit = bytes.min(self.left);
        self.left -= fit;
        self.work = self.work.saturating_add(bytes).saturating_add(CHUNK_COST);
        fit
    }

    /// Whether the page must have a turn now; the count begins anew.
    pub fn is_turn_due(&mut self) -> bool {
        let due = self.work >= TURN;
        if due {
            self.work = 0;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes taken, and the number of turns, of endless chunks of this size.
    fn endless(limit: usize, chunk: usize) -> (usize, usize) {
        let mut intake = Intake::new(limit);
        let (mut taken, mut turns) = (0, 0);
        loop {
            let fit = intake.take(chunk);
            taken += fit;
            turns += usize::from(intake.is_turn_due());
            if fit < chunk {
                return (taken, turns);
            }
        }
    }

    #[test]
    fn a_response_without_end_ends_at_its_limit() {
        for chunk in [1, 100, PIECE, 3_000_000] {
            assert_eq!(endless(1_000_000, chunk).0, 1_000_000, "{chunk}");
        }
        assert_eq!(Intake::new(5).take(5), 5, "the limit itself fits");
    }

    #[test]
    fn the_page_has_a_turn_after_a_bounded_amount_of_work() {
        for chunk in [1, 100, 1_000, PIECE] {
            let mut intake = Intake::new(usize::MAX);
            let mut since = 0;
            for _ in 0..1_000 {
                intake.take(chunk);
                since += 1;
                if intake.is_turn_due() {
                    assert!(since <= 128 && since * chunk <= 2 * TURN, "{since} chunks of {chunk}");
                    since = 0;
                }
            }
        }
    }

    #[test]
    fn there_is_a_larger_limit_until_the_last() {
        assert!(LIMITS.contains(&USUAL) && LIMITS.is_sorted());
        assert_eq!((larger(USUAL), larger(256_000_000)), (Some(256_000_000), None));
    }
}
