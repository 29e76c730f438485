//! Actions: what a person could do on the page, as data. `solve` and `fail` of a step are lists of them.
//!
//! The bench applies them on the host, the page applies the same to its own state. Names are the labels of the page.

mod parse;

use serde_json::Value;

use super::journal::Pane;
use super::step::Place;
use crate::experiment::Role;
use crate::experiment::form::draft::SendAs;
use crate::simulator::Mishap;

pub use parse::{CHANGES, parse};

/// A button that is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Run: of the playground, the embeddings, the images, the Explorer or the code bench, whichever is open.
    Run,
    /// Embeddings: call Converse with the model and the first text.
    TryConverse,
    /// Embeddings: run the texts at each length.
    CompareLengths,
    /// Embeddings: run the query.
    Search,
}

impl Button {
    /// All of them, with their labels.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Run, "Run"),
        (Self::TryConverse, "Try Converse"),
        (Self::CompareLengths, "Compare lengths"),
        (Self::Search, "Search"),
    ];

    /// Its label in a lesson.
    pub fn label(self) -> &'static str {
        Self::ALL.into_iter().find(|(button, _)| *button == self).map_or("Run", |(_, label)| label)
    }
}

/// A field of the playground's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The system prompt.
    System,
    /// `inferenceConfig.maxTokens`.
    MaxTokens,
    /// `inferenceConfig.temperature`.
    Temperature,
    /// `inferenceConfig.topP`.
    TopP,
    /// Top K.
    TopK,
    /// The stop sequences.
    Stop,
    /// `additionalModelRequestFields` as JSON.
    ExtraFields,
    /// The tools: Converse's `toolConfig` as JSON.
    Tools,
}

impl Field {
    /// All of them, with their labels.
    pub const ALL: [(Self, &str); 8] = [
        (Self::System, "System"),
        (Self::MaxTokens, "Max tokens"),
        (Self::Temperature, "Temperature"),
        (Self::TopP, "Top P"),
        (Self::TopK, "Top K"),
        (Self::Stop, "Stop"),
        (Self::ExtraFields, "Additional fields"),
        (Self::Tools, "Tools"),
    ];

    /// Its label on the page.
    pub fn label(self) -> &'static str {
        Self::ALL.into_iter().find(|(field, _)| *field == self).map_or("", |(_, label)| label)
    }
}

/// A JSON body that is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The Converse request: the form follows.
    Converse,
    /// The `InvokeModel` request, detached from the form.
    Native,
}

/// Something that a person could do.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Opens a view.
    Open(Place),
    /// Presses a button.
    Press(Button),
    /// Ticks a field and fills it in.
    Set(Field, String),
    /// Unticks or removes a field.
    Unset(Field),
    /// Sets a setting of the embeddings or images form, by its pointer in the body.
    Setting(String, Value),
    /// Removes such a setting.
    Unsetting(String),
    /// Chooses a model, in the view that is open.
    Model(String),
    /// Chooses a Region.
    Region(String),
    /// Chooses which APIs a run calls.
    SendAs(SendAs),
    /// Turns streaming on or off.
    Stream(Switch),
    /// Chooses the simulator's fault, or none.
    Fault(Option<Mishap>),
    /// Replaces the text of a message; the number begins at 1.
    Message(usize, String),
    /// Adds a message.
    AddMessage(Role, String),
    /// Removes a message.
    RemoveMessage(usize),
    /// Changes the role of a message.
    Role(usize, Role),
    /// Adds the answer of the last run as the assistant's message, and a message of the user.
    Continue(String),
    /// Adds the answer of the last run as the assistant's message, and a result for each tool call in it.
    AnswerTool(Value),
    /// Sets a value in a body.
    Put(Body, String, Value),
    /// Removes a value from a body.
    Drop(Body, String),
    /// Replaces a whole body.
    Replace(Body, Value),
    /// Attaches the native body to the form again.
    Attach,
    /// Selects a row of a pane.
    Caret(Pane, String),
    /// Pins the pair that this pointer is part of; of the responses if the pane is a response.
    Pin(Pane, String),
    /// Lets the pinned pair go.
    Unpin,
    /// Guesses; `None` to see the value without a guess.
    Guess(Option<String>),
    /// Answers the question.
    Answer(Value),
    /// Places a card in a bin.
    Place(String, String),
    /// Puts cards in this order.
    Order(Vec<String>),
    /// Replaces the program.
    Code(String),
    /// Replaces a line of the program; the number begins at 1.
    CodeLine(usize, String),
    /// Removes a line of the program.
    RemoveLine(usize),
    /// Calls an operation at the host of this client.
    Operation(OperationInput),
    /// Calls Converse or `InvokeModel` with a body, beside the form.
    Call(ModelCall),
    /// Signs the last Converse request with a mistake, by its word in the journal.
    Sign(String),
    /// Opens a frame of the last stream; counted from 1.
    Frame(usize),
    /// Selects a byte of the open frame, from 0.
    Byte(usize),
    /// Flips the lowest bit of a byte of the open frame.
    Flip(usize),
    /// Moves the account's clock forward, in hours.
    Clock(u32),
    /// Sets a quota of the account, by its name in a saved account: `modelUnits`.
    Quota(String, u64),
    /// Replaces the texts of the embeddings view.
    Texts(Vec<String>),
    /// Replaces the query of the embeddings view.
    Query(String),
}

/// A switch's position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// A call of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct OperationInput {
    /// The client: `bedrock`, `bedrock-runtime`, `bedrock-agent`, `bedrock-agent-runtime`.
    pub client: String,
    /// The operation's name in the API, also one that the client does not have.
    pub operation: String,
    /// The input. A text `@Operation/pointer` stands for a value of the last output of that operation.
    pub input: Value,
}

/// A call of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelCall {
    /// Converse or `InvokeModel`.
    pub api: crate::experiment::Api,
    /// The model; a text `@Operation/pointer` stands for a value of the last output of that operation.
    pub model: String,
    /// The body.
    pub body: Value,
}
