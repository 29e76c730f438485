//! Markdown as elements. All text becomes text nodes: no string is parsed as HTML.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

use crate::text::markdown::{Block, Inline, blocks};
use crate::ui::memo::memo;

/// Draws Markdown. Unchanged blocks keep their elements, so that a growing text redraws only its end and a selection
/// survives.
#[component]
pub fn MarkdownView(
    /// The source.
    #[prop(into)]
    source: Signal<String>,
) -> impl IntoView {
    let drawn = memo(move || blocks(&source.read()).into_iter().enumerate().map(keyed).collect::<Vec<_>>());
    view! { <For each=move || drawn.get() key=|(key, _)| *key children=|(_, block)| draw(block) /> }
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
            Inline::Link(address, inner) => view! {
                <a href=address.clone() title=address target="_blank" rel="noopener noreferrer nofollow">
                    {inlines(inner)}
                </a>
            }
            .into_any(),
            Inline::Break => view! { <br /> }.into_any(),
        })
        .collect()
}
