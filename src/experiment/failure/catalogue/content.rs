//! What a message carries beside its text: the definitions of tools, pictures and documents, the texts of an embedding.
//!
//! The words are those of public bug reports and of Anthropic's checks, which Bedrock passes on.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;
use crate::experiment::failure::reproduction::Setup;

const VALIDATION: &[&str] = &["Validation"];

const fn refused(text: &'static str) -> Sample {
    Sample { code: "ValidationException", status: 400, text }
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "tool-definition",
        codes: VALIDATION,
        says: &[
            &["toolspec.name"],
            &["inputschema.json.type must be one of"],
            &["tool names must be unique"],
            &["tools.", ".name: string should"],
            &["tools.", "input_schema"],
        ],
        what: "The definition of a tool is not allowed",
        why: "A tool's name has 1 to 64 ASCII letters, digits, underscores and hyphens and is there once, and its input schema \
              is a JSON Schema of the type object. The message names the tool by its place, counted from 0 or, as “member”, \
              from 1",
        fix: "Change the name or the schema of that tool",
        remedies: &[Remedy::GoTo, Remedy::Relink],
        reproduce: Reproduce::Setup(Setup::ToolName),
        samples: &[
            refused(
                "1 validation error detected: Value at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: \
                 Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
            ),
            refused(
                "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.",
            ),
            refused("The model returned the following errors: tools: Tool names must be unique."),
            refused("tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12"),
        ],
        ..BLANK
    },
    Entry {
        id: "system-role",
        codes: VALIDATION,
        says: &[
            &["unexpected role", "system"],
            &["value 'system'", "role", "failed to satisfy"],
            &["role: input should be 'user' or 'assistant'"],
        ],
        what: "A message has another role than user or assistant",
        why: "OpenAI's API takes the system prompt as a message. Bedrock takes it beside the messages: Converse as a list of \
              blocks, Claude's native body as a text or a list",
        fix: "Move the text of that message into system",
        remedies: &[Remedy::GoTo, Remedy::Relink],
        reproduce: Reproduce::Never("The form writes only the roles user and assistant"),
        samples: &[
            refused(
                "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter, not \"system\" \
                 as an input message role.",
            ),
            refused(
                "1 validation error detected: Value 'system' at 'messages.1.member.role' failed to satisfy constraint: Member \
                 must satisfy enum value set: [user, assistant]",
            ),
            refused("messages.0.role: Input should be 'user' or 'assistant'"),
        ],
        ..BLANK
    },
    Entry {
        id: "too-many-media",
        codes: VALIDATION,
        says: &[&["too many images"], &["too many documents"]],
        what: "Too many images or documents",
        why: "A request takes a limited number of them, counted over all messages: what earlier turns hold counts too",
        fix: "Remove some, or send them in several calls. The message states both numbers",
        remedies: &[Remedy::GoTo, Remedy::EditModel],
        reproduce: Reproduce::Never("It needs more files than an example should hold"),
        samples: &[refused("The model returned the following errors: too many images and documents: 25 > 20")],
        ..BLANK
    },
    Entry {
        id: "document",
        codes: VALIDATION,
        says: &[
            &["pdf specified was not valid"],
            &["pdf specified is password protected"],
            &["pdf pages may be provided"],
            &["document file size exceeds"],
            &["could not process document"],
        ],
        what: "The document cannot be used",
        why: "It is damaged, protected by a password, too large, has too many pages, or its bytes are of another format than \
              the one that the block names",
        fix: "Send a smaller part of it, without a password, and name the format that the bytes have",
        remedies: &[Remedy::GoTo, Remedy::EditModel],
        reproduce: Reproduce::Never("The simulator does not read documents"),
        samples: &[
            refused("messages.0.content.1.pdf.source.base64.data: The PDF specified was not valid."),
            refused("messages.0.content.1.pdf.source.base64.data: A maximum of 100 PDF pages may be provided."),
            refused("The document file size exceeds the maximum of 4.5 MB."),
        ],
        ..BLANK
    },
    Entry {
        id: "text-empty",
        codes: VALIDATION,
        says: &[&["#/texts", "expected minlength"], &["#/inputtext", "expected minlength"]],
        what: "A text to embed is empty",
        why: "An embedding model takes no empty text. The number after #/texts/ is its place, counted from 0",
        fix: "Leave empty texts out, and keep the places of the others for their vectors",
        remedies: &[],
        reproduce: Reproduce::Never("It needs an embedding call: send an empty text in Embeddings"),
        samples: &[
            refused(
                "Malformed input request: #/inputText: expected minLength: 1, actual: 0, please reformat your input and try \
                 again.",
            ),
            refused(
                "Malformed input request: #/texts/3: expected minLength: 1, actual: 0, please reformat your input and try again.",
            ),
        ],
        ..BLANK
    },
];
