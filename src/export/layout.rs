//! Nested values laid out over lines, each line with the places of the request that begin on it.
//!
//! The rule is that of the page's own JSON: a short value stays on one line, but every parameter of the request gets its
//! own line, so that the page can point at it. Languages differ in brackets and separators, not in this.

use super::Line;

/// Longest line that a value stays on, in bytes with its indentation.
const WIDTH: usize = 96;
/// Pointers of this many tokens belong to details (schemas of tools, sources of images): they may share a line.
const DETAIL: usize = 5;

/// A value, or a part of one, on its way to text.
#[derive(Clone, Debug)]
pub(super) struct Node {
    kind: Kind,
    pointer: Option<String>,
    broken: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Text that is never broken.
    Atom(String),
    /// Items between brackets.
    Items { open: String, items: Vec<Node>, close: String },
    /// `head.call(…).call(…)`, with the calls one below the other.
    Chain { head: String, calls: Vec<Node> },
    /// Something around a node, on the same lines as it.
    Around { before: String, inner: Box<Node>, after: String },
}

impl Node {
    /// Text that is never broken.
    pub fn atom(text: impl Into<String>) -> Self {
        Self::new(Kind::Atom(text.into()))
    }

    /// Items between brackets, with commas.
    pub fn items(open: impl Into<String>, items: Vec<Self>, close: impl Into<String>) -> Self {
        Self::new(Kind::Items { open: open.into(), items, close: close.into() })
    }

    /// A head and the calls on it.
    pub fn chain(head: impl Into<String>, calls: Vec<Self>) -> Self {
        Self::new(Kind::Chain { head: head.into(), calls })
    }

    /// A node with something before and after it.
    pub fn around(before: impl Into<String>, inner: Self, after: impl Into<String>) -> Self {
        Self::new(Kind::Around { before: before.into(), inner: Box::new(inner), after: after.into() })
    }

    fn new(kind: Kind) -> Self {
        Self { kind, pointer: None, broken: false }
    }

    /// The node over several lines, however short it is.
    #[must_use]
    pub fn broken(mut self) -> Self {
        self.broken = true;
        self
    }

    /// The node as the value of a place of the request.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.to_owned());
        self
    }

    /// Length on one line.
    fn width(&self) -> usize {
        match &self.kind {
            Kind::Atom(text) => text.len(),
            Kind::Items { open, items, close } => {
                open.len() + close.len() + items.iter().map(|item| item.width() + 2).sum::<usize>()
            }
            Kind::Chain { head, calls } => head.len() + calls.iter().map(Self::width).sum::<usize>(),
            Kind::Around { before, inner, after } => before.len() + inner.width() + after.len(),
        }
    }

    /// How many values of the request are in it that are not themselves made of values.
    fn leaves(&self) -> usize {
        let inside: usize = match &self.kind {
            Kind::Atom(_) => 0,
            Kind::Items { items, .. } => items.iter().map(Self::leaves).sum(),
            Kind::Chain { calls, .. } => calls.iter().map(Self::leaves).sum(),
            Kind::Around { inner, .. } => inner.leaves(),
        };
        if inside == 0 { usize::from(self.pointer.is_some()) } else { inside }
    }

    /// Whether everything in it is a detail of the request, or a list of scalars.
    fn is_detail(&self) -> bool {
        let deep = |pointer: &String| pointer.matches('/').count() >= DETAIL;
        match &self.kind {
            Kind::Items { items, .. } if items.iter().all(|item| matches!(item.kind, Kind::Atom(_))) => true,
            Kind::Items { .. } | Kind::Chain { .. } | Kind::Around { .. } | Kind::Atom(_) => {
                self.pointer.as_ref().is_some_and(deep)
            }
        }
    }

    fn is_chain(&self) -> bool {
        match &self.kind {
            Kind::Chain { .. } => true,
            Kind::Around { before, inner, .. } => !before.ends_with('(') && inner.is_chain(),
            Kind::Atom(_) | Kind::Items { .. } => false,
        }
    }
}

/// How a language writes what is broken over lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// One step of indentation.
    pub indent: &'static str,
    /// Whether the last item of a broken list has a comma too.
    pub last_comma: bool,
}

/// Lays a node out, beginning at this depth of indentation.
pub(super) fn lay_out(node: &Node, style: Style, depth: usize) -> Vec<Line> {
    let mut printer = Printer { lines: vec![Line::default()], style };
    if let Some(first) = printer.lines.last_mut() {
        first.text = style.indent.repeat(depth);
    }
    printer.write(node, depth);
    printer.lines
}

struct Printer {
    lines: Vec<Line>,
    style: Style,
}

impl Printer {
    fn push(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.text.push_str(text);
        }
    }

    fn point(&mut self, node: &Node) {
        if let (Some(pointer), Some(line)) = (&node.pointer, self.lines.last_mut()) {
            line.pointers.push(pointer.clone());
        }
    }

    fn new_line(&mut self, depth: usize) {
        self.lines.push(Line { text: self.style.indent.repeat(depth), pointers: Vec::new() });
    }

    fn fits(&self, node: &Node) -> bool {
        let used = self.lines.last().map_or(0, |line| line.text.len());
        !node.broken && (node.leaves() <= 1 || node.is_detail()) && used + node.width() <= WIDTH
    }

    fn write(&mut self, node: &Node, depth: usize) {
        if self.fits(node) {
            return self.inline(node);
        }
        self.point(node);
        match &node.kind {
            Kind::Atom(text) => self.push(text),
            Kind::Items { open, items, close } => self.items(open, items, close, depth),
            Kind::Chain { head, calls } => {
                self.push(head);
                for call in calls {
                    self.new_line(depth + 1);
                    self.write(call, depth + 1);
                }
            }
            Kind::Around { before, inner, after } => {
                self.push(before);
                if before.ends_with('(') && inner.is_chain() && !self.fits(inner) {
                    self.new_line(depth + 1);
                    self.write(inner, depth + 1);
                    if self.style.last_comma {
                        self.push(",");
                    }
                    self.new_line(depth);
                } else {
                    self.write(inner, depth);
                }
                self.push(after);
            }
        }
    }

    fn items(&mut self, open: &str, items: &[Node], close: &str, depth: usize) {
        self.push(open);
        // A list of one thing that has brackets itself keeps them on its own lines: `[{` … `}]`.
        if let [only] = items
            && matches!(only.kind, Kind::Items { .. })
        {
            self.write(only, depth);
            return self.push(close);
        }
        for (index, item) in items.iter().enumerate() {
            self.new_line(depth + 1);
            self.write(item, depth + 1);
            if self.style.last_comma || index + 1 < items.len() {
                self.push(",");
            }
        }
        if !items.is_empty() {
            self.new_line(depth);
        }
        self.push(close);
    }

    fn inline(&mut self, node: &Node) {
        self.point(node);
        match &node.kind {
            Kind::Atom(text) => self.push(text),
            Kind::Items { open, items, close } => {
                self.push(open);
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.push(", ");
                    }
                    self.inline(item);
                }
                self.push(close);
            }
            Kind::Chain { head, calls } => {
                self.push(head);
                for call in calls {
                    self.inline(call);
                }
            }
            Kind::Around { before, inner, after } => {
                self.push(before);
                self.inline(inner);
                self.push(after);
            }
        }
    }
}
