//! Sending a request and receiving its bytes as they come.
//!
//! No redirect is followed: it would take the session token and the prompt to an origin that nobody chose. What arrives is
//! masked before anyone sees it. Dropping the future or the body aborts the request. The URL is handed over as the string that
//! was signed; that the browser keeps it unchanged is checked, because a changed path could not be verified at the other end.

use futures_util::StreamExt;
use futures_util::stream::{self, LocalBoxStream};
use js_sys::{Array, Error, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect,
    ResponseType, Url,
};

use crate::aws::http::{Header, HttpRequest, ResponseHead};
use crate::aws::masking::{Masker, Secrets, Stream};

/// A response whose body is still to come.
pub struct Response {
    /// Status and the headers that the page may read.
    pub head: ResponseHead,
    /// The body, chunk by chunk; an error is what the browser said.
    pub body: LocalBoxStream<'static, Result<Vec<u8>, String>>,
}

/// Why a request got no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoResponse {
    /// The answer was a redirect, which is not followed. The browser does not say where it leads.
    #[error("The endpoint answered with a redirect, which is not followed")]
    Redirected,
    /// The browser's own words; a page gets nothing else.
    #[error("{0}")]
    Lost(String),
}

impl From<JsValue> for NoResponse {
    fn from(error: JsValue) -> Self {
        Self::Lost(words(&error))
    }
}

/// Ends the transfer when it is dropped; after the end of the transfer that does nothing.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Sends the request, and masks these secrets in whatever comes back.
pub async fn send(request: &HttpRequest, secrets: &Secrets) -> Result<Response, NoResponse> {
    let masker = Masker::new(secrets);
    let (head, body) = match sent(request).await {
        Ok(answer) => answer,
        Err(NoResponse::Lost(said)) => return Err(NoResponse::Lost(masker.text(&said))),
        Err(NoResponse::Redirected) => return Err(NoResponse::Redirected),
    };
    let head = masker.head(head);
    let said = Masker::new(secrets);
    let start = Masked { body, said, masking: Stream::new(masker), end: End::NotYet };
    Ok(Response { head, body: stream::unfold(start, next).boxed_local() })
}

type Body = LocalBoxStream<'static, Result<Vec<u8>, String>>;

/// A body and what masks it.
struct Masked {
    body: Body,
    said: Masker,
    masking: Stream,
    end: End,
}

/// How a body ended.
enum End {
    NotYet,
    Whole,
    /// With an error that is still to be given.
    Error(String),
}

/// The next bytes that are ready. What was held back comes before the error that ends a body.
async fn next(mut of: Masked) -> Option<(Result<Vec<u8>, String>, Masked)> {
    loop {
        match std::mem::replace(&mut of.end, End::Whole) {
            End::NotYet => of.end = End::NotYet,
            End::Whole => return None,
            End::Error(error) => return Some((Err(of.said.text(&error)), of)),
        }
        let ready = match of.body.next().await {
            Some(Ok(bytes)) => of.masking.push(&bytes),
            Some(Err(error)) => {
                of.end = End::Error(error);
                of.masking.finish()
            }
            None => {
                of.end = End::Whole;
                of.masking.finish()
            }
        };
        if !ready.is_empty() {
            return Some((Ok(ready), of));
        }
    }
}

async fn sent(request: &HttpRequest) -> Result<(ResponseHead, Body), NoResponse> {
    let address = request.url.to_string();
    let url =
        Url::new(&address).map_err(|error| NoResponse::Lost(format!("{address} is not a URL: {}", words(&error))))?;
    if url.href() != address {
        return Err(NoResponse::Lost(format!(
            "The browser would send {} in place of the signed {address}",
            url.href()
        )));
    }
    let headers = Headers::new()?;
    for Header { name, value } in &request.headers {
        headers.append(name, value)?;
    }
    let options = RequestInit::new();
    options.set_method(request.method.as_str());
    options.set_headers(headers.as_ref());
    options.set_credentials(RequestCredentials::Omit);
    // A GET must not have a body, not even an empty one.
    if !request.body.is_empty() {
        options.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    let (response, abort) = fetched(&address, &options).await?;
    let mut head = ResponseHead { status: response.status(), headers: Vec::new() };
    for pair in response.headers().entries() {
        let pair: Array = pair?.unchecked_into();
        let text = |place| pair.get(place).as_string().unwrap_or_default();
        head.headers.push(Header::new(text(0), text(1)));
    }
    let Some(stream) = response.body() else { return Ok((head, stream::empty().boxed_local())) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let body = stream::unfold(Some((reader, abort)), |open| async move {
        let (reader, abort) = open?;
        match chunk(&reader).await {
            Ok(Some(bytes)) => Some((Ok(bytes), Some((reader, abort)))),
            Ok(None) => None,
            Err(error) => Some((Err(words(&error)), None)),
        }
    });
    Ok((head, body.boxed_local()))
}

/// The next bytes of a body; none at its end.
async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, JsValue> {
    let read = JsFuture::from(reader.read()).await?;
    if Reflect::get(&read, &JsValue::from_str("done"))?.is_truthy() {
        return Ok(None);
    }
    let value: Uint8Array = Reflect::get(&read, &JsValue::from_str("value"))?.dyn_into()?;
    Ok(Some(value.to_vec()))
}

/// The one call of the browser's `fetch`. With the mode “manual” a redirect is told apart from a failure, and not followed.
async fn fetched(address: &str, options: &RequestInit) -> Result<(web_sys::Response, Abort), NoResponse> {
    let window = web_sys::window().ok_or_else(|| NoResponse::Lost("There is no window".to_owned()))?;
    let abort = Abort(AbortController::new()?);
    options.set_redirect(RequestRedirect::Manual);
    options.set_signal(Some(&abort.0.signal()));
    let answer = JsFuture::from(window.fetch_with_str_and_init(address, options)).await?;
    let response: web_sys::Response = answer.dyn_into()?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(NoResponse::Redirected);
    }
    Ok((response, abort))
}

/// Fetches a text that was published with the page, by its path relative to the page.
pub async fn asset(path: &str) -> Result<String, String> {
    let bytes = asset_bytes(path).await?;
    String::from_utf8(bytes).map_err(|error| format!("{path}: {error}"))
}

/// Fetches a file that was published with the page, by its path relative to the page.
pub async fn asset_bytes(path: &str) -> Result<Vec<u8>, String> {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .ok_or("The page has no address")?;
    let url = Url::new_with_base(path, &base).map_err(|error| words(&error))?;
    let (response, _abort) =
        fetched(&url.href(), &RequestInit::new()).await.map_err(|error| format!("{path}: {error}"))?;
    if !response.ok() {
        return Err(format!("{path}: HTTP {}", response.status()));
    }
    let body = response.array_buffer().map_err(|error| words(&error))?;
    let body = JsFuture::from(body).await.map_err(|error| words(&error))?;
    Ok(Uint8Array::new(&body).to_vec())
}

/// The browser's own words, such as `TypeError: Failed to fetch`.
fn words(error: &JsValue) -> String {
    let said = match error.dyn_ref::<Error>() {
        Some(error) => String::from(error.to_string()),
        None => error.as_string().unwrap_or_else(|| "The browser does not say why".to_owned()),
    };
    said.lines().next().unwrap_or_default().to_owned()
}
