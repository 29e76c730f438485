//! Client request tokens: the same token again gives the first answer, and creates nothing.
//!
//! The service model says that a repeated token makes the service ignore the request without an error.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answered, Context};
use crate::simulator::fault::Fault;

/// How many tokens are kept; the oldest are forgotten.
const MOST: usize = 1_000;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tokens(Vec<Kept>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    region: String,
    operation: String,
    token: String,
    output: Value,
}

fn token(input: &Value) -> Option<&str> {
    ["clientRequestToken", "clientToken"].iter().find_map(|name| input.get(name)?.as_str())
}

impl Tokens {
    /// The answer that this token already got.
    pub(super) fn answer(&self, operation: &str, input: &Value, context: &Context) -> Option<Result<Answered, Fault>> {
        let token = token(input)?;
        let same =
            |kept: &&Kept| kept.operation == operation && kept.token == token && kept.region == context.region.as_str();
        self.0.iter().find(same).map(|kept| Ok(Answered::Output(kept.output.clone())))
    }

    pub(super) fn keep(&mut self, operation: &str, input: &Value, context: &Context, answered: &Answered) {
        if let (Some(token), Answered::Output(output)) = (token(input), answered) {
            self.0.push(Kept {
                region: context.region.as_str().to_owned(),
                operation: operation.to_owned(),
                token: token.to_owned(),
                output: output.clone(),
            });
            let excess = self.0.len().saturating_sub(MOST);
            self.0.drain(..excess);
        }
    }
}
