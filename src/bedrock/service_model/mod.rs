//! A Bedrock service's API model: operations, shapes and constraints, as data.
//!
//! The model is derived from AWS's public one by `cargo xtask service-model` and lies under `assets/service-model/`. It is
//! loaded when it is needed, never linked into the program, and it will describe more services than one. What it is
//! for: validating inputs as the service does ([`validate`]), completing forms, drawing the API explorer.

mod parse;
pub mod pattern;
pub mod validate;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use pattern::Pattern;

pub use parse::ServiceModelError;
pub use validate::{Rejection, Report, Violation, ViolationKind};

/// One service's API model.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceModel {
    /// The endpoint's first label, for example `bedrock-runtime`.
    pub service: String,
    /// The service name in the credential scope.
    pub signing_name: String,
    /// The API's version, a date.
    pub api_version: String,
    /// The botocore that the model was taken from.
    pub botocore: String,
    operations: Vec<OperationModel>,
    shapes: BTreeMap<String, Shape>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationModel {
    /// Its name.
    pub name: String,
    /// HTTP method.
    pub method: String,
    /// Path with labels in braces, and possibly a query.
    pub uri: String,
    /// Status of success.
    pub status: u16,
    /// Shape of the input.
    pub input: Option<String>,
    /// Shape of the output.
    pub output: Option<String>,
    /// Shapes of the errors that it declares.
    pub errors: Vec<String>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What it is.
    pub kind: ShapeKind,
    /// Least value, length, item count or byte count.
    pub min: Option<f64>,
    /// Most of the same.
    pub max: Option<f64>,
    /// What the text has to match.
    pub pattern: Option<Pattern>,
    /// The values that the text may have; empty when it is no enumeration.
    pub values: Vec<String>,
    /// Whether the service keeps values out of its messages.
    pub sensitive: bool,
}

/// What a shape is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// Named members.
    Structure(Structure),
    /// Items of one shape.
    List {
        /// Shape of the items.
        member: String,
    },
    /// Keys of one shape, values of another.
    Map {
        /// Shape of the keys.
        key: String,
        /// Shape of the values.
        value: String,
    },
    /// Any JSON.
    Document,
    /// Text.
    String,
    /// Bytes; base64 in JSON.
    Blob,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// 32-bit floating point.
    Float,
    /// 64-bit floating point.
    Double,
    /// True or false.
    Boolean,
    /// A moment.
    Timestamp,
}

/// A structure's members and traits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Structure {
    /// Members in the model's order.
    pub members: Vec<Member>,
    /// Exactly one member is set.
    pub union: bool,
    /// The member that is the whole HTTP body.
    pub payload: Option<String>,
    /// HTTP status, when the structure is an error.
    pub error_status: Option<u16>,
    /// The structure is a stream of events, one member each.
    pub event_stream: bool,
}

/// Where a member of an input or an output travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the JSON body.
    Body,
    /// In the path.
    Label,
    /// In a header.
    Header,
    /// In the query.
    Query,
}

/// One member of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name in the API.
    pub name: String,
    /// Its shape.
    pub shape: String,
    /// Where it travels.
    pub place: Place,
    /// Its name there.
    pub wire_name: String,
    /// Whether it has to be set.
    pub required: bool,
}

impl ServiceModel {
    /// Reads a file of `assets/service-model/`.
    ///
    /// # Errors
    /// When the text is not JSON, or not such a model.
    pub fn from_json(text: &str) -> Result<Self, ServiceModelError> {
        parse::parse(text)
    }

    /// All operations, in alphabetical order.
    pub fn operations(&self) -> &[OperationModel] {
        &self.operations
    }

    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&OperationModel> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The shape of that name.
    pub fn shape(&self, name: &str) -> Option<&Shape> {
        self.shapes.get(name)
    }

    /// All shapes by name.
    pub fn shapes(&self) -> impl Iterator<Item = (&str, &Shape)> {
        self.shapes.iter().map(|(name, shape)| (name.as_str(), shape))
    }

    /// The structure of that name.
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        match &self.shape(name)?.kind {
            ShapeKind::Structure(structure) => Some(structure),
            ShapeKind::List { .. }
            | ShapeKind::Map { .. }
            | ShapeKind::Document
            | ShapeKind::String
            | ShapeKind::Blob
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
            | ShapeKind::Boolean
            | ShapeKind::Timestamp => None,
        }
    }
}
