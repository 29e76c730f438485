//! Links between the two answers of an experiment: which field of the native answer matches which field of Converse's.
//!
//! Takes whole answers, or streams assembled into whole answers. The texts may differ, because the model was called twice;
//! the links are about fields, not values. A field that no row matches becomes a one-sided link.

use serde_json::Value;

use super::ledger::{Ledger, unused};
use super::link::{HEADER_PLACE, Link, LinkKind};
use super::task::items;
use crate::bedrock::family::Family;
use crate::bedrock::turn::stop_reason_in_converse;

/// A kind of content block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Reasoning,
    Tool,
    Citations,
    Other,
}

/// A place of the native answer that holds content.
struct Place {
    kind: Kind,
    pointers: Vec<String>,
    /// Whether several Converse blocks come from this one string.
    shared: bool,
}

/// The links between two whole answers; `native` is in the family's format.
pub fn answer_links(family: Family, converse: &Value, native: &Value) -> Vec<Link> {
    let mut ledger = Ledger::default();
    content(&mut ledger, family, converse, native);
    stop_reason(&mut ledger, converse, native);
    counts(&mut ledger, converse, native);
    for (from, to, kind, note) in ROWS {
        // A stream ends without headers; its last chunk holds what they would say.
        let is_there =
            if to.starts_with(HEADER_PLACE) { native.get(METRICS).is_none() } else { native.pointer(to).is_some() };
        if converse.pointer(from).is_some() && is_there {
            ledger.link(kind, [from.to_owned()], [to.to_owned()], note);
        }
    }
    let mut links = ledger.into_links();
    let places_of = |side: fn(&Link) -> &[String], links: &[Link]| -> Vec<String> {
        links.iter().flat_map(|link| side(link).to_vec()).collect()
    };
    for pointer in unused(converse, &places_of(|link| &link.converse, &links)) {
        let note = "Only Converse reports this; the native body has no field for it.".to_owned();
        links.push(Link { converse: vec![pointer], native: Vec::new(), kind: LinkKind::OnlyHere, note });
    }
    for pointer in unused(native, &places_of(|link| &link.native, &links)) {
        let note = only_native(&pointer).to_owned();
        links.push(Link { converse: Vec::new(), native: vec![pointer], kind: LinkKind::OnlyHere, note });
    }
    links
}

/// What Bedrock adds to the last chunk of a native stream.
const METRICS: &str = "amazon-bedrock-invocationMetrics";

/// `(Converse, native, kind, note)`, used when both places exist. A header counts as existing.
const ROWS: [(&str, &str, LinkKind, &str); 9] = [
    (
        "/output/message/role",
        "/role",
        LinkKind::Moved,
        "Claude's answer is a message itself; Converse wraps it in output.",
    ),
    (
        "/output/message/role",
        "/output/message/role",
        LinkKind::Same,
        "Nova's answer has Converse's shape, down to output.message.",
    ),
    (
        "/output/message/role",
        "/choices/0/message/role",
        LinkKind::Moved,
        "Chat answers come as a list of choices, because a request may ask for several; Converse always returns one.",
    ),
    (
        "/metrics/latencyMs",
        "header:X-Amzn-Bedrock-Invocation-Latency",
        LinkKind::Moved,
        "Converse states the latency in its body; InvokeModel states it in a header, because the body is the model's.",
    ),
    (
        "/metrics/latencyMs",
        "/amazon-bedrock-invocationMetrics/invocationLatency",
        LinkKind::Moved,
        "Converse's stream ends with an event that states the latency; Bedrock adds it to the last chunk of a native stream.",
    ),
    (
        "/serviceTier/type",
        "header:X-Amzn-Bedrock-Service-Tier",
        LinkKind::Moved,
        "InvokeModel returns the tier that served the request in a header, because the body is the model's.",
    ),
    (
        "/performanceConfig/latency",
        "header:X-Amzn-Bedrock-PerformanceConfig-Latency",
        LinkKind::Moved,
        "InvokeModel returns how the request was served in a header, because the body is the model's.",
    ),
    (
        "/trace",
        "/amazon-bedrock-trace",
        LinkKind::Renamed,
        "Bedrock adds the guardrail's trace to a native body under another name.",
    ),
    (
        "/additionalModelResponseFields/stop_sequence",
        "/stop_sequence",
        LinkKind::Moved,
        "Converse gives the model's own fields only when the request asks for them; the native body always has them.",
    ),
];

fn only_native(pointer: &str) -> &'static str {
    match pointer.rsplit('/').next().unwrap_or_default() {
        "id" | "response_id" | "generation_id" => {
            "The provider's ID for this answer; Converse returns only the request ID, in a header."
        }
        "model" => "The native answer repeats the provider's name of the model; Converse does not repeat it.",
        "type" | "object" => "The provider's format names the type of the document; Converse has only one type.",
        "created" => "The provider's time stamp, in seconds; Converse returns none.",
        "inputTokenCount" | "outputTokenCount" | "firstByteLatency" | "invocationLatency" => {
            "Bedrock adds its measurements to the last chunk of a native stream."
        }
        "index" => "The index among several answers; Converse always returns one.",
        "chat_history" => "Cohere returns the conversation with its answer; Converse returns the new message only.",
        "amazon-bedrock-guardrailAction" => {
            "Bedrock states here whether a guardrail intervened; Converse states it as a stop reason."
        }
        _ => "Only the model's body has this; Converse's answer has no member for it.",
    }
}

fn content(ledger: &mut Ledger, family: Family, converse: &Value, native: &Value) {
    let mut places = native_places(native);
    let blocks = converse.pointer("/output/message/content").and_then(Value::as_array);
    for (index, block) in blocks.into_iter().flatten().enumerate() {
        let from = format!("/output/message/content/{index}");
        let kind = match block.as_object().and_then(|members| members.keys().next()).map(String::as_str) {
            Some("text") => Kind::Text,
            Some("reasoningContent") => Kind::Reasoning,
            Some("toolUse") => Kind::Tool,
            Some("citationsContent") => Kind::Citations,
            _ => Kind::Other,
        };
        let kinds: &[Kind] = if kind == Kind::Citations { &[Kind::Text, Kind::Citations] } else { &[kind] };
        let mut pointers = Vec::new();
        for kind in kinds {
            if let Some(at) = places.iter().position(|place| place.kind == *kind) {
                let shared = places.get(at).is_some_and(|place| place.shared);
                if let Some(place) = places.get(at) {
                    pointers.extend(place.pointers.clone());
                }
                if !shared {
                    places.remove(at);
                }
            }
        }
        if pointers.is_empty() {
            continue;
        }
        let (link, note) = match (family, kind) {
            (Family::Nova, _) => (LinkKind::Same, "Nova's answer has Converse's blocks."),
            (Family::Claude, Kind::Reasoning) => (
                LinkKind::Reshaped,
                "Claude calls it thinking; send its signature back unchanged, whichever API returned it.",
            ),
            (Family::Claude, Kind::Tool) => (
                LinkKind::Reshaped,
                "Claude calls the block tool_use and its ID id; Converse calls them toolUse and toolUseId.",
            ),
            (Family::Claude, _) => (
                LinkKind::Reshaped,
                "Claude names the kind of a block in `type`; Converse names it by the block's one member.",
            ),
            (Family::DeepSeekR1, _) => (
                LinkKind::Reshaped,
                "The native text holds both: reasoning up to </think>, then the answer. Converse separates them.",
            ),
            (_, Kind::Tool) => (
                LinkKind::Reshaped,
                "The native call holds its arguments under another name; the chat shape holds them as a string.",
            ),
            (_, Kind::Reasoning) => (
                LinkKind::Reshaped,
                "With InvokeModel the reasoning is in the text or in a field next to it; Converse returns it as a separate block.",
            ),
            (_, Kind::Text | Kind::Citations | Kind::Other) => {
                (LinkKind::Reshaped, "Converse has a list of blocks; this format has one string for the text.")
            }
        };
        ledger.push(link, vec![from], pointers, note);
    }
}

/// Where formats with a single string hold the text.
const TEXTS: [&str; 6] = [
    "/generation",
    "/outputs/0/text",
    "/results/0/outputText",
    "/choices/0/text",
    "/choices/0/message/content",
    "/text",
];

/// Where native answers of any family hold content.
fn native_places(native: &Value) -> Vec<Place> {
    let mut out = Vec::new();
    let one = |kind, pointer: String| Place { kind, pointers: vec![pointer], shared: false };
    for (index, block) in items(native, "content").iter().enumerate() {
        let kind = match block.get("type").and_then(Value::as_str) {
            Some("text") => Kind::Text,
            Some("thinking" | "redacted_thinking") => Kind::Reasoning,
            Some("tool_use") => Kind::Tool,
            _ => Kind::Other,
        };
        out.push(one(kind, format!("/content/{index}")));
    }
    let nova = native.pointer("/output/message/content").and_then(Value::as_array);
    for (index, block) in nova.into_iter().flatten().enumerate() {
        let kind = match block.as_object().and_then(|members| members.keys().next()).map(String::as_str) {
            Some("text") => Kind::Text,
            Some("reasoningContent") => Kind::Reasoning,
            Some("toolUse") => Kind::Tool,
            _ => Kind::Other,
        };
        out.push(one(kind, format!("/output/message/content/{index}")));
    }
    if native.pointer("/choices/0/message/reasoning_content").is_some_and(Value::is_string) {
        out.push(one(Kind::Reasoning, "/choices/0/message/reasoning_content".to_owned()));
    }
    for place in TEXTS.into_iter().filter(|place| native.pointer(place).is_some_and(Value::is_string)) {
        for kind in [Kind::Text, Kind::Reasoning] {
            out.push(Place { kind, pointers: vec![place.to_owned()], shared: true });
        }
    }
    for list in ["/choices/0/message/tool_calls", "/tool_calls"] {
        let calls = native.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        out.extend((0..calls).map(|index| one(Kind::Tool, format!("{list}/{index}"))));
    }
    if native.get("citations").is_some() {
        out.push(one(Kind::Citations, "/citations".to_owned()));
    }
    out
}

fn stop_reason(ledger: &mut Ledger, converse: &Value, native: &Value) {
    const PLACES: [&str; 9] = [
        "/stopReason",
        "/stop_reason",
        "/outputs/0/stop_reason",
        "/results/0/completionReason",
        "/choices/0/finish_reason",
        "/choices/0/stop_reason",
        "/finish_reason",
        "/completionReason",
        "/stopReason",
    ];
    let found = PLACES.into_iter().find_map(|place| Some((place, native.pointer(place)?.as_str()?)));
    let (Some((place, word)), Some(ours)) = (found, converse.get("stopReason").and_then(Value::as_str)) else { return };
    let name = place.rsplit('/').next().unwrap_or_default();
    let (kind, note) = if name == "stopReason" {
        (LinkKind::Same, "Same name and same values on both sides.".to_owned())
    } else if word == ours {
        (LinkKind::Renamed, format!("Same value; this format calls the member {name}."))
    } else if stop_reason_in_converse(word) == Some(ours) {
        (LinkKind::Reshaped, format!("This format says {word} in {name}; Converse says {ours} for all models."))
    } else {
        (
            LinkKind::Reshaped,
            format!("Why the answer ended: this format states it in {name}, and Converse uses other values."),
        )
    };
    ledger.link(kind, ["/stopReason".to_owned()], [place.to_owned()], note);
}

fn counts(ledger: &mut Ledger, converse: &Value, native: &Value) {
    const COUNTS: [(&str, &[&str], &str); 5] = [
        (
            "inputTokens",
            &[
                "/usage/inputTokens",
                "/usage/input_tokens",
                "/usage/prompt_tokens",
                "/prompt_token_count",
                "/inputTextTokenCount",
                "/meta/billed_units/input_tokens",
            ],
            "header:X-Amzn-Bedrock-Input-Token-Count",
        ),
        (
            "outputTokens",
            &[
                "/usage/outputTokens",
                "/usage/output_tokens",
                "/usage/completion_tokens",
                "/generation_token_count",
                "/results/0/tokenCount",
                "/meta/billed_units/output_tokens",
            ],
            "header:X-Amzn-Bedrock-Output-Token-Count",
        ),
        ("totalTokens", &["/usage/totalTokens", "/usage/total_tokens"], ""),
        (
            "cacheReadInputTokens",
            &[
                "/usage/cacheReadInputTokens",
                "/usage/cacheReadInputTokenCount",
                "/usage/cache_read_input_tokens",
                "/usage/prompt_tokens_details/cached_tokens",
            ],
            "header:X-Amzn-Bedrock-Cache-Read-Input-Token-Count",
        ),
        (
            "cacheWriteInputTokens",
            &["/usage/cacheWriteInputTokens", "/usage/cacheWriteInputTokenCount", "/usage/cache_creation_input_tokens"],
            "header:X-Amzn-Bedrock-Cache-Write-Input-Token-Count",
        ),
    ];
    for (ours, theirs, header) in COUNTS {
        let from = format!("/usage/{ours}");
        if converse.pointer(&from).is_none() {
            continue;
        }
        match theirs.iter().find(|place| native.pointer(place).is_some()) {
            Some(place) if *place == from => {
                ledger.link(LinkKind::Same, [from], [(*place).to_owned()], "Same count, same name.");
            }
            Some(place) => {
                let (kind, note) = if place.starts_with("/usage/") {
                    (LinkKind::Renamed, "Same count under the provider's name; Converse uses one name for all models.")
                } else {
                    (LinkKind::Moved, "This format has no usage object: the count is a top-level field of the body.")
                };
                ledger.link(kind, [from], [(*place).to_owned()], note);
            }
            None if ours == "totalTokens" => {
                ledger.only_converse(from, "The native answer has no total; add the two counts yourself.");
            }
            None if native.pointer(&measured(ours)).is_some() => {
                let note = "This format has no count; Bedrock adds it to the last chunk of a native stream.";
                ledger.link(LinkKind::Moved, [from], [measured(ours)], note);
            }
            None => {
                let note = "The body of this format has no count; InvokeModel states it in a response header.";
                ledger.link(LinkKind::Moved, [from], [header.to_owned()], note);
            }
        }
    }
}

/// The pointer to one of Converse's counts in the metrics of a stream's last chunk: `inputTokenCount` for
/// `inputTokens`.
fn measured(ours: &str) -> String {
    format!("/{METRICS}/{}Count", ours.strip_suffix('s').unwrap_or(ours))
}
