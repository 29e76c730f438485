//! Chooses the file that reads a family's native body and writes its answers.

use super::{Called, Event, chat, chat_answer, claude, claude_answer, cohere, nova, pegasus, prompt, titan};
use crate::bedrock::family::{Body, Family};
use crate::simulator::fault::Fault;
use crate::simulator::inference::answer::Answer;
use crate::simulator::inference::request::Request;
use serde_json::Value;

/// Reads a native body.
pub fn read(family: Family, body: &Value, called: Called<'_>) -> Result<Request, Fault> {
    let model = called.model;
    match family.body() {
        Body::Claude => claude::read(body, model),
        Body::Nova => nova::read(body, model),
        Body::Prompt(dialect) => prompt::read(dialect, body, model),
        Body::Chat(dialect) => chat::read(dialect, body, called),
        Body::CohereR => cohere::read(body, model),
        Body::TitanText => titan::read(body, model),
        Body::Unwritten if family == Family::Pegasus => pegasus::read(body, model),
        Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => Err(unsupported(family)),
    }
}

/// Writes a native answer.
pub fn whole(family: Family, answer: &Answer<'_>) -> Result<Value, Fault> {
    let mut whole = match family.body() {
        Body::Claude => claude_answer::whole(answer),
        Body::Nova => nova::whole(answer),
        Body::Prompt(dialect) => prompt::whole(dialect, answer),
        Body::Chat(dialect) => chat_answer::whole(dialect, answer),
        Body::CohereR => cohere::whole(answer),
        Body::TitanText => titan::whole(answer),
        Body::Unwritten if family == Family::Pegasus => pegasus::whole(answer),
        Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => return Err(unsupported(family)),
    };
    if let Some(verdict) = &answer.verdict {
        verdict.mark_native(&mut whole);
    }
    Ok(whole)
}

/// Writes the events of a native stream; the last one carries the invocation metrics.
pub fn events(family: Family, answer: &Answer<'_>) -> Result<Vec<Event>, Fault> {
    let mut events = match family.body() {
        Body::Claude => claude_answer::events(answer),
        Body::Nova => nova::events(answer),
        Body::Prompt(dialect) => prompt::events(dialect, answer),
        Body::Chat(dialect) => chat_answer::events(dialect, answer),
        Body::CohereR => cohere::events(answer),
        Body::TitanText => titan::events(answer),
        Body::Unwritten if family == Family::Pegasus => pegasus::events(answer),
        Body::Embedding(_) | Body::Image(_) | Body::Rerank(_) | Body::Unwritten => return Err(unsupported(family)),
    };
    if let Some(last) = events.last_mut().map(|event| &mut event.payload) {
        if let Some(verdict) = &answer.verdict {
            verdict.mark_native(last);
        }
        let completion = &answer.completion;
        let mut metrics = serde_json::json!({
            "inputTokenCount": completion.plain_input_tokens(),
            "outputTokenCount": completion.output_tokens,
            "invocationLatency": answer.latency_ms,
            "firstByteLatency": answer.first_byte_ms,
        });
        if let (true, Some(metrics)) = (completion.cached.points > 0, metrics.as_object_mut()) {
            metrics.insert("cacheReadInputTokenCount".to_owned(), completion.cached.read.into());
            metrics.insert("cacheWriteInputTokenCount".to_owned(), completion.cached.write.into());
        }
        if let Some(last) = last.as_object_mut() {
            last.insert("amazon-bedrock-invocationMetrics".to_owned(), metrics);
        }
    }
    Ok(events)
}

fn unsupported(family: Family) -> Fault {
    Fault::validation(format!(
        "This simulator does not support the native body of the {} family, only text families that take messages or a prompt.",
        family.name()
    ))
}
