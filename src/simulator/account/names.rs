//! Ids and ARNs of resources, in the forms of AWS's patterns.

use super::{Account, Context};
use crate::aws::account::EXAMPLE_ACCOUNT;
use crate::simulator::inference::sampler::{Rng, seed_from};

/// A new id of lower-case letters and digits; the account gives none twice.
pub fn id(account: &mut Account, kind: &str, length: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let number = account.next_id();
    let mut rng = Rng::new(seed_from(number, kind.as_bytes()));
    (0..length)
        .map(|place| {
            // An id begins with a letter, so that it is not taken for a number.
            let bound = if place == 0 { 26 } else { LETTERS.len() };
            LETTERS.get(rng.below(bound)).map_or('a', |letter| char::from(*letter))
        })
        .collect()
}

/// `arn:aws:bedrock:{region}:{account}:{resource}`
pub fn arn(context: &Context, resource: &str) -> String {
    let partition = context.region.partition().as_str();
    format!("arn:{partition}:bedrock:{}:{EXAMPLE_ACCOUNT}:{resource}", context.region.as_str())
}
