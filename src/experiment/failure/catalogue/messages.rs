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
        why: "The first message must have the role user",
        fix: "Start with a user message. Put instructions into the system prompt",
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
        why: "Two messages of the same role follow each other",
        fix: "Write them as one message of two blocks",
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
        says: &[
            &["assistant message prefill"],
            &["must end with a user message"],
            &["requires the last turn in the conversation to be a user message"],
        ],
        what: "The conversation must end with the user",
        why: "This model does not continue an answer that you started for it",
        fix: "Remove the last assistant message, and ask for the form of the answer in the user message",
        remedies: &[Remedy::DropLastAnswer, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::Prefill),
        samples: &[refused(
            "This model does not support assistant message prefill. The conversation must end with a user message.",
        )],
        ..BLANK
    },
    Entry {
        id: "trailing-space",
        codes: VALIDATION,
        says: &[&["cannot end with trailing whitespace"]],
        what: "The begun answer ends with a space",
        why: "The last message is an answer that you started for the model, and it must not end with white space",
        fix: "Remove the space or line break at the end of that message",
        remedies: &[Remedy::GoTo, Remedy::DropLastAnswer],
        reproduce: Reproduce::Never("It depends on the model's version"),
        samples: &[refused("messages: final assistant content cannot end with trailing whitespace")],
        ..BLANK
    },
    Entry {
        id: "tool-config",
        codes: VALIDATION,
        says: &[&["toolconfig field must be defined"], &["tool_choice may only be specified while providing tools"]],
        what: "The tools are missing",
        why: "The API keeps no state: as long as the conversation holds tool calls or their results, the tools must be sent \
              with every request",
        fix: "Send toolConfig with every request of this conversation",
        remedies: &[Remedy::GoTo],
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
            &["toolresult blocks", "duplicate ids"],
            &["tooluse blocks", "duplicate ids"],
            &["duplicate ids at toolresult"],
            &["duplicate ids at tooluse"],
            &["tool_use ids were found without"],
            &["tool_use ids must be unique"],
            &["did not find", "tool_result block"],
            &["each tool_use must have a single result"],
            &["unexpected tool_use_id"],
        ],
        what: "A tool call has no result, or a result no call",
        why: "Every toolUse of the assistant is answered in the next message by one toolResult of the same ID, no more and no \
              fewer, and before any text",
        fix: "Answer each ID once, in the message right after the call, with the results first",
        remedies: &[Remedy::GoTo],
        reproduce: Reproduce::Setup(Setup::ResultForgotten),
        samples: &[
            refused("Expected toolResult blocks at messages.2.content for the following Ids: tooluse_1"),
            refused("The toolResult blocks at messages.2.content contain duplicate Ids: tooluse_abc123"),
            refused(
                "The model returned the following errors: messages.1: `tool_use` ids were found without `tool_result` blocks \
                 immediately after: tooluse_x1. Each `tool_use` block must have a corresponding `tool_result` block in the \
                 next message.",
            ),
            refused(
                "The model returned the following errors: messages.48: Did not find 1 tool_result block(s) at the beginning \
                 of this message. Messages following tool_use blocks must begin with a matching number of tool_result blocks.",
            ),
            refused(
                "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_9. Each `tool_result` \
                 block must have a corresponding `tool_use` block in the previous message.",
            ),
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
        why: "This model takes tool results only in a message of their own",
        fix: "Send the results alone and put the text into a later message",
        remedies: &[Remedy::GoTo, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::MixedResult),
        samples: &[refused("Conversation blocks and tool result blocks cannot be provided in the same turn.")],
        ..BLANK
    },
    Entry {
        id: "tool-use-mixed",
        codes: VALIDATION,
        says: &[&["tool use blocks", "same turn"]],
        what: "Text and a tool call in one message",
        why: "This model takes no text beside a toolUse block in one message of the assistant",
        fix: "Leave the text of that message out, or send text and call as two turns",
        remedies: &[Remedy::GoTo, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::MixedCall),
        samples: &[refused(
            "messages.7.content: Conversation blocks and tool use blocks cannot be provided in the same turn.",
        )],
        ..BLANK
    },
    Entry {
        id: "tools-in-stream",
        codes: VALIDATION,
        says: &[&["support tool use in streaming"]],
        what: "This model takes no tools in a stream",
        why: "It takes tools only where the answer comes as a whole",
        fix: "Call without a stream, leave the tools out, or choose another model",
        remedies: &[Remedy::StreamOff, Remedy::DropMore("toolConfig"), Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ToolsInStream),
        samples: &[refused("This model doesn't support tool use in streaming mode.")],
        ..BLANK
    },
    Entry {
        id: "tools-refused",
        codes: VALIDATION,
        says: &[&["support tool use"]],
        what: "This model takes no tools",
        why: "Not every model takes tools",
        fix: "Leave toolConfig out, or choose a model with tool use",
        remedies: &[Remedy::DropMore("toolConfig"), Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ToolsRefused),
        samples: &[refused("This model doesn\u{2019}t support tool use.")],
        ..BLANK
    },
    Entry {
        id: "field-refused",
        codes: VALIDATION,
        says: &[&["this model doesn't support the", "field. remove"]],
        what: "The model does not take this field",
        why: "Converse has one shape for all models, and not every model takes every member of it. The message names the one",
        fix: "Leave that member out. For toolChoice, auto works with every model that takes tools",
        remedies: &[Remedy::UntickNamed, Remedy::DropToolChoice, Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::FieldRefused),
        samples: &[
            refused(
                "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
            ),
            refused("This model doesn't support the stopSequences field. Remove stopSequences and try again."),
        ],
        ..BLANK
    },
    Entry {
        id: "blank-text",
        codes: VALIDATION,
        says: &[
            &["is blank. add text"],
            &["text content blocks must be non-empty"],
            &["text content blocks must contain non-whitespace"],
            &["text field", "is blank"],
            &["content field in the message object", "is empty"],
        ],
        what: "A message is empty",
        why: "A text block must hold more than white space, and a message at least one block. See the path in the \
              message",
        fix: "Write something there, or leave the block out",
        remedies: &[Remedy::DropBlankMessages],
        reproduce: Reproduce::Setup(Setup::BlankText),
        samples: &[
            refused(
                "The text field in the ContentBlock object at messages.0.content.0 is blank. Add text to the text field, and \
                 try again.",
            ),
            refused("messages: text content blocks must be non-empty"),
            refused("messages: text content blocks must contain non-whitespace text"),
        ],
        ..BLANK
    },
    Entry {
        id: "document-alone",
        codes: VALIDATION,
        says: &[
            &["document block", "no text block"],
            &["text block", "document", "required"],
            &["text block must be included"],
        ],
        what: "A document needs a text in the same message",
        why: "A message that carries a document must also say in a text block what is to be done with it",
        fix: "Add a text block to that message",
        remedies: &[Remedy::GoTo],
        reproduce: Reproduce::Setup(Setup::DocumentAlone),
        samples: &[refused("A text block must be included when using documents.")],
        ..BLANK
    },
    Entry {
        id: "document-name",
        codes: VALIDATION,
        says: &[&["document name"], &["file name can only contain"]],
        what: "The document's name is not allowed",
        why: "A name may hold only ASCII letters and digits, single spaces, underscores, hyphens, parentheses and square \
              brackets, and must be unique in its message",
        fix: "Give the document another name, without its file extension",
        remedies: &[Remedy::GoTo],
        reproduce: Reproduce::Setup(Setup::DocumentName),
        samples: &[refused(
            "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, \
             and square brackets. The name can't contain more than one consecutive whitespace character. Check that the file \
             name conforms to these restrictions and retry your request.",
        )],
        ..BLANK
    },
    Entry {
        id: "json-object",
        codes: VALIDATION,
        says: &[&["provide a json object for the field"], &["tooluse.input is empty"]],
        what: "A member must be a JSON object",
        why: "The input of a toolUse, the json of a toolResult and the json of an inputSchema take objects only: no list, no \
              number, and no JSON that is written as a string",
        fix: "Write an object there. Put a list into a member of one, such as {\"items\": […]}",
        remedies: &[Remedy::GoTo],
        reproduce: Reproduce::Setup(Setup::ListAsResult),
        samples: &[
            refused(
                "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object for the \
                 field and try again.",
            ),
            refused("The value at messages.1.content.0.toolUse.input is empty."),
        ],
        ..BLANK
    },
    Entry {
        id: "modality",
        codes: VALIDATION,
        says: &[&["content block that you provided"], &["messages with the user role can have"]],
        what: "The model does not read this kind of content",
        why: "Each model reads its own kinds of content: text, images, video or audio. See the block in the message",
        fix: "Remove the block, or choose a model that reads it",
        remedies: &[Remedy::EditModel],
        reproduce: Reproduce::Setup(Setup::ImageForText),
        samples: &[refused(
            "This model doesn't support the image content block that you provided. Remove it and try again.",
        )],
        ..BLANK
    },
    Entry {
        id: "picture",
        codes: VALIDATION,
        says: &[
            &["could not process image"],
            &["image exceeds"],
            &["image was specified using", "appears to be"],
            &["image dimensions exceed"],
            &["image format", "does not match"],
            &["provided image does not match"],
        ],
        what: "The image cannot be used",
        why: "It is damaged, too large, or its bytes are of another format than the one that the block names",
        fix: "Name the format that the bytes have (png, jpeg, gif or webp), or make the image smaller",
        remedies: &[Remedy::GoTo, Remedy::EditModel],
        reproduce: Reproduce::Never("The simulator does not look into pictures"),
        samples: &[
            refused("The model returned the following errors: Could not process image"),
            refused(
                "messages.0.content.1.image.source.base64: image exceeds 5 MB maximum: 5242880 bytes > 5242880 bytes",
            ),
        ],
        ..BLANK
    },
    Entry {
        id: "validation",
        codes: VALIDATION,
        statuses: &[400],
        what: "The service refuses the request",
        why: "Something in the request does not fit what the operation or the model accepts, and Outcrop does not know \
              this message. Most messages name the path",
        fix: "Change the field that the message names",
        remedies: &[Remedy::UntickNamed, Remedy::GoTo, Remedy::Relink],
        reproduce: Reproduce::Never("Outcrop does not know this message"),
        samples: &[
            refused(
                "1 validation error detected: Value at 'guardrailConfig.trace' failed to satisfy constraint: Member must \
                 satisfy enum value set: [enabled, disabled]",
            ),
            Sample { code: "", status: 400, text: "Bad Request" },
        ],
        ..BLANK
    },
];
