//! Parses Markdown into blocks, to be drawn as text nodes.
//!
//! `CommonMark` with tables and strikethrough, parsed by `pulldown-cmark`. Raw HTML becomes plain text; a link stays one
//! only if [`super::link`] takes its address; an image becomes its description. So the output of a model can neither load
//! nor run anything. Depth and size of what is read are bounded, because the output may be anything.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::link::{self, Address};
use super::outside::{beginning, bound_marks, reorders};

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of level 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A code block: language (may be empty) and text.
    Code(String, String),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list: the first number if it is ordered, and its items.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A table: rows of cells, the header first.
    Table(Vec<Vec<Vec<Inline>>>),
    /// A thematic break.
    Rule,
}

/// An inline element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck-out text.
    Strike(Vec<Inline>),
    /// A link with a safe address, and the host where the text does not name it.
    Link(Address, Vec<Inline>),
    /// A line break.
    Break,
}

/// How deep blocks and inline elements may nest. A deeper one is drawn as its text: a browser lays elements out recursively, and
/// no answer that is meant to be read nests a tenth as deep.
pub const DEEPEST: usize = 40;

/// How much of a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Bytes of the text.
    pub bytes: usize,
    /// Elements and pieces of text.
    pub elements: usize,
}

impl Budget {
    /// What a page draws at once: some tens of thousands of words, or as many elements as take a few hundredths of a second.
    pub const STEP: Self = Self { bytes: 64 * 1_024, elements: 2_500 };

    /// As many steps.
    #[must_use]
    pub fn times(self, steps: usize) -> Self {
        Self { bytes: self.bytes.saturating_mul(steps), elements: self.elements.saturating_mul(steps) }
    }
}

/// The beginning of a text as blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// How many bytes of the text they show.
    pub bytes: usize,
    /// Whether something nests deeper than [`DEEPEST`] and is shown as its text.
    pub is_flattened: bool,
    /// How many combining marks are not shown.
    pub dropped_marks: usize,
}

/// Parses the beginning of a Markdown text; any text gives blocks.
pub fn part(source: &str, budget: Budget) -> Part {
    let read = beginning(source, budget.bytes);
    let mut builder = Builder { stack: vec![Frame::new(Open::Root)], too_deep: 0, part: Part::default() };
    let mut end = read.len();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (number, (event, range)) in Parser::new_ext(read, options).into_offset_iter().enumerate() {
        if number >= budget.elements {
            end = range.start;
            break;
        }
        builder.event(event);
    }
    while builder.stack.len() > 1 {
        builder.close();
    }
    let blocks = builder.stack.pop().map(Frame::into_blocks).unwrap_or_default();
    Part { blocks, bytes: end, ..builder.part }
}

enum Open {
    Root,
    Paragraph,
    Heading(u8),
    Code(String),
    Quote,
    List(Option<u64>),
    Item,
    Table,
    Row,
    Cell,
    Emphasis,
    Strong,
    Strike,
    Link(String),
    /// A wrapper without an element in the result.
    Plain,
}

struct Frame {
    open: Open,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Vec<Block>>,
    rows: Vec<Vec<Vec<Inline>>>,
    cells: Vec<Vec<Inline>>,
}

impl Frame {
    fn new(open: Open) -> Self {
        Self { open, blocks: vec![], inlines: vec![], items: vec![], rows: vec![], cells: vec![] }
    }

    /// Blocks, with loose inline elements (tight list items) as a last paragraph.
    fn into_blocks(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }

    fn flush(&mut self) {
        if !self.inlines.is_empty() {
            self.blocks.push(Block::Paragraph(std::mem::take(&mut self.inlines)));
        }
    }
}

struct Builder {
    stack: Vec<Frame>,
    /// How many elements are open that nest too deep to become one.
    too_deep: usize,
    /// What is known of the part besides its blocks.
    part: Part,
}

impl Builder {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(_) if self.too_deep > 0 => self.too_deep -= 1,
            Event::End(TagEnd::HtmlBlock) => {
                self.close();
                self.top(Frame::flush);
            }
            Event::End(_) => self.close(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::FootnoteReference(text) => {
                let text = self.bounded(text.into_string());
                self.inline(Inline::Text(text));
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = self.bounded(text.into_string());
                self.inline(Inline::Code(text));
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => self.inline(Inline::Text(if done { "[x] " } else { "[ ] " }.to_owned())),
        }
    }

    fn open(&mut self, tag: Tag) {
        // An item or a cell belongs to the list or table around it.
        let is_part = matches!(tag, Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell);
        if self.too_deep > 0 || (self.stack.len() > DEEPEST && !is_part) {
            self.too_deep += 1;
            self.part.is_flattened = true;
            if matches!(tag, Tag::Paragraph | Tag::Item | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::TableRow) {
                self.top(|frame| {
                    if !frame.inlines.is_empty() {
                        frame.inlines.push(Inline::Break);
                    }
                });
            }
            return;
        }
        let open = match tag {
            Tag::Paragraph => Open::Paragraph,
            Tag::Heading { level, .. } => Open::Heading(level as u8),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Open::Code(info.split_whitespace().next().unwrap_or_default().to_owned())
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Open::Code(String::new()),
            Tag::BlockQuote(_) => Open::Quote,
            Tag::List(start) => Open::List(start),
            Tag::Item => Open::Item,
            Tag::Table(_) => Open::Table,
            Tag::TableHead | Tag::TableRow => Open::Row,
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => Open::Emphasis,
            Tag::Strong => Open::Strong,
            Tag::Strikethrough => Open::Strike,
            Tag::Link { dest_url, .. } => Open::Link(dest_url.into_string()),
            _ => Open::Plain,
        };
        self.stack.push(Frame::new(open));
    }

    /// The text with as many marks as are drawn.
    fn bounded(&mut self, mut text: String) -> String {
        self.part.dropped_marks += bound_marks(&mut text);
        text
    }

    fn top(&mut self, act: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.stack.last_mut() {
            act(frame);
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.top(|frame| match (frame.inlines.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
            (_, inline) => frame.inlines.push(inline),
        });
    }

    fn block(&mut self, block: Block) {
        self.top(|frame| {
            frame.flush();
            frame.blocks.push(block);
        });
    }

    fn close(&mut self) {
        if self.stack.len() < 2 {
            return;
        }
        let Some(frame) = self.stack.pop() else { return };
        match frame.open {
            Open::Root => self.stack.push(frame),
            Open::Paragraph => self.block(Block::Paragraph(frame.inlines)),
            Open::Heading(level) => self.block(Block::Heading(level, frame.inlines)),
            Open::Code(ref language) => {
                let language = language.clone();
                let text: String = frame
                    .inlines
                    .into_iter()
                    .filter_map(|inline| match inline {
                        Inline::Text(text) | Inline::Code(text) => Some(text),
                        _ => None,
                    })
                    .collect();
                self.block(Block::Code(language, text.trim_end_matches('\n').to_owned()));
            }
            Open::Quote => {
                let blocks = frame.into_blocks();
                self.block(Block::Quote(blocks));
            }
            Open::List(start) => self.block(Block::List(start, frame.items)),
            Open::Item => {
                let blocks = frame.into_blocks();
                self.top(|parent| parent.items.push(blocks));
            }
            Open::Table => self.block(Block::Table(frame.rows)),
            Open::Row => self.top(|parent| parent.rows.push(frame.cells)),
            Open::Cell => self.top(|parent| parent.cells.push(frame.inlines)),
            Open::Emphasis => self.inline(Inline::Emphasis(frame.inlines)),
            Open::Strong => self.inline(Inline::Strong(frame.inlines)),
            Open::Strike => self.inline(Inline::Strike(frame.inlines)),
            Open::Link(ref address) => {
                let shown = plain(&frame.inlines);
                if let Some(Address { href, host }) = link::read(address) {
                    let host = if shown.contains(&host) { String::new() } else { host };
                    self.inline(Inline::Link(Address { href, host }, frame.inlines));
                } else {
                    frame.inlines.into_iter().for_each(|inline| self.inline(inline));
                    self.inline(Inline::Text(refused(address, &shown)));
                }
            }
            Open::Plain => frame.inlines.into_iter().for_each(|inline| self.inline(inline)),
        }
    }
}

/// The text of inline elements.
fn plain(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
                plain(inner)
            }
            Inline::Break => " ".to_owned(),
        })
        .collect()
}

/// What follows the text of a link that stays text: its address, unless that is the text already.
fn refused(address: &str, shown: &str) -> String {
    const LONGEST: usize = 200;
    let address: String = address.trim().chars().filter(|char| !reorders(*char) && !char.is_control()).collect();
    let without_scheme = address.strip_prefix("mailto:").unwrap_or(&address);
    if without_scheme.is_empty() || shown.contains(without_scheme) {
        return String::new();
    }
    match address.char_indices().nth(LONGEST) {
        Some((end, _)) => format!(" ({}…)", address.get(..end).unwrap_or_default()),
        None => format!(" ({address})"),
    }
}

#[cfg(test)]
mod tests;
