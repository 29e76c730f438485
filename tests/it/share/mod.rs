//! Links and files: their format as the page `docs/link-format.md` has it, and every state through every codec.

mod format;
mod links;
mod sealed;
mod states;
