//! Markdown as elements. All text becomes text nodes: no string is parsed as HTML.
//!
//! A long text is drawn a step at a time, each on request, so that neither its length nor its form can block the page.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

use crate::text::link::Address;
use crate::text::markdown::{Block, Budget, DEEPEST, Inline, Part, part};
use crate::text::number;
use crate::text::outside::beginning;
use crate::ui::memo::memo;

/// The beginning of a text, at most as many bytes, and the length of the whole.
pub type Source = Callback<usize, (String, usize)>;

/// The source of a text that does not change.
pub fn fixed(text: String) -> Source {
    let text = StoredValue::new(text);
    Callback::new(move |most| text.with_value(|text| (beginning(text, most).to_owned(), text.len())))
}

/// Draws Markdown. Unchanged blocks keep their elements, so that a growing text redraws only its end and a selection
/// survives.
#[component]
pub fn MarkdownView(
    /// The source; tracked.
    source: Source,
) -> impl IntoView {
    let steps = RwSignal::new(1_usize);
    let read = memo(move || {
        let budget = Budget::STEP.times(steps.get());
        let (text, total) = source.run(budget.bytes);
        (part(&text, budget), total)
    });
    let drawn = memo(move || {
        let read = read.read();
        read.0.blocks.iter().cloned().enumerate().map(keyed).collect::<Vec<_>>()
    });
    let notes = memo(move || {
        let read = read.read();
        notes(&read.0, read.1)
    });
    let is_cut = memo(move || {
        let read = read.read();
        read.0.bytes < read.1
    });
    view! {
        <For each=move || drawn.get() key=|(key, _)| *key children=|(_, block)| draw(block) />
        {move || notes.get().into_iter().map(|note| view! { <p class="answer__wait quiet">{note}</p> }).collect_view()}
        {move || is_cut.get().then(|| view! {
            <button type="button" class="btn btn--sm" on:click=move |_| steps.update(|steps| *steps += 1)>
                "Show more of this text"
            </button>
        })}
    }
}

/// How much of a text of this length is drawn, and what is drawn otherwise than it was written.
fn notes(part: &Part, total: usize) -> Vec<String> {
    let cut = (part.bytes < total).then(|| {
        let (shown, total) = (number::bytes(part.bytes), number::bytes(total));
        format!("Shown: the first {shown} of {total}. Copy and Save run have all of it.")
    });
    let flattened =
        part.is_flattened.then(|| format!("Elements that nest deeper than {DEEPEST} are shown as plain text."));
    let marks = (part.dropped_marks > 0).then(|| {
        let marks = number::count(part.dropped_marks as u64, "combining mark");
        format!("{marks} in a row are not shown.")
    });
    cut.into_iter().chain(flattened).chain(marks).collect()
}

/// A block with its place and a hash of its content.
fn keyed((index, block): (usize, Block)) -> ((usize, u64), Block) {
    let mut hasher = DefaultHasher::new();
    block.hash(&mut hasher);
    ((index, hasher.finish()), block)
}

fn draw(block: Block) -> AnyView {
    match block {
        Block::Paragraph(line) => view! { <p>{inlines(line)}</p> }.into_any(),
        // The answer is below the pane's own headings, so its heading levels start under them.
        Block::Heading(1 | 2, line) => view! { <h4>{inlines(line)}</h4> }.into_any(),
        Block::Heading(3, line) => view! { <h5>{inlines(line)}</h5> }.into_any(),
        Block::Heading(_, line) => view! { <h6>{inlines(line)}</h6> }.into_any(),
        Block::Code(language, text) => view! {
            <div class="code">
                <pre tabindex="0" role="group" aria-label=if language.is_empty() { "Code".to_owned() } else { format!("Code, {language}") }>
                    {text}
                </pre>
            </div>
        }
        .into_any(),
        Block::Quote(inner) => view! { <blockquote>{all(inner)}</blockquote> }.into_any(),
        Block::List(None, items) => view! { <ul>{list_items(items)}</ul> }.into_any(),
        Block::List(Some(start), items) => view! { <ol start=start.to_string()>{list_items(items)}</ol> }.into_any(),
        Block::Table(rows) => table(rows),
        Block::Rule => view! { <hr /> }.into_any(),
    }
}

fn all(blocks: Vec<Block>) -> Vec<AnyView> {
    blocks.into_iter().map(draw).collect()
}

fn list_items(items: Vec<Vec<Block>>) -> Vec<AnyView> {
    items
        .into_iter()
        .map(|mut item| {
            // A tight list item has no paragraph.
            let inner = match item.as_mut_slice() {
                [Block::Paragraph(line)] => inlines(std::mem::take(line)),
                _ => all(item),
            };
            view! { <li>{inner}</li> }.into_any()
        })
        .collect()
}

fn table(rows: Vec<Vec<Vec<Inline>>>) -> AnyView {
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    view! {
        <div class="answer__table" tabindex="0" role="group" aria-label="Table">
            <table class="table">
                <thead>
                    <tr>{head.into_iter().map(|cell| view! { <th scope="col">{inlines(cell)}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {rows
                        .map(|row| {
                            view! {
                                <tr>{row.into_iter().map(|cell| view! { <td>{inlines(cell)}</td> }).collect_view()}</tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn inlines(line: Vec<Inline>) -> Vec<AnyView> {
    line.into_iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.into_any(),
            Inline::Code(text) => view! { <code>{text}</code> }.into_any(),
            Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
            Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
            Inline::Strike(inner) => view! { <del>{inlines(inner)}</del> }.into_any(),
            Inline::Link(Address { href, host }, inner) => view! {
                <a href=href.clone() title=href target="_blank" rel="noopener noreferrer nofollow">
                    <bdi>{inlines(inner)}</bdi>
                </a>
                {(!host.is_empty()).then(|| view! { <small class="quiet">{format!(" ({host})")}</small> })}
            }
            .into_any(),
            Inline::Break => view! { <br /> }.into_any(),
        })
        .collect()
}
