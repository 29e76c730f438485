//! `RetrieveAndGenerate` and its stream: what was retrieved, and an answer that cites it.
//!
//! A session is made by the service, not by the caller; it ends when it is not used for 24 hours. A question that points
//! back ("and its cost?") is read together with the question before it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::generate::{self, Cites, Generated, Source};
use super::library;
use super::names::BUCKET;
use super::retrieve::{self, Hit};
use super::scene::{Guarded, Scene, guarded, text};
use super::sessions::{MOST, Questions};
use crate::simulator::account::Answered;
use crate::simulator::account::clock::HOUR_MS;
use crate::simulator::fault::Fault;
use crate::simulator::guard::{Effect, Side};
use crate::simulator::inference::sampler::{Rng, seed_from, uuid};
use crate::simulator::inference::tokens;
use crate::simulator::writer::question::points_back;

/// How long an unused session lives.
const SESSION_MS: i64 = 24 * HOUR_MS;
/// The tokens of one event of the stream.
const PIECES: usize = 8;

/// An answer with what belongs to it.
struct Reply {
    session: String,
    generated: Generated,
    cites: Cites,
    /// What the guardrail did, if there is one.
    action: Option<&'static str>,
}

/// `RetrieveAndGenerate`.
///
/// # Errors
/// The service's refusal.
pub fn whole(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let reply = reply(scene, input)?;
    let citations = match reply.cites {
        Cites::Yes => reply.generated.citations(),
        Cites::No => Vec::new(),
    };
    let mut output =
        json!({ "sessionId": reply.session, "output": { "text": reply.generated.text }, "citations": citations });
    if let (Some(action), Some(members)) = (reply.action, output.as_object_mut()) {
        members.insert("guardrailAction".to_owned(), json!(action));
    }
    Ok(Answered::Output(output))
}

/// `RetrieveAndGenerateStream`: the text in pieces, and after each part of it its citation.
///
/// # Errors
/// The service's refusal.
pub fn stream(scene: &Scene<'_>, input: &Value) -> Result<Answered, Fault> {
    let reply = reply(scene, input)?;
    let mut events = Vec::new();
    let mut sent = 0;
    for part in &reply.generated.parts {
        let end = part.start + part.text.chars().count();
        let text: String = reply.generated.text.chars().skip(sent).take(end.saturating_sub(sent)).collect();
        sent = end;
        for pieces in tokens::pieces(&text).chunks(PIECES) {
            events.push(("output", json!({ "text": pieces.concat() })));
        }
        if reply.cites == Cites::Yes {
            events.push(("citation", part.citation()));
        }
    }
    events.extend(reply.action.map(|action| ("guardrail", json!({ "action": action }))));
    Ok(Answered::Stream { head: json!({ "sessionId": reply.session }), events })
}

fn reply(scene: &Scene<'_>, input: &Value) -> Result<Reply, Fault> {
    let question = text(input, "/input/text");
    if question.trim().is_empty() {
        return Err(Fault::validation("The input has no text."));
    }
    let configuration = input.get("retrieveAndGenerateConfiguration").unwrap_or(&Value::Null);
    let member = match text(configuration, "/type") {
        "EXTERNAL_SOURCES" => "externalSourcesConfiguration",
        _ => "knowledgeBaseConfiguration",
    };
    let Some(own) = configuration.get(member) else {
        return Err(Fault::validation(format!(
            "retrieveAndGenerateConfiguration needs {member} for the type {}.",
            match text(configuration, "/type") {
                "" => "KNOWLEDGE_BASE",
                kind => kind,
            }
        )));
    };
    if member == "knowledgeBaseConfiguration" {
        retrieve::known(scene, text(own, "/knowledgeBaseId"))?;
    }
    scene.writer(text(own, "/modelArn"))?;
    let generation = own.get("generationConfiguration").unwrap_or(&Value::Null);
    let guard = scene.guard(generation.get("guardrailConfiguration"))?;
    let (session, before) = session(scene, text(input, "/sessionId"))?;

    let checked = guard.as_ref().map(|guard| guarded(guard, Side::Input, question, &[], question));
    if let Some(Guarded { effect: Effect::Blocked, text, .. }) = &checked {
        keep(scene, &session, question);
        let generated = Generated::plain(text);
        return Ok(Reply { session, generated, cites: Cites::Yes, action: Some("INTERVENED") });
    }
    let asked = checked.as_ref().map_or(question, |checked| checked.text.as_str());
    let asked = with_before(&before, asked);
    let limits = generation.pointer("/inferenceConfig/textInferenceConfig").unwrap_or(&Value::Null);
    let transformation = text(own, "/orchestrationConfiguration/queryTransformationConfiguration/type");
    let queries = if transformation.is_empty() { vec![asked.clone()] } else { generate::decomposed(&asked) };
    let mut sources = Vec::new();
    let mut answers = Vec::new();
    for query in queries {
        let found = if member == "knowledgeBaseConfiguration" {
            let configuration = own.get("retrievalConfiguration").unwrap_or(&Value::Null);
            from_hits(&retrieve::search(scene, &query, configuration)?)
        } else {
            external(own)?
        };
        answers.push(generate::generate(&query, &found));
        sources.extend(found);
    }
    let template = match generate::template(generation) {
        "" => generate::TEMPLATE,
        own => own,
    };
    let (_, cites) = generate::prompt(template, &asked, &sources).map_err(Fault::validation)?;
    let mut generated = Generated::joined(answers).cut(limits);
    let mut action = guard.as_ref().map(|_| "NONE");
    if checked.is_some_and(|checked| checked.effect != Effect::None) {
        action = Some("INTERVENED");
    }
    if let Some(guard) = &guard {
        let grounds: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
        let outcome = guarded(guard, Side::Output, &generated.text, &grounds, &asked);
        if outcome.effect != Effect::None {
            action = Some("INTERVENED");
            generated = Generated::plain(&outcome.text);
        }
    }
    keep(scene, &session, &asked);
    Ok(Reply { session, generated, cites, action })
}

/// Hits as sources of an answer.
pub fn from_hits(hits: &[Hit]) -> Vec<Source> {
    hits.iter()
        .map(|hit| Source { text: hit.passage.text.clone(), score: hit.score, reference: hit.reference() })
        .collect()
}

/// The text that a request brings, sentence by sentence.
fn external(configuration: &Value) -> Result<Vec<Source>, Fault> {
    let source = configuration.pointer("/sources/0").unwrap_or(&Value::Null);
    let (whole, location) = if text(source, "/sourceType") == "S3" {
        let uri = text(source, "/s3Location/uri");
        let passages = library::passages().iter().filter(|passage| passage.uri == uri);
        let chunks: Vec<&str> = passages.map(|passage| passage.text.as_str()).collect();
        if chunks.is_empty() {
            return Err(Fault::validation(format!(
                "The simulator has no S3, except for the documents in s3://{BUCKET}/. It cannot read {uri}. Send the \
                     text itself as BYTE_CONTENT."
            )));
        }
        (chunks.join(" "), json!({ "type": "S3", "s3Location": { "uri": uri } }))
    } else {
        let kind = text(source, "/byteContent/contentType");
        if !kind.starts_with("text/") && kind != "application/json" {
            return Err(Fault::validation(format!(
                "The simulator reads texts only, not {}. Send text/plain, text/markdown, text/csv or text/html.",
                if kind.is_empty() { "a source without byteContent" } else { kind }
            )));
        }
        let bytes = STANDARD.decode(text(source, "/byteContent/data")).unwrap_or_default();
        let identifier = text(source, "/byteContent/identifier");
        let location = json!({ "type": "CUSTOM", "customDocumentLocation": { "id": identifier } });
        (String::from_utf8_lossy(&bytes).into_owned(), location)
    };
    let source = |sentence: &str| Source {
        text: sentence.to_owned(),
        score: 0.0,
        reference: json!({ "content": { "type": "TEXT", "text": sentence }, "location": location }),
    };
    Ok(generate::sentences(&whole).into_iter().map(source).collect())
}

/// The id of the session, and its last question. Without an id, it is a new session.
fn session(scene: &Scene<'_>, id: &str) -> Result<(String, String), Fault> {
    let mut account = scene.account();
    let (region, now) = (scene.context.region.as_str(), scene.context.now.0);
    account.sessions.questions.retain(|session| session.used + SESSION_MS >= now);
    if id.is_empty() {
        let number = account.next_id();
        return Ok((uuid(&mut Rng::new(seed_from(number, b"session"))), String::new()));
    }
    let known = account.sessions.questions.iter().find(|session| session.id == id && session.region == region);
    known
        .map(|session| (session.id.clone(), session.last.clone()))
        .ok_or_else(|| Fault::validation(format!("Session with Id {id} is not valid. Please check and try again.")))
}

fn keep(scene: &Scene<'_>, id: &str, last: &str) {
    let questions = &mut scene.account().sessions.questions;
    questions.retain(|session| session.id != id);
    questions.push(Questions {
        id: id.to_owned(),
        region: scene.context.region.as_str().to_owned(),
        last: last.to_owned(),
        used: scene.context.now.0,
    });
    let excess = questions.len().saturating_sub(MOST);
    questions.drain(..excess);
}

/// A question with the one before it, if it points back to it.
pub fn with_before(before: &str, question: &str) -> String {
    let lower = question.trim().to_lowercase();
    let is_led = ["and ", "what about ", "how about "].iter().any(|lead| lower.starts_with(lead));
    if before.is_empty() || !(is_led || points_back(question) || generate::telling(question).is_empty()) {
        return question.to_owned();
    }
    format!("{before} {question}")
}
