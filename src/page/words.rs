//! The enums of the page's state: views, tabs, dialogs, modes.

use crate::experiment::Origin;

/// Where requests go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The simulator in the page.
    #[default]
    Simulator,
    /// AWS.
    Aws,
    /// An endpoint typed by the user.
    Custom,
}

impl Mode {
    /// The origin of answers in this mode.
    pub fn origin(self) -> Origin {
        match self {
            Self::Simulator => Origin::Simulator,
            Self::Aws => Origin::Aws,
            Self::Custom => Origin::Custom,
        }
    }

    /// The value of `data-mode`, by which the style sheets know it.
    pub fn as_data(self) -> &'static str {
        match self {
            Self::Simulator => "sim",
            Self::Aws | Self::Custom => "live",
        }
    }
}

/// The form of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerView {
    /// Rendered text.
    #[default]
    Text,
    /// The body as JSON; for a stream, its events.
    Json,
}

/// Light, dark, or the system's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The system's theme.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A dialog over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Credentials.
    Credentials,
    /// Keyboard shortcuts.
    Shortcuts,
    /// The experiment as a link or a file.
    Share,
    /// The runs kept on this device.
    History,
    /// The command palette.
    Palette,
    /// A pasted command or body as an experiment.
    Import,
    /// What changed in Bedrock.
    Changes,
}

/// The views of the work area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// Both requests and both responses of one conversation.
    #[default]
    Playground,
    /// One prompt, several models.
    Compare,
    /// Embedding vectors of texts.
    Embeddings,
    /// Image generation.
    Images,
    /// Every operation of the clients.
    Explorer,
    /// The list of lessons. An open lesson is shown beside the view that it needs.
    Lessons,
}

impl View {
    /// Every view, in the order of the navigation, with its name and its fragment.
    pub const ALL: [(Self, &str, &str); 6] = [
        (Self::Playground, "Playground", "#playground"),
        (Self::Embeddings, "Embeddings", "#embeddings"),
        (Self::Images, "Images", "#images"),
        (Self::Compare, "Compare", "#compare"),
        (Self::Explorer, "Explorer", "#explorer"),
        (Self::Lessons, "Lessons", "#lessons"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(view, ..)| *view == self).map_or("", |(_, name, _)| name)
    }

    /// The fragment that names it.
    pub fn address(self) -> &'static str {
        Self::ALL.iter().find(|(view, ..)| *view == self).map_or("", |(.., address)| address)
    }

    /// The view that a fragment names; what follows a slash is a place in it. The page's own address, without one, is the
    /// playground's.
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        if fragment.is_empty() {
            return Some(Self::default());
        }
        let view = fragment.split('/').next().unwrap_or_default();
        Self::ALL.iter().find(|(_, _, of)| *of == view).map(|(view, ..)| *view)
    }
}

/// The tabs of the playground's lower half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inspect {
    /// The two answers.
    #[default]
    Response,
    /// A request as a program.
    Code,
    /// Request and response as HTTP.
    Http,
    /// How the request is signed.
    Signature,
    /// The event streams.
    Frames,
}

impl Inspect {
    /// Every tab, in order, with its name. Alt and a digit go to them.
    pub const ALL: [(Self, &str); 5] = [
        (Self::Response, "Response"),
        (Self::Frames, "Frames"),
        (Self::Http, "HTTP"),
        (Self::Signature, "Signature"),
        (Self::Code, "Code"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(tab, _)| *tab == self).map_or("", |(_, name)| name)
    }
}
