//! The filter of a retrieval: conditions on metadata, in groups, and its JSON.
//!
//! The form is a group at every level; a group of one condition is written as the condition, and an empty one is left out,
//! because AWS takes groups of two or more. Facts: the API model of `Retrieve` (`RetrievalFilter`).

use serde_json::{Map, Value, json};

use super::super::Fault;
use crate::text::json as text_json;

/// How deep groups are nested in a form.
pub const MOST_DEPTH: usize = 4;

/// How the members of a group are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// Each must hold.
    #[default]
    All,
    /// One must hold.
    Any,
}

impl Join {
    /// Both.
    pub const ALL: [Self; 2] = [Self::All, Self::Any];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "All of these (andAll)",
            Self::Any => "Any of these (orAll)",
        }
    }

    fn member(self) -> &'static str {
        match self {
            Self::All => "andAll",
            Self::Any => "orAll",
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operator {
    /// Is the value.
    #[default]
    Equals,
    /// Is another value.
    NotEquals,
    /// Is more.
    GreaterThan,
    /// Is more or the same.
    GreaterThanOrEquals,
    /// Is less.
    LessThan,
    /// Is less or the same.
    LessThanOrEquals,
    /// Is one of a list.
    In,
    /// Is none of a list.
    NotIn,
    /// Begins with a text.
    StartsWith,
    /// Is a list that has the value.
    ListContains,
    /// Is a text, or a list of texts, that has this text in it.
    StringContains,
}

impl Operator {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Equals,
        Self::NotEquals,
        Self::GreaterThan,
        Self::GreaterThanOrEquals,
        Self::LessThan,
        Self::LessThanOrEquals,
        Self::In,
        Self::NotIn,
        Self::StartsWith,
        Self::ListContains,
        Self::StringContains,
    ];

    /// Its member in the API.
    pub fn member(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotEquals => "notEquals",
            Self::GreaterThan => "greaterThan",
            Self::GreaterThanOrEquals => "greaterThanOrEquals",
            Self::LessThan => "lessThan",
            Self::LessThanOrEquals => "lessThanOrEquals",
            Self::In => "in",
            Self::NotIn => "notIn",
            Self::StartsWith => "startsWith",
            Self::ListContains => "listContains",
            Self::StringContains => "stringContains",
        }
    }

    /// Whether its value is a list.
    fn takes_list(self) -> bool {
        matches!(self, Self::In | Self::NotIn)
    }
}

/// How a typed value is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// As a text.
    #[default]
    Text,
    /// As a number.
    Number,
    /// As true or false.
    Truth,
    /// As JSON, for any other value.
    Json,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Text, Self::Number, Self::Truth, Self::Json];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Truth => "True or false",
            Self::Json => "JSON",
        }
    }

    fn read(self, typed: &str) -> Result<Value, String> {
        let typed_trimmed = typed.trim();
        match self {
            Self::Text => Ok(json!(typed)),
            Self::Number => serde_json::from_str::<serde_json::Number>(typed_trimmed)
                .map(Value::Number)
                .map_err(|_| format!("Must be a number, not “{typed}”")),
            Self::Truth => match typed_trimmed {
                "true" => Ok(json!(true)),
                "false" => Ok(json!(false)),
                _ => Err(format!("Must be true or false, not “{typed}”")),
            },
            Self::Json => serde_json::from_str(typed_trimmed).map_err(|error| format!("Not JSON: {error}")),
        }
    }

    /// The kind of a value, and its text.
    fn of(value: &Value) -> (Self, String) {
        match value {
            Value::String(text) => (Self::Text, text.clone()),
            Value::Number(number) => (Self::Number, number.to_string()),
            Value::Bool(truth) => (Self::Truth, truth.to_string()),
            other @ (Value::Null | Value::Array(_) | Value::Object(_)) => (Self::Json, text_json::compact(other)),
        }
    }
}

/// A condition on one metadata attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The attribute.
    pub key: String,
    /// The comparison.
    pub operator: Operator,
    /// How the value is read.
    pub kind: Kind,
    /// The value as typed; for a list, the values with commas between them.
    pub value: String,
}

impl Condition {
    fn value(&self) -> Result<Value, String> {
        if !self.operator.takes_list() || self.kind == Kind::Json {
            let value = self.kind.read(&self.value)?;
            return if self.operator.takes_list() && !value.is_array() {
                Err(format!("{} takes a JSON array", self.operator.member()))
            } else {
                Ok(value)
            };
        }
        let parts = self.value.split(',').map(str::trim).filter(|part| !part.is_empty());
        let values = parts.map(|part| self.kind.read(part)).collect::<Result<Vec<_>, _>>()?;
        if values.is_empty() { Err("Enter values with commas between them".to_owned()) } else { Ok(json!(values)) }
    }

    fn json(&self) -> Option<Value> {
        let value = self.value().ok()?;
        Some(json!({ self.operator.member(): { "key": self.key, "value": value } }))
    }

    fn read(operator: Operator, attribute: &Value) -> Result<Self, String> {
        let key = attribute.get("key").and_then(Value::as_str);
        let key = key.ok_or_else(|| format!("{} needs a key", operator.member()))?.to_owned();
        let value = attribute.get("value").ok_or_else(|| format!("{} needs a value", operator.member()))?;
        let (kind, value) = match value {
            Value::Array(values) if operator.takes_list() => {
                list(values).unwrap_or_else(|| (Kind::Json, text_json::compact(value)))
            }
            value => Kind::of(value),
        };
        Ok(Self { key, operator, kind, value })
    }
}

/// Values of one kind as a list with commas, if it can be read back.
fn list(values: &[Value]) -> Option<(Kind, String)> {
    let read: Vec<(Kind, String)> = values.iter().map(Kind::of).collect();
    let kind = read.first()?.0;
    let fits = |(each, text): &(Kind, String)| {
        *each == kind && kind != Kind::Json && !text.is_empty() && !text.contains(',') && text.trim() == text
    };
    read.iter().all(fits).then(|| {
        let texts: Vec<&str> = read.iter().map(|(_, text)| text.as_str()).collect();
        (kind, texts.join(", "))
    })
}

/// A filter: a condition, or a group of filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// A condition.
    One(Condition),
    /// A group.
    Group(Join, Vec<Filter>),
}

impl Default for Filter {
    fn default() -> Self {
        Self::Group(Join::All, Vec::new())
    }
}

impl Filter {
    /// The value of the member `filter`; `None` if nothing is filtered.
    pub fn json(&self) -> Option<Value> {
        match self {
            Self::One(condition) => condition.json(),
            Self::Group(join, members) => {
                let mut written: Vec<Value> = members.iter().filter_map(Self::json).collect();
                match written.len() {
                    0 => None,
                    1 => written.pop(),
                    _ => Some(json!({ join.member(): written })),
                }
            }
        }
    }

    /// Its JSON as text; empty if nothing is filtered.
    pub fn text(&self) -> String {
        self.json().map(|value| text_json::print(&value)).unwrap_or_default()
    }

    /// Reads the JSON of a filter. An empty text filters nothing.
    ///
    /// # Errors
    /// A sentence that names the member that is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let value: Value = serde_json::from_str(text).map_err(|error| format!("Not JSON: {error}"))?;
        Ok(match Self::read_value(&value, 0)? {
            group @ Self::Group(..) => group,
            one @ Self::One(_) => Self::Group(Join::All, vec![one]),
        })
    }

    fn read_value(value: &Value, depth: usize) -> Result<Self, String> {
        let members = value.as_object().ok_or("A filter is an object with one member")?;
        let mut entries = members.iter();
        let (Some((name, inner)), None) = (entries.next(), entries.next()) else {
            return Err(format!("A filter has one member; this one has {}", members.len()));
        };
        if let Some(join) = Join::ALL.into_iter().find(|join| join.member() == name) {
            let inner = inner.as_array().filter(|inner| inner.len() >= 2);
            let inner = inner.ok_or_else(|| format!("{name} is a list of two or more filters"))?;
            if depth + 1 >= MOST_DEPTH {
                return Err(format!("Groups are nested more than {MOST_DEPTH} deep"));
            }
            let read = inner.iter().map(|each| Self::read_value(each, depth + 1)).collect::<Result<Vec<_>, _>>()?;
            return Ok(Self::Group(join, read));
        }
        let operator = Operator::ALL.into_iter().find(|operator| operator.member() == name);
        let operator = operator.ok_or_else(|| {
            let known: Vec<&str> = Operator::ALL.into_iter().map(Operator::member).collect();
            format!("“{name}” is not an operator. It can be andAll, orAll, {}", known.join(", "))
        })?;
        Condition::read(operator, inner).map(Self::One)
    }

    /// The filter at a path of indexes.
    pub fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |filter, at| match filter {
            Self::Group(_, members) => members.get(*at),
            Self::One(_) => None,
        })
    }

    fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |filter, at| match filter {
            Self::Group(_, members) => members.get_mut(*at),
            Self::One(_) => None,
        })
    }

    /// Adds a filter to the group at a path.
    pub fn add(&mut self, path: &[usize], filter: Self) {
        if let Some(Self::Group(_, members)) = self.at_mut(path) {
            members.push(filter);
        }
    }

    /// Removes the filter at a path.
    pub fn remove(&mut self, path: &[usize]) {
        if let Some((last, parent)) = path.split_last()
            && let Some(Self::Group(_, members)) = self.at_mut(parent)
            && *last < members.len()
        {
            members.remove(*last);
        }
    }

    /// Changes how the group at a path is joined.
    pub fn join(&mut self, path: &[usize], join: Join) {
        if let Some(Self::Group(joined, _)) = self.at_mut(path) {
            *joined = join;
        }
    }

    /// Changes the condition at a path.
    pub fn change(&mut self, path: &[usize], change: impl FnOnce(&mut Condition)) {
        if let Some(Self::One(condition)) = self.at_mut(path) {
            change(condition);
        }
    }

    /// The path of each filter below it, groups before their members.
    pub fn paths(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        self.walk(&mut Vec::new(), &mut found);
        found
    }

    fn walk(&self, path: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
        if let Self::Group(_, members) = self {
            for (at, member) in members.iter().enumerate() {
                path.push(at);
                found.push(path.clone());
                member.walk(path, found);
                path.pop();
            }
        }
    }

    /// What is wrong with the condition at a path.
    pub fn fault(&self, path: &[usize]) -> Option<String> {
        let Some(Self::One(condition)) = self.at(path) else { return None };
        if condition.key.trim().is_empty() {
            return Some("Enter the name of a metadata attribute".to_owned());
        }
        condition.value().err()
    }

    /// What is wrong with it, as faults of the form's field `filter`; the row is the place in [`Self::paths`].
    pub fn faults(&self) -> Vec<Fault> {
        let paths = self.paths();
        let faults = paths.iter().enumerate().filter_map(|(row, path)| Some((row, self.fault(path)?)));
        faults.map(|(row, text)| Fault::in_row("filter", row, text)).collect()
    }
}

/// Puts the filter of a search into its configuration.
pub fn into_search(search: &mut Map<String, Value>, filter: &Filter) {
    if let Some(filter) = filter.json() {
        search.insert("filter".to_owned(), filter);
    }
}

#[cfg(test)]
mod tests;
