//! Pictures: draws layers of rock for a request, and encodes them as a file.
//!
//! The simulator does not know what anything looks like. The prompt and the seed decide colours and waves; the task
//! decides how an input picture is masked or mixed; and every picture has the word SIMULATED in its pixels and in its
//! file.

pub mod amazon;
pub mod bitmap;
pub mod edit;
pub mod file;
pub mod filter;
pub mod lettering;
pub mod service;
pub mod stability;
pub mod strata;

use crate::bedrock::catalogue::Model;
use crate::bedrock::family::ImageDialect;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::Value;

/// Answers a call of an image model; `seed` is used if the request sets none.
pub fn draw(body: &Value, dialect: ImageDialect, model: &Model, seed: u64) -> Result<Invoked, Fault> {
    match dialect {
        ImageDialect::NovaCanvas | ImageDialect::Titan => amazon::draw(body, dialect, seed),
        ImageDialect::Stability => stability::draw(body, model, seed),
        ImageDialect::StabilityXl => stability::draw_xl(body, seed),
    }
}
