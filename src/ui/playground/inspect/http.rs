//! Both calls as HTTP: the request line and every header with its writer and purpose, the body's size and hash, the
//! response with the headers hidden from a page, and the times by our own clock.

use leptos::prelude::*;

use crate::aws::http::HttpRequest;
use crate::aws::sigv4::canonical::{self, KeyKind};
use crate::aws::time::Timestamp;
use crate::experiment::run::call_text::shown_body;
use crate::experiment::run::http::{self, Row, Scheme};
use crate::experiment::{Api, Exchange, Origin};
use crate::text::number;
use crate::ui::controllers::toast;
use crate::ui::memo::memo;
use crate::ui::parts::origin_badge::origin_badge;
use crate::ui::state::{AppState, use_app};
use crate::ui::widgets::icon_button::{Icon, IconButton};

late_view! {
    inspect:
    /// Request and response as HTTP.
    pub fn late() => http_tab()
}

/// The tab.
pub fn http_tab() -> AnyView {
    view! {
        <div class="twin httptab">
            <Face api=Api::Converse />
            <div class="seam" aria-hidden="true"></div>
            <Face api=Api::Invoke />
        </div>
    }
    .into_any()
}

/// One call: the sent request, or the next one.
#[derive(Clone, PartialEq)]
struct Shown {
    request: HttpRequest,
    origin: Origin,
    rows: Vec<Row>,
    sent: bool,
    body_hash: String,
}

fn shown(state: AppState, api: Api) -> Option<Shown> {
    let sent = state.run.session.with(|session| session.exchange(api).map(|call| (call.request.clone(), call.origin)));
    let was_sent = sent.is_some();
    let (request, origin) = sent.or_else(|| Some((to_send(state, api)?, state.mode.get().origin())))?;
    let signed = state.access.signed.with_value(|kept| {
        let same = |signed: &&crate::aws::sigv4::SignedRequest| {
            signed.request.url == request.url && signed.request.body == request.body
        };
        kept.iter()
            .rev()
            .find(same)
            .map(|signed| (signed.anatomy.signed_headers.clone(), signed.anatomy.amz_date.clone()))
    });
    let bearer =
        origin != Origin::Simulator && state.access.with(|held| held.is_some_and(|held| held.bearer_token().is_some()));
    let (names, at) =
        signed.unwrap_or_else(|| (names_to_sign(state, &request, origin), "when you press Run".to_owned()));
    let scheme = if bearer { Scheme::Bearer } else { Scheme::Signature { signed_headers: &names, amz_date: &at } };
    Some(Shown {
        rows: http::request_rows(&request, scheme, origin),
        body_hash: request.body.sha256().to_owned(),
        request,
        origin,
        sent: was_sent,
    })
}

fn to_send(state: AppState, api: Api) -> Option<HttpRequest> {
    state.shown.with(|shown| shown.as_ref()?.twin.request(api).ok().cloned())
}

/// The header names that will be signed.
fn names_to_sign(state: AppState, request: &HttpRequest, origin: Origin) -> String {
    let temporary = origin == Origin::Simulator
        || state.access.with(|held| held.is_some_and(|held| held.session_token().is_some()));
    let key = if temporary { KeyKind::Temporary } else { KeyKind::LongTerm };
    canonical::names_to_be_signed(&request.headers, key)
}

#[component]
fn Face(api: Api) -> impl IntoView {
    let state = use_app();
    let call = memo(move || shown(state, api));
    let (class, region, copy) = match api {
        Api::Converse => ("face face--converse", "Converse HTTP", "Copy Converse call as raw HTTP"),
        Api::Invoke => ("face face--invoke", "InvokeModel HTTP", "Copy InvokeModel call as raw HTTP"),
    };
    let copy_raw = move |()| {
        if let Some(call) = call.get_untracked() {
            let answer = state.run.session.with_untracked(|session| session.exchange(api).and_then(raw_answer));
            let request = http::raw_request(&call.request, &call.rows);
            toast::copy(answer.map_or(request.clone(), |answer| format!("{request}\r\n\r\n{answer}")));
        }
    };
    view! {
        <section class=class aria-label=region>
            <div class="face__head">
                <h3>{api.name()} {move || call.with(|call| call.as_ref().filter(|call| call.sent).map(|call| origin_badge(call.origin)))}</h3>
                <span class="path">{move || if call.with(|c| c.as_ref().is_some_and(|c| c.sent)) { "as sent" } else { "as it will be sent" }}</span>
                <span class="acts">
                    <IconButton label=copy icon=Icon::Late("copy") on_press=copy_raw />
                </span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label=format!("{region}, lines")>
                {move || match call.get() {
                    Some(call) => view! { <RequestLines call=call /> <AnswerLines api=api /> <Times api=api /> }.into_any(),
                    None => view! { <p class="empty">"No request to show: a field needs your attention."</p> }.into_any(),
                }}
            </div>
        </section>
    }
}

/// The response in raw form; a stream as its events.
fn raw_answer(call: &Exchange) -> Option<String> {
    let head = call.head.as_ref()?;
    Some(http::raw_response(head, &shown_body(call)))
}

#[component]
fn RequestLines(call: Shown) -> impl IntoView {
    let start = format!("{} {} HTTP/1.1", call.request.method.as_str(), call.request.url.path_and_query());
    let body = format!("{} of body, SHA-256 {}", number::bytes(call.request.body.len()), call.body_hash);
    let note = match call.origin {
        Origin::Simulator => "Answered inside the page: nothing was sent, so the browser added no headers.",
        Origin::Aws | Origin::Custom => "The browser uses HTTP/2 or HTTP/3 where it can; the fields are the same.",
    };
    view! {
        <h4 class="http__cap">"Request"</h4>
        <dl class="http">
            <div class="start"><dt class="vh">"Request line"</dt><dd>{start}</dd></div>
            {call.rows.into_iter().map(header_row).collect_view()}
            <div class="http__body"><dt>"body"</dt><dd>{body}</dd></div>
        </dl>
        <p class="http__note">{note}</p>
    }
}

/// A header: name, value, and below its writer and purpose.
fn header_row(row: Row) -> impl IntoView {
    let Row { name, value, writer, purpose, signed } = row;
    let marks = if signed { format!("{} · signed", writer.phrase()) } else { writer.phrase().to_owned() };
    view! {
        <div data-w=writer.label()>
            <dt>{name}</dt>
            <dd>
                {match value {
                    Some(value) => view! { <span class="http__value">{value}</span> }.into_any(),
                    None => view! { <span class="quiet">"not visible to the page"</span> }.into_any(),
                }}
                <small>{marks} {(!purpose.is_empty()).then(|| format!(" · {purpose}"))}</small>
            </dd>
        </div>
    }
}

#[component]
fn AnswerLines(api: Api) -> impl IntoView {
    let state = use_app();
    let answer = memo(move || {
        state.run.session.with(|session| {
            let call = session.exchange(api)?;
            let head = call.head.as_ref()?;
            let rows = http::response_rows(head, call.origin);
            let hidden = http::hidden_rows(head, call.origin);
            Some((head.status, rows, hidden, call.body.len()))
        })
    });
    move || {
        answer.get().map(|(status, rows, hidden, bytes)| view! {
            <h4 class="http__cap">"Response"</h4>
            <dl class="http">
                <div class="start" data-s=(status >= 400).then_some("err")>
                    <dt class="vh">"Status line"</dt>
                    <dd>{format!("HTTP/1.1 {status}")}</dd>
                </div>
                {rows.into_iter().map(header_row).collect_view()}
                <div class="http__body"><dt>"body"</dt><dd>{number::bytes(bytes)}</dd></div>
            </dl>
            {(!hidden.is_empty()).then(|| view! {
                <p class="http__note">
                    "A page can read only the headers that the service exposes (CORS). These were hidden, or not sent:"
                </p>
                <dl class="http http--hidden">{hidden.into_iter().map(header_row).collect_view()}</dl>
            })}
        })
    }
}

/// The times, by our own clock.
#[component]
fn Times(api: Api) -> impl IntoView {
    let state = use_app();
    let times = memo(move || {
        state.run.session.with(|session| {
            let call = session.exchange(api)?;
            let mut rows = vec![("sent", Timestamp::iso8601(call.started_at))];
            if let Some(frame) = call.frames.first() {
                rows.push(("first frame", number::duration_ms(frame.at_ms)));
            }
            if let Some(ms) = call.first_text_ms {
                rows.push(("first text", number::duration_ms(ms)));
            }
            if let Some(ms) = call.ended_ms {
                rows.push(("end", number::duration_ms(ms)));
            }
            Some(rows)
        })
    });
    move || {
        times.get().map(|rows| view! {
            <h4 class="http__cap">"Times, by this page’s clock"</h4>
            <dl class="http">
                {rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
        })
    }
}
