//! One request in, one reply out: route, verify, resolve, read, answer, write.
//!
//! The reply is the service's own bytes, in chunks with delays; the caller, who has a clock, does the waiting. Every
//! reply has `x-outcrop-simulated: true`, so that it cannot be mistaken for the service's.

use super::account::Control;
use super::account::guardrails::shelf::Shelf;
use super::family::{Called, Emits, Event, converse, converse_answer, converse_blocks, native};
use super::fault::Fault;
use super::gate::verify;
use super::inference::answer::Answer;
use super::inference::guardrail::Verdict;
use super::inference::pace::{Pacing, Plan};
use super::inference::sampler::{Rng, letters, seed_from, uuid};
use super::inference::{completion, guard_calls, guardrail};
use super::invoke;
use super::invoke::embedding::measure::Measure;
use super::invoke::embedding::table::TokenTable;
use super::mishap::Mishap;
use super::reply::{Chunk, DOUBT_HEADER, Ending, RETIRED_HEADER, Reply, SIMULATED_HEADER};
use super::route::{self, Action, Route};
use crate::aws::eventstream::{HeaderValue, encode};
use crate::aws::http::{Header, HttpRequest, header};
use crate::aws::region::Region;
use crate::aws::time::Timestamp;
use crate::bedrock::catalogue::{Lifecycle, Model};
use crate::bedrock::count_tokens;
use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::operation::Operation;
use crate::bedrock::rules::{Breach, names, tools};
use crate::bedrock::service_model::ServiceModel;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The circumstances of a request.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The verifier's clock.
    pub now: Timestamp,
    /// Decides wording, timing and ids.
    pub seed: u64,
    /// The number of this call: the same request has another id each time it is sent.
    pub call: u64,
    /// The shapes of the service.
    pub service_model: &'a ServiceModel,
    /// The measure for vectors and scores; without it, shared words and letters.
    pub token_table: Option<&'a TokenTable>,
    /// Whether the answer has delays.
    pub pacing: Pacing,
    /// The fault to produce, if any.
    pub mishap: Option<Mishap>,
    /// The account, for the operations beside inference; without it, there are none.
    pub control: Option<Control<'a>>,
}

/// Answers a signed request.
pub fn serve(request: &HttpRequest, world: &World<'_>) -> Reply {
    let mut rng = Rng::new(seed_from(world.seed, &request.body));
    let request_id = request_id(request, world);
    let mut reply = match (answer(request, world, &mut rng), world.mishap) {
        (Ok(reply), Some(Mishap::Stream(mishap))) => mishap.apply(reply),
        (Ok(reply), Some(Mishap::FrontDoor(_) | Mishap::Refusal(_)) | None) => reply,
        (Err(fault), _) => refuse(&fault),
    };
    reply.headers.push(Header::new("x-amzn-requestid", request_id));
    reply.headers.push(Header::new(SIMULATED_HEADER, "true"));
    if world.pacing == Pacing::Instant {
        for chunk in &mut reply.chunks {
            chunk.after_ms = 0;
        }
    }
    reply
}

/// Of path, body and number: every call has an id of its own.
fn request_id(request: &HttpRequest, world: &World<'_>) -> String {
    let path = seed_from(world.seed ^ world.call.rotate_left(32), request.url.path.as_bytes());
    uuid(&mut Rng::new(seed_from(path, &request.body)))
}

/// Verifies the request as received, or as a mishap changes it.
fn verified(request: &HttpRequest, world: &World<'_>) -> Result<Region, Fault> {
    let Some(Mishap::FrontDoor(mishap)) = world.mishap else { return verify::verify(request, world.now) };
    let tampered = mishap.tampered(request);
    verify::verify(tampered.as_ref().unwrap_or(request), mishap.clock(world.now))
}

fn refuse(fault: &Fault) -> Reply {
    Reply {
        status: fault.status,
        headers: vec![
            Header::new("content-type", "application/json"),
            Header::new("x-amzn-errortype", fault.error_type()),
        ],
        chunks: vec![Chunk { after_ms: 15, bytes: fault.body() }],
        ending: Ending::Complete,
    }
}

fn answer(request: &HttpRequest, world: &World<'_>, rng: &mut Rng) -> Result<Reply, Fault> {
    if let Some(control) = world.control
        && let Some(routed) = control.route(request)
    {
        let region = verified(request, world)?;
        if let Some(refusal) = world.mishap.and_then(|mishap| routed.refusal(mishap, region)) {
            return Err(refusal);
        }
        return control.answer(&routed, request, region, world.now, world.seed, Measure::new(world.token_table));
    }
    if route::is_other_client(request) {
        return Err(route::unknown());
    }
    if let Some(named) = guard_calls::route(request, world.service_model) {
        let region = verified(request, world)?;
        return guard_calls::answer(
            &named,
            request,
            world.service_model,
            &Shelf { control: world.control, region: &region, now: world.now },
        );
    }
    let route = route::route(request)?;
    let region = verified(request, world)?;
    let body: Value = serde_json::from_slice(&request.body).map_err(|error| {
        let message = format!("The request body is not valid JSON: {error}");
        if route.action.is_modelled() {
            Fault::front_door(400, "SerializationException", message)
        } else {
            Fault::validation(format!("Malformed input request: {message}, please reformat your input and try again."))
        }
    })?;
    route::window_id(&route, world.service_model)?;
    if route.action.is_modelled() {
        // An input that is null has a sentence of its own instead of the service model's.
        Fault::first(names::objects(&body).into_iter().filter(Breach::is_about_nothing))?;
    }
    guardrail::well_formed(&body, &request.headers)?;
    fits_the_service_model(request, &route, &body, world.service_model)?;
    let (model, family) = route::resolve(&route, &region, world.now, world.control)?;
    let inference = match route.action {
        Action::Infer(operation) => Some(operation),
        Action::CountTokens => None,
    };
    if let Some(refusal) = world.mishap.and_then(|mishap| mishap.refusal(&route.model, region.as_str(), inference)) {
        return Err(refusal);
    }
    let operation = match route.action {
        Action::Infer(operation) => operation,
        Action::CountTokens => return count(&body, model, family, &route),
    };
    if invoke::answers(family) {
        return invoke(&body, model, family, world);
    }
    let called = Called { model, operation: Some(operation) };
    let shelf = Shelf { control: world.control, region: &region, now: world.now };
    let (mut asked, guarding) = if operation.is_converse() {
        (converse::read(&body, called)?, guardrail::from_body(&body, &shelf, model.id)?)
    } else {
        let asked = native::read(family, &body, called)?;
        let guarding = guardrail::from_headers(&request.headers, &body, &asked, &shelf, model.id)?;
        (asked, guarding)
    };
    let checked = guarding.map(|guarding| guarding.check_input(&mut asked));
    let mut completion = completion::complete(&asked, world.seed);
    if !tools::mixes_calls(model) {
        converse_blocks::only_calls(&mut completion);
    }
    let verdict = checked.map(|checked| checked.check_output(&mut completion));
    let wait_ms = verdict.as_ref().map_or(0, Verdict::wait_ms);
    let unjudged = verdict.as_ref().and_then(Verdict::unjudged).map(|doubt| Header::new(DOUBT_HEADER, doubt));
    let plan = Plan::new(&completion.parts.iter().map(|part| part.pieces.as_slice()).collect::<Vec<_>>(), rng);
    let answer = Answer {
        model,
        completion,
        groups: plan.groups.clone(),
        latency_ms: u64::from(plan.total_ms() + wait_ms) + 5,
        first_byte_ms: u64::from(plan.first_ms()),
        id: letters(rng, 24),
        created: world.now.0.div_euclid(1_000),
        verdict,
    };
    if operation.is_streaming() {
        let events = if operation.is_converse() {
            converse_answer::events(&body, &answer)
        } else {
            native::events(family, &answer)?
        };
        let mut reply = stream(events, &plan, operation, rng);
        repeat_headers(request, operation, &mut reply.headers);
        reply.headers.extend(unjudged);
        if let Some(first) = reply.chunks.first_mut() {
            first.after_ms += wait_ms;
        }
        return Ok(reply);
    }
    let whole =
        if operation.is_converse() { converse_answer::whole(&body, &answer) } else { native::whole(family, &answer)? };
    let mut headers = vec![Header::new("content-type", "application/json")];
    if !operation.is_converse() {
        headers.extend(counts(&answer));
    }
    repeat_headers(request, operation, &mut headers);
    headers.extend(unjudged);
    let chunks = vec![Chunk { after_ms: plan.total_ms() + wait_ms, bytes: whole.to_string().into_bytes() }];
    Ok(Reply { status: 200, headers, chunks, ending: Ending::Complete })
}

/// The headers with `InvokeModel`'s metrics; Converse has them in its body only.
fn counts(answer: &Answer<'_>) -> Vec<Header> {
    let completion = &answer.completion;
    let mut counts = vec![
        ("x-amzn-bedrock-invocation-latency", answer.latency_ms),
        ("x-amzn-bedrock-input-token-count", completion.plain_input_tokens()),
        ("x-amzn-bedrock-output-token-count", completion.output_tokens),
    ];
    if completion.cached.points > 0 {
        counts.push(("x-amzn-bedrock-cache-read-input-token-count", completion.cached.read));
        counts.push(("x-amzn-bedrock-cache-write-input-token-count", completion.cached.write));
    }
    counts.into_iter().map(|(name, count)| Header::new(name, count.to_string())).collect()
}

/// Vectors, pictures and scores, which only `InvokeModel` gives.
fn invoke(body: &Value, model: &Model, family: Family, world: &World<'_>) -> Result<Reply, Fault> {
    let seed = seed_from(world.seed, body.to_string().as_bytes());
    let (invoked, headers_of_ours) = invoke::answer(body, family, model, Measure::new(world.token_table), seed)?;
    let mut headers = vec![Header::new("content-type", "application/json")];
    for (name, count) in [
        ("x-amzn-bedrock-invocation-latency", u64::from(invoked.latency_ms)),
        ("x-amzn-bedrock-input-token-count", invoked.input_tokens),
    ] {
        headers.push(Header::new(name, count.to_string()));
    }
    headers.extend(headers_of_ours);
    if let Lifecycle::Ends(day) = model.lifecycle
        && model.ended_by(&world.now.date())
    {
        headers.push(Header::new(RETIRED_HEADER, day));
    }
    let chunks = vec![Chunk { after_ms: invoked.latency_ms, bytes: invoked.body.to_string().into_bytes() }];
    Ok(Reply { status: 200, headers, chunks, ending: Ending::Complete })
}

/// `CountTokens`: the input tokens of the request inside.
fn count(body: &Value, model: &Model, family: Family, route: &Route) -> Result<Reply, Fault> {
    let called = Called { model, operation: None };
    let asked = match (body.pointer("/input/converse"), body.pointer("/input/invokeModel/body").and_then(Value::as_str))
    {
        (Some(request), _) => converse::read(request, called)?,
        (None, Some(encoded)) => {
            let bytes = STANDARD.decode(encoded).unwrap_or_default();
            let native = serde_json::from_slice(&bytes)
                .map_err(|error| Fault::malformed(&format!("The request body is not valid JSON: {error}")))?;
            native::read(family, &native, called)?
        }
        (None, None) => return Err(Fault::validation("The input has neither a converse nor an invokeModel member.")),
    };
    let counted = json!({ "inputTokens": asked.input_tokens() }).to_string();
    let mut headers = vec![Header::new("content-type", "application/json")];
    if let Some(doubt) = ModelId::parse(&route.model).ok().and_then(|id| count_tokens::doubt(&id)) {
        headers.push(Header::new(DOUBT_HEADER, doubt));
    }
    Ok(Reply {
        status: 200,
        headers,
        chunks: vec![Chunk { after_ms: 30, bytes: counted.into_bytes() }],
        ending: Ending::Complete,
    })
}

/// `InvokeModel` repeats the latency mode and the service tier of its headers.
fn repeat_headers(request: &HttpRequest, operation: Operation, headers: &mut Vec<Header>) {
    if operation.is_converse() {
        return;
    }
    for name in ["x-amzn-bedrock-performanceconfig-latency", "x-amzn-bedrock-service-tier"] {
        if let Some(value) = header(&request.headers, name) {
            headers.push(Header::new(name, value));
        }
    }
}

/// Checks the constraints of the public API model on body, path and headers.
fn fits_the_service_model(
    request: &HttpRequest,
    route: &Route,
    body: &Value,
    service_model: &ServiceModel,
) -> Result<(), Fault> {
    let headers = request.headers.iter().map(|header| (header.name.as_str(), header.value.as_str()));
    let params: Vec<(&str, &str)> = headers.chain([("modelId", route.model.as_str())]).collect();
    match service_model.inspect_input(route.action.name(), body, &params).rejection() {
        None => Ok(()),
        Some(rejection) if rejection.code == "ValidationException" => Err(Fault::validation(rejection.message)),
        Some(rejection) => Err(Fault::front_door(400, rejection.code, rejection.message)),
    }
}

fn stream(events: Vec<Event>, plan: &Plan, operation: Operation, rng: &mut Rng) -> Reply {
    // The opening event is sent with the model's first token, right before it.
    let mut opening = Some(plan.first_ms());
    let mut delays = std::iter::once(0).chain(plan.delays_ms.iter().skip(1).copied());
    let mut chunks = Vec::new();
    for event in events {
        let after_ms = opening.take().unwrap_or_else(|| match event.emits {
            Emits::Tokens => delays.next().unwrap_or(0),
            Emits::Framing => 0,
        });
        chunks.push(Chunk { after_ms, bytes: frame(&event, operation, rng) });
    }
    let mut headers = vec![Header::new("content-type", "application/vnd.amazon.eventstream")];
    if !operation.is_converse() {
        headers.push(Header::new("x-amzn-bedrock-content-type", "application/json"));
    }
    Reply { status: 200, headers, chunks, ending: Ending::Complete }
}

/// Letters that pad an event to a random length, to hide the size of its content.
const PADDING: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

fn frame(event: &Event, operation: Operation, rng: &mut Rng) -> Vec<u8> {
    let padding = PADDING.get(..1 + rng.below(PADDING.len())).unwrap_or(PADDING);
    let mut payload = if operation.is_converse() {
        event.payload.clone()
    } else {
        json!({ "bytes": STANDARD.encode(event.payload.to_string()) })
    };
    if let Some(members) = payload.as_object_mut() {
        members.insert("p".to_owned(), json!(padding));
    }
    let headers = [
        (":event-type", HeaderValue::String(event.name.to_owned())),
        (":content-type", HeaderValue::String("application/json".to_owned())),
        (":message-type", HeaderValue::String("event".to_owned())),
    ];
    encode(&headers, payload.to_string().as_bytes())
}
