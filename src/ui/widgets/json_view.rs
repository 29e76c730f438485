//! JSON as rows: line numbers, colours, folding, long strings cut until they are opened, and the marks of linked rows.
//!
//! The list is one tab stop. Arrow keys move a caret from row to row, Left and Right fold, Enter pins the row's link, Escape
//! lets go. Badges and fold buttons are for the pointer.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::icon::icon;
use crate::platform::focus;
use crate::text::json::{Kind, Row, Span};
use crate::text::number::grouped;
use crate::ui::memo::memo;

/// A string longer than this many characters is cut.
const LONG: usize = 240;
/// How much of a cut string is shown, in characters.
const HEAD: usize = 160;

/// What is drawn beside a row that corresponds to something on the other side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    /// `mapped`, `moved`, `only` or `lossy`: the look.
    pub state: &'static str,
    /// The link's number; `None` for a row that has nothing on the other side.
    pub number: Option<usize>,
    /// A few words beside the badge.
    pub hint: String,
    /// The badge's accessible name.
    pub label: String,
    /// The link this row belongs to.
    pub link: usize,
}

/// Which link is lit, and whether it stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// The link under the pointer or the caret.
    pub hovered: Option<usize>,
    /// The link that was pinned.
    pub pinned: Option<usize>,
}

impl Lit {
    /// The link to explain: the pinned one first.
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
    /// Which link is lit; shared by both sides.
    #[prop(optional, into)]
    lit: Option<RwSignal<Lit>>,
    /// Whether the rows no longer show everything that was typed.
    #[prop(optional, into)]
    stale: Signal<bool>,
) -> impl IntoView {
    let folded = RwSignal::new(Vec::<usize>::new());
    let caret = RwSignal::new(None::<usize>);
    let id = StoredValue::new(label.to_ascii_lowercase().replace(' ', "-"));
    let lit = lit.unwrap_or_else(|| RwSignal::new(Lit::default()));
    let visible = memo(move || visible_rows(&rows.read(), &folded.read()));
    let keyed = memo(move || {
        let rows = rows.read();
        let marks = marks.read();
        visible
            .read()
            .iter()
            .filter_map(|&index| {
                let row = rows.get(index)?.clone();
                let mark = marks.get(index).cloned().flatten();
                let mut hasher = DefaultHasher::new();
                (index, row.indent, row.closes_at, &mark).hash(&mut hasher);
                for span in &row.spans {
                    (span.kind as u8, &span.text).hash(&mut hasher);
                }
                Some((hasher.finish(), index, row, mark))
            })
            .collect::<Vec<_>>()
    });
    let link_at = move |index: usize| marks.with_untracked(|marks| marks.get(index)?.as_ref().map(|mark| mark.link));
    let light = move |link: Option<usize>| {
        if lit.with_untracked(|lit| lit.hovered) != link {
            lit.update(|lit| lit.hovered = link);
        }
    };
    let toggle_pin = move |link: usize| {
        lit.update(|lit| lit.pinned = if lit.pinned == Some(link) { None } else { Some(link) });
    };
    let move_caret = move |to: usize| {
        caret.set(Some(to));
        light(link_at(to));
        focus::bring_into_view(&format!("#{} [data-n=\"{}\"]", id.get_value(), to + 1));
    };
    let on_key = move |event: KeyboardEvent| {
        let shown = visible.get_untracked();
        let at = caret.get_untracked().and_then(|row| shown.iter().position(|index| *index == row));
        let to = match event.key().as_str() {
            "ArrowDown" => Some(at.map_or(0, |at| (at + 1).min(shown.len().saturating_sub(1)))),
            "ArrowUp" => Some(at.map_or(0, |at| at.saturating_sub(1))),
            "Home" => Some(0),
            "End" => shown.len().checked_sub(1),
            key @ ("ArrowLeft" | "ArrowRight") => {
                if let Some(row) = caret.get_untracked() {
                    event.prevent_default();
                    fold_to(folded, &rows.read_untracked(), row, key == "ArrowLeft");
                }
                return;
            }
            "Enter" => {
                if let Some(link) = caret.get_untracked().and_then(link_at) {
                    event.prevent_default();
                    toggle_pin(link);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(index) = to.and_then(|to| shown.get(to).copied()) {
            move_caret(index);
        }
    };
    view! {
        <div
            class="scroll"
            tabindex="0"
            role="group"
            aria-label=format!("{label}, {}", "use the arrow keys to move from row to row")
            on:keydown=on_key
            on:blur=move |_| {
                caret.set(None);
                light(None);
            }
            on:mouseleave=move |_| light(None)
        >
            <ol id=id.get_value() class="json" aria-label=label data-stale=move || stale.get().then_some("")>
                <For
                    each=move || keyed.get()
                    key=|(key, ..)| *key
                    children=move |(_, index, row, mark)| {
                        let link = mark.as_ref().map(|mark| mark.link);
                        let correspondence = mark.as_ref().map(|mark| mark.state);
                        let on = move || {
                            let lit = lit.get();
                            (link.is_some() && lit.hovered == link || caret.get() == Some(index)).then_some("")
                        };
                        let pinned = move || (link.is_some() && lit.get().pinned == link).then_some("");
                        view! {
                            <li
                                class="jrow"
                                data-n=index + 1
                                data-s=correspondence
                                data-link=link
                                data-on=on
                                data-pin=pinned
                                on:mouseenter=move |_| light(link)
                                on:click=move |_| {
                                    if let Some(link) = link {
                                        toggle_pin(link);
                                    }
                                }
                            >
                                {fold_button(row.closes_at, index, folded)}
                                <span class="c" style:--i=(row.indent / 2).to_string()>
                                    {row.spans.into_iter().map(draw_span).collect_view()}
                                    {move || folded.read().contains(&index).then(|| view! { <span class="cut">"…"</span> })}
                                </span>
                                {mark.map(tail)}
                            </li>
                        }
                    }
                />
            </ol>
        </div>
    }
}

/// Indexes of the rows that no folded bracket hides. The closing row of a folded bracket stays.
pub(super) fn visible_rows(rows: &[Row], folded: &[usize]) -> Vec<usize> {
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

pub(super) fn fold_to(folded: RwSignal<Vec<usize>>, rows: &[Row], index: usize, fold: bool) {
    if rows.get(index).is_some_and(|row| row.closes_at.is_some()) {
        folded.update(|folded| {
            folded.retain(|row| *row != index);
            if fold {
                folded.push(index);
            }
        });
    }
}

pub(super) fn fold_button(closes_at: Option<usize>, index: usize, folded: RwSignal<Vec<usize>>) -> AnyView {
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
                folded.update(|folded| {
                    if folded.contains(&index) {
                        folded.retain(|row| *row != index);
                    } else {
                        folded.push(index);
                    }
                });
            }
        >
            {icon("down")}
        </button>
    }
    .into_any()
}

pub(super) fn tail(mark: Mark) -> impl IntoView {
    let number = mark.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
    view! {
        <span class="tail">
            {(!mark.hint.is_empty()).then(|| view! { <span class="hint">{mark.hint}</span> })}
            <span class="badge" role="img" aria-label=mark.label>{number}</span>
        </span>
    }
}

pub(super) fn draw_span(span: Span) -> AnyView {
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
    if span.kind != Kind::String || length <= LONG {
        return view! { <span class=class>{span.text}</span> }.into_any();
    }
    let open = RwSignal::new(false);
    let head: String = span.text.chars().take(HEAD).collect();
    let rest = length - HEAD;
    let full = StoredValue::new(span.text);
    view! {
        <span class=class>
            {move || if open.get() { full.get_value() } else { head.clone() }}
            <button
                type="button"
                class="cut"
                tabindex="-1"
                aria-label=move || if open.get() { "Cut the text" } else { "Show the whole text" }
                on:click=move |event| {
                    event.stop_propagation();
                    open.update(|open| *open = !*open);
                }
            >
                {move || if open.get() { "–".to_owned() } else { format!("+{}", grouped(rest as u64)) }}
            </button>
        </span>
    }
    .into_any()
}
