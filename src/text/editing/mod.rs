//! Text editing without a screen: keys, selection, undo and redo, search, folding.
//!
//! Places are byte offsets on character boundaries; lines count from 0. [`Document`] is the text with its caret and its
//! history. [`View`] is the part of it in a text field, without the folded and the distant parts; it carries what is
//! typed there back into the document. [`Sheet`] lays the document out in rows and moves that part; [`Excerpt`] moves
//! it through running text. Every function is
//! total: a place outside the text becomes the nearest place in it. Nothing here draws, waits or depends on the purpose
//! of the text.

mod brackets;
mod change;
mod document;
mod excerpt;
mod fault;
mod find;
mod held;
mod history;
mod lines;
mod paint;
mod selection;
mod sheet;
mod typing;
mod units;
mod view;

pub use brackets::{block_begins, block_of_line, partner};
pub use change::Change;
pub use document::Document;
pub use excerpt::Excerpt;
pub use fault::{Fault, fault};
pub use find::{Found, find};
pub use history::Kind;
pub use lines::Lines;
pub use paint::{Over, Stroke, paint};
pub use selection::Selection;
pub use sheet::Sheet;
pub use typing::{Key, press};
pub use units::{byte_at, units};
pub use view::{Typed, View};
