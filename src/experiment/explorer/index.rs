//! The list of all operations. `cargo xtask service-model` derives it from the API models that botocore ships.

use std::sync::OnceLock;

use crate::bedrock::client::Client;

/// One operation a line: client, method, name, URI, then what it has of `pages`, `stream` and `both`.
const LINES: &str = include_str!("operations.txt");

/// How events travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// One request, one answer.
    None,
    /// The answer is a stream of events.
    Answer,
    /// Request and answer are streams, which fetch in a browser cannot do.
    Both,
}

/// An operation of one of the clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its client.
    pub client: Client,
    /// HTTP method.
    pub method: &'static str,
    /// Its name in the API.
    pub name: &'static str,
    /// The path, with labels in braces.
    pub uri: &'static str,
    /// Whether it answers in pages.
    pub pages: bool,
    /// Whether it streams.
    pub stream: Stream,
}

impl Operation {
    /// Its address in the page.
    pub fn address(&self) -> String {
        format!("#explorer/{}/{}", self.client.name(), self.name)
    }
}

/// All operations, by client and then by name.
pub fn operations() -> &'static [Operation] {
    static ALL: OnceLock<Vec<Operation>> = OnceLock::new();
    ALL.get_or_init(|| LINES.lines().filter_map(read).collect())
}

fn read(line: &'static str) -> Option<Operation> {
    let mut words = line.split(' ');
    let client = Client::from_name(words.next()?)?;
    let (method, name, uri) = (words.next()?, words.next()?, words.next()?);
    let mut operation = Operation { client, method, name, uri, pages: false, stream: Stream::None };
    for word in words {
        match word {
            "pages" => operation.pages = true,
            "stream" => operation.stream = Stream::Answer,
            "both" => operation.stream = Stream::Both,
            _ => {}
        }
    }
    Some(operation)
}

/// The operation of that name on that client.
pub fn find(client: Client, name: &str) -> Option<&'static Operation> {
    operations().iter().find(|operation| operation.client == client && operation.name == name)
}

/// The operations of that name, on any client.
pub fn named(name: &str) -> impl Iterator<Item = &'static Operation> {
    operations().iter().filter(move |operation| operation.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_operation_with_an_address() {
        assert_eq!(operations().len(), LINES.lines().count());
        let counts = Client::ALL.map(|client| operations().iter().filter(|each| each.client == client).count());
        assert_eq!(counts, [133, 11, 35, 86]);
        let list = find(Client::Bedrock, "ListGuardrails").unwrap();
        assert_eq!((list.method, list.uri, list.pages), ("GET", "/guardrails", true));
        assert_eq!(list.address(), "#explorer/bedrock/ListGuardrails");
        assert_eq!(find(Client::Runtime, "ConverseStream").unwrap().stream, Stream::Answer);
        assert_eq!(find(Client::Runtime, "InvokeModelWithBidirectionalStream").unwrap().stream, Stream::Both);
        assert_eq!(find(Client::Bedrock, "Converse"), None);
        assert_eq!(named("TagResource").count(), 3);
    }
}
