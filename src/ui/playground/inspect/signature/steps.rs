//! The steps from request to signature; for a broken signature, with both sides where they differ.

use leptos::prelude::*;

use super::parts::{self, Light};
use super::{Form, Signed};
use crate::aws::sigv4::difference::{Place, Row, rows};
use crate::aws::sigv4::key_steps::KeyStep;
use crate::aws::sigv4::linked::{HIDDEN, Line, Secrets, linked};
use crate::experiment::failure::clinic;
use crate::lesson::journal::{Caret, Entry, Pane};
use crate::page::lessons;
use crate::simulator::break_it::Broken;
use crate::text::number;
use crate::ui::controllers::lessons::tap;
use crate::ui::state::use_app;
use crate::ui::widgets::icon::late_icon;

/// The correct signature, with linked pieces.
pub fn right(subject: Signed, secrets: RwSignal<bool>) -> AnyView {
    let light = Light::new();
    view! {
        <div on:pointerover=move |event| light.follow(&event)>
            {move || core(&subject, if secrets.get() { Secrets::Shown } else { Secrets::Hidden }, light)}
        </div>
    }
    .into_any()
}

fn core(subject: &Signed, secrets: Secrets, light: Light) -> AnyView {
    let Signed { request: signed, keys, note, token, form } = subject;
    let pieces = linked(signed, secrets);
    let sources = parts::sources(&pieces, light);
    let hash = signed.anatomy.canonical_request.rsplit('\n').next().unwrap_or_default().to_owned();
    let bytes = number::bytes(signed.request.body.len());
    let hints = |canonical: &[Line]| {
        let count = canonical.len();
        (0..count)
            .map(|line| match line {
                0 => "method",
                1 => "path, encoded once more",
                2 => "query string",
                line if line + 1 == count => "payload hash",
                line if line + 2 == count => "signed headers",
                line if line + 3 == count => "end of headers",
                _ => "",
            })
            .collect::<Vec<_>>()
    };
    let canonical_hints = hints(&pieces.canonical_request);
    let last = match form {
        Form::Header => view! {
            <p class="soft">"It goes into the header, with the parts that the service needs to recompute it."</p>
            {listed("Authorization header", vec![pieces.authorization.clone()], &[""], light)}
        }
        .into_any(),
        Form::Query => view! {
            <p class="soft">"It is the last parameter of the URL. Whoever has the URL can make this one call until it expires."</p>
        }
        .into_any(),
    };
    let signature = match secrets {
        Secrets::Shown => signed.anatomy.signature.clone(),
        Secrets::Hidden => HIDDEN.to_owned(),
    };
    view! {
        <p class="soft">
            {*note} " "
            {match (form, token) {
                (Form::Query, _) => "In the query form everything is in the URL, valid for five minutes here; this \
                                     page sends the header form.",
                (Form::Header, true) => "The session token is signed as a header.",
                (Form::Header, false) => "No session token.",
            }}
        </p>
        {sources}
        <ol class="core">
            {step(1, "HTTP request", "What goes over the wire. Each piece below comes from one of these lines.", None,
                listed("HTTP request", pieces.http.clone(), &[], light))}
            {step(2, "Hash the body", "One extra space changes this hash, and every line computed from it.", None, view! {
                <ol class="sig" aria-label="Payload hash">
                    <li><span class="piece" data-source="body">{hash}</span><span class="hint">{format!("SHA-256 of {bytes}")}</span></li>
                </ol>
            }.into_any())}
            {step(3, "Canonical request", "Method, path, query, headers, signed names and payload hash, each on its own line. %3A becomes %253A: the path is encoded once more.", None,
                view! {
                    {listed("Canonical request", pieces.canonical_request.clone(), &canonical_hints, light)}
                    {chooser(&signed.anatomy.canonical_request)}
                }
                .into_any())}
            {step(4, "String to sign", "Algorithm, time, scope, and the SHA-256 of step 3.", None,
                listed("String to sign", pieces.string_to_sign.clone(), &["algorithm", "x-amz-date", "scope", "hash of step 3"], light))}
            {step(5, "Signing key", "Four HMACs narrow the secret to one day, one region and one service.", None, key_list(keys))}
            {step(6, "Signature", "HMAC(kSigning, string to sign). This is all that the service compares.", None, view! {
                <ol class="sig" aria-label="Signature">
                    <li><span class="piece" data-source="signature">{signature}</span><span class="hint">"hexadecimal"</span></li>
                </ol>
                {last}
            }.into_any())}
        </ol>
    }
    .into_any()
}

fn step(number: u8, title: &'static str, what: &'static str, bad: Option<&'static str>, body: AnyView) -> AnyView {
    view! {
        <li class="core__step" data-done=bad.is_none().then_some("true") data-bad=bad.map(|_| "true")>
            <span class="core__n">{number}</span>
            <h3>{title} {bad.map(|bad| view! { " " <span class="chip chip--err">{bad}</span> })}</h3>
            <p class="soft">{what}</p>
            {body}
        </li>
    }
    .into_any()
}

fn listed(label: &'static str, lines: Vec<Line>, hints: &[&'static str], light: Light) -> AnyView {
    let rows = lines.into_iter().enumerate().map(|(index, line)| {
        let hint = hints.get(index).copied().filter(|hint| !hint.is_empty());
        view! {
            <li>{parts::line(line, light)} {hint.map(|hint| view! { <span class="hint">{hint}</span> })}</li>
        }
    });
    view! { <ol class="sig" aria-label=label>{rows.collect_view()}</ol> }.into_any()
}

/// In a lesson: the choice of a line of the canonical request.
fn chooser(canonical: &str) -> Option<AnyView> {
    let state = use_app();
    if !state.overlay.teaches_untracked() {
        return None;
    }
    let lines = StoredValue::new(lessons::canonical_lines(canonical));
    let choose = move |at: &str| {
        let value = lines.with_value(|lines| lines.iter().find(|(name, _)| name == at).map(|(_, text)| text.clone()));
        let found = value.is_some();
        tap::pass(|| value.map(|value| Entry::Caret(Caret { pane: Pane::Canonical, at: at.to_owned(), value })));
        found
    };
    tap::offer_lines(Callback::new(move |at: String| choose(&at)));
    let options = lines.with_value(|lines| {
        lines
            .iter()
            .map(|(name, text)| {
                let shown: String = text.chars().take(60).collect();
                view! { <option value=name.clone()>{format!("{name}: {shown}")}</option> }
            })
            .collect_view()
    });
    Some(
        view! {
            <label class="row" id="canonical-request">
                <span class="label">"Line of the canonical request"</span>
                <select class="select select--auto" on:change=move |event| {
                    choose(&event_target_value(&event));
                }>
                    <option value="">"Choose a line…"</option>
                    {options}
                </select>
            </label>
        }
        .into_any(),
    )
}

fn key_list(keys: &[KeyStep]) -> AnyView {
    let published = keys.iter().all(|step| step.result.is_some());
    let rows = keys.iter().map(|step| {
        let formula = format!("HMAC({}, \"{}\")", step.key, step.message);
        let result = step.result.clone().unwrap_or_else(|| "not shown: derived from your secret".to_owned());
        view! { <dt>{step.name}</dt> <dd class="fn">{formula}</dd> <dd>{result}</dd> }
    });
    view! {
        {published.then(|| view! { <p><span class="chip chip--sim">"published example secret, keys shown"</span></p> })}
        <dl class="hmac">{rows.collect_view()}</dl>
    }
    .into_any()
}

/// A broken signature: both sides where they differ, and the response.
pub fn broken(broken: &Broken) -> AnyView {
    let all = rows(&broken.signed.steps, &broken.expected.steps);
    let of = |canonical: bool| {
        all.iter().filter(|row| row.place.in_canonical_request() == canonical).cloned().collect::<Vec<_>>()
    };
    let (canonical, to_sign) = (of(true), of(false));
    let differs = |rows: &[Row]| rows.iter().any(Row::differs);
    let counted = |rows: &[Row]| differs(rows).then_some("differs");
    let wrong = broken.signed.signature != broken.expected.signature;
    let only_key = wrong && !differs(&canonical) && !differs(&to_sign);
    let canonical_chip = counted(&canonical);
    let to_sign_chip = counted(&to_sign);
    let follows = differs(&canonical);
    view! {
        {came_back(broken)}
        <ol class="core">
            {step(1, "Canonical request", "What was signed, next to what the service computes. The first line that \
                      differs is the mistake.", canonical_chip,
                compared("Canonical request, compared", canonical, false))}
            {step(2, "String to sign", "Algorithm, time, scope, and the hash of step 1.", to_sign_chip, compared("String to sign, compared", to_sign, follows))}
            {step(3, "Signing key", if only_key {
                "No line differs, so it can only be the key: the two sides started from different secrets."
            } else {
                "The same secret on both sides, narrowed by the scope above."
            }, only_key.then_some("differs"), ().into_any())}
            {step(4, "Signature", "All that is compared, which is why a refusal cannot say what was wrong.", wrong.then_some("differs"), view! {
                <ol class="sig" aria-label="Signatures, compared">
                    {if wrong {
                        view! {
                            <li data-s="ours"><span>{broken.signed.signature.clone()}</span><span class="hint">"sent"</span></li>
                            <li data-s="want"><span>{broken.expected.signature.clone()}</span><span class="hint">"computed"</span></li>
                        }.into_any()
                    } else {
                        view! { <li><span>{broken.signed.signature.clone()}</span><span class="hint">"the same on both sides"</span></li> }.into_any()
                    }}
                </ol>
            }.into_any())}
        </ol>
    }
    .into_any()
}

/// The blank line that ends the headers of a canonical request, before the line of this row.
fn end_of_headers(before: Option<&Row>, row: &Row) -> Option<AnyView> {
    let ends = row.place == Place::SignedNames && before.is_some_and(|before| before.place.in_canonical_request());
    ends.then(|| line_of(None, String::new(), "end of headers".to_owned()))
}

/// Rows of both sides; `follows` means that the last hash differs only because a line above does.
pub fn compared(label: &'static str, rows: Vec<Row>, follows: bool) -> AnyView {
    let mut before: Option<Row> = None;
    let lines = rows.into_iter().map(move |row| {
        let blank = end_of_headers(before.as_ref(), &row);
        before = Some(row.clone());
        view! { {blank} {both_sides(row, follows)} }
    });
    view! { <ol class="sig" aria-label=label>{lines.collect_view()}</ol> }.into_any()
}

/// The service's side alone.
pub fn alone(label: &'static str, rows: Vec<Row>) -> AnyView {
    let mut before: Option<Row> = None;
    let lines = rows.into_iter().map(move |row| {
        let blank = end_of_headers(before.as_ref(), &row);
        before = Some(row.clone());
        view! { {blank} {line_of(None, row.expected.unwrap_or_default(), row.place.label())} }
    });
    view! { <ol class="sig" aria-label=label>{lines.collect_view()}</ol> }.into_any()
}

fn both_sides(row: Row, follows: bool) -> AnyView {
    let name = row.place.label();
    if !row.differs() {
        let text = row.signed.or(row.expected).unwrap_or_default();
        return line_of(None, text, name);
    }
    if follows && row.place == Place::CanonicalHash {
        return line_of(Some("follow"), row.signed.unwrap_or_default(), "follows from the line above".to_owned());
    }
    view! {
        {line_of(Some("ours"), row.signed.unwrap_or_else(|| "no such line".to_owned()), format!("signed: {name}"))}
        {line_of(Some("want"), row.expected.unwrap_or_else(|| "no such line".to_owned()), "expected".to_owned())}
    }
    .into_any()
}

pub fn line_of(state: Option<&'static str>, text: String, hint: String) -> AnyView {
    view! {
        <li data-s=state>
            {if text.is_empty() {
                view! { <span class="blank">"empty"</span> }.into_any()
            } else {
                view! { <span>{text}</span> }.into_any()
            }}
            <span class="hint">{hint}</span>
        </li>
    }
    .into_any()
}

/// The simulator's answer, and the cause in the clinic's words.
fn came_back(broken: &Broken) -> AnyView {
    let Some(error) = broken.error() else {
        return view! {
            <div class="notice">
                {late_icon("check")}
                <div>"The simulator answered 200: "<span class="stamp">"SIMULATED"</span>" this is still within what \
                      the service tolerates."</div>
            </div>
        }
        .into_any();
    };
    let cause =
        clinic::diagnose(&error.raw, Some(&broken.signed.steps)).ok().and_then(|said| said.causes.into_iter().next());
    let first = broken.differences.first().map(|row| {
        view! {
            <p class="small">{format!("First line that differs: {}", row.place.label())}</p>
            {compared("First line that differs", vec![row.clone()], false)}
        }
    });
    view! {
        <div class="errcard" role="group" aria-label="Response">
            <h3>
                {late_icon("error")} <code>{error.code.clone().unwrap_or_default()}</code>
                <span class="chip chip--err">{error.status.to_string()}</span> <span class="stamp">"SIMULATED"</span>
            </h3>
            <p class="errcard__said">{first_paragraph(error.message.as_deref().unwrap_or_default())}</p>
            {first}
            {cause.map(|cause| view! {
                <p><b>{cause.title()}</b>" · "{cause.why()}" "{cause.fix()}</p>
            })}
            <details>
                <summary>"Raw response body"</summary>
                <pre tabindex="0" role="group" aria-label="Error body">{error.message.unwrap_or(error.raw)}</pre>
            </details>
        </div>
    }
    .into_any()
}

/// The service's message up to the canonical request.
fn first_paragraph(message: &str) -> String {
    message.split("\n\n").next().unwrap_or_default().trim().to_owned()
}
