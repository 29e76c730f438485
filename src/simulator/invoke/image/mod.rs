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
use crate::bedrock::family::Family;
use crate::simulator::fault::Fault;
use crate::simulator::invoke::answered::Invoked;
use serde_json::Value;

/// Answers a call of an image model; the seed is for requests that set none.
pub fn draw(body: &Value, family: Family, model: &Model, seed: u64) -> Result<Invoked, Fault> {
    match family {
        Family::NovaCanvas | Family::TitanImage => amazon::draw(body, family, seed),
        Family::StabilityImage => stability::draw(body, model, seed),
        Family::StabilityXl => stability::draw_xl(body, seed),
        other => Err(Fault::validation(format!(
            "This simulator does not speak the native body of the {} family. It draws with Stable Diffusion, Stable Image \
             Core and Ultra, Nova Canvas and Titan Image.",
            other.name()
        ))),
    }
}
