//! The conversation: the order of roles, and which blocks go together. The last entry takes every validation error that no
//! other entry knows.

use super::{BLANK, Entry, Reproduce, Sample};
use crate::experiment::failure::fix::Remedy;
use crate::experiment::failure::reproduction::Setup;

const VALIDATION: &[&str] = &["Validation"];

const fn refused(text: &'static str) -> Sample {
    Sample { code: "ValidationException", status: 400, text }
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        id: "starts-with-user",
        codes: VALIDATION,
        says: &[&["must start with a user message"]],
        what: "The conversation must start with the user",
        why: "The first message must have the role user. Put instructions into the system prompt",
        remedies: &[Remedy::DropLeadingAnswers],
        reproduce: Reproduce::Setup(Setup::AssistantFirst),
        samples: &[refused(
            "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
        )],
        ..BLANK
    },
    Entry {
        id: "alternate",
        codes: VALIDATION,
        says: &[&["must alternate between user and assistant"], &["roles must alternate"]],
        what: "User and assistant must take turns",
        why: "Two messages of the same role follow each other. Write them as one message of two blocks",
        remedies: &[Remedy::MergeTurns],
        reproduce: Reproduce::Setup(Setup::TwoUsers),
        samples: &[refused(
            "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between \
             user and assistant roles and try again.",
        )],
        ..BLANK
    },
    Entry {
        id: "prefill",
        codes: VALIDATION,
        says: &[&["assistant message prefill"], &["must end with a user message"]],
        what: "The conversation must end with the user",
        why: "This model does not continue an answer that you started for it",
        remedies: &[Remedy::DropLastAnswer, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::Prefill),
        samples: &[refused(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
        )],
        ..BLANK
    },
    Entry {
        id: "tool-config",
        codes: VALIDATION,
        says: &[&["toolconfig field must be defined"], &["tool_choice may only be specified while providing tools"]],
        what: "The tools are missing",
        why: "The API keeps no state: as long as the conversation holds tool calls or their results, the tools must be sent \
              with every request",
        remedies: &[],
        reproduce: Reproduce::Setup(Setup::ToolsForgotten),
        samples: &[refused("The toolConfig field must be defined when using toolUse and toolResult content blocks.")],
        ..BLANK
    },
    Entry {
        id: "tool-results",
        codes: VALIDATION,
        says: &[
            &["expected toolresult blocks"],
            &["toolresult blocks", "exceeds the number of tooluse"],
            &["duplicate ids at toolresult"],
            &["duplicate ids at tooluse"],
        ],
        what: "A tool call has no result, or a result no call",
        why: "Every toolUse of the assistant is answered in the next message by one toolResult of the same id, no more and no \
              fewer",
        remedies: &[],
        reproduce: Reproduce::Setup(Setup::ResultForgotten),
        samples: &[
            refused("Expected toolResult blocks at messages.2.content for the following Ids: tooluse_1"),
            refused(
                "The number of toolResult blocks at messages.0.content exceeds the number of toolUse blocks of previous turn.",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "tool-result-mixed",
        codes: VALIDATION,
        says: &[&["tool result blocks", "same turn"]],
        what: "Text and tool results in one message",
        why: "This model takes tool results only in a message of their own. Put the text into a later message",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::MixedResult),
        samples: &[refused("Conversation blocks and tool result blocks cannot be provided in the same turn.")],
        ..BLANK
    },
    Entry {
        id: "tools-refused",
        codes: VALIDATION,
        says: &[&["support tool use"], &["toolconfig.toolchoice.tool field"]],
        what: "This model takes no tools here",
        why: "Not every model takes tools, and some take them only without a stream",
        remedies: &[Remedy::StreamOff, Remedy::DropMore("toolConfig"), Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ToolsInStream),
        samples: &[
            refused("This model doesn't support tool use in streaming mode."),
            refused("This model doesn\u{2019}t support tool use."),
        ],
        ..BLANK
    },
    Entry {
        id: "blank-text",
        codes: VALIDATION,
        says: &[
            &["is blank. add text"],
            &["text content blocks must be non-empty"],
            &["text field", "is blank"],
            &["content field in the message object", "is empty"],
        ],
        what: "A message is empty",
        why: "A text block must hold more than white space, and a message at least one block. See the path in the \
              message",
        remedies: &[Remedy::DropBlankMessages],
        reproduce: Reproduce::Setup(Setup::BlankText),
        samples: &[
            refused(
                "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and \
                 try again.",
            ),
            refused("messages: text content blocks must be non-empty"),
        ],
        ..BLANK
    },
    Entry {
        id: "document-alone",
        codes: VALIDATION,
        says: &[&["document block", "no text block"], &["text block", "document", "required"]],
        what: "A document needs a text in the same message",
        why: "A message that carries a document must also say in a text block what is to be done with it",
        remedies: &[],
        reproduce: Reproduce::Setup(Setup::DocumentAlone),
        samples: &[refused(
            "The content field in the Message object at messages.0 has a document block and no text block. Add a text block \
             to the message and try again.",
        )],
        ..BLANK
    },
    Entry {
        id: "document-name",
        codes: VALIDATION,
        says: &[&["document name"], &["file name can only contain"]],
        what: "The document's name is not allowed",
        why: "A name may hold only letters, digits, single spaces, hyphens, parentheses and square brackets, and must \
              be unique in its message. It needs no file extension",
        remedies: &[],
        reproduce: Reproduce::Setup(Setup::DocumentName),
        samples: &[refused(
            "The document name a.pdf at messages.0.content contains characters that are not allowed. Use only alphanumeric \
             characters, single whitespace characters, hyphens, parentheses and square brackets.",
        )],
        ..BLANK
    },
    Entry {
        id: "modality",
        codes: VALIDATION,
        says: &[&["content block that you provided"], &["messages with the user role can have"]],
        what: "The model does not read this kind of content",
        why: "Each model reads its own kinds of content: text, images, video or audio. See the block in the message",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ImageForText),
        samples: &[refused(
            "This model doesn't support the image content block that you provided. Remove it and try again.",
        )],
        ..BLANK
    },
    Entry {
        id: "validation",
        codes: VALIDATION,
        statuses: &[400],
        what: "The service refuses the body",
        why: "The body does not fit what the operation or the model accepts. See the path in the message",
        remedies: &[],
        reproduce: Reproduce::Setup(Setup::OutOfRange),
        samples: &[
            refused(
                "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint: Member \
                 must have value less than or equal to 1",
            ),
            Sample { code: "", status: 400, text: "Bad Request" },
        ],
        ..BLANK
    },
];
