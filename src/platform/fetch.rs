//! Sending a request and receiving its bytes as they come.
//!
//! Dropping the future or the body aborts the request. The URL is handed over as the string that was signed; that the
//! browser keeps it unchanged is checked, because a changed path could not be verified at the other end.

use futures_util::StreamExt;
use futures_util::stream::LocalBoxStream;
use reqwest::{Client, Url};

use crate::aws::http::{Header, HttpRequest, Method, ResponseHead};

/// A response whose body is still to come.
pub struct Response {
    /// Status and the headers that the page may read.
    pub head: ResponseHead,
    /// The body, chunk by chunk; an error is what the browser said.
    pub body: LocalBoxStream<'static, Result<Vec<u8>, String>>,
}

/// Sends the request. The error is what the browser said, which is all that a page is told.
pub async fn send(request: &HttpRequest) -> Result<Response, String> {
    let address = request.url.to_string();
    let url = Url::parse(&address).map_err(|error| format!("{address} is not a URL: {error}"))?;
    if url.as_str() != address {
        return Err(format!("The browser would send {url} in place of the signed {address}"));
    }
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    };
    let mut builder = Client::new().request(method, url).fetch_credentials_omit();
    for Header { name, value } in &request.headers {
        builder = builder.header(name, value);
    }
    // A GET must not have a body, not even an empty one.
    if !request.body.is_empty() {
        builder = builder.body(request.body.clone());
    }
    let response = builder.send().await.map_err(|error| words(&error))?;
    let head = ResponseHead {
        status: response.status().as_u16(),
        headers: response
            .headers()
            .iter()
            .map(|(name, value)| Header::new(name.as_str(), String::from_utf8_lossy(value.as_bytes())))
            .collect(),
    };
    let body = response.bytes_stream().map(|chunk| chunk.map(|bytes| bytes.to_vec()).map_err(|error| words(&error)));
    Ok(Response { head, body: body.boxed_local() })
}

/// Fetches a text that was published with the page, by its path relative to the page.
pub async fn asset(path: &str) -> Result<String, String> {
    published(path).await?.text().await.map_err(|error| words(&error))
}

/// Fetches a file that was published with the page, by its path relative to the page.
pub async fn asset_bytes(path: &str) -> Result<Vec<u8>, String> {
    published(path).await?.bytes().await.map(|bytes| bytes.to_vec()).map_err(|error| words(&error))
}

async fn published(path: &str) -> Result<reqwest::Response, String> {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .ok_or("The page has no address")?;
    let url = Url::parse(&base).and_then(|base| base.join(path)).map_err(|error| error.to_string())?;
    let response = Client::new().get(url).send().await.map_err(|error| words(&error))?;
    if !response.status().is_success() {
        return Err(format!("{path}: HTTP {}", response.status().as_u16()));
    }
    Ok(response)
}

/// The browser's own words at the bottom of reqwest's chain of errors.
fn words(error: &reqwest::Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    let text = deepest.to_string();
    // A JsValue prints as JsValue(TypeError: Failed to fetch\nstack …).
    let text = text.strip_prefix("JsValue(").unwrap_or(&text);
    text.lines().next().unwrap_or(text).trim_end_matches(')').to_owned()
}
