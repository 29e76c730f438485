//! A lesson as data: its steps, what each asks for, and how it is judged.

use super::action::Action;
use super::check::condition::{Condition, Selector};
use super::journal::Pane;
use crate::experiment::Experiment;
use crate::simulator::Mishap;

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// Its name in links: `a1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// One sentence: what one can do afterwards.
    pub after: String,
    /// Where it starts.
    pub start: Start,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

impl Lesson {
    /// The step of that name.
    pub fn step(&self, id: &str) -> Option<(usize, &Step)> {
        self.steps.iter().enumerate().find(|(_, step)| step.id == id)
    }
}

/// What a step asks for, which decides how the panel shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Do something.
    #[default]
    Do,
    /// Change a JSON body.
    Edit,
    /// Find a row.
    Find,
    /// Guess, then look. The guess is recorded and never graded.
    Predict,
    /// Choose; each choice is run.
    Choose,
    /// Put cards in order.
    Order,
    /// Match cards.
    Match,
    /// Sort cards.
    Sort,
    /// Mend something broken.
    Fix,
    /// Write a program.
    Code,
    /// Find bytes.
    Byte,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Do,
        Self::Edit,
        Self::Find,
        Self::Predict,
        Self::Choose,
        Self::Order,
        Self::Match,
        Self::Sort,
        Self::Fix,
        Self::Code,
        Self::Byte,
    ];

    /// Its word in a lesson.
    pub fn word(self) -> &'static str {
        match self {
            Self::Do => "do",
            Self::Edit => "edit",
            Self::Find => "find",
            Self::Predict => "predict",
            Self::Choose => "choose",
            Self::Order => "order",
            Self::Match => "match",
            Self::Sort => "sort",
            Self::Fix => "fix",
            Self::Code => "code",
            Self::Byte => "byte",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The part of the page that a step needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The playground.
    #[default]
    Playground,
    /// The embeddings view.
    Embeddings,
    /// The images view.
    Images,
    /// The Explorer.
    Explorer,
    /// The code bench.
    Program,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Playground, Self::Embeddings, Self::Images, Self::Explorer, Self::Program];

    /// Its word in a lesson.
    pub fn word(self) -> &'static str {
        match self {
            Self::Playground => "playground",
            Self::Embeddings => "embeddings",
            Self::Images => "images",
            Self::Explorer => "explorer",
            Self::Program => "program",
        }
    }

    /// The place of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.word() == word)
    }
}

/// The state that a lesson or a step begins with. What it does not name stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// Where the learner works.
    pub place: Option<Place>,
    /// What is filled in there, as in a link.
    pub experiment: Option<Box<Experiment>>,
    /// The simulator's fault.
    pub fault: Option<Mishap>,
    /// The program on the code bench.
    pub program: Option<String>,
    /// What the account gets first: calls, moves of its clock.
    pub account: Vec<Action>,
}

impl Start {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a look points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A button, by its label.
    Button,
    /// A field of a form, by its label.
    Field,
    /// A tab, by its label.
    Tab,
    /// A pane of JSON, by its word, and perhaps a row in it.
    Pane(Pane),
    /// The cards or the field of the step itself.
    Panel,
}

/// Something on the page that a step points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its label; empty for a pane.
    pub name: String,
    /// The JSON pointer of a row; empty for the whole.
    pub at: String,
}

/// A condition of success.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The condition.
    pub condition: Condition,
    /// What it demands, in words; empty if the condition's own words serve.
    pub words: String,
    /// Its line in the file.
    pub line: usize,
}

/// A wrong attempt that is recognised, and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrong {
    /// When.
    pub condition: Condition,
    /// One line of ours beside the service's own text.
    pub words: String,
    /// Its line in the file.
    pub line: usize,
}

/// A card that is placed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its text.
    pub text: String,
    /// Where it belongs: the name of a bin; `None` in an order.
    pub bin: Option<String>,
    /// In an order: whether it belongs to none.
    pub decoy: bool,
    /// In an order: the texts of the cards that must be before it. If any card of a step has some, only these count.
    pub after: Vec<String>,
}

/// The fact by which the player verifies the places that a file states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The client that has the operation, by the service models.
    Client,
    /// Whether Converse serves the model, by the catalogue: `Converse`, or `InvokeModel only`.
    Api,
    /// Whether a new program may use the model, by the catalogue: listed, and its end is after today.
    Alive,
    /// Whether an API key serves the operation, by the service models: `API key or signature`, or `signature only`.
    Auth,
    /// The order in which the events first occur in the Converse stream of the step.
    Events,
    /// Whether each call of the choice is answered with 200.
    Tries,
    /// The place in the native answer that the links of the step's run give for the place in Converse's.
    Links,
    /// The name under which the twin writes the value for the model in the card's bin.
    Twin,
}

impl Truth {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Client, Self::Api, Self::Alive, Self::Auth, Self::Events, Self::Tries, Self::Links, Self::Twin];

    /// Its word in a lesson.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Api => "api",
            Self::Alive => "alive",
            Self::Auth => "auth",
            Self::Events => "events",
            Self::Tries => "tries",
            Self::Links => "links",
            Self::Twin => "twin",
        }
    }

    /// The truth of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|truth| truth.word() == word)
    }
}

/// What runs when a card is placed in a bin.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// The card's text.
    pub card: String,
    /// The bin.
    pub bin: String,
    /// What runs.
    pub actions: Vec<Action>,
}

/// The cards of a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cards {
    /// The cards as the file lists them; an order's right order.
    pub cards: Vec<Card>,
    /// The bins, in order.
    pub bins: Vec<String>,
    /// How many of the cards are dealt; `None` for all.
    pub deal: Option<usize>,
    /// What runs when a card is placed.
    pub tries: Vec<Try>,
    /// The fact behind the places.
    pub truth: Option<Truth>,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name in the file.
    pub id: String,
    /// What it asks for.
    pub kind: Kind,
    /// What to reach, in at most 20 words.
    pub goal: String,
    /// What one needs to know, in at most 60 words. Marks of Markdown: code only.
    pub text: String,
    /// Where it begins, unless that is where the step before ended.
    pub start: Option<Start>,
    /// What to look at.
    pub look: Vec<Target>,
    /// What is hidden until a guess was made.
    pub veil: Vec<Target>,
    /// The guesses to choose from; empty for one that is typed.
    pub guesses: Vec<String>,
    /// What the guess was about: shown beside the guess once it is there.
    pub shows: Option<Selector>,
    /// The question that is answered by typing; empty if there is none.
    pub question: String,
    /// Its cards.
    pub cards: Cards,
    /// The conditions of success. All hold at the end.
    pub check: Vec<Check>,
    /// The wrong attempts that are recognised. The first that holds is shown.
    pub wrong: Vec<Wrong>,
    /// The nudges.
    pub hint: Vec<String>,
    /// What a person could do to reach the goal.
    pub solve: Vec<Action>,
    /// Attempts that do not reach it, each from the start.
    pub fail: Vec<Vec<Action>>,
    /// What was learned, shown after success.
    pub done: String,
    /// Whether it may name a model past its end.
    pub retired: bool,
    /// Its line in the file.
    pub line: usize,
}
