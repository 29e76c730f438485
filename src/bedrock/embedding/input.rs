//! The input of an embedding: a text, a picture, or several pieces in order.

use crate::bedrock::picture::Picture;

/// A piece of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A text.
    Text(String),
    /// A picture.
    Picture(Picture),
}

/// The input for one vector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Input {
    /// One text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())] }
    }

    /// One picture.
    pub fn picture(picture: Picture) -> Self {
        Self { pieces: vec![Piece::Picture(picture)] }
    }

    /// A text and a picture.
    pub fn both(text: impl Into<String>, picture: Picture) -> Self {
        Self { pieces: vec![Piece::Text(text.into()), Piece::Picture(picture)] }
    }

    /// Its texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Picture(_) => None,
        })
    }

    /// Its pictures.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Picture(picture) => Some(picture),
            Piece::Text(_) => None,
        })
    }

    /// Its text, if that is its only piece.
    pub(super) fn only_text(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Its picture, if that is its only piece.
    pub(super) fn only_picture(&self) -> Option<&Picture> {
        match self.pieces.as_slice() {
            [Piece::Picture(picture)] => Some(picture),
            _ => None,
        }
    }
}
