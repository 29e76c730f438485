//! Parses Markdown into blocks, to be drawn as text nodes.
//!
//! `CommonMark` with tables and strikethrough, parsed by `pulldown-cmark`. Raw HTML becomes plain text; a link keeps
//! its address only if it is `https:`, `http:` or `mailto:`; an image becomes its description. So the output of a model
//! can neither load nor run anything.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

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
    /// A link with a safe address.
    Link(String, Vec<Inline>),
    /// A line break.
    Break,
}

/// Parses Markdown; any text gives blocks.
pub fn blocks(source: &str) -> Vec<Block> {
    let mut builder = Builder { stack: vec![Frame::new(Open::Root)] };
    for event in Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        builder.event(event);
    }
    while builder.stack.len() > 1 {
        builder.close();
    }
    builder.stack.pop().map(Frame::into_blocks).unwrap_or_default()
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
    Link(Option<String>),
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
}

impl Builder {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => {
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
                    Tag::Link { dest_url, .. } => Open::Link(safe_address(&dest_url)),
                    _ => Open::Plain,
                };
                self.stack.push(Frame::new(open));
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.close();
                self.top(Frame::flush);
            }
            Event::End(_) => self.close(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::FootnoteReference(text) => {
                self.inline(Inline::Text(text.into_string()));
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline(Inline::Code(text.into_string()));
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => self.inline(Inline::Text(if done { "[x] " } else { "[ ] " }.to_owned())),
        }
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
            Open::Link(Some(address)) => self.inline(Inline::Link(address, frame.inlines)),
            Open::Link(None) | Open::Plain => {
                for inline in frame.inlines {
                    self.inline(inline);
                }
            }
        }
    }
}

fn safe_address(address: &str) -> Option<String> {
    let lower = address.trim().to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)).then(|| address.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(s: &str) -> Inline {
        Inline::Text(s.to_owned())
    }

    #[test]
    fn reads_the_usual_blocks() {
        assert_eq!(
            blocks("# T\n\nA *b* **c** `d`\n\n- x\n- y\n\n```rust\nfn f() {}\n```\n"),
            [
                Block::Heading(1, vec![text("T")]),
                Block::Paragraph(vec![
                    text("A "),
                    Inline::Emphasis(vec![text("b")]),
                    text(" "),
                    Inline::Strong(vec![text("c")]),
                    text(" "),
                    Inline::Code("d".into()),
                ]),
                Block::List(
                    None,
                    vec![vec![Block::Paragraph(vec![text("x")])], vec![Block::Paragraph(vec![text("y")])]]
                ),
                Block::Code("rust".into(), "fn f() {}".into()),
            ]
        );
        assert_eq!(
            blocks("|a|b|\n|-|-|\n|1|2|\n"),
            [Block::Table(vec![vec![vec![text("a")], vec![text("b")]], vec![vec![text("1")], vec![text("2")]]])]
        );
    }

    #[test]
    fn hostile_output_is_inert_text() {
        for source in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x]( JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,AAAA)",
            "![pixel](https://evil.example/leak?s=1)",
        ] {
            let shown = format!("{:?}", blocks(source));
            assert!(!shown.contains("Link("), "{source} became {shown}");
        }
        assert_eq!(
            blocks("[x](https://example.com)"),
            [Block::Paragraph(vec![Inline::Link("https://example.com".into(), vec![text("x")])])]
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_blocks(source in "[-#*_`~>|\\[\\]()<>a-c \n0-9.!&;]{0,80}") {
            let _ = blocks(&source);
        }
    }
}
