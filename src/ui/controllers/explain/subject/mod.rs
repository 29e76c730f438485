//! What the reader points at: a name, and the place on the screen. It is read from what is drawn.

mod around;
mod drawn;
mod editors;

use leptos::prelude::*;
use web_sys::{Element, Node};

pub use self::around::names_around;
use self::drawn::{in_row, in_text};
pub use self::editors::moves_in as caret_moves;

use crate::bedrock::family::Family;
use crate::bedrock::model_id::ModelId;
use crate::bedrock::service_model::ServiceModel;
use crate::experiment::Api;
use crate::explain::{Entry, Place};
use crate::page::explorer;
use crate::platform::fragment;
use crate::ui::state::{AppState, View, use_app};

/// The edges of a name on the screen, in whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    /// Left.
    pub left: i32,
    /// Top.
    pub top: i32,
    /// Bottom.
    pub bottom: i32,
}

impl Edges {
    /// A line of text around a point.
    fn around(x: i32, y: i32) -> Self {
        Self { left: x, top: y - 10, bottom: y + 10 }
    }
}

/// A name to explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A key of a body, with the outer ones.
    Key(Api, Vec<String>),
    /// A header.
    Header(String),
    /// A part of a signature.
    Signature(String),
    /// A field of a frame.
    Frame(String),
    /// An error.
    Error(String),
    /// A field, column or switch.
    Parameter {
        /// The screen or dialog.
        screen: String,
        /// Its label.
        label: String,
    },
    /// A member of the Explorer's operation, with the outer ones.
    Member {
        /// The client.
        client: String,
        /// The operation.
        operation: String,
        /// The members.
        path: Vec<String>,
    },
}

impl Asked {
    /// Looks the name up.
    pub fn place(
        &self,
        family: Option<Family>,
        model: Option<&ServiceModel>,
        look_up: impl FnOnce(Place) -> Option<Entry>,
    ) -> Option<Entry> {
        match self {
            Self::Key(api, path) => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                look_up(Place::Key { api: *api, family, path: &path })
            }
            Self::Header(name) => look_up(Place::Header(name)),
            Self::Signature(name) => look_up(Place::Signature(name)),
            Self::Frame(name) => look_up(Place::Frame(name)),
            Self::Error(code) => look_up(Place::Error(code)),
            Self::Parameter { screen, label } => look_up(Place::Parameter { screen, label }),
            Self::Member { client, operation, path } => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                look_up(Place::Member { service: client, operation, path: &path, model })
            }
        }
    }

    /// How its twins' names are introduced.
    pub fn twin(&self) -> &'static str {
        match self {
            Self::Key(Api::Converse, _) | Self::Member { .. } => "InvokeModel",
            Self::Key(Api::Invoke, _)
            | Self::Header(_)
            | Self::Signature(_)
            | Self::Frame(_)
            | Self::Error(_)
            | Self::Parameter { .. } => "Converse",
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Key(_, path) | Self::Member { path, .. } => path.last().map_or("", String::as_str),
            Self::Header(name)
            | Self::Signature(name)
            | Self::Frame(name)
            | Self::Error(name)
            | Self::Parameter { label: name, .. } => name,
        }
    }
}

/// A name and where it is.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The name.
    pub asked: Asked,
    /// Its place.
    pub edges: Edges,
}

/// Why the focus is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// It rests. A text that one types into is left alone.
    Resting,
    /// F1.
    Asked,
}

/// The name at a point of the window.
pub fn at(x: i32, y: i32) -> Option<Subject> {
    let element = document().element_from_point(f32_of(x), f32_of(y))?;
    under(&element, x, y)
}

#[expect(clippy::cast_precision_loss, reason = "a place in the window")]
fn f32_of(pixels: i32) -> f32 {
    pixels as f32
}

/// Whether the focus is in a list of rows.
pub fn in_rows() -> bool {
    document().active_element().is_some_and(|active| active.has_attribute("aria-activedescendant"))
}

/// The name at the keyboard's focus.
pub fn focused(want: Want) -> Option<Subject> {
    let active = document().active_element()?;
    let caret = active.get_attribute("aria-activedescendant").and_then(|id| document().get_element_by_id(&id));
    if let Some(row) = caret {
        return row.query_selector(".k").ok().flatten().and_then(|key| in_row(&key));
    }
    if active.tag_name() == "PRE" {
        return in_text(&active, None).filter(|_| want == Want::Asked);
    }
    if let Some(found) = editors::at_caret(&active, want) {
        return Some(found);
    }
    // A text area is for typing; its label is explained when asked for.
    if active.tag_name() == "TEXTAREA" && want == Want::Resting {
        return None;
    }
    if closest(&active, "[data-source], summary, .toggle, .tick").is_some() {
        return under(&active, 0, 0);
    }
    let labelled = closest(&active, ".param, .exrow, .formline, .field")
        .and_then(|row| row.query_selector(".label").ok().flatten())
        .or_else(|| {
            let id = active.id();
            (!id.is_empty())
                .then(|| document().query_selector(&format!("label[for=\"{id}\"]")).ok().flatten())
                .flatten()
        });
    under(&labelled?, 0, 0)
}

/// What may show a name.
const NAMES: &str = ".k, pre.fjson, pre.labpre, pre.job__line, .sigtab [data-source], .hmac dt, .core__step h3, dl.http dt, .ftable td, \
                     .errcard h3 code, .label, .toggle, .tick, legend, summary, dl.facts dt, .job__ways b, th, textarea";

/// Whether an element may show a name: cheap to say, so that it can be asked at every move of the pointer.
pub fn may_be(element: &Element) -> bool {
    closest(element, NAMES).is_some()
}

/// The name that an element shows.
pub fn under(element: &Element, x: i32, y: i32) -> Option<Subject> {
    if let Some(key) = closest(element, ".k") {
        return in_row(&key);
    }
    if let Some(area) = closest(element, "textarea") {
        return editors::at_point(&area, x, y);
    }
    if let Some(text) = closest(element, "pre.fjson, pre.labpre, pre.job__line") {
        return in_text(&text, Some((x, y)));
    }
    let found = |element: &Element, asked: Asked| Some(Subject { asked, edges: edges_of(element) });
    if let Some(piece) = closest(element, ".sigtab [data-source]") {
        return found(&piece, Asked::Signature(piece.get_attribute("data-source")?));
    }
    if let Some(part) = closest(element, ".hmac dt, .core__step h3") {
        return found(&part, Asked::Signature(words(&part)));
    }
    if let Some(name) = closest(element, "dl.http dt") {
        return found(&name, Asked::Header(words(&name)));
    }
    if let Some(field) = closest(element, ".ftable td") {
        let text = words(&field);
        let text =
            if text.starts_with(':') { text } else { words(&closest(&field, "tr")?.query_selector(".tagb").ok()??) };
        return found(&field, Asked::Frame(text));
    }
    if let Some(code) = closest(element, ".errcard h3 code") {
        return found(&code, Asked::Error(words(&code)));
    }
    if let Some(column) = closest(element, ".extable th") {
        return found(&column, member(vec![words(&column)])?);
    }
    let label = closest(element, ".label, .toggle, .tick, legend, summary, dl.facts dt, .job__ways b, th")?;
    // What a model has written is not ours to explain.
    if closest(&label, "[role=log], .answer__table").is_some() {
        return None;
    }
    let id = label.get_attribute("for").or_else(|| label.id().strip_suffix("-label").map(str::to_owned));
    if closest(&label, ".exrow").is_some() {
        let path = pointer_of(&id?, "ex")?;
        return found(&label, member(path)?);
    }
    let setting = id.as_deref().and_then(|id| pointer_of(id, "set").or_else(|| pointer_of(id, "img")));
    match setting {
        Some(path) if !path.is_empty() => found(&label, Asked::Key(Api::Invoke, path)),
        _ => found(&label, Asked::Parameter { screen: screen_of(&label), label: words(&label) }),
    }
}

/// The screen or dialog that an element is on.
fn screen_of(element: &Element) -> String {
    if let Some(dialog) = closest(element, "dialog[id]") {
        return dialog.id();
    }
    match (use_app().place.view.get_untracked(), explorer::Place::from_fragment(&fragment::read())) {
        (View::Explorer, Some(explorer::Place::Job(job))) => job.word(),
        (View::Explorer, _) => "explorer",
        (View::Images, _) => "images",
        (View::Embeddings, _) => "embeddings",
        (View::Compare, _) => "compare",
        (View::Playground | View::Lessons, _) => "playground",
    }
    .to_owned()
}

/// The names of a pointer that was made into an element id: `ex-tags-0-key`.
fn pointer_of(id: &str, prefix: &str) -> Option<Vec<String>> {
    let rest = id.strip_prefix(prefix)?.strip_prefix('-')?;
    Some(rest.split('-').filter(|part| part.parse::<usize>().is_err()).map(str::to_owned).collect())
}

/// A member of the operation in the address.
fn member(path: Vec<String>) -> Option<Asked> {
    match explorer::Place::from_fragment(&fragment::read())? {
        explorer::Place::Operation(operation) => Some(Asked::Member {
            client: operation.client.name().to_owned(),
            operation: operation.name.to_owned(),
            path,
        }),
        _ => None,
    }
}

/// The model's family of the open view.
pub fn family(state: AppState) -> Option<Family> {
    model(state).parse_family()
}

/// The model of the open view, as it is typed or chosen.
pub fn model(state: AppState) -> Typed {
    let shown = document()
        .query_selector("[data-model]")
        .ok()
        .flatten()
        .filter(|_| state.place.view.get_untracked() != View::Playground)
        .and_then(|field| field.get_attribute("data-model"));
    Typed(shown.unwrap_or_else(|| state.draft.with_untracked(|draft| draft.model.clone())))
}

/// A model as typed.
pub struct Typed(pub String);

impl Typed {
    /// Its family, if it is a model ID with a known one.
    pub fn parse_family(&self) -> Option<Family> {
        ModelId::parse(&self.0).ok()?.family()
    }
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn words(element: &Element) -> String {
    // Only its own text: a mark beside it has words of its own.
    let nodes = element.child_nodes();
    let own: String = (0..nodes.length())
        .filter_map(|index| nodes.item(index))
        .filter(|node| node.node_type() == Node::TEXT_NODE)
        .filter_map(|node| node.text_content())
        .collect();
    let own = own.trim().to_owned();
    if own.is_empty() { element.text_content().unwrap_or_default().trim().to_owned() } else { own }
}

/// The edges of an element.
#[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
pub fn edges_of(element: &Element) -> Edges {
    let place = element.get_bounding_client_rect();
    Edges { left: place.left() as i32, top: place.top() as i32, bottom: place.bottom() as i32 }
}
