//! Sends a request and receives its bytes as they arrive.
//!
//! No redirect is followed: it would take the session token and the prompt to an origin that nobody chose. Secrets are
//! masked in everything that is received. Dropping the future or the body aborts the request. The browser gets the URL that
//! was signed; the door checks that the browser keeps it unchanged, because the service could not verify a changed path.

use futures_util::StreamExt;
use futures_util::stream::{self, LocalBoxStream};
use js_sys::{Array, Error, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect,
    ResponseType, Url,
};

use super::{BrowserError, clock};
use crate::aws::arrival::NotAnswered;
use crate::aws::http::{Header, HttpRequest, ResponseHead};
use crate::aws::intake::{Intake, PIECE};
use crate::aws::masking::{Masker, Secrets, Stream};

/// A response whose body has not been read.
pub struct Response {
    /// Status and the headers that the page may read.
    pub head: ResponseHead,
    /// The body, chunk by chunk. An error is [`NotAnswered::BrokenOff`], and the last item.
    pub body: Body,
}

impl Response {
    /// Reads the whole body.
    pub async fn whole(mut self) -> Result<(ResponseHead, Vec<u8>), NotAnswered> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.body.next().await {
            bytes.extend(chunk?);
        }
        Ok((self.head, bytes))
    }
}

/// Ends the transfer when it is dropped; after the end of the transfer that does nothing.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The chunks of a body.
type Body = LocalBoxStream<'static, Result<Vec<u8>, NotAnswered>>;

/// Sends the request, masks these secrets in the response and in the browser's messages, and receives at most this many bytes.
pub async fn send(request: &HttpRequest, secrets: &Secrets, most: usize) -> Result<Response, NotAnswered> {
    let masker = Masker::new(secrets);
    let (head, body) = sent(request).await.map_err(|lost| match lost {
        Lost::Redirected => NotAnswered::Redirected,
        Lost::Message(message) => NotAnswered::NoResponse(masker.text(&message)),
    })?;
    let head = masker.head(head);
    let messages = Masker::new(secrets);
    let intake = Intake::new(most);
    let start = Masked { body, messages, masking: Stream::new(masker), intake, most, end: End::NotYet };
    Ok(Response { head, body: stream::unfold(start, next).boxed_local() })
}

/// Why the browser gave no response, before its message is masked.
enum Lost {
    Redirected,
    Message(String),
}

impl From<JsValue> for Lost {
    fn from(error: JsValue) -> Self {
        Self::Message(browser_message(&error))
    }
}

/// A body as it is received. An error is the browser's message.
type Raw = LocalBoxStream<'static, Result<Vec<u8>, String>>;

/// A body and what masks it.
struct Masked {
    body: Raw,
    messages: Masker,
    masking: Stream,
    intake: Intake,
    /// The most bytes.
    most: usize,
    end: End,
}

/// How a body ended.
enum End {
    NotYet,
    Whole,
    /// At the limit of what is received, which has not been passed on yet.
    Full,
    /// With an error that has not been passed on yet.
    Error(String),
}

/// The next bytes that are masked. Bytes that were held back are passed on before the error that ends a body.
async fn next(mut masked: Masked) -> Option<(Result<Vec<u8>, NotAnswered>, Masked)> {
    loop {
        match std::mem::replace(&mut masked.end, End::Whole) {
            End::NotYet => masked.end = End::NotYet,
            End::Whole => return None,
            End::Full => {
                // The transfer ends: nobody reads it any more.
                masked.body = stream::empty().boxed_local();
                return Some((Err(NotAnswered::TooLarge(masked.most)), masked));
            }
            End::Error(error) => return Some((Err(NotAnswered::BrokenOff(masked.messages.text(&error))), masked)),
        }
        let ready = match masked.body.next().await {
            Some(Ok(bytes)) => {
                let fit = masked.intake.take(bytes.len());
                if masked.intake.is_turn_due() {
                    clock::turn().await;
                }
                let mut ready = masked.masking.push(bytes.get(..fit).unwrap_or(&bytes));
                if fit < bytes.len() {
                    masked.end = End::Full;
                    ready.extend(masked.masking.finish());
                }
                ready
            }
            Some(Err(error)) => {
                masked.end = End::Error(error);
                masked.masking.finish()
            }
            None => {
                masked.end = End::Whole;
                masked.masking.finish()
            }
        };
        if !ready.is_empty() {
            return Some((Ok(ready), masked));
        }
    }
}

async fn sent(request: &HttpRequest) -> Result<(ResponseHead, Raw), Lost> {
    let address = request.url.to_string();
    let url = Url::new(&address)
        .map_err(|error| Lost::Message(format!("{address} is not a URL: {}", browser_message(&error))))?;
    if url.href() != address {
        return Err(Lost::Message(format!("The browser would send {} in place of the signed {address}", url.href())));
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
        options.set_body(&Uint8Array::from(&*request.body));
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
    let body = stream::unfold(Some((reader, abort, Vec::new())), |open| async move {
        let (reader, abort, mut waiting) = open?;
        if waiting.is_empty() {
            match chunk(&reader).await {
                Ok(Some(bytes)) => waiting = bytes,
                Ok(None) => return None,
                Err(error) => return Some((Err(browser_message(&error)), None)),
            }
        }
        let rest = waiting.split_off(waiting.len().min(PIECE));
        Some((Ok(waiting), Some((reader, abort, rest))))
    });
    Ok((head, body.boxed_local()))
}

/// The next bytes of a body; `None` at its end.
async fn chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, JsValue> {
    let read = JsFuture::from(reader.read()).await?;
    if Reflect::get(&read, &JsValue::from_str("done"))?.is_truthy() {
        return Ok(None);
    }
    let value: Uint8Array = Reflect::get(&read, &JsValue::from_str("value"))?.dyn_into()?;
    Ok(Some(value.to_vec()))
}

/// The one call of the browser's `fetch`. The redirect mode `manual` follows no redirect, and shows it as one.
async fn fetched(address: &str, options: &RequestInit) -> Result<(web_sys::Response, Abort), Lost> {
    let window = web_sys::window().ok_or_else(|| Lost::Message("There is no window".to_owned()))?;
    let abort = Abort(AbortController::new()?);
    options.set_redirect(RequestRedirect::Manual);
    options.set_signal(Some(&abort.0.signal()));
    let answer = JsFuture::from(window.fetch_with_str_and_init(address, options)).await?;
    let response: web_sys::Response = answer.dyn_into()?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(Lost::Redirected);
    }
    Ok((response, abort))
}

/// Fetches a text that was published with the page, by its path relative to the page.
pub async fn asset(path: &str) -> Result<String, BrowserError> {
    let bytes = asset_bytes(path).await?;
    String::from_utf8(bytes).map_err(|error| BrowserError::NotLoaded(path.to_owned(), error.to_string()))
}

/// Fetches a file that was published with the page, by its path relative to the page.
pub async fn asset_bytes(path: &str) -> Result<Vec<u8>, BrowserError> {
    loaded(path).await.map_err(|lost| {
        let message = match lost {
            Lost::Redirected => "the server answered with a redirect".to_owned(),
            Lost::Message(message) => message,
        };
        BrowserError::NotLoaded(path.to_owned(), message)
    })
}

async fn loaded(path: &str) -> Result<Vec<u8>, Lost> {
    let base = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .ok_or_else(|| Lost::Message("the page has no address".to_owned()))?;
    let url = Url::new_with_base(path, &base)?;
    let (response, _abort) = fetched(&url.href(), &RequestInit::new()).await?;
    if !response.ok() {
        return Err(Lost::Message(format!("HTTP {}", response.status())));
    }
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&body).to_vec())
}

/// The browser's message, such as `TypeError: Failed to fetch`.
fn browser_message(error: &JsValue) -> String {
    let message = match error.dyn_ref::<Error>() {
        Some(error) => String::from(error.to_string()),
        None => error.as_string().unwrap_or_else(|| "The browser does not say why".to_owned()),
    };
    message.lines().next().unwrap_or_default().to_owned()
}
