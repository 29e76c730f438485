//! `bedrock-agent-runtime` and the reads of `bedrock-agent`: one knowledge base, one agent, one prompt and one flow, which
//! every account has in every region.
//!
//! The passages are ours, and so are the means by which questions are answered: distances of vectors and shared words.
//! What the agent or the flow retrieves is what `Retrieve` gives. Agents and flows are "Classic" on AWS: they were closed
//! to new customers on 30 July 2026.

mod agent;
mod filter;
mod flow;
mod generate;
mod library;
pub mod names;
mod rag;
mod records;
mod rerank;
pub mod resources;
mod retrieve;
pub mod scene;
pub mod sessions;

#[cfg(test)]
mod tests;

use serde_json::Value;

use self::scene::Scene;
use super::Outcome;

/// The service whose operations [`play`] plays.
pub const SERVICE: &str = "bedrock-agent-runtime";

/// Plays an operation of [`SERVICE`]; `None` for one that is not played.
pub fn play(scene: &Scene<'_>, operation: &str, input: &Value) -> Outcome {
    Some(match operation {
        "Retrieve" => retrieve::retrieve(scene, input),
        "RetrieveAndGenerate" => rag::whole(scene, input),
        "RetrieveAndGenerateStream" => rag::stream(scene, input),
        "Rerank" => rerank::answer(scene, input),
        "InvokeAgent" => agent::invoke(scene, input),
        "InvokeInlineAgent" => agent::invoke_inline(scene, input),
        "GetAgentMemory" => agent::memory::get(scene, input),
        "DeleteAgentMemory" => agent::memory::delete(scene, input),
        "InvokeFlow" => flow::invoke(scene, input),
        _ => return records::play(scene, operation, input),
    })
}
