//! The time, the tokens and the cost of one call.
//!
//! Everything is read from the call's own record. If the response states no counts, there is no rate and no cost. A
//! simulated call costs nothing; the page shows what the same counts would cost on AWS.

use super::exchange::{Exchange, Origin, Phase};
use crate::bedrock::prices::{PriceTable, Source};
use crate::text::number;

/// An estimate of the cost of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// In US dollars.
    pub dollars: f64,
    /// Whose prices were taken.
    pub source: Source,
    /// Whether tokens went through the prompt cache, whose prices are not in the list: they are not counted.
    pub without_cache: bool,
}

/// What one call took.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Who answered.
    pub origin: Origin,
    /// Milliseconds until the first text was there (streams only).
    pub first_text_ms: Option<i64>,
    /// Milliseconds until the end; `None` while it runs.
    pub total_ms: Option<i64>,
    /// Latency that the service states, in milliseconds.
    pub service_ms: Option<u64>,
    /// Tokens read.
    pub input_tokens: Option<u64>,
    /// Tokens written.
    pub output_tokens: Option<u64>,
    /// Tokens written a second: between the first text and the end of a stream, else over the whole call.
    pub tokens_per_s: Option<f64>,
    /// What it would cost; `None` without counts, without a price, or for a replayed recording, which is not billed.
    pub cost: Option<Cost>,
}

impl Metrics {
    /// The metrics of a call.
    pub fn of(call: &Exchange, prices: &PriceTable) -> Self {
        let turn = call.turn();
        let usage = turn.usage;
        let rate = match (call.phase, usage.output_tokens, call.ended_ms) {
            (Phase::Done, Some(tokens), Some(total)) => rate(tokens, total - call.first_text_ms.unwrap_or(0)),
            _ => None,
        };
        let price = if call.recorded_at.is_some() { None } else { prices.find(&call.model) };
        let cost = match (usage.input_tokens, usage.output_tokens, price) {
            (Some(input), Some(output), Some((price, source))) => {
                Some(Cost { dollars: price.cost(input, output), source, without_cache: usage.uses_cache() })
            }
            _ => None,
        };
        Self {
            origin: call.origin,
            first_text_ms: call.first_text_ms,
            total_ms: call.ended_ms,
            service_ms: turn.service_latency_ms,
            input_tokens: usage.input_tokens,
            output_tokens: usage.output_tokens,
            tokens_per_s: rate,
            cost,
        }
    }

    /// The metrics as name and value, in the order they are shown; what is not known is left out.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = Vec::new();
        let mut put = |name, value: Option<String>| rows.extend(value.map(|value| (name, value)));
        put("TTFT", self.first_text_ms.map(number::duration_ms));
        put("total", self.total_ms.map(number::duration_ms));
        put("in", self.input_tokens.map(number::grouped));
        put("out", self.output_tokens.map(number::grouped));
        put("tokens/s", self.tokens_per_s.map(|rate| format!("{rate:.0}")));
        let cost_name = if self.origin == Origin::Simulator { "on AWS, est." } else { "est." };
        put(cost_name, self.cost.map(|cost| dollars(cost.dollars)));
        rows
    }
}

/// Tokens a second; `None` for a time too short to divide by.
#[expect(clippy::cast_precision_loss, reason = "shown without decimals")]
fn rate(tokens: u64, ms: i64) -> Option<f64> {
    (ms > 0 && tokens > 0).then(|| tokens as f64 * 1_000.0 / ms as f64)
}

/// When a call waited and when it wrote, in milliseconds after it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The first byte of the answer's body; `None` where only the end is known.
    pub first_byte_ms: Option<i64>,
    /// The first text of a stream.
    pub first_text_ms: Option<i64>,
    /// The end.
    pub end_ms: i64,
}

impl Timeline {
    /// The times of a call that is over.
    pub fn of(call: &Exchange) -> Option<Self> {
        Some(Self {
            first_byte_ms: call.frames.first().map(|frame| frame.at_ms),
            first_text_ms: call.first_text_ms,
            end_ms: call.ended_ms?,
        })
    }

    /// In words, for whoever does not see the bar.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        let mut put = |what: &str, ms: Option<i64>| {
            parts.extend(ms.map(|ms| format!("{what} after {}", number::duration_ms(ms))));
        };
        put("first byte", self.first_byte_ms);
        put("first text", self.first_text_ms);
        put("end", Some(self.end_ms));
        parts.join(", ")
    }
}

/// A small amount of money: two digits that say something. `$0.00042`, `$0.18`, `$12.40`.
pub fn dollars(amount: f64) -> String {
    if amount <= 0.0 {
        return "$0".to_owned();
    }
    if amount >= 0.1 {
        return format!("${}", number::fixed(amount, 2));
    }
    let leading = number::within((-amount.log10()).floor(), 0.0, 12.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 12")]
    let decimals = leading as u32 + 2;
    let text = format!("${}", number::fixed(amount, decimals));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What the runs of this visit took together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Total {
    /// How many calls were made.
    pub calls: u64,
    /// How many of them were billed by somebody: not answered by the simulator.
    pub billed: u64,
    /// Tokens read, as far as stated.
    pub input_tokens: u64,
    /// Tokens written, as far as stated.
    pub output_tokens: u64,
    /// The estimated cost of the billed ones whose price is known, in US dollars.
    pub dollars: f64,
    /// How many billed calls have no estimate.
    pub without_estimate: u64,
}

impl Total {
    /// Adds a call that is over.
    pub fn add(&mut self, metrics: &Metrics) {
        self.calls += 1;
        self.input_tokens = self.input_tokens.saturating_add(metrics.input_tokens.unwrap_or(0));
        self.output_tokens = self.output_tokens.saturating_add(metrics.output_tokens.unwrap_or(0));
        if metrics.origin != Origin::Simulator {
            self.billed += 1;
            match metrics.cost {
                Some(cost) => self.dollars += cost.dollars,
                None => self.without_estimate += 1,
            }
        }
    }
}

impl Total {
    /// In a few words: `4 calls, est. $0.0021, 532 tokens`.
    pub fn words(&self) -> String {
        let tokens = self.input_tokens.saturating_add(self.output_tokens);
        let cost = match (self.billed, self.without_estimate) {
            (0, _) => "nothing billed".to_owned(),
            (billed, unknown) if billed == unknown => "no price known".to_owned(),
            (_, 0) => format!("est. {}", dollars(self.dollars)),
            (_, unknown) => format!("est. {} and {unknown} without a price", dollars(self.dollars)),
        };
        format!("{}, {cost}, {}", number::count(self.calls, "call"), number::count(tokens, "token"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::arrival::Arrival;
    use crate::aws::http::{Header, HttpRequest, Method, ResponseHead, Scheme, WireUrl};
    use crate::aws::payload::Payload;
    use crate::aws::time::Timestamp;
    use crate::bedrock::operation::Operation;
    use crate::experiment::Api;
    use crate::experiment::run::session::{Call, Command, RunId, Session};

    fn ran(model: &str, origin: Origin, body: &str) -> Session {
        let url = WireUrl { scheme: Scheme::Https, authority: "h".to_owned(), path: "/".to_owned(), query: None };
        let request = HttpRequest { method: Method::Post, url, headers: Vec::new(), body: Payload::default() };
        let (api, operation) = (Api::Converse, Operation::Converse);
        let call = Call { operation, family: None, model: model.to_owned(), request };
        let mut session = Session::default();
        session.apply(Command::Run { calls: vec![call], origin, now: Timestamp(0) });
        let run = RunId(1);
        let head = ResponseHead { status: 200, headers: vec![Header::new("content-type", "application/json")] };
        session.apply(Command::Arrived { run, api, arrival: Arrival::Head(head), now: Timestamp(900) });
        session.apply(Command::Arrived {
            run,
            api,
            arrival: Arrival::Chunk(body.as_bytes().to_vec()),
            now: Timestamp(900),
        });
        session.apply(Command::Arrived { run, api, arrival: Arrival::End, now: Timestamp(1_000) });
        session
    }

    const BODY: &str = r#"{"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},"stopReason":"end_turn",
        "usage":{"inputTokens":1000,"outputTokens":500,"totalTokens":1500},"metrics":{"latencyMs":800}}"#;

    #[test]
    fn a_played_recording_costs_nothing() {
        let mut session = ran("amazon.nova-lite-v1:0", Origin::Aws, BODY);
        assert!(Metrics::of(session.converse.as_ref().unwrap(), &PriceTable::default()).cost.is_some());
        session.converse.as_mut().unwrap().recorded_at = Some(Timestamp(0));
        assert!(Metrics::of(session.converse.as_ref().unwrap(), &PriceTable::default()).cost.is_none());
    }

    #[test]
    fn a_call_is_measured_by_what_it_says() {
        let session = ran("amazon.nova-lite-v1:0", Origin::Aws, BODY);
        let metrics = Metrics::of(session.converse.as_ref().unwrap(), &PriceTable::default());
        assert_eq!((metrics.total_ms, metrics.service_ms), (Some(1_000), Some(800)));
        assert_eq!((metrics.input_tokens, metrics.tokens_per_s), (Some(1_000), Some(500.0)));
        let rows = metrics.rows();
        assert_eq!(rows.last(), Some(&("est.", "$0.00018".to_owned())), "{rows:?}");
        let mut total = Total::default();
        total.add(&metrics);
        assert_eq!((total.calls, total.billed, total.without_estimate), (1, 1, 0));
        assert_eq!(total.words(), "1 call, est. $0.00018, 1,500 tokens");
    }

    #[test]
    fn a_whole_answer_has_an_end_and_no_invented_beginning() {
        let session = ran("amazon.nova-lite-v1:0", Origin::Aws, BODY);
        let timeline = Timeline::of(session.converse.as_ref().unwrap()).unwrap();
        assert_eq!((timeline.first_byte_ms, timeline.first_text_ms, timeline.end_ms), (None, None, 1_000));
        assert_eq!(timeline.words(), "end after 1.00 s");
    }

    #[test]
    fn nothing_is_invented() {
        let without = r#"{"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},"stopReason":"end_turn"}"#;
        let session = ran("amazon.nova-lite-v1:0", Origin::Aws, without);
        let metrics = Metrics::of(session.converse.as_ref().unwrap(), &PriceTable::default());
        assert_eq!((metrics.input_tokens, metrics.tokens_per_s, metrics.cost), (None, None, None));
        assert_eq!(metrics.rows(), [("total", "1.00 s".to_owned())]);
        let unknown = ran("example.model-v1:0", Origin::Simulator, BODY);
        let metrics = Metrics::of(unknown.converse.as_ref().unwrap(), &PriceTable::default());
        assert_eq!(metrics.cost, None);
        let mut total = Total::default();
        total.add(&metrics);
        assert_eq!((total.billed, total.input_tokens), (0, 1_000));
        assert_eq!(total.words(), "1 call, nothing billed, 1,500 tokens");
    }

    #[test]
    fn small_amounts_keep_two_digits() {
        for (amount, text) in [
            (0.0, "$0"),
            (0.000_42, "$0.00042"),
            (0.000_001_25, "$0.0000013"),
            (0.05, "$0.05"),
            (0.18, "$0.18"),
            (12.4, "$12.40"),
        ] {
            assert_eq!(dollars(amount), text);
        }
    }
}
