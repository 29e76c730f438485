//! Pictures: what a family's body asks for, drawn as layers of rock and encoded as the file that was asked for.
//!
//! Nothing here knows what anything looks like. A prompt and a seed decide colours and waves, a given picture is kept,
//! mixed or masked as its task says, and every picture carries the word SIMULATED in its pixels and in its file.

pub mod amazon;
pub mod bitmap;
pub mod edit;
pub mod filter;
pub mod lettering;
pub mod stability;
pub mod strata;

use super::Invoked;
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;
use crate::simulator::fault::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bitmap::Bitmap;
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

/// The file format of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Png,
    Jpeg,
}

/// The file, marked, in base64.
fn encoded(mut picture: Bitmap, seed: u64, wanted: Wanted) -> String {
    lettering::mark(&mut picture, seed);
    base64_of(&match wanted {
        Wanted::Png => picture.png(),
        Wanted::Jpeg => picture.jpeg(),
    })
}

fn base64_of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The picture, made smaller where a side is longer than this.
fn within(picture: Bitmap, longest: usize) -> Bitmap {
    let side = picture.width.max(picture.height);
    if side <= longest {
        return picture;
    }
    picture.scaled((picture.width * longest / side).max(1), (picture.height * longest / side).max(1))
}

/// A string of a body; empty when there is none.
fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.get(name).and_then(Value::as_str).unwrap_or_default()
}
