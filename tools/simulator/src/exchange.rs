//! One request and its answer: who asks, how much they send, what the simulator replies.

use crate::cors;
use crate::limits::{Deadline, Limits};
use crate::origins::{Origins, is_loopback};
use crate::outgoing::{Dropped, Outgoing};
use crate::pool::Pool;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, ORIGIN};
use hyper::{Request, Response, StatusCode, Version};
use outcrop::aws::http::{Header, HttpRequest, Method, Scheme, WireUrl};
use outcrop::simulator::{AUTHORITY, Ending, Reply};
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// What computes the answer to a request.
pub type Answers = Arc<dyn Fn(&HttpRequest) -> io::Result<Reply> + Send + Sync>;

/// What all exchanges of a server share.
#[derive(Clone)]
pub struct Shared {
    /// What answers.
    pub answers: Answers,
    /// The threads that it answers on.
    pub pool: Pool,
    /// Whose pages may call.
    pub origins: Origins,
    /// What a client may take.
    pub limits: Limits,
    /// The memory for bodies and answers, in KiB.
    pub held: Arc<Semaphore>,
}

impl fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shared")
            .field("origins", &self.origins)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Why the simulator was not asked: status and sentence.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    sentence: String,
    /// Whether a part of the request is unread, so that the connection cannot be used again.
    is_unread: bool,
}

fn refused(status: StatusCode, sentence: impl Into<String>) -> Refused {
    Refused { status, sentence: sentence.into(), is_unread: false }
}

/// Answers a request, or breaks the connection if the answer is that.
pub async fn answer(
    shared: Shared,
    deadline: Arc<Deadline>,
    request: Request<Incoming>,
) -> Result<Response<Outgoing>, Dropped> {
    let version = request.version();
    let origin = request.headers().get(ORIGIN).map(|origin| String::from_utf8_lossy(origin.as_bytes()).into_owned());
    let page = origin.clone().filter(|origin| shared.origins.allow(origin));
    deadline.extend(shared.limits.receiving);
    let mut response = match allowed(&request, origin.filter(|_| page.is_none())) {
        Ok(authority) => match (request.method().as_str(), request.uri().path()) {
            ("OPTIONS", _) => {
                let mut response = Response::new(Outgoing::empty());
                *response.status_mut() = StatusCode::NO_CONTENT;
                add(&mut response, page.as_deref().map(cors::for_preflight).unwrap_or_default());
                return Ok(response);
            }
            ("GET", "/") => plain(StatusCode::OK, "Outcrop's Bedrock simulator. Point an AWS SDK's endpoint URL here."),
            _ => match simulated(&shared, &deadline, authority, request).await {
                Ok(response) => response?,
                Err(refused) => refusal(&refused, version),
            },
        },
        Err(refused) => refusal(&refused, version),
    };
    deadline.extend(shared.limits.waiting);
    add(&mut response, page.as_deref().map(cors::for_answer).unwrap_or_default());
    Ok(response)
}

/// Checks who asks: the authority that the request names, or why it is not answered.
fn allowed(request: &Request<Incoming>, foreign: Option<String>) -> Result<String, Refused> {
    let mut hosts = request.headers().get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let named = request.uri().authority().map(hyper::http::uri::Authority::as_str);
    let authority = match (hosts.next(), hosts.next(), named) {
        (Some(host), None, Some(named)) if host.eq_ignore_ascii_case(named) => host,
        (Some(host), None, None) => host,
        (None, None, Some(named)) => named,
        (None, None, None) => {
            return Err(refused(StatusCode::BAD_REQUEST, "The request has no Host header."));
        }
        (Some(_), ..) | (None, Some(_), _) => {
            return Err(refused(StatusCode::BAD_REQUEST, "The request names more than one host."));
        }
    };
    if !is_loopback(authority) {
        let sentence = format!(
            "The simulator answers for this machine only (127.0.0.1, localhost or [::1]), not for the host “{authority}”."
        );
        return Err(refused(StatusCode::MISDIRECTED_REQUEST, sentence));
    }
    match foreign {
        Some(origin) => {
            let sentence = format!(
                "The simulator answers pages of this machine only. If you trust the pages of {origin}, start it with \
                 --allow-origin {origin}"
            );
            Err(refused(StatusCode::FORBIDDEN, sentence))
        }
        None => Ok(authority.to_owned()),
    }
}

/// Asks the simulator; a broken connection is an answer too.
async fn simulated(
    shared: &Shared,
    deadline: &Deadline,
    authority: String,
    request: Request<Incoming>,
) -> Result<Result<Response<Outgoing>, Dropped>, Refused> {
    let (head, body) = request.into_parts();
    let methods = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
    let Some(method) = methods.into_iter().find(|method| method.as_str() == head.method.as_str()) else {
        return Err(refused(StatusCode::METHOD_NOT_ALLOWED, "The simulator takes POST requests."));
    };
    // An unknown length may turn out to be the longest.
    let length = body.size_hint().exact().map_or(Some(shared.limits.body_bytes), |length| usize::try_from(length).ok());
    let length = length.filter(|length| *length <= shared.limits.body_bytes).ok_or_else(|| too_long(shared))?;
    let received = timeout(shared.limits.receiving, async {
        let memory = hold(shared, length).await;
        collected(body, shared).await.map(|body| (body, memory))
    });
    let (body, memory) = received.await.unwrap_or_else(|_| {
        let sentence =
            "The body did not arrive in time, or other requests take all the memory that this server allows.";
        Err(Refused { is_unread: true, ..refused(StatusCode::REQUEST_TIMEOUT, sentence) })
    })?;
    let target = head.uri.path_and_query();
    let pseudo = (head.version == Version::HTTP_2).then(|| Header::new(AUTHORITY, &authority));
    let request = HttpRequest {
        method,
        url: WireUrl {
            scheme: Scheme::Http,
            authority,
            path: target.map_or("/", |target| target.path()).to_owned(),
            query: target.and_then(|target| target.query()).map(str::to_owned),
        },
        headers: pseudo
            .into_iter()
            .chain(
                head.headers
                    .iter()
                    .filter(|(name, _)| **name != HOST && **name != CONTENT_LENGTH)
                    .map(|(name, value)| Header::new(name.as_str(), String::from_utf8_lossy(value.as_bytes()).trim())),
            )
            .collect(),
        body: body.into(),
    };
    let answers = Arc::clone(&shared.answers);
    let stopped = deadline.stop();
    let reply = shared.pool.run(move || answers(&request)).await;
    drop((stopped, memory));
    match reply {
        Some(Ok(reply)) => Ok(sent(shared, deadline, reply).await),
        Some(Err(error)) => Err(refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("The request cannot be recorded in the file of --record: {error}."),
        )),
        None => Err(refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The simulator failed on this request; its terminal says where. Please report this with the request.",
        )),
    }
}

fn too_long(shared: &Shared) -> Refused {
    let most = shared.limits.body_bytes / (1024 * 1024);
    let sentence = format!("The body is longer than {most} MiB.");
    Refused { is_unread: true, ..refused(StatusCode::PAYLOAD_TOO_LARGE, sentence) }
}

/// Waits for this share of the memory. A request that needs more than there is at all takes what there is.
async fn hold(shared: &Shared, bytes: usize) -> Option<OwnedSemaphorePermit> {
    let kib = u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX).min(shared.limits.held_kib);
    Arc::clone(&shared.held).acquire_many_owned(kib).await.ok()
}

async fn collected(mut body: Incoming, shared: &Shared) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let broken = |_| {
            let sentence = "The body ended before its length, or is not well-formed.";
            Refused { is_unread: true, ..refused(StatusCode::BAD_REQUEST, sentence) }
        };
        if let Ok(data) = frame.map_err(broken)?.into_data() {
            if bytes.len() + data.len() > shared.limits.body_bytes {
                return Err(too_long(shared));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}

/// A reply as a response; the head goes out with the first part, because a service that is still thinking has said nothing.
async fn sent(shared: &Shared, deadline: &Deadline, reply: Reply) -> Result<Response<Outgoing>, Dropped> {
    let Reply { status, headers, mut chunks, ending } = reply;
    if ending == Ending::Dropped && chunks.is_empty() {
        return Err(Dropped);
    }
    let delays = chunks.iter().map(|chunk| u64::from(chunk.after_ms)).sum();
    deadline.extend(shared.limits.sending + Duration::from_millis(delays));
    let held = hold(shared, chunks.iter().map(|chunk| chunk.bytes.len()).sum()).await;
    if let Some(first) = chunks.first_mut() {
        let wait = std::mem::take(&mut first.after_ms);
        tokio::time::sleep(Duration::from_millis(u64::from(wait))).await;
    }
    let mut response = Response::new(Outgoing::new(chunks, ending, held));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    add(&mut response, headers);
    Ok(response)
}

fn add(response: &mut Response<Outgoing>, headers: Vec<Header>) {
    for header in headers {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(header.value.as_bytes())) {
            response.headers_mut().append(name, value);
        }
    }
}

fn plain(status: StatusCode, sentence: &str) -> Response<Outgoing> {
    let mut response = Response::new(Outgoing::whole(format!("{sentence}\n").into_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn refusal(refused: &Refused, version: Version) -> Response<Outgoing> {
    let mut response = plain(refused.status, &refused.sentence);
    if refused.is_unread && version < Version::HTTP_2 {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
