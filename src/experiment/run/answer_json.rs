//! The answers of a run as JSON: a stream as the whole answer that its events make, or as those events, and how two answers
//! correspond.

use serde_json::Value;

use super::call_text::shown_body;
use super::exchange::{Exchange, Origin, Phase};
use super::session::Session;
use crate::bedrock::assembled;
use crate::bedrock::family::Family;
use crate::bedrock::operation::Api;
use crate::text::json;
use crate::twin::{self, Link};

/// How a stream is shown, on both sides alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As the whole answer that its events make.
    Assembled,
    /// As the events that were received.
    Events,
}

/// A response as it is shown: the body, the whole answer that a stream makes, or its events.
pub fn text(call: &Exchange, shape: Shape) -> String {
    let assembled = (shape == Shape::Assembled).then(|| assembled(call)).flatten();
    assembled.map_or_else(|| shown_body(call), |answer| json::print(&answer))
}

/// The same to be copied: a simulated one says so.
pub fn copied(call: &Exchange, shape: Shape) -> String {
    let text = text(call, shape);
    match call.origin {
        Origin::Simulator => format!("// SIMULATED by Outcrop\n{text}"),
        Origin::Aws | Origin::Custom => text,
    }
}

/// The family whose body `InvokeModel` answers with.
pub fn family(session: &Session) -> Option<Family> {
    session.invoke.as_ref()?.family
}

/// How two answers correspond; nothing while one is missing, under way, failed, or a stream that is shown as its events.
pub fn links(session: &Session, shape: Shape) -> Vec<Link> {
    let whole = |api| {
        let call = session.exchange(api).filter(|call| call.phase == Phase::Done)?;
        match (call.is_event_stream(), shape) {
            (false, _) => call.body_json(),
            (true, Shape::Assembled) => assembled(call),
            (true, Shape::Events) => None,
        }
    };
    match (family(session), whole(Api::Converse), whole(Api::Invoke)) {
        (Some(family), Some(converse), Some(native)) => twin::answer_links(family, &converse, &native),
        _ => Vec::new(),
    }
}

/// The whole answer that a stream's events make; `None` of a call that was not streamed, or of an unknown family.
fn assembled(call: &Exchange) -> Option<Value> {
    if !call.is_event_stream() {
        return None;
    }
    let events = call.events();
    Some(match call.operation.api() {
        Api::Converse => assembled::converse(&events),
        Api::Invoke => assembled::native(call.family?, &events),
    })
}

/// The name of the member that states why an answer ended, as the body spells it.
pub fn stop_member(call: &Exchange) -> Option<String> {
    let answer = if call.is_event_stream() { assembled(call) } else { call.body_json() }?;
    find_stop_member(&answer).map(str::to_owned)
}

fn find_stop_member(value: &Value) -> Option<&'static str> {
    const NAMES: [&str; 4] = ["stopReason", "stop_reason", "finish_reason", "completionReason"];
    match value {
        Value::Object(members) => NAMES
            .into_iter()
            .find(|name| members.get(*name).is_some_and(Value::is_string))
            .or_else(|| members.values().find_map(find_stop_member)),
        Value::Array(list) => list.iter().find_map(find_stop_member),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::played::{Played, converse_frame, stream_head};
    use super::*;
    use crate::aws::http::{Header, ResponseHead};
    use serde_json::json;

    fn converse() -> Value {
        json!({"output": {"message": {"role": "assistant", "content": [{"text": "Hi"}]}}, "stopReason": "end_turn",
            "usage": {"inputTokens": 1, "outputTokens": 2, "totalTokens": 3}})
    }

    fn native() -> Value {
        json!({"content": [{"type": "text", "text": "Hi"}], "stop_reason": "end_turn",
            "usage": {"input_tokens": 1, "output_tokens": 2}})
    }

    #[test]
    fn the_stop_reason_is_named_as_the_body_spells_it() {
        let choice = json!({"choices": [{"finish_reason": "stop", "stop_reason": null}], "usage": {}});
        let result = json!({"results": [{"outputText": "4", "completionReason": "FINISH"}]});
        let llama = json!({"generation": "stop_reason", "stop_reason": "stop"});
        let found = [converse(), native(), choice, result, llama, json!({"embedding": [1]})];
        assert_eq!(
            found.each_ref().map(find_stop_member),
            [
                Some("stopReason"),
                Some("stop_reason"),
                Some("finish_reason"),
                Some("completionReason"),
                Some("stop_reason"),
                None
            ]
        );
    }

    #[test]
    fn answers_are_linked_once_both_are_complete() {
        let mut played = Played::whole(&[Api::Converse, Api::Invoke]);
        played.answer(Api::Converse, &converse(), 5);
        assert_eq!(links(&played.session, Shape::Assembled), [], "one is missing");
        played.answer(Api::Invoke, &native(), 6);
        for shape in [Shape::Assembled, Shape::Events] {
            assert!(!links(&played.session, shape).is_empty(), "the shape is of streams only");
        }
        let mut going_on = Played::whole(&[Api::Converse, Api::Invoke]);
        going_on.answer(Api::Converse, &converse(), 5);
        let headers = vec![Header::new("content-type", "application/json")];
        going_on.head(Api::Invoke, ResponseHead { status: 200, headers }, 5);
        going_on.chunk(Api::Invoke, native().to_string().as_bytes(), 6);
        assert_eq!(links(&going_on.session, Shape::Assembled), [], "one is under way");
        let mut failed = Played::whole(&[Api::Converse, Api::Invoke]);
        failed.answer(Api::Converse, &converse(), 5);
        failed.lose(Api::Invoke, 6);
        assert_eq!(links(&failed.session, Shape::Assembled), []);
    }

    #[test]
    fn a_stream_is_its_whole_answer_or_its_events() {
        let mut played = Played::streams(&[Api::Converse]);
        played.head(Api::Converse, stream_head(), 1);
        for (name, payload) in [
            ("messageStart", json!({"role": "assistant"})),
            ("contentBlockDelta", json!({"contentBlockIndex": 0, "delta": {"text": "Hi"}})),
            ("messageStop", json!({"stopReason": "end_turn"})),
        ] {
            played.chunk(Api::Converse, &converse_frame(name, &payload), 2);
        }
        played.end(Api::Converse, 3);
        let call = played.session.exchange(Api::Converse).unwrap();
        let whole: Value = serde_json::from_str(&text(call, Shape::Assembled)).unwrap();
        assert_eq!(whole.pointer("/output/message/content/0/text"), Some(&json!("Hi")));
        let events: Value = serde_json::from_str(&text(call, Shape::Events)).unwrap();
        assert_eq!(events.as_array().map(Vec::len), Some(3));
        assert_eq!(copied(call, Shape::Events), format!("// SIMULATED by Outcrop\n{}", text(call, Shape::Events)));
        assert_eq!(links(&played.session, Shape::Events), []);
    }

    #[test]
    fn a_body_is_copied_as_it_stands_and_only_a_simulated_one_says_so() {
        let mut played = Played::whole(&[Api::Converse]);
        played.answer(Api::Converse, &converse(), 5);
        let call = played.session.converse.as_mut().unwrap();
        assert_eq!(text(call, Shape::Assembled), json::print(&converse()));
        call.origin = Origin::Aws;
        assert_eq!(copied(call, Shape::Assembled), json::print(&converse()));
        assert_eq!(family(&played.session), None, "InvokeModel was not called");
    }
}
