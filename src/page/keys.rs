//! The keys of the page: their commands, and how the shortcut sheet shows them.
//!
//! The first load listens for keys and names load later, so the bindings are a small table of their own.

use super::words::Inspect;

/// A command that has a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Run or stop.
    Run,
    /// Stop, or leave the maximised view.
    Escape,
    /// Open or close the palette.
    Palette,
    /// Show the sheet of shortcuts.
    Sheet,
    /// Explain what has the focus.
    Explain,
    /// Open or close the strip “Which API, which client”.
    Strip,
    /// Open a tab of the playground's lower half.
    Inspect(Inspect),
    /// Give the playground's lower half the work area, or take it back.
    Maximise,
    /// Move the focus to the view's next region.
    NextRegion,
    /// Move the focus to the view's previous region.
    PreviousRegion,
}

/// Whether a modifier must be held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Yes,
    No,
    Either,
}

impl Held {
    fn allows(self, held: Pressed) -> bool {
        match self {
            Self::Yes => held == Pressed::Down,
            Self::No => held == Pressed::Up,
            Self::Either => true,
        }
    }
}

/// Whether a modifier is down while a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It is held.
    Down,
    /// It is not.
    Up,
}

impl From<bool> for Pressed {
    fn from(down: bool) -> Self {
        if down { Self::Down } else { Self::Up }
    }
}

/// A key that was pressed.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// Its value: `KeyboardEvent.key`.
    pub key: &'a str,
    /// Its position: `KeyboardEvent.code`.
    pub code: &'a str,
    /// Ctrl, or Cmd on a Mac.
    pub command: Pressed,
    /// Alt.
    pub alt: Pressed,
    /// Shift.
    pub shift: Pressed,
}

struct Binding {
    shortcut: Shortcut,
    /// The key; a digit by its position, because Alt types another character on a Mac.
    key: &'static str,
    command: Held,
    alt: Held,
    shift: Held,
}

const fn bind(shortcut: Shortcut, key: &'static str, [command, alt, shift]: [Held; 3]) -> Binding {
    Binding { shortcut, key, command, alt, shift }
}

const ANY: [Held; 3] = [Held::Either, Held::Either, Held::Either];
const CTRL: [Held; 3] = [Held::Yes, Held::Either, Held::Either];
const ONLY_CTRL: [Held; 3] = [Held::Yes, Held::No, Held::No];
const NO_CTRL: [Held; 3] = [Held::No, Held::Either, Held::Either];
const ALT: [Held; 3] = [Held::No, Held::Yes, Held::Either];
const SHIFT: [Held; 3] = [Held::Either, Held::Either, Held::Yes];
const NO_SHIFT: [Held; 3] = [Held::Either, Held::Either, Held::No];

/// Every key of the page.
const BINDINGS: [Binding; 14] = [
    bind(Shortcut::Run, "Enter", CTRL),
    bind(Shortcut::Escape, "Escape", ANY),
    bind(Shortcut::Palette, "k", ONLY_CTRL),
    bind(Shortcut::Sheet, "?", NO_CTRL),
    bind(Shortcut::Explain, "F1", ANY),
    bind(Shortcut::Strip, "KeyW", ALT),
    bind(Shortcut::Inspect(Inspect::Response), "Digit1", ALT),
    bind(Shortcut::Inspect(Inspect::Frames), "Digit2", ALT),
    bind(Shortcut::Inspect(Inspect::Http), "Digit3", ALT),
    bind(Shortcut::Inspect(Inspect::Signature), "Digit4", ALT),
    bind(Shortcut::Inspect(Inspect::Code), "Digit5", ALT),
    bind(Shortcut::Maximise, "KeyM", ALT),
    bind(Shortcut::NextRegion, "F6", NO_SHIFT),
    bind(Shortcut::PreviousRegion, "F6", SHIFT),
];

/// The command of a key.
pub fn shortcut(press: Press) -> Option<Shortcut> {
    let is = |binding: &&Binding| {
        (press.key.eq_ignore_ascii_case(binding.key) || press.code == binding.key)
            && binding.command.allows(press.command)
            && binding.alt.allows(press.alt)
            && binding.shift.allows(press.shift)
    };
    BINDINGS.iter().find(is).map(|binding| binding.shortcut)
}

/// The keys of a command as labelled on a keyboard, in the order they are pressed.
pub fn written(shortcut: Shortcut) -> Vec<&'static str> {
    let Some(binding) = BINDINGS.iter().find(|binding| binding.shortcut == shortcut) else { return Vec::new() };
    let key = match binding.key {
        "Enter" => "↵",
        "Escape" => "Esc",
        "k" => "K",
        // A letter by its place, as the digits are.
        key => key.strip_prefix("Digit").or_else(|| key.strip_prefix("Key")).unwrap_or(key),
    };
    [(binding.command, "Ctrl"), (binding.alt, "Alt"), (binding.shift, "Shift")]
        .into_iter()
        .filter(|(held, _)| *held == Held::Yes)
        .map(|(_, name)| name)
        .chain([key])
        .collect()
}

/// A heading of the sheet and its rows: descriptions and keys.
pub type SheetGroup = (&'static str, Vec<(&'static str, Vec<&'static str>)>);

/// Everything in the sheet of shortcuts: the page's own keys, then those of its fields.
pub fn sheet() -> [SheetGroup; 4] {
    let rows = |shortcuts: &[Shortcut]| -> Vec<_> {
        shortcuts.iter().map(|shortcut| (shortcut.name(), written(*shortcut))).collect()
    };
    [
        ("Run", rows(&[Shortcut::Run, Shortcut::Escape, Shortcut::Palette, Shortcut::Sheet, Shortcut::Explain])),
        (
            "Open",
            [
                rows(&Inspect::ALL.map(|(tab, _)| Shortcut::Inspect(tab))),
                vec![("Tabs of the Explorer, from the left", vec!["Alt", "1–6"])],
                rows(&[Shortcut::Maximise, Shortcut::Strip]),
                vec![("Maximise or restore, on its tab", vec!["double-click"])],
            ]
            .concat(),
        ),
        (
            "Move",
            [
                rows(&[Shortcut::NextRegion, Shortcut::PreviousRegion]),
                vec![("From row to row in JSON", vec!["↑", "↓"]), ("Pin the row’s link", vec!["↵"])],
            ]
            .concat(),
        ),
        ("In the editors", vec![("Leave a text area", vec!["Tab"]), ("Fold a bracket in JSON", vec!["←"])]),
    ]
}

impl Shortcut {
    /// What it does, in the sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "Run or stop",
            Self::Escape => "Stop, unpin, close",
            Self::Palette => "Commands",
            Self::Sheet => "This sheet",
            Self::Explain => "Explain this key, header or field",
            Self::Strip => "Which API, which client?",
            Self::Inspect(tab) => tab.name(),
            Self::Maximise => "Maximise or restore",
            Self::NextRegion => "Next region",
            Self::PreviousRegion => "Previous region",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, code: &str, held: &str) -> Option<Shortcut> {
        let is = |name: &str| Pressed::from(held.contains(name));
        shortcut(Press { key, code, command: is("ctrl"), alt: is("alt"), shift: is("shift") })
    }

    #[test]
    fn each_key_gives_its_command() {
        for (key, code, held, expected) in [
            ("Enter", "Enter", "ctrl", Some(Shortcut::Run)),
            ("Enter", "NumpadEnter", "ctrl", Some(Shortcut::Run)),
            ("Enter", "Enter", "", None),
            ("Escape", "Escape", "", Some(Shortcut::Escape)),
            ("k", "KeyK", "ctrl", Some(Shortcut::Palette)),
            // Caps lock is on.
            ("K", "KeyK", "ctrl", Some(Shortcut::Palette)),
            ("K", "KeyK", "ctrl shift", None),
            ("k", "KeyK", "", None),
            ("?", "Minus", "shift", Some(Shortcut::Sheet)),
            ("?", "Slash", "ctrl shift", None),
            // A Mac types another sign with Alt.
            ("¡", "Digit1", "alt", Some(Shortcut::Inspect(Inspect::Response))),
            ("5", "Digit5", "alt", Some(Shortcut::Inspect(Inspect::Code))),
            ("6", "Digit6", "alt", None),
            ("µ", "KeyM", "alt", Some(Shortcut::Maximise)),
            ("m", "KeyM", "", None),
            ("F1", "F1", "", Some(Shortcut::Explain)),
            ("∑", "KeyW", "alt", Some(Shortcut::Strip)),
            ("w", "KeyW", "ctrl", None),
            ("1", "Digit1", "", None),
            ("1", "Digit1", "ctrl alt", None),
            ("F6", "F6", "", Some(Shortcut::NextRegion)),
            ("F6", "F6", "shift", Some(Shortcut::PreviousRegion)),
        ] {
            assert_eq!(press(key, code, held), expected, "{held} {key}");
        }
    }

    #[test]
    fn no_press_has_two_commands() {
        let both = |one: Held, other: Held| !matches!((one, other), (Held::Yes, Held::No) | (Held::No, Held::Yes));
        for (place, one) in BINDINGS.iter().enumerate() {
            for other in BINDINGS.iter().skip(place + 1) {
                let meet = one.key.eq_ignore_ascii_case(other.key)
                    && both(one.command, other.command)
                    && both(one.alt, other.alt)
                    && both(one.shift, other.shift);
                assert!(!meet, "{:?} and {:?}", one.shortcut, other.shortcut);
                assert_ne!(one.shortcut, other.shortcut, "a command has one key");
            }
        }
    }

    #[test]
    fn the_sheet_has_each_key_once() {
        let rows: Vec<_> = sheet().into_iter().flat_map(|(_, rows)| rows).collect();
        for binding in &BINDINGS {
            let row = (binding.shortcut.name(), written(binding.shortcut));
            assert_eq!(rows.iter().filter(|other| **other == row).count(), 1, "{row:?}");
        }
        assert!(rows.iter().all(|(name, keys)| !name.is_empty() && !keys.is_empty()));
        assert_eq!(written(Shortcut::Run), ["Ctrl", "↵"]);
        assert_eq!(written(Shortcut::Inspect(Inspect::Signature)), ["Alt", "4"]);
        assert_eq!(written(Shortcut::PreviousRegion), ["Shift", "F6"]);
    }
}
