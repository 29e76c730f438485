//! The common parts of the JSON views: folding, the caret, highlighted and pinned links, and drawing a row.

use std::cell::Cell;
use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::icon;
use super::json_view::{Lit, Mark};
use crate::text::json::{Kind, Row, Span};
use crate::text::number::grouped;
use crate::ui::memo::memo;

/// A string longer than this many characters is cut.
pub const LONG: usize = 240;
/// The shown part of a cut string, in characters.
const HEAD: usize = 160;

/// Is passed the id of a list and a row of it that the reader chose.
pub type OnRow = fn(&str, &Row);

thread_local! {
    static ON_ROW: Cell<Option<OnRow>> = const { Cell::new(None) };
}

/// Passes each row on which the reader puts the caret, or presses, to this function from now on; `None` to no longer do so.
pub fn on_row(pass: Option<OnRow>) {
    ON_ROW.set(pass);
}

/// A drawn row, with a key that changes with its content.
pub type Keyed = (u64, usize, Row, Option<Mark>);

/// The rows of one document and their interaction state.
#[derive(Clone, Copy)]
pub struct JsonRows {
    /// The rows.
    pub rows: Signal<Vec<Row>>,
    /// Indexes of the rows that are not hidden by a fold. The closing row of a folded bracket stays.
    pub visible: Memo<Vec<usize>>,
    /// The row with the caret.
    pub caret: RwSignal<Option<usize>>,
    /// The list's id.
    pub id: StoredValue<String>,
    marks: Signal<Vec<Option<Mark>>>,
    lit: RwSignal<Lit>,
    folded: RwSignal<Vec<usize>>,
}

impl JsonRows {
    /// Nothing folded, no caret.
    pub fn new(label: &str, rows: Signal<Vec<Row>>, marks: Signal<Vec<Option<Mark>>>, lit: RwSignal<Lit>) -> Self {
        let folded = RwSignal::new(Vec::new());
        Self {
            rows,
            visible: memo(move || visible_rows(&rows.read(), &folded.read())),
            caret: RwSignal::new(None),
            id: StoredValue::new(label.to_ascii_lowercase().replace(' ', "-")),
            marks,
            lit,
            folded,
        }
    }

    /// The rows at these indexes, for drawing.
    pub fn keyed(self, indexes: &[usize]) -> Vec<Keyed> {
        let (rows, marks) = (self.rows.read(), self.marks.read());
        let keyed = |&index: &usize| {
            let row = rows.get(index)?.clone();
            let mark = marks.get(index).cloned().flatten();
            let mut hasher = DefaultHasher::new();
            (index, row.indent, row.closes_at, &mark).hash(&mut hasher);
            for span in &row.spans {
                (span.kind as u8, &span.text).hash(&mut hasher);
            }
            Some((hasher.finish(), index, row, mark))
        };
        indexes.iter().filter_map(keyed).collect()
    }

    /// Highlights a link, or none.
    pub fn light(self, link: Option<usize>) {
        if self.lit.with_untracked(|lit| lit.hovered) != link {
            self.lit.update(|lit| lit.hovered = link);
        }
    }

    /// The focus or pointer has left.
    pub fn leave(self) {
        self.caret.set(None);
        self.light(None);
    }

    /// Moves the caret to a row and highlights its link.
    pub fn put_caret(self, index: usize) {
        self.caret.set(Some(index));
        self.light(self.link_at(index));
        self.choose(index);
    }

    /// The reader chose a row.
    fn choose(self, index: usize) {
        if let Some(pass) = ON_ROW.get() {
            self.rows.with_untracked(|rows| {
                if let Some(row) = rows.get(index) {
                    self.id.try_with_value(|id| pass(id, row));
                }
            });
        }
    }

    /// A row's selector.
    pub fn selector(self, index: usize) -> Option<String> {
        self.id.try_with_value(|id| format!("#{id} [data-n=\"{}\"]", index + 1))
    }

    /// Set on a list without linked rows, which needs no room for their marks.
    pub fn bare(self) -> Option<&'static str> {
        self.marks.with(|marks| marks.iter().all(Option::is_none)).then_some("")
    }

    /// The element id of the row with the caret, for `aria-activedescendant`.
    pub fn caret_id(self) -> Option<String> {
        let index = self.caret.get()?;
        self.id.try_with_value(|id| format!("{id}-at-{}", index + 1))
    }

    /// The row with the caret for a screen reader: its text, cut if it is long, and the field that it corresponds to.
    pub fn spoken(self) -> Option<String> {
        let index = self.caret.get()?;
        let text = self.rows.with(|rows| {
            let spans = rows.get(index).map(|row| row.spans.as_slice()).unwrap_or_default();
            spans.iter().flat_map(|span| span.text.chars()).take(LONG).collect::<String>()
        });
        let mark = self.marks.with(|marks| marks.get(index)?.as_ref().map(|mark| format!(", {}", mark.label)));
        Some(format!("Line {}: {text}{}", index + 1, mark.unwrap_or_default()))
    }

    /// Handles a key. Returns the visible row to move the caret to.
    pub fn key(self, event: &KeyboardEvent, page: usize) -> Option<usize> {
        let caret = self.caret.get_untracked();
        let last = self.visible.with_untracked(Vec::len).checked_sub(1)?;
        let at = caret.map(|row| self.visible.with_untracked(|visible| visible.partition_point(|index| *index < row)));
        let to = match event.key().as_str() {
            "ArrowDown" => at.map_or(0, |at| at + 1),
            "ArrowUp" => at.map_or(0, |at| at.saturating_sub(1)),
            "PageDown" => at.map_or(0, |at| at + page),
            "PageUp" => at.map_or(0, |at| at.saturating_sub(page)),
            "Home" => 0,
            "End" => last,
            key @ ("ArrowLeft" | "ArrowRight") => {
                event.prevent_default();
                self.fold(caret?, key == "ArrowLeft");
                return None;
            }
            "Enter" => {
                let link = caret.and_then(|index| self.link_at(index))?;
                event.prevent_default();
                self.toggle_pin(link);
                return None;
            }
            _ => return None,
        };
        event.prevent_default();
        Some(to.min(last))
    }

    /// Draws a row. If not all rows are in the page, each states its position and the total.
    pub fn draw(self, (_, index, row, mark): Keyed, counted: bool) -> AnyView {
        let (lit, folded, caret, rows) = (self.lit, self.folded, self.caret, self.rows);
        let link = mark.as_ref().map(|mark| mark.link);
        let correspondence = mark.as_ref().map(|mark| mark.state);
        let all = mark.as_ref().map(|mark| mark.links.clone()).unwrap_or_default();
        let names = link.map(|_| all.iter().map(usize::to_string).collect::<Vec<_>>().join(" "));
        let all = StoredValue::new(all);
        let here = move |link: Option<usize>| link.is_some_and(|link| all.with_value(|all| all.contains(&link)));
        let on = move || (here(lit.get().hovered) || caret.get() == Some(index)).then_some("");
        let pinned = move || here(lit.get().pinned).then_some("");
        view! {
            <li
                class="jrow"
                id=move || (caret.get() == Some(index)).then(|| self.caret_id())
                data-n=index + 1
                aria-posinset=counted.then_some(index + 1)
                aria-setsize=move || counted.then(|| rows.read().len())
                data-s=correspondence
                data-link=names
                data-on=on
                data-pin=pinned
                on:mouseenter=move |_| self.light(link)
                on:click=move |_| {
                    self.choose(index);
                    if let Some(link) = link {
                        self.toggle_pin(link);
                    }
                }
            >
                {self.fold_button(row.closes_at, index)}
                <span class="c" style:--i=(row.indent / 2).to_string()>
                    {row.spans.into_iter().map(draw_span).collect_view()}
                    {move || folded.read().contains(&index).then(|| view! { <span class="cut">"…"</span> })}
                </span>
                {mark.map(tail)}
            </li>
        }
        .into_any()
    }

    fn link_at(self, index: usize) -> Option<usize> {
        self.marks.with_untracked(|marks| marks.get(index)?.as_ref().map(|mark| mark.link))
    }

    fn toggle_pin(self, link: usize) {
        self.lit.update(|lit| lit.pinned = if lit.pinned == Some(link) { None } else { Some(link) });
    }

    fn fold(self, index: usize, fold: bool) {
        if self.rows.with_untracked(|rows| rows.get(index).is_some_and(|row| row.closes_at.is_some())) {
            self.folded.update(|folded| {
                folded.retain(|row| *row != index);
                if fold {
                    folded.push(index);
                }
            });
        }
    }

    fn fold_button(self, closes_at: Option<usize>, index: usize) -> AnyView {
        let folded = self.folded;
        if closes_at.is_none() {
            return view! { <span class="nofold"></span> }.into_any();
        }
        view! {
            <button
                type="button"
                class="fold"
                tabindex="-1"
                aria-label="Fold"
                aria-expanded=move || if folded.read().contains(&index) { "false" } else { "true" }
                on:click=move |event| {
                    event.stop_propagation();
                    self.fold(index, !folded.with_untracked(|folded| folded.contains(&index)));
                }
            >
                {icon("down")}
            </button>
        }
        .into_any()
    }
}

fn visible_rows(rows: &[Row], folded: &[usize]) -> Vec<usize> {
    let mut out = Vec::with_capacity(rows.len());
    let mut index = 0;
    while let Some(row) = rows.get(index) {
        out.push(index);
        index = match row.closes_at {
            Some(closing) if closing > index && folded.contains(&index) => closing,
            Some(_) | None => index + 1,
        };
    }
    out
}

fn tail(mark: Mark) -> impl IntoView {
    view! {
        <span class="tail">
            <span class="hint" title=mark.meaning>{mark.hint}</span>
            <span class="badge" role="img" aria-label=mark.label>{mark.badge}</span>
        </span>
    }
}

fn draw_span(span: Span) -> AnyView {
    let class = match span.kind {
        Kind::Key => "k",
        Kind::String => "s",
        Kind::Number => "n",
        Kind::Literal => "l",
        Kind::Punctuation => "",
        Kind::Bad => "bad",
        Kind::Token => "tok",
        Kind::Comment => "cm",
    };
    if span.kind == Kind::Punctuation {
        return span.text.into_any();
    }
    let length = span.text.chars().count();
    if span.kind == Kind::Token {
        return view! { <span class=class>{span.text}</span> <wbr /> }.into_any();
    }
    if span.kind != Kind::String || length <= LONG {
        return view! { <span class=class>{breakable(&span.text)}</span> }.into_any();
    }
    let open = RwSignal::new(false);
    let head: String = span.text.chars().take(HEAD).collect();
    let rest = format!("+{}", grouped((length - HEAD) as u64));
    let full = StoredValue::new(span.text);
    view! {
        <span class=class>
            {move || if open.get() { full.get_value() } else { head.clone() }}
            <button
                type="button"
                class="cut"
                tabindex="-1"
                title=move || if open.get() { "Cut the text" } else { "Show the whole text" }
                on:click=move |event| {
                    event.stop_propagation();
                    open.update(|open| *open = !*open);
                }
            >
                {move || if open.get() { "less".to_owned() } else { rest.clone() }}
            </button>
        </span>
    }
    .into_any()
}

/// A text that may break after each written line feed, not inside the word that follows it.
fn breakable(text: &str) -> impl IntoView + use<> {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut start = 0;
    for (at, feed) in text.match_indices("\\n") {
        let end = at + feed.len();
        if text.get(end..).is_some_and(|rest| !rest.starts_with(['\\', ' '])) {
            pieces.push(view! { {text.get(start..end).unwrap_or_default().to_owned()} <wbr /> }.into_any());
            start = end;
        }
    }
    pieces.push(text.get(start..).unwrap_or_default().to_owned().into_any());
    pieces
}
