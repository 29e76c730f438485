//! Looking at what a run brought: rows, pinned pairs, frames, and a signature with a mistake.

use serde_json::Value;

use super::Bench;
use super::road::Road;
use crate::aws::eventstream::layout::{Layout, flipped};
use crate::aws::sigv4::{self, Scope};
use crate::bedrock::operation::Api;
use crate::experiment::run::answer_json::{self, Shape};
use crate::experiment::run::exchange::Exchange;
use crate::lesson::check::fact;
use crate::lesson::journal::{Call, Caret, Entry, FrameFact, Glass, Pane, Pin, Signature};
use crate::simulator::break_it::{Choice, break_it};
use crate::simulator::example_credentials;
use crate::twin::{HEADER_PLACE, Link};

/// How wrong a wrong clock is, in minutes.
const CLOCK_MINUTES: i32 = 20;

impl Bench {
    /// Selects a row.
    pub(super) fn put_caret(&mut self, pane: Pane, at: &str, road: &Road<'_>) -> Result<(), String> {
        let nothing = || format!("{} has nothing at {at}", pane.word());
        let value = if pane == Pane::Canonical {
            let canonical = self.canonical(road)?;
            canonical_line(&canonical, at).ok_or_else(nothing)?
        } else {
            let body = self.shown(pane)?;
            body.pointer(at).map(fact::shown).ok_or_else(nothing)?
        };
        self.journal.push(Entry::Caret(Caret { pane, at: at.to_owned(), value }));
        Ok(())
    }

    /// The JSON that a pane shows.
    fn shown(&self, pane: Pane) -> Result<Value, String> {
        let read = |text: &str| serde_json::from_str(text).map_err(|_| format!("{} shows no JSON", pane.word()));
        let answered = |api: Api| {
            let call = self.session.exchange(api).and_then(Call::of);
            call.map(|call| call.response).ok_or_else(|| format!("{} is empty: press Run first", pane.word()))
        };
        match pane {
            Pane::ConverseRequest => read(&self.twin()?.converse.body_text),
            Pane::InvokeRequest => read(&self.twin()?.invoke?.body_text),
            Pane::ConverseResponse => answered(Api::Converse),
            Pane::InvokeResponse => answered(Api::Invoke),
            Pane::Image => {
                let call = self.journal.view().call(Api::Invoke);
                call.map(|call| call.response.clone()).ok_or_else(|| "no picture was made yet".to_owned())
            }
            Pane::Operation | Pane::Output => {
                let call = self.journal.view().operation().ok_or("no operation was called yet")?;
                Ok(if pane == Pane::Operation { call.request.clone() } else { call.response.clone() })
            }
            Pane::Canonical => Err("the canonical request is not JSON".to_owned()),
        }
    }

    /// The canonical request of the Converse call.
    fn canonical(&self, road: &Road<'_>) -> Result<String, String> {
        let request = self.twin()?.converse.request;
        let scope = Scope { region: self.region()?, service: "bedrock".to_owned() };
        let signed = sigv4::sign(&request, &example_credentials(), &scope, road.now);
        Ok(signed.map_err(|error| error.to_string())?.anatomy.canonical_request)
    }

    /// Pins the pair that a row is part of.
    pub(super) fn put_pin(&mut self, pane: Pane, at: &str) -> Result<(), String> {
        let responses = match pane {
            Pane::ConverseRequest | Pane::InvokeRequest => false,
            Pane::ConverseResponse | Pane::InvokeResponse => true,
            Pane::Operation | Pane::Output | Pane::Canonical | Pane::Image => {
                return Err(format!("{} has no pairs", pane.word()));
            }
        };
        let links = if responses { answer_json::links(&self.session, Shape::Assembled) } else { self.twin()?.links };
        let converse = matches!(pane, Pane::ConverseRequest | Pane::ConverseResponse);
        let pin = pin(&links, converse, at, responses).ok_or_else(|| format!("{} has no pair at {at}", pane.word()))?;
        self.journal.push(Entry::Pin(Some(pin)));
        Ok(())
    }

    /// Signs the Converse request with a mistake.
    pub(super) fn sign(&mut self, word: &str, road: &Road<'_>) -> Result<(), String> {
        let request = self.twin()?.converse.request;
        let region = self.region()?;
        let change = choice(word).ok_or_else(|| format!("there is no mistake {word}"))?.change(CLOCK_MINUTES, region);
        self.calls += 1;
        let circumstances = road.world(self.calls, None, None);
        let broken = break_it(&request, region, &change, &circumstances).map_err(|error| error.to_string())?;
        self.journal.push(Entry::Signature(Signature::of(&change, &broken)));
        Ok(())
    }

    /// The last stream, Converse's first.
    fn stream(&self) -> Result<&Exchange, String> {
        let mut streams = self.session.exchanges().filter(|exchange| !exchange.frames.is_empty());
        streams.next().ok_or_else(|| "there are no frames: turn Stream on and press Run".to_owned())
    }

    pub(super) fn open_frame(&mut self, number: usize) -> Result<(), String> {
        let stream = self.stream()?;
        let frame = number.checked_sub(1).and_then(|place| stream.frames.get(place));
        let frame = frame.ok_or_else(|| format!("there is no frame {number}"))?;
        self.glass = Glass {
            api: stream.operation.api().key().to_owned(),
            frame: number - 1,
            event: FrameFact::of(&frame.frame, Value::Null).event,
            length: frame.frame.bytes.len(),
            ..Glass::default()
        };
        self.journal.push(Entry::Glass(self.glass.clone()));
        Ok(())
    }

    fn open_bytes(&self) -> Result<Vec<u8>, String> {
        let frame = self.stream()?.frames.get(self.glass.frame).ok_or("no frame is open")?;
        Ok(frame.frame.bytes.clone())
    }

    pub(super) fn select_byte(&mut self, byte: usize) -> Result<(), String> {
        let bytes = self.open_bytes()?;
        let field = field_at(&bytes, byte).ok_or_else(|| format!("the frame has no byte {byte}"))?;
        field.clone_into(&mut self.glass.field);
        self.glass.byte = Some(byte);
        self.journal.push(Entry::Glass(self.glass.clone()));
        Ok(())
    }

    pub(super) fn flip_byte(&mut self, byte: usize) -> Result<(), String> {
        let bytes = self.open_bytes()?;
        let field = field_at(&bytes, byte).ok_or_else(|| format!("the frame has no byte {byte}"))?;
        self.glass.flip = Some(byte);
        field.clone_into(&mut self.glass.flipped_field);
        damage(&flipped(&bytes, byte, 0)).clone_into(&mut self.glass.damage);
        self.journal.push(Entry::Glass(self.glass.clone()));
        Ok(())
    }
}

/// The name of the field that a byte of a frame belongs to.
pub fn field_at(frame: &[u8], byte: usize) -> Option<&'static str> {
    let layout = Layout::parse(0, frame);
    let field = layout.field_at(byte)?;
    layout.fields.get(field).map(|field| field.kind.name())
}

/// The name of the field at which a decoder notices damage; empty without damage.
pub fn damage(frame: &[u8]) -> &'static str {
    let layout = Layout::parse(0, frame);
    let field = layout.damage.as_ref().and_then(|damage| layout.fields.get(damage.field));
    field.map_or("", |field| field.kind.name())
}

/// The pair that a place of one side is part of.
pub fn pin(links: &[Link], converse: bool, at: &str, responses: bool) -> Option<Pin> {
    let at = at.strip_prefix('/').filter(|at| at.starts_with(HEADER_PLACE)).unwrap_or(at);
    let own = |link: &&Link| if converse { &link.converse } else { &link.native }.iter().any(|place| place == at);
    let link = links.iter().find(own)?;
    Some(Pin {
        responses,
        converse: link.converse.first().cloned(),
        native: link.native.first().cloned(),
        kind: link.kind.label().to_owned(),
    })
}

/// A line of a canonical request: `/method`, `/path`, `/query`, `/header/host` …
fn canonical_line(canonical: &str, at: &str) -> Option<String> {
    let mut lines = canonical.lines();
    let line = |place| lines.clone().nth(place).map(str::to_owned);
    match at {
        "/method" => line(0),
        "/path" => line(1),
        "/query" => line(2),
        "/payload-hash" => lines.next_back().map(str::to_owned),
        "/signed-headers" => lines.nth_back(1).map(str::to_owned),
        header => {
            let name = header.strip_prefix("/header/")?;
            lines.find(|line| line.split_once(':').is_some_and(|(own, _)| own == name)).map(str::to_owned)
        }
    }
}

fn choice(word: &str) -> Option<Choice> {
    Some(match word {
        "Nothing" => Choice::Nothing,
        "Clock" => Choice::Clock,
        "Region" => Choice::Region,
        "Service" => Choice::Service,
        "PathOnce" => Choice::Path,
        "HeaderCase" => Choice::HeaderCase,
        "HeaderSpaces" => Choice::HeaderSpaces,
        "HeaderDropped" => Choice::HeaderDropped,
        "BodyByte" => Choice::BodyByte,
        "NoToken" => Choice::Token,
        "WrongSecret" => Choice::Secret,
        _ => return None,
    })
}
