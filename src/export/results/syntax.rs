//! The walk through an answer, which every language makes, and the table of what a language writes on the way.
//!
//! A walk reads the answer, enters a loop for each level of it, and prints a vector or saves a picture. A [`Syntax`] holds
//! the lines; [`Syntax::lines`] is the only code that puts them together.

use super::{Listed, Pictures, Results, Vectors};

/// What a language writes.
pub(in crate::export) struct Syntax {
    /// One level of indentation.
    pub indent: &'static str,
    /// The line that closes a block; empty where the indentation closes it.
    pub close: &'static str,
    /// The lines that read the answer.
    pub read: &'static str,
    /// How it walks to the vectors.
    pub vectors: VectorWalk,
    /// How it walks to the pictures.
    pub pictures: PictureWalk,
    /// The whole program of a ranking.
    pub ranking: &'static str,
}

/// The walk to the vectors.
pub(in crate::export) struct VectorWalk {
    /// The lines before the answer is read.
    pub declare: fn(Vectors) -> String,
    /// The expression of a member of the answer.
    pub member: fn(&str) -> String,
    /// The loop over an object with a member for each type of numbers, from the member's name.
    pub types: fn(&str) -> Loop,
    /// The loop over a list, from its expression.
    pub items: fn(&str) -> Loop,
    /// The expression of the vector in an item that is an object.
    pub inner: &'static str,
    /// The lines that print a vector, from its expression.
    pub print: fn(&str, Vectors) -> String,
}

/// A loop.
pub(in crate::export) struct Loop {
    /// The lines before it.
    pub before: String,
    /// The line that opens it.
    pub open: String,
    /// The lines that its body begins with.
    pub first: &'static str,
    /// The expression of the item in it.
    pub item: &'static str,
}

/// The walk to the pictures.
pub(in crate::export) struct PictureWalk {
    /// `images` with `seeds` and `finish_reasons`.
    pub beside: Listing,
    /// `artifacts`.
    pub within: Listing,
    /// `images` and nothing else but an `error`.
    pub alone: Listing,
    /// Saves a picture, unless it is missing.
    pub save: fn(&mut Block, &PictureFile),
}

/// How a language goes through a list of pictures.
pub(in crate::export) struct Listing {
    /// The lines before the answer is read.
    pub declare: &'static str,
    /// The lines before the loop.
    pub before: &'static str,
    /// The line that opens the loop.
    pub open: &'static str,
    /// The lines that its body begins with.
    pub first: &'static str,
    /// The expression of the picture's base64.
    pub picture: &'static str,
    /// The expression of the part of the file's name that differs.
    pub name: &'static str,
}

/// A picture and the file that it is saved in.
pub(in crate::export) struct PictureFile {
    /// The expression of the picture's base64.
    pub picture: &'static str,
    /// The expression of the part of the file's name that differs.
    pub name: &'static str,
    /// How every file's name begins.
    pub stem: String,
    /// How every file's name ends.
    pub extension: &'static str,
}

impl Syntax {
    /// The lines after the call; `None` for an answer that is printed as it is.
    pub fn lines(&self, results: &Results) -> Option<String> {
        match results {
            Results::Whole => None,
            Results::Vectors(place) => Some(self.vectors(*place)),
            Results::Pictures(place) => Some(self.pictures(*place)),
            Results::Ranking => Some(self.ranking.to_owned()),
        }
    }

    fn vectors(&self, place: Vectors) -> String {
        let walk = &self.vectors;
        let mut block = Block::new(self);
        block.line((walk.declare)(place));
        block.line(self.read);
        let mut at = (walk.member)(place.member);
        if place.typed {
            block.enter(&(walk.types)(place.member)).clone_into(&mut at);
        }
        if place.each {
            let item = block.enter(&(walk.items)(&at));
            if place.inner { walk.inner } else { item }.clone_into(&mut at);
        }
        block.line((walk.print)(&at, place));
        block.finish()
    }

    fn pictures(&self, place: Pictures) -> String {
        let walk = &self.pictures;
        let listing = match place.listed {
            Listed::Beside => &walk.beside,
            Listed::Within => &walk.within,
            Listed::Alone(_) => &walk.alone,
        };
        let Listing { declare, before, open, first, picture, name } = *listing;
        let mut block = Block::new(self);
        block.line(declare);
        block.line(self.read);
        block.line(before);
        block.open(open);
        block.line(first);
        let file = PictureFile { picture, name, stem: place.stem(), extension: place.extension };
        (walk.save)(&mut block, &file);
        block.finish()
    }
}

/// Lines that open and close blocks, indented as they are nested.
pub(in crate::export) struct Block {
    indent: &'static str,
    close: &'static str,
    lines: Vec<String>,
    depth: usize,
}

impl Block {
    fn new(syntax: &Syntax) -> Self {
        Self { indent: syntax.indent, close: syntax.close, lines: Vec::new(), depth: 0 }
    }

    /// Appends a line, or several.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let indent = self.indent.repeat(self.depth);
        self.lines.extend(text.as_ref().lines().map(|line| format!("{indent}{line}")));
    }

    /// Appends a line that opens a block.
    pub fn open(&mut self, text: impl AsRef<str>) {
        self.line(text);
        self.depth += 1;
    }

    /// Appends a loop, and returns the expression of its item.
    fn enter(&mut self, each: &Loop) -> &'static str {
        self.line(&each.before);
        self.open(&each.open);
        self.line(each.first);
        each.item
    }

    /// Closes the innermost block.
    pub fn shut(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.line(self.close);
    }

    /// Closes every open block, and returns the text.
    fn finish(mut self) -> String {
        while self.depth > 0 {
            self.shut();
        }
        self.lines.join("\n")
    }
}
