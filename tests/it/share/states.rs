//! The states that the tests of sharing begin from.

use outcrop::experiment::Experiment;
use outcrop::share::file;
use outcrop::share::schema::{self, Extent};

/// An experiment with a name.
pub struct State {
    pub name: &'static str,
    pub experiment: Experiment,
}

impl State {
    /// The document that a link holds.
    pub fn document(&self) -> String {
        schema::write(&self.experiment, Extent::Link).to_string()
    }
}

/// The states in `tests/share/states`.
pub fn states() -> Vec<State> {
    [
        ("question", include_str!("../../share/states/1-question.outcrop.json")),
        ("conversation", include_str!("../../share/states/2-conversation.outcrop.json")),
        ("tools", include_str!("../../share/states/3-tools.outcrop.json")),
        ("native", include_str!("../../share/states/4-native.outcrop.json")),
        ("embeddings", include_str!("../../share/states/5-embeddings.outcrop.json")),
        ("compare", include_str!("../../share/states/6-compare.outcrop.json")),
        ("image", include_str!("../../share/states/7-image.outcrop.json")),
        ("query", include_str!("../../share/states/8-query.outcrop.json")),
        ("inpainting", include_str!("../../share/states/9-inpainting.outcrop.json")),
    ]
    .into_iter()
    .map(|(name, text)| {
        let opened = file::read(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(opened.notes.is_empty(), "{name}: {:?}", opened.notes);
        State { name, experiment: opened.experiment }
    })
    .collect()
}
