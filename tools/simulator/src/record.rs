//! What arrived, kept for whoever wants to look: one JSON document a line, written before the answer is.
//!
//! The headers that carry authority are left out, as in everything that is kept.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;

use outcrop::aws::http::HttpRequest;
use serde_json::{Map, Value, json};

/// A file that requests are appended to.
#[derive(Debug)]
pub struct Record {
    file: Mutex<File>,
}

impl Record {
    /// Opens the file, new or for more.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(OpenOptions::new().create(true).append(true).open(path)?) })
    }

    /// Appends a request and the status it was answered with.
    pub fn append(&self, request: &HttpRequest, status: u16) -> io::Result<()> {
        let mut line = row(request, status).to_string();
        line.push('\n');
        // One write a line, so that lines of two connections do not mix.
        let mut file = self.file.lock().map_err(|_| io::Error::other("another connection failed while it recorded"))?;
        file.write_all(line.as_bytes())?;
        file.flush()
    }
}

fn row(request: &HttpRequest, status: u16) -> Value {
    let request = request.without_secrets();
    let headers: Map<String, Value> =
        request.headers.iter().map(|header| (header.name.to_ascii_lowercase(), header.value.as_str().into())).collect();
    json!({
        "method": request.method.as_str(),
        "path": request.url.path_and_query(),
        "headers": headers,
        "body": String::from_utf8_lossy(&request.body),
        "status": status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use outcrop::aws::http::{Header, Method, Scheme, WireUrl};

    #[test]
    fn a_row_states_the_request_and_no_authority() {
        let request = HttpRequest {
            method: Method::Post,
            url: WireUrl {
                scheme: Scheme::Http,
                authority: "a".into(),
                path: "/model/a%3A0/invoke".into(),
                query: None,
            },
            headers: vec![
                Header::new("Content-Type", "application/json"),
                Header::new("Authorization", "AWS4-HMAC-SHA256 …"),
                Header::new("X-Amz-Security-Token", "token"),
            ],
            body: "{\"a\":\"é\"}".to_owned().into(),
        };
        let expected = json!({
            "method": "POST",
            "path": "/model/a%3A0/invoke",
            "headers": { "content-type": "application/json" },
            "body": "{\"a\":\"é\"}",
            "status": 200,
        });
        assert_eq!(row(&request, 200), expected);
    }
}
