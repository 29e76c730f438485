//! The commands: name, search words, icon, and where each is offered.
//!
//! A new command is a variant, a row here, and an arm in `ui::controllers::commands`.

use super::keys::Shortcut;
use super::lessons::Address;
use super::words::{AnswerView, Dialog, Inspect, Mode, Theme, View};
use crate::experiment::SendAs;
use crate::experiment::examples::Example;
use crate::experiment::explorer::Operation;
use crate::simulator::Mishap;

/// A command of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A command with a key.
    Shortcut(Shortcut),
    /// A command that a part of the page performs.
    Act(Action),
    /// Opens a view.
    Open(View),
    /// Opens an operation in the Explorer.
    Operation(&'static Operation),
    /// Opens a step of a lesson.
    Lesson(Address),
    /// Opens a dialog.
    Dialog(Dialog),
    /// Moves the focus to the field of the playground with this element id.
    Field(&'static str),
    /// Chooses the playground's model.
    Model(String),
    /// Chooses the region.
    Region(&'static str),
    /// Chooses which APIs are called.
    SendAs(SendAs),
    /// Chooses where requests go.
    Mode(Mode),
    /// Makes the simulator fail in this way, or stops it.
    Fault(Option<Mishap>),
    /// Toggles streaming.
    Stream,
    /// Toggles the links between the two requests.
    Links,
    /// Shows the answers in this form.
    Answers(AnswerView),
    /// Light or dark.
    Theme(Theme),
    /// Puts an example in place of the draft.
    Example(Example),
    /// Puts the first experiment in place of the draft.
    StartOver,
    /// Restores the draft that an example or a new start has replaced.
    Undo,
    /// Keeps the whole page on this device, for use without a network.
    KeepOffline,
    /// Removes the page from this device.
    RemoveOffline,
}

/// A command that only one part of the page can perform; the part offers it while it is in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Counts the tokens of both bodies.
    CountTokens,
    /// Copies the request as a program.
    CopyCode,
    /// Opens the field for pasting an error.
    ExplainError,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::CountTokens, Self::CopyCode, Self::ExplainError];
}

/// The heading that a command is listed below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The views.
    Views,
    /// The tabs of the playground's lower half.
    Panels,
    /// Immediate actions, and the dialogs.
    Actions,
    /// The simulator's faults.
    Faults,
    /// The fields of the playground.
    Fields,
    /// The experiments to start from.
    Examples,
    /// The steps of the lessons.
    Lessons,
    /// The models.
    Models,
    /// The regions.
    Regions,
    /// The operations of the clients.
    Operations,
}

impl Group {
    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Views => "Views",
            Self::Panels => "Panels",
            Self::Actions => "Actions",
            Self::Faults => "Faults",
            Self::Fields => "Fields",
            Self::Examples => "Examples",
            Self::Lessons => "Lessons",
            Self::Models => "Models",
            Self::Regions => "Regions",
            Self::Operations => "Operations",
        }
    }
}

/// A command with a fixed name.
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Its heading.
    pub group: Group,
    /// Its icon, from the sprite of the late views.
    pub icon: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Further search words.
    pub words: &'static str,
}

const fn row(command: Command, group: Group, icon: &'static str, name: &'static str, words: &'static str) -> Row {
    Row { command, group, icon, name, words }
}

/// The commands that do not depend on the catalogue, in palette order. The palette adapts names that depend on the
/// page's state.
pub static ROWS: [Row; 51] = [
    row(Command::Open(View::Playground), Group::Views, "columns", "Playground", "converse invokemodel chat"),
    row(Command::Open(View::Embeddings), Group::Views, "columns", "Embeddings", "vectors similarity rerank"),
    row(Command::Open(View::Images), Group::Views, "columns", "Images", "pictures generate"),
    row(Command::Open(View::Compare), Group::Views, "columns", "Compare", "models side by side diff"),
    row(Command::Open(View::Explorer), Group::Views, "columns", "Explorer", "operations control plane clients account"),
    row(Command::Open(View::Lessons), Group::Views, "columns", "Lessons", "learn course tutorial teach steps"),
    panel(Inspect::Response, "Open Response", "answers"),
    panel(Inspect::Frames, "Open Frames", "event stream bytes crc"),
    panel(Inspect::Http, "Open HTTP", "headers raw"),
    panel(Inspect::Signature, "Open Signature", "sigv4 canonical request"),
    panel(Inspect::Code, "Open Code", "export boto3 sdk cli curl"),
    row(Command::Shortcut(Shortcut::Run), Group::Actions, "run", "Run", "send call"),
    act(Action::CountTokens, "sliders", "Count tokens", "counttokens price"),
    act(Action::CopyCode, "copy", "Copy the code", "boto3 sdk cli curl program"),
    act(
        Action::ExplainError,
        "error",
        "Explain an error…",
        "403 400 429 exception paste accessdenied validation throttling traceback signature mismatch why",
    ),
    dialog(Dialog::Share, "share", "Share…", "link file qr markdown save"),
    dialog(Dialog::History, "history", "History…", "runs earlier restore"),
    dialog(Dialog::Import, "terminal", "Import…", "paste curl boto3 har body"),
    dialog(Dialog::Credentials, "key", "Credentials…", "access secret token api paste forget"),
    dialog(
        Dialog::Changes,
        "clock",
        "What changed in Bedrock",
        "new models retired ended end of life prices operations release notes news",
    ),
    row(Command::Shortcut(Shortcut::Palette), Group::Actions, "search", "Commands…", "palette"),
    row(Command::Shortcut(Shortcut::Sheet), Group::Actions, "keyboard", "Keyboard shortcuts", "keys help"),
    row(
        Command::Shortcut(Shortcut::Strip),
        Group::Actions,
        "info",
        "? Which API, which client",
        "help bedrock runtime agent converse invokemodel embeddings difference boto3",
    ),
    row(
        Command::Shortcut(Shortcut::Explain),
        Group::Actions,
        "info",
        "Explain this",
        "help meaning key header field frame error parameter member",
    ),
    row(
        Command::Undo,
        Group::Actions,
        "history",
        "Undo: restore my draft",
        "undo restore previous draft example start over",
    ),
    row(Command::StartOver, Group::Actions, "refresh", "Start over with the first experiment", "reset new clear draft"),
    row(
        Command::Shortcut(Shortcut::Maximise),
        Group::Actions,
        "columns",
        "Maximise or restore the lower half",
        "full size larger inspect response frames signature",
    ),
    row(Command::Shortcut(Shortcut::NextRegion), Group::Actions, "right", "Next region", "focus pane"),
    row(Command::Shortcut(Shortcut::PreviousRegion), Group::Actions, "left", "Previous region", "focus pane"),
    row(Command::Stream, Group::Actions, "send", "Stream", "converse-stream toggle"),
    row(Command::Links, Group::Actions, "link", "Links", "seam threads marks toggle"),
    row(Command::Answers(AnswerView::Text), Group::Actions, "code", "Answers as text", "markdown"),
    row(Command::Answers(AnswerView::Json), Group::Actions, "code", "Answers as JSON", "body events"),
    row(Command::Theme(Theme::System), Group::Actions, "sun", "Theme: system", "colours"),
    row(Command::Theme(Theme::Light), Group::Actions, "sun", "Theme: light", "colours"),
    row(Command::Theme(Theme::Dark), Group::Actions, "moon", "Theme: dark", "colours night"),
    row(Command::SendAs(SendAs::Both), Group::Actions, "send", "Send as both", "apis"),
    row(Command::SendAs(SendAs::Converse), Group::Actions, "send", "Send as Converse", "api"),
    row(Command::SendAs(SendAs::Invoke), Group::Actions, "send", "Send as InvokeModel", "api native"),
    row(Command::Mode(Mode::Simulator), Group::Actions, "terminal", "Ask the simulator", "mode"),
    row(Command::Mode(Mode::Aws), Group::Actions, "terminal", "Ask AWS", "mode bedrock billed"),
    row(Command::Mode(Mode::Custom), Group::Actions, "terminal", "Ask a custom endpoint", "mode emulator proxy"),
    row(
        Command::KeepOffline,
        Group::Actions,
        "download",
        "Keep everything for offline use",
        "service worker network install cache progressive",
    ),
    row(Command::RemoveOffline, Group::Actions, "trash", "Remove offline copy", "service worker cache uninstall"),
    row(Command::Fault(None), Group::Faults, "check", "No fault", "simulator mishap"),
    field("system", "Go to System", "prompt"),
    field("model", "Go to Model", "id"),
    field("region", "Go to Region", ""),
    field("max-tokens", "Go to Max tokens", "maxtokens length limit"),
    field("temperature", "Go to Temperature", "random"),
    field("top-p", "Go to Top P", "nucleus"),
    field("top-k", "Go to Top K", ""),
    field("send-as", "Go to Send as", "apis"),
];

const fn panel(tab: Inspect, name: &'static str, words: &'static str) -> Row {
    row(Command::Shortcut(Shortcut::Inspect(tab)), Group::Panels, "eye", name, words)
}

const fn act(action: Action, icon: &'static str, name: &'static str, words: &'static str) -> Row {
    row(Command::Act(action), Group::Actions, icon, name, words)
}

const fn dialog(dialog: Dialog, icon: &'static str, name: &'static str, words: &'static str) -> Row {
    row(Command::Dialog(dialog), Group::Actions, icon, name, words)
}

const fn field(id: &'static str, name: &'static str, words: &'static str) -> Row {
    row(Command::Field(id), Group::Fields, "right", name, words)
}

/// The commands in the app bar's menu, in order.
const MENU: [Command; 7] = [
    Command::Dialog(Dialog::Share),
    Command::Dialog(Dialog::History),
    Command::Dialog(Dialog::Import),
    Command::Act(Action::ExplainError),
    Command::Dialog(Dialog::Changes),
    Command::Shortcut(Shortcut::Palette),
    Command::Shortcut(Shortcut::Sheet),
];

/// The rows of the menu.
pub fn menu() -> impl Iterator<Item = &'static Row> {
    MENU.into_iter().filter_map(|command| ROWS.iter().find(|row| row.command == command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_one_row_and_a_name_of_its_own() {
        for row in &ROWS {
            assert!(!row.name.is_empty() && !row.icon.is_empty(), "{:?}", row.command);
            assert_eq!(ROWS.iter().filter(|other| other.command == row.command).count(), 1, "{:?}", row.command);
            assert_eq!(ROWS.iter().filter(|other| other.name == row.name).count(), 1, "{}", row.name);
        }
    }

    #[test]
    fn each_view_panel_and_mode_has_a_row() {
        let has = |command: Command| assert!(ROWS.iter().any(|row| row.command == command), "{command:?}");
        for (view, name, _) in View::ALL {
            has(Command::Open(view));
            assert!(ROWS.iter().any(|row| row.name == name), "{name}");
        }
        for (tab, _) in Inspect::ALL {
            has(Command::Shortcut(Shortcut::Inspect(tab)));
        }
        for mode in [Mode::Simulator, Mode::Aws, Mode::Custom] {
            has(Command::Mode(mode));
        }
        for action in Action::ALL {
            has(Command::Act(action));
        }
    }

    #[test]
    fn the_menu_lists_rows_that_exist() {
        assert_eq!(menu().count(), MENU.len());
    }
}
