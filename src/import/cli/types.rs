//! The types of Converse's members, by which the CLI reads shorthand.
//!
//! From the public API model (bedrock-runtime 2023-09-30): the members that a command line has.

/// The type of a member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// A string, also one of an enumeration, and bytes.
    Text,
    /// An integer.
    Integer,
    /// A number.
    Float,
    /// true or false.
    Boolean,
    /// Any JSON.
    Document,
    /// A list of one type.
    List(&'static Shape),
    /// A map from strings to one type.
    Map(&'static Shape),
    /// Named members.
    Structure(&'static [(&'static str, Shape)]),
}

use Shape::{Boolean, Document, Float, Integer, List, Map, Structure, Text};

const S3: Shape = Structure(&[("uri", Text), ("bucketOwner", Text)]);
const MEDIA: Shape = Structure(&[("format", Text), ("source", Structure(&[("bytes", Text), ("s3Location", S3)]))]);
const CACHE: Shape = Structure(&[("type", Text), ("ttl", Text)]);
const DOCUMENT: Shape = Structure(&[
    ("format", Text),
    ("name", Text),
    (
        "source",
        Structure(&[
            ("bytes", Text),
            ("s3Location", S3),
            ("text", Text),
            ("content", List(&Structure(&[("text", Text)]))),
        ]),
    ),
    ("context", Text),
    ("citations", Structure(&[("enabled", Boolean)])),
]);
const RESULT: Shape = Structure(&[
    ("toolUseId", Text),
    (
        "content",
        List(&Structure(&[
            ("json", Document),
            ("text", Text),
            ("image", MEDIA),
            ("document", DOCUMENT),
            ("video", MEDIA),
        ])),
    ),
    ("status", Text),
    ("type", Text),
]);
const BLOCK: Shape = Structure(&[
    ("text", Text),
    ("image", MEDIA),
    ("document", DOCUMENT),
    ("video", MEDIA),
    ("audio", MEDIA),
    ("toolUse", Structure(&[("toolUseId", Text), ("name", Text), ("input", Document), ("type", Text)])),
    ("toolResult", RESULT),
    (
        "guardContent",
        Structure(&[("text", Structure(&[("text", Text), ("qualifiers", List(&Text))])), ("image", MEDIA)]),
    ),
    ("cachePoint", CACHE),
    (
        "reasoningContent",
        Structure(&[("reasoningText", Structure(&[("text", Text), ("signature", Text)])), ("redactedContent", Text)]),
    ),
]);
const TOOL: Shape = Structure(&[
    (
        "toolSpec",
        Structure(&[
            ("name", Text),
            ("description", Text),
            ("inputSchema", Structure(&[("json", Document)])),
            ("strict", Boolean),
        ]),
    ),
    ("systemTool", Structure(&[("name", Text)])),
    ("cachePoint", CACHE),
]);
const CHOICE: Shape =
    Structure(&[("auto", Structure(&[])), ("any", Structure(&[])), ("tool", Structure(&[("name", Text)]))]);

/// The members of a request to Converse.
pub(super) const CONVERSE: [(&str, Shape); 15] = [
    ("modelId", Text),
    ("messages", List(&Structure(&[("role", Text), ("content", List(&BLOCK))]))),
    (
        "system",
        List(&Structure(&[
            ("text", Text),
            ("guardContent", Structure(&[("text", Structure(&[("text", Text), ("qualifiers", List(&Text))]))])),
            ("cachePoint", CACHE),
        ])),
    ),
    (
        "inferenceConfig",
        Structure(&[("maxTokens", Integer), ("temperature", Float), ("topP", Float), ("stopSequences", List(&Text))]),
    ),
    ("toolConfig", Structure(&[("tools", List(&TOOL)), ("toolChoice", CHOICE)])),
    (
        "guardrailConfig",
        Structure(&[
            ("guardrailIdentifier", Text),
            ("guardrailVersion", Text),
            ("trace", Text),
            ("streamProcessingMode", Text),
        ]),
    ),
    ("additionalModelRequestFields", Document),
    ("promptVariables", Map(&Structure(&[("text", Text)]))),
    ("additionalModelResponseFieldPaths", List(&Text)),
    ("requestMetadata", Map(&Text)),
    ("performanceConfig", Structure(&[("latency", Text)])),
    ("serviceTier", Structure(&[("type", Text)])),
    ("projectIdentifier", Text),
    (
        "outputConfig",
        Structure(&[(
            "textFormat",
            Structure(&[
                ("type", Text),
                (
                    "structure",
                    Structure(&[("jsonSchema", Structure(&[("schema", Text), ("name", Text), ("description", Text)]))]),
                ),
            ]),
        )]),
    ),
    ("region", Text),
];

/// The type of a member of Converse.
pub(super) fn of(member: &str) -> Option<&'static Shape> {
    CONVERSE.iter().find(|(name, _)| *name == member).map(|(_, shape)| shape)
}
