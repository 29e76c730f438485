//! Values of `PowerShell`, and the JSON that `ConvertTo-Json` makes of them.

use crate::import::shell::holes;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// A string, or a hole.
    Text(String),
    /// A number, `$true`, `$false` or `$null`, as JSON.
    Literal(String),
    /// A hashtable.
    Map(Vec<(String, Value)>),
    /// An array.
    List(Vec<Value>),
}

impl Value {
    /// The value as text.
    pub fn text(&self) -> String {
        match self {
            Self::Literal(text) if text == "true" => "True".to_owned(),
            Self::Literal(text) if text == "false" => "False".to_owned(),
            Self::Literal(text) if text == "null" => String::new(),
            Self::Text(text) | Self::Literal(text) => text.clone(),
            Self::List(items) => items.iter().map(Self::text).collect::<Vec<_>>().join(" "),
            Self::Map(_) => "System.Collections.Hashtable".to_owned(),
        }
    }

    /// A member of a hashtable; names have no case.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => {
                members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Sets a member of a hashtable.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Self::Map(members) = self {
            match members.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(name)) {
                Some((_, known)) => *known = value,
                None => members.push((name.to_owned(), value)),
            }
        }
    }

    /// The value as JSON. `budget` is how many bytes it may still have.
    pub fn json(&self, out: &mut String, budget: usize) {
        if out.len() > budget {
            return;
        }
        let string = |text: &str| serde_json::to_string(text).unwrap_or_default();
        match self {
            Self::Text(text) if holes::has(text) && holes::is_one(text) => out.push_str(text),
            Self::Text(text) => out.push_str(&string(text)),
            Self::Literal(text) => out.push_str(text),
            Self::Map(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    out.push_str(&string(key));
                    out.push(':');
                    value.json(out, budget);
                }
                out.push('}');
            }
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.json(out, budget);
                }
                out.push(']');
            }
        }
    }

    /// How deep the values are nested.
    pub fn depth(&self) -> usize {
        match self {
            Self::Text(_) | Self::Literal(_) => 1,
            Self::Map(members) => 1 + members.iter().map(|(_, value)| value.depth()).max().unwrap_or_default(),
            Self::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or_default(),
        }
    }

    /// How many values this one holds, itself included.
    pub fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Literal(text) => 1 + text.len(),
            Self::Map(members) => 1 + members.iter().map(|(key, value)| key.len() + value.size()).sum::<usize>(),
            Self::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
        }
    }
}
