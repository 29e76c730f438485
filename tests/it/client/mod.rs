//! Requests to the simulator, made and signed as the page makes and signs them.

pub mod bodies;
pub mod tools;

use outcrop::aws::arrival::Arrival;
use outcrop::aws::credentials::Credentials;
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::eventstream::{Decoder, Message};
use outcrop::aws::http::{Header, HttpRequest, Method};
use outcrop::aws::region::Region;
use outcrop::aws::sigv4;
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::model_id::ModelId;
use outcrop::bedrock::operation::Operation;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::experiment::run::requests;
use outcrop::experiment::run::session::{Command, Effect, Session};
use outcrop::experiment::{Draft, Origin};
use outcrop::simulator::{Mishap, Pacing, Reply, TokenTable, World, example_credentials, serve};
use serde_json::{Value, json};

/// 2026-04-22T12:00:00Z: before the end of the models that the tests call with a bare id.
pub const NOW: Timestamp = Timestamp(1_776_859_200_000);

/// The committed service model.
pub fn service_model() -> &'static ServiceModel {
    static MODEL: std::sync::OnceLock<ServiceModel> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-model/bedrock-runtime.json");
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        ServiceModel::from_json(&text).expect("the service model can be read")
    })
}

/// An unsigned request for an operation with a JSON body.
pub fn request(operation: Operation, model: &str, region: &str, body: &Value) -> HttpRequest {
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(region).unwrap());
    HttpRequest {
        method: Method::Post,
        url: endpoint.url(&operation.path(&ModelId::parse(model).unwrap()), None),
        headers: vec![Header::new("content-type", "application/json")],
        body: body.to_string().into(),
    }
}

/// An unsigned Converse request that asks something.
pub fn converse(model: &str, region: &str) -> HttpRequest {
    request(Operation::Converse, model, region, &user("Explain RAG in one paragraph."))
}

/// A Converse body with one message of the user.
pub fn user(text: &str) -> Value {
    json!({ "messages": [{ "role": "user", "content": [{ "text": text }] }] })
}

/// The request, signed.
pub fn sign(
    request: &HttpRequest,
    credentials: &Credentials,
    region: &str,
    service: &str,
    at: Timestamp,
) -> HttpRequest {
    let scope = sigv4::Scope { region: Region::parse(region).unwrap(), service: service.to_owned() };
    sigv4::sign(request, credentials, &scope, at).expect("the request can be signed").request
}

/// The simulator's reply at [`NOW`] with seed 1, at once.
pub fn reply(request: &HttpRequest) -> Reply {
    reply_with(request, 1, Pacing::Instant)
}

/// The simulator's reply at [`NOW`].
pub fn reply_with(request: &HttpRequest, seed: u64, pacing: Pacing) -> Reply {
    serve(
        request,
        &World {
            now: NOW,
            call: 0,
            seed,
            service_model: service_model(),
            token_table: None,
            pacing,
            mishap: None,
            control: None,
        },
    )
}

/// The committed token table.
pub fn token_table() -> &'static TokenTable {
    static TABLE: std::sync::OnceLock<TokenTable> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/embedding/tokens.bin");
        let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        TokenTable::from_bytes(bytes).expect("the token table can be read")
    })
}

/// Signs an `InvokeModel` call with the example credentials and asks the simulator, which has the token table or not.
pub fn invoke_with(model: &str, body: &Value, token_table: Option<&TokenTable>) -> Reply {
    invoke_at(model, body, token_table, NOW)
}

/// The same at another time.
pub fn invoke_at(model: &str, body: &Value, token_table: Option<&TokenTable>, now: Timestamp) -> Reply {
    let unsigned = request(Operation::InvokeModel, model, "us-east-1", body);
    let signed = sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", now);
    serve(
        &signed,
        &World {
            call: 0,
            now,
            seed: 1,
            service_model: service_model(),
            token_table,
            pacing: Pacing::Instant,
            mishap: None,
            control: None,
        },
    )
}

/// Signs with the example credentials in us-east-1 and asks.
pub fn ask(operation: Operation, model: &str, body: &Value) -> Reply {
    let unsigned = request(operation, model, "us-east-1", body);
    reply(&sign(&unsigned, &example_credentials(), "us-east-1", "bedrock", NOW))
}

/// The body as JSON.
pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body()).unwrap_or(Value::Null)
}

/// A string in the JSON body; empty when there is none.
pub fn text_of(reply: &Reply, pointer: &str) -> String {
    json_of(reply).pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The events of a stream: type and payload.
pub fn events_of(reply: &Reply) -> Vec<(String, Value)> {
    let mut decoder = Decoder::new();
    let frames = decoder.push(&reply.body()).expect("the frames are well formed");
    decoder.finish().expect("the stream ends between two frames");
    let event = |frame: &outcrop::aws::eventstream::Frame| match frame.message().expect("the frame has a meaning") {
        Message::Event { event_type, payload, .. } => (event_type, serde_json::from_slice(&payload).expect("JSON")),
        other => panic!("{other:?}"),
    };
    frames.iter().map(event).collect()
}

/// Runs a draft on the simulator as the page does: with a clock that may be off, and perhaps a mishap.
pub fn run(draft: &Draft, mishap: Option<Mishap>, clock: Timestamp) -> Session {
    let mut session = Session::default();
    let composed = draft.compose();
    assert_eq!(composed.first_error(), None, "{draft:?} could not even be sent");
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
    let model = composed.model.as_ref().unwrap();
    let twin = requests::build(model, &composed.conversation, draft.detached.as_ref(), draft.stream.into(), &endpoint);
    let calls = twin.calls(draft.send_as);
    assert!(!calls.is_empty(), "there is nothing to send");
    for effect in session.apply(Command::Run { calls, origin: Origin::Simulator, now: NOW }) {
        let Effect::Send { run, call } = effect else { panic!("nothing was running") };
        let signed = sign(&call.request, &example_credentials(), &draft.region, "bedrock", clock);
        let world = World {
            call: 0,
            now: NOW,
            seed: 3,
            service_model: service_model(),
            token_table: None,
            pacing: Pacing::Instant,
            mishap,
            control: None,
        };
        let reply = serve(&signed, &world);
        for (_, arrival) in reply.arrivals() {
            let now = NOW.plus_ms(match &arrival {
                Arrival::Head(_) | Arrival::Chunk(_) => 5,
                Arrival::End | Arrival::Lost(_) => 9,
            });
            session.apply(Command::Arrived { run, api: call.operation.api(), arrival, now });
        }
    }
    session
}
