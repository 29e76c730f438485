//! Text for people: Markdown as blocks, JSON as addressable rows, numbers and times.
