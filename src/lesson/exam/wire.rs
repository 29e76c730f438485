//! Items about bytes: events, frames, checksums, signatures, refusals.

use serde_json::json;

use super::Generator;
use super::draw::Draw;
use super::read::{QUESTIONS, pairs};
use super::sheet::{quoted, sheet};
use crate::aws::sigv4::canonical::canonical_path;
use crate::aws::uri::encode_label;

pub(super) const ALL: &[Generator] = &[
    Generator { name: "events", track: 'c', gate: 0, make: events },
    Generator { name: "fragments", track: 'c', gate: 0, make: fragments },
    Generator { name: "field", track: 'c', gate: 0, make: field },
    Generator { name: "checksum", track: 'c', gate: 0, make: checksum },
    Generator { name: "mismatch", track: 'c', gate: 0, make: mismatch },
    Generator { name: "path", track: 'c', gate: 0, make: path },
    Generator { name: "signature", track: 'c', gate: 0, make: signature },
    Generator { name: "acts", track: 'c', gate: 0, make: acts },
];

/// The events of a stream, in order.
fn events(draw: &mut Draw) -> String {
    let with_tool = draw.below(2) == 0;
    let mut all = vec!["messageStart"];
    if with_tool {
        all.push("contentBlockStart");
    }
    all.extend(["contentBlockDelta", "contentBlockStop", "messageStop", "metadata"]);
    let kind = if with_tool { "a tool call" } else { "a text" };
    let mut sheet =
        sheet("events", "order", &format!("Put the events of a ConverseStream answer with {kind} in order."))
            .line("look", "panel");
    for event in &all {
        sheet = sheet.line("card", quoted(event));
    }
    let order: Vec<String> = all.iter().map(|event| quoted(event)).collect();
    sheet.line("check", "cards right : The order is right").line("solve", format!("order {}", order.join(" "))).text()
}

/// The input of a tool in fragments.
fn fragments(draw: &mut Draw) -> String {
    let city = draw.pick(&["Paris", "Lisbon", "Nairobi", "Osaka", "Quito", "Tallinn"]);
    let whole = json!({ "city": city }).to_string();
    let (first, second) = (draw.between(2, 6), draw.between(8, 12));
    let cut = |from: usize, to: usize| quoted(whole.get(from..to).unwrap_or_default());
    let parts = [cut(0, first), cut(first, second), cut(second, whole.len())];
    sheet("fragments", "do", "Join the `input` of three contentBlockDelta events. Type the value of city.")
        .line(
            "text",
            format!("The fragments are, as JSON strings: {}", parts.map(|part| format!("`{part}`")).join(" ")),
        )
        .asked("The city", city)
        .text()
}

/// The bytes of a field.
fn field(draw: &mut Draw) -> String {
    let (name, byte) = draw.pick(&[("total length", 0), ("headers length", 4), ("prelude CRC", 8)]);
    let (event, frame) = draw.pick(&[("messageStart", 1), ("contentBlockDelta", 2)]);
    let byte = byte + draw.below(4);
    sheet("field", "byte", &format!("Open the first {event} frame and select a byte of its {name}."))
        .start(&json!({ "sendAs": "converse", "stream": true, "messages": [draw.pick(&QUESTIONS)] }))
        .line("look", "tab \"Frames\"")
        .line("check", format!("glass.event = {} : The frame is open", quoted(event)))
        .line("check", format!("glass.field = {} : The byte belongs to the field", quoted(name)))
        .line("solve", format!("press \"Run\"; frame {frame}; byte {byte}"))
        .text()
}

/// Which checksum notices a flipped bit.
fn checksum(draw: &mut Draw) -> String {
    let (goal, byte, damage) = draw.pick(&[
        ("Flip a bit that the prelude CRC notices first", 1, "prelude CRC"),
        ("Flip a bit that only the message CRC notices", 60, "message CRC"),
    ]);
    sheet("checksum", "byte", &format!("{goal}."))
        .start(&json!({ "sendAs": "converse", "stream": true, "messages": [draw.pick(&QUESTIONS)] }))
        .line("look", "tab \"Frames\"")
        .line("check", format!("glass.damage = {} : That checksum notices it", quoted(damage)))
        .line(
            "check",
            "glass.flipped != \"message CRC\" and glass.flipped != \"prelude CRC\" : The bit is not in a checksum",
        )
        .line("solve", format!("press \"Run\"; frame {}; flip {byte}", draw.between(1, 2)))
        .text()
}

/// What the first four bytes of a stream say that is none.
fn mismatch(draw: &mut Draw) -> String {
    let text = draw.pick(&["\":{", "{\"me", "<htm", "HTTP", "<!DO", "data"]);
    // Three characters are padded by the comma that a JSON error has there.
    let text: String = text.chars().chain([',']).take(4).collect();
    let number = text.bytes().fold(0_u32, |number, byte| number << 8 | u32::from(byte));
    sheet("mismatch", "do", "A stream reader complains about a checksum. Type the text that it read in its place.")
        .line(
            "text",
            format!("The message is: Checksum mismatch: expected {number:#010x}. Each byte is one ASCII character."),
        )
        .asked("Four characters", &text)
        .text()
}

/// The canonical path of a model's call.
fn path(draw: &mut Draw) -> String {
    let id = draw.pick(&[
        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        "amazon.titan-embed-text-v2:0",
        "us.amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123def456",
    ]);
    let end = draw.pick(&["converse", "invoke"]);
    let wire = format!("/model/{}/{end}", encode_label(id));
    sheet("path", "do", "Type the path of this call as it stands in the canonical request.")
        .line("text", format!("The operation's path is `/model/{{modelId}}/{end}`, and the model is `{id}`."))
        .asked("Path, with every character encoded as it is signed", &canonical_path(&wire))
        .text()
}

/// The mistake behind a refusal.
fn signature(draw: &mut Draw) -> String {
    let (part, change) = draw.pick(&[
        ("correct service", "Service"),
        ("valid region", "Region"),
        ("Signature not yet current", "Clock"),
        ("security token included in the request is invalid", "NoToken"),
    ]);
    sheet("signature", "do", "Choose the one mistake in the signature that brings this refusal.")
        .line("text", format!("The refusal contains: “{part}”. Use Break it on the Signature tab."))
        .start(&json!({ "sendAs": "converse", "stream": false, "messages": [draw.pick(&QUESTIONS)] }))
        .line("look", "tab \"Signature\"")
        .line("check", format!("sig.message contains {} : The refusal says so", quoted(part)))
        .line("solve", format!("sign {change}"))
        .text()
}

/// Refusals and what to do.
fn acts(draw: &mut Draw) -> String {
    let all = [
        ("ThrottlingException: Too many requests, please wait before trying again.", "wait a minute, then fewer calls"),
        (
            "ThrottlingException: Too many tokens per day, please wait before trying again.",
            "wait a day, or raise the quota",
        ),
        ("AccessDeniedException: … with an explicit deny in a service control policy", "ask the administrator"),
        (
            "AccessDeniedException: … because no identity-based policy allows the bedrock:InvokeModel action",
            "allow the action in a policy",
        ),
        (
            "ValidationException: Invocation of model ID … with on-demand throughput isn’t supported.",
            "name an inference profile",
        ),
        ("ExpiredTokenException: The security token included in the request is expired", "get new credentials"),
    ];
    let bins: Vec<&str> = all.iter().map(|(_, act)| *act).collect();
    sheet("acts", "match", "Match four refusals with the act that helps.")
        .line("look", "panel")
        .sorted(&bins, &pairs(&draw.some(&all, 4)))
        .text()
}
