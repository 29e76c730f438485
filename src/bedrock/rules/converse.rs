//! Everything that Converse refuses in a body for a model, beyond the service model.

use serde_json::Value;

use super::turns::{self, Turn};
use super::{Breach, Place, claude, generation, names, tools};
use crate::bedrock::catalogue::Model;
use crate::bedrock::family::Family;

/// The broken rules of a Converse body, those of Bedrock first.
pub fn breaches(body: &Value, model: &Model) -> Vec<Breach> {
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let turns = turns::of_messages(messages);
    let mut found = for_any_model(body);
    found.extend(tools::mixed(&turns, model));
    found.extend(tools::choice(body, model));
    found.extend(stop_sequences(body, model));
    found.extend(ending(&turns, model));
    if model.family() == Some(Family::Claude) {
        let thinks = claude::thinks(body.pointer("/additionalModelRequestFields/thinking"));
        found.extend(claude::conversation(&turns, thinks));
        found.extend(claude::cache_points(body));
    }
    found
}

/// The broken rules of a Converse body that hold for every model.
pub fn for_any_model(body: &Value) -> Vec<Breach> {
    let messages = body.get("messages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found = names::objects(body);
    found.extend(names::documents(messages));
    found.extend(tools::pairs(&turns::of_messages(messages), tools::HasTools::of(body)));
    found
}

/// Stop sequences: Qwen takes none in Converse (continuedev/continue#2553), Nova at most four (its schema).
fn stop_sequences(body: &Value, model: &Model) -> Option<Breach> {
    let count = body.pointer("/inferenceConfig/stopSequences").and_then(Value::as_array).map_or(0, Vec::len);
    if model.id.starts_with("qwen.") && count > 0 {
        return Some(Breach::bedrock(
            Place::StopSequences,
            "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
        ));
    }
    (model.family() == Some(Family::Nova) && count > NOVA_STOP_SEQUENCES).then(|| {
        Breach::model(
            Place::StopSequences,
            format!(
                "Malformed input request: #/inferenceConfig/stopSequences: expected maximum item count: \
                 {NOVA_STOP_SEQUENCES}, found: {count}, please reformat your input and try again."
            ),
        )
    })
}

/// Most stop sequences of Nova (its request schema).
pub const NOVA_STOP_SEQUENCES: usize = 4;

/// A conversation that ends with the assistant, for a model that does not continue it; white space at its end.
fn ending(turns: &[Turn<'_>], model: &Model) -> Option<Breach> {
    if model.family() == Some(Family::Claude) {
        return claude::ending(turns, model);
    }
    let at = turns.len().checked_sub(1)?;
    (turns.last()?.assistant && !generation::continues_an_answer(model)).then(|| {
        // Seen with Llama 3 (i-am-bee/beeai-framework#753).
        Breach::bedrock(
            Place::Message(at),
            "The model that you are using requires the last turn in the conversation to be a user message. Add a user \
             message to the conversation and try again.",
        )
    })
}
