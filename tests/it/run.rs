//! A whole run on the host: draft → requests → signature → simulator → bytes → reducer → turn. No browser, no clock.

use outcrop::aws::arrival::{Arrival, NotAnswered};
use outcrop::aws::endpoint::Endpoint;
use outcrop::aws::region::Region;
use outcrop::aws::sigv4::{self, Scope};
use outcrop::aws::time::Timestamp;
use outcrop::bedrock::service_model::ServiceModel;
use outcrop::bedrock::turn::Turn;
use outcrop::experiment::run::exchange::{Limit, MOST_EVENTS};
use outcrop::experiment::run::requests::{self, Twin};
use outcrop::experiment::run::session::{Command, Effect, RunId, Session};
use outcrop::experiment::{Api, Detached, Draft, Exchange, Failure, Origin, Parameter, Phase, SendAs};
use outcrop::simulator::{Pacing, Reply, World, example_credentials, serve};

const NOW: Timestamp = Timestamp(1_735_787_045_000);

fn twin(draft: &Draft) -> Twin {
    let composed = draft.compose();
    assert_eq!(composed.first_error(), None);
    let endpoint = Endpoint::aws("bedrock-runtime", &Region::parse(&draft.region).unwrap());
    let detached = draft.detached.as_ref();
    requests::build(composed.model.as_ref().unwrap(), &composed.conversation, detached, draft.stream.into(), &endpoint)
}

fn answer(request: &outcrop::aws::http::HttpRequest, region: &str) -> Reply {
    let model = std::fs::read_to_string("assets/service-model/bedrock-runtime.json").unwrap();
    let model = ServiceModel::from_json(&model).unwrap();
    let scope = Scope { region: Region::parse(region).unwrap(), service: "bedrock".to_owned() };
    let signed = sigv4::sign(request, &example_credentials(), &scope, NOW).unwrap();
    serve(
        &signed.request,
        &World {
            now: NOW,
            call: 0,
            seed: 7,
            service_model: &model,
            token_table: None,
            pacing: Pacing::Instant,
            mishap: None,
            control: None,
        },
    )
}

/// Which of the two answers of a run still belong to this form.
fn belonging(session: &Session, draft: &Draft) -> [bool; 2] {
    let now = twin(draft);
    [Api::Converse, Api::Invoke].map(|api| session.exchange(api).unwrap().answers(now.request(api).ok()))
}

#[test]
fn an_answer_belongs_to_the_form_until_its_request_changes() {
    let sent = Draft::default();
    let session = run(&sent, 977);
    assert_eq!(belonging(&session, &sent), [true, true]);
    let changed = |change: fn(&mut Draft)| {
        let mut draft = sent.clone();
        change(&mut draft);
        belonging(&session, &draft)
    };
    // What is not sent changes no request, nor does which of them a run would send.
    assert_eq!(changed(|draft| draft.top_p = Parameter::unsent("0.1")), [true, true]);
    assert_eq!(changed(|draft| draft.send_as = SendAs::Converse), [true, true]);
    assert_eq!(changed(|draft| draft.system = None), [false, false]);
    assert_eq!(changed(|draft| draft.stream = true), [false, false]);
    assert_eq!(changed(|draft| draft.region = "eu-west-1".to_owned()), [false, false]);
    assert_eq!(changed(|draft| draft.model = "amazon.nova-lite-v1:0".to_owned()), [false, false]);
    assert_eq!(changed(|draft| draft.temperature = Parameter::sent("0.4")), [false, false]);
    let alone = |draft: &mut Draft| {
        draft.detached = Some(Detached {
            body: "{}".to_owned(),
            content_type: "application/json".to_owned(),
            accept: String::new(),
        });
    };
    assert_eq!(changed(alone), [true, false], "a detached body changes only its own request");
    // A model without a native body has no request that the old answer could belong to.
    assert!(!session.exchange(Api::Invoke).unwrap().answers(None));
}

/// Runs a draft to its end, cutting every chunk into pieces of `piece` bytes.
fn run(draft: &Draft, piece: usize) -> Session {
    let mut session = Session::default();
    let calls = twin(draft).calls(draft.send_as);
    let effects = session.apply(Command::Run { calls, origin: Origin::Simulator, now: NOW });
    for effect in effects {
        let Effect::Send { run, call } = effect else { panic!("nothing was running") };
        let reply = answer(&call.request, &draft.region);
        for (_, arrival) in reply.arrivals() {
            let now = NOW.plus_ms(if arrival == Arrival::End { 9 } else { 5 });
            for arrival in cut(arrival, piece) {
                session.apply(Command::Arrived { run, api: call.operation.api(), arrival, now });
            }
        }
    }
    session
}

/// The same part, its bytes in pieces.
fn cut(arrival: Arrival, piece: usize) -> Vec<Arrival> {
    match arrival {
        Arrival::Chunk(bytes) => bytes.chunks(piece).map(|bytes| Arrival::Chunk(bytes.to_vec())).collect(),
        Arrival::Head(_) | Arrival::End | Arrival::Lost(_) => vec![arrival],
    }
}

fn done(session: &Session, api: Api) -> Turn {
    let exchange = session.exchange(api).unwrap();
    assert_eq!((exchange.phase, &exchange.failure), (Phase::Done, &None), "{api:?}");
    assert_eq!(exchange.ended_ms, Some(9));
    exchange.turn().clone()
}

#[test]
fn both_apis_give_the_same_answer_streamed_or_not_and_however_the_bytes_are_cut() {
    for model in ["us.anthropic.claude-haiku-4-5-20251001-v1:0", "us.amazon.nova-2-lite-v1:0", "amazon.nova-lite-v1:0"]
    {
        let mut texts = Vec::new();
        for (stream, piece) in [(true, 1), (true, 977), (false, 13)] {
            let draft = Draft { model: model.to_owned(), stream, ..Draft::default() };
            let session = run(&draft, piece);
            let (converse, invoke) = (done(&session, Api::Converse), done(&session, Api::Invoke));
            assert!(converse.text().len() > 100, "{}", converse.text());
            assert_eq!(converse.text(), invoke.text());
            assert_eq!(converse.stop_reason.as_deref(), Some("end_turn"));
            assert_eq!(converse.usage.output_tokens, invoke.usage.output_tokens);
            assert!(converse.complete && invoke.complete);
            texts.push(converse.text());
            let frames = session.exchange(Api::Converse).unwrap().frames.len();
            assert_eq!(frames > 3, stream);
            assert_eq!(session.exchange(Api::Converse).unwrap().events().len(), frames);
        }
        texts.dedup();
        assert_eq!(texts.len(), 1, "{model}");
    }
}

#[test]
fn a_record_holds_no_authority() {
    let session = run(&Draft::default(), 64);
    for exchange in session.exchanges() {
        let text = format!("{exchange:?}");
        for secret in ["wJalrXUtnFEMI", "outcrop-simulator-session", "AWS4-HMAC-SHA256", "ASIAIOSFODNN7EXAMPLE"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
}

#[test]
fn an_error_status_is_a_refusal_with_its_words() {
    let draft = Draft { model: "anthropic.claude-haiku-4-5-20251001-v1:0".to_owned(), ..Draft::default() };
    let session = run(&draft, 64);
    for exchange in session.exchanges() {
        let Some(Failure::Refused(error)) = &exchange.failure else { panic!("{:?}", exchange.failure) };
        assert_eq!((exchange.phase, error.status), (Phase::Failed, 400));
        assert_eq!(error.code.as_deref(), Some("ValidationException"));
        assert!(error.message.as_deref().unwrap().contains("on-demand throughput isn\u{2019}t supported"));
    }
}

#[test]
fn max_tokens_reaches_both() {
    let draft = Draft { max_tokens: Parameter::sent("5"), ..Draft::default() };
    let session = run(&draft, 64);
    for api in [Api::Converse, Api::Invoke] {
        let turn = done(&session, api);
        assert_eq!((turn.stop_reason.as_deref(), turn.usage.output_tokens), (Some("max_tokens"), Some(5)));
    }
}

fn started(send_as: SendAs) -> (Session, RunId, Reply) {
    let draft = Draft { send_as, stream: true, ..Draft::default() };
    let mut session = Session::default();
    let calls = twin(&draft).calls(send_as);
    let reply = answer(&calls[0].request, &draft.region);
    session.apply(Command::Run { calls, origin: Origin::Simulator, now: NOW });
    let run = session.run;
    let (_, head) = reply.clone().arrivals().next().unwrap();
    arrive(&mut session, run, head);
    (session, run, reply)
}

fn feed(session: &mut Session, run: RunId, bytes: &[u8]) {
    arrive(session, run, Arrival::Chunk(bytes.to_vec()));
}

fn arrive(session: &mut Session, run: RunId, arrival: Arrival) {
    session.apply(Command::Arrived { run, api: Api::Converse, arrival, now: NOW.plus_ms(1) });
}

fn converse(session: &Session) -> &Exchange {
    session.exchange(Api::Converse).unwrap()
}

#[test]
fn stopping_keeps_what_came_and_late_chunks_change_nothing() {
    let (mut session, run, reply) = started(SendAs::Converse);
    let body = reply.body();
    feed(&mut session, run, &body[..body.len() / 2]);
    let kept = converse(&session).turn().text();
    assert!(!kept.is_empty());
    let effects = session.apply(Command::Stop { now: NOW.plus_ms(3) });
    assert_eq!(effects, [Effect::Abort { run }]);
    feed(&mut session, run, &body[body.len() / 2..]);
    arrive(&mut session, run, Arrival::End);
    assert_eq!((converse(&session).phase, converse(&session).turn().text()), (Phase::Stopped, kept));
    assert_eq!(session.apply(Command::Stop { now: NOW }), []);
}

#[test]
fn a_command_of_an_older_run_changes_nothing() {
    let (mut session, old, reply) = started(SendAs::Converse);
    let calls = twin(&Draft::default()).calls(SendAs::Converse);
    let effects = session.apply(Command::Run { calls, origin: Origin::Simulator, now: NOW });
    assert!(effects.contains(&Effect::Abort { run: old }));
    assert_ne!(session.run, old);
    feed(&mut session, old, &reply.body());
    assert_eq!(converse(&session).phase, Phase::Waiting);
}

#[test]
fn a_cut_a_corrupt_and_a_foreign_stream_each_say_so() {
    let (mut session, run, reply) = started(SendAs::Converse);
    let body = reply.body();
    feed(&mut session, run, &body[..body.len() - 7]);
    arrive(&mut session, run, Arrival::End);
    assert!(matches!(converse(&session).failure, Some(Failure::Truncated(_))), "{:?}", converse(&session).failure);

    let (mut session, run, reply) = started(SendAs::Converse);
    let mut body = reply.body();
    let at = body.len() / 2;
    body[at] ^= 1;
    feed(&mut session, run, &body);
    assert!(matches!(converse(&session).failure, Some(Failure::Corrupt(_))), "{:?}", converse(&session).failure);
    assert!(!converse(&session).frames.is_empty(), "the frames before the fault are kept");

    let (mut session, run, _) = started(SendAs::Converse);
    feed(&mut session, run, b"<html>Sign in to the network</html>");
    arrive(&mut session, run, Arrival::End);
    assert!(converse(&session).failure.is_some());
}

#[test]
fn a_typed_mistake_is_said_at_its_field_and_loses_nothing() {
    let draft = Draft {
        model: "no such model!".to_owned(),
        max_tokens: Parameter::sent("many"),
        extra_fields: "{ \"top_k\": ".to_owned(),
        ..Draft::default()
    };
    let composed = draft.compose();
    let fields: Vec<_> = composed.issues.iter().map(|issue| format!("{:?}", issue.field)).collect();
    assert_eq!(fields, ["Model", "MaxTokens", "ExtraFields"]);
    assert!(composed.issues[1].message.contains("many"));
    assert!(composed.issues[2].message.contains("line 1"));
    assert_eq!(Draft::from_json(&draft.to_json()), Some(draft));
}

#[test]
fn a_response_over_a_limit_ends_the_call_and_keeps_what_arrived() {
    let (mut session, run, reply) = started(SendAs::Converse);
    let body = reply.body();
    feed(&mut session, run, &body[..body.len() / 2]);
    let kept = converse(&session).turn().text();
    arrive(&mut session, run, Arrival::Lost(NotAnswered::TooLarge(64_000_000)));
    let call = converse(&session);
    assert_eq!(call.failure, Some(Failure::TooLarge(Limit::Bytes(64_000_000))));
    assert!(!kept.is_empty() && call.turn().text() == kept && call.body.len() == body.len() / 2);

    let (mut session, run, reply) = started(SendAs::Converse);
    let first = reply.chunks.first().map(|chunk| chunk.bytes.clone()).unwrap();
    let many = first.repeat(1_000);
    for _ in 0..150 {
        feed(&mut session, run, &many);
    }
    let call = converse(&session);
    assert_eq!(call.failure, Some(Failure::TooLarge(Limit::Events(MOST_EVENTS))));
    assert_eq!((call.frames.len(), call.is_running()), (MOST_EVENTS, false));
}

#[test]
fn a_clock_that_is_set_back_gives_no_negative_time() {
    let (mut session, run, _) = started(SendAs::Converse);
    let (api, arrival) = (Api::Converse, Arrival::End);
    session.apply(Command::Arrived { run, api, arrival, now: Timestamp(-5_000) });
    assert_eq!(converse(&session).ended_ms, Some(0));
}
