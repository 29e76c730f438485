//! A Bedrock service's API model: operations, shapes and constraints, as data.
//!
//! `cargo xtask service-model` derives the model from AWS's public one and writes it to `assets/service-model/`. It is
//! loaded when needed, not linked into the program. It is used to validate inputs as the service does ([`validate`]),
//! to complete forms, and for the API explorer.

pub mod call;
mod parse;
pub mod pattern;
mod route;
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
    /// The botocore version of the source.
    pub botocore: String,
    /// Whether the service takes an API key in place of a signature.
    pub bearer: bool,
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
    /// Shapes of its declared errors.
    pub errors: Vec<String>,
    /// The model marks it as one that changes nothing. Not every service's model marks its reads.
    pub read_only: bool,
    /// How its pages follow each other, if it answers in pages.
    pub pages: Option<Pages>,
}

/// The members by which an operation answers in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The input member that takes the token of the next page.
    pub input_token: String,
    /// The output member that gives it; absent on the last page.
    pub output_token: String,
    /// The input member that limits a page.
    pub limit: Option<String>,
    /// The output member that lists the items.
    pub result: Option<String>,
}

/// The text form of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TimestampFormat {
    /// The protocol's own: seconds since 1970 in a body, ISO 8601 in a query.
    #[default]
    OfProtocol,
    /// `2026-11-30T11:00:00Z`
    Iso8601,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its kind.
    pub kind: ShapeKind,
    /// Minimum of value, length, item count or byte count.
    pub min: Option<f64>,
    /// Maximum of the same.
    pub max: Option<f64>,
    /// The pattern that the text must match.
    pub pattern: Option<Pattern>,
    /// The allowed values of the text; empty if it is not an enumeration.
    pub values: Vec<String>,
    /// Whether the service hides values in its messages.
    pub sensitive: bool,
    /// The form of a timestamp.
    pub timestamp: TimestampFormat,
}

/// The kind of a shape.
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
    /// Exactly one member must be set.
    pub union: bool,
    /// The member that is the whole HTTP body.
    pub payload: Option<String>,
    /// HTTP status, if the structure is an error.
    pub error_status: Option<u16>,
    /// The structure is a stream of events, one member each.
    pub event_stream: bool,
}

/// The location of a member in the HTTP message.
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
    /// Its location.
    pub place: Place,
    /// Its name in that location.
    pub wire_name: String,
    /// Whether it is required.
    pub required: bool,
    /// Whether an SDK fills it with a random token when the caller leaves it out.
    pub token: bool,
    /// Whether AWS advises against it.
    pub deprecated: bool,
}

impl ServiceModel {
    /// Reads a file of `assets/service-model/`.
    ///
    /// # Errors
    /// When the text is not JSON, or not such a model.
    pub fn from_json(text: &str) -> Result<Self, ServiceModelError> {
        parse::parse(text)
    }

    /// The operation that a method and a path without its base belong to, with the labels of the path, decoded once, by
    /// the names of their members. A literal segment counts more than a label.
    pub fn route(&self, method: &str, path: &str) -> Option<(&OperationModel, Vec<(&str, String)>)> {
        route::route(self, method, path)
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
