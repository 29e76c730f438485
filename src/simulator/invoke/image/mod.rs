//! Pictures: what a family's body asks for, drawn as layers of rock and encoded as the file that was asked for.
//!
//! Nothing here knows what anything looks like. A prompt and a seed decide colours and waves, a given picture is kept,
//! mixed or masked as its task says, and every picture carries the word SIMULATED in its pixels and in its file.

pub mod amazon;
pub mod bitmap;
pub mod edit;
pub mod file;
pub mod filter;
pub mod lettering;
pub mod stability;
pub mod strata;

use crate::bedrock::catalogue::Model;
use crate::bedrock::family::ImageDialect;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::Value;

/// Answers a call of an image model; the seed is for requests that set none.
pub fn draw(body: &Value, dialect: ImageDialect, model: &Model, seed: u64) -> Result<Invoked, Fault> {
    match dialect {
        ImageDialect::NovaCanvas | ImageDialect::Titan => amazon::draw(body, dialect, seed),
        ImageDialect::Stability => stability::draw(body, model, seed),
        ImageDialect::StabilityXl => stability::draw_xl(body, seed),
    }
}
