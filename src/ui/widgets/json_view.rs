//! JSON as rows: line numbers, colours, folding, shortened long strings, and the marks of linked rows.
//!
//! The list is one tab stop. Arrow and page keys move a caret from row to row, Left and Right fold, Enter pins the
//! link, Escape unpins. Badges and fold buttons are for the pointer.

use leptos::prelude::*;

use super::json_rows::JsonRows;
use crate::platform::focus;
use crate::text::json::Row;
use crate::ui::memo::memo;

/// The rows per Page Up and Page Down.
const PAGE: usize = 20;

/// The mark of a row that is linked to the other side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// `mapped`, `moved`, `only` or `lossy`: the style.
    pub state: &'static str,
    /// The text of the badge.
    pub badge: String,
    /// A few words next to the badge.
    pub hint: String,
    /// What the words mean, as a tooltip.
    pub meaning: &'static str,
    /// The badge's accessible name.
    pub label: String,
    /// The link that the row lights and pins.
    pub link: usize,
    /// All links that it belongs to.
    pub links: Vec<usize>,
}

/// The highlighted link, and the pinned one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// The link under the pointer or the caret.
    pub hovered: Option<usize>,
    /// The pinned link.
    pub pinned: Option<usize>,
}

impl Lit {
    /// The link to explain: the pinned one has precedence.
    pub fn shown(self) -> Option<usize> {
        self.pinned.or(self.hovered)
    }
}

/// Draws JSON rows.
#[component]
pub fn JsonView(
    /// Accessible name of the list.
    label: &'static str,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// The mark of each row, by index; may be shorter.
    #[prop(optional, into)]
    marks: Signal<Vec<Option<Mark>>>,
    /// The highlighted link, shared by both sides.
    #[prop(optional, into)]
    lit: Option<RwSignal<Lit>>,
    /// Whether the rows no longer show everything that was typed.
    #[prop(optional, into)]
    stale: Signal<bool>,
) -> impl IntoView {
    let all = JsonRows::new(label, rows, marks, lit.unwrap_or_else(|| RwSignal::new(Lit::default())));
    let keyed = memo(move || all.keyed(&all.visible.read()));
    let on_key = move |event| {
        let place = all.key(&event, PAGE);
        let index = place.and_then(|place| all.visible.with_untracked(|visible| visible.get(place).copied()));
        if let Some(index) = index {
            all.put_caret(index);
            focus::bring_into_view(&all.selector(index).unwrap_or_default());
        }
    };
    view! {
        <div
            class="scroll"
            tabindex="0"
            role="group"
            aria-label=format!("{label}, {}", "use the arrow keys to move from row to row")
            aria-activedescendant=move || all.caret_id()
            on:keydown=on_key
            on:blur=move |_| all.leave()
            on:mouseleave=move |_| all.light(None)
        >
            <ol id=all.id.get_value() class="json" aria-label=label data-bare=move || all.bare() data-stale=move || stale.get().then_some("")>
                <For each=move || keyed.get() key=|(key, ..)| *key children=move |row| all.draw(row, false) />
            </ol>
            <span class="vh" role="status">{move || all.spoken()}</span>
        </div>
    }
}
