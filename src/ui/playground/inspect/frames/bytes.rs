//! The selected frame byte by byte: its fields as strata, its bytes in the fields' colours, and both checksums
//! recomputed. A bit can be flipped, to see which checksum fails.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::source::Frames;
use crate::aws::eventstream::layout::{Checksum, FieldKind, Layout, flipped};
use crate::text::{hex, number};
use crate::ui::controllers::toast;
use crate::ui::widgets::icon_button::IconButton;

/// Rows of bytes shown at first, and added each time.
const ROWS: usize = 48;

/// The inspected frame.
#[derive(Clone, PartialEq)]
pub struct Glass {
    /// Its bytes, with the flipped bit.
    pub bytes: Vec<u8>,
    /// Their fields.
    pub layout: Layout,
    /// Bytes of the stream after a damaged frame.
    pub after: usize,
}

/// The selected frame.
pub fn glass(frames: Frames) -> Memo<Option<Glass>> {
    Memo::new(move |_| {
        let (lane, index) = frames.shown.get();
        let (offset, bytes, after) = frames.bytes(lane, index)?;
        let bytes = match frames.flip.get() {
            Some((byte, bit)) => flipped(&bytes, byte, bit),
            None => bytes,
        };
        let layout = Layout::parse(offset, &bytes);
        Some(Glass { bytes, layout, after })
    })
}

/// The colour class of a field.
pub fn colour(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::TotalLength | FieldKind::HeadersLength => "f-len",
        FieldKind::PreludeChecksum | FieldKind::MessageChecksum => "f-crc",
        FieldKind::NameLength | FieldKind::Type | FieldKind::ValueLength => "f-hl",
        FieldKind::Name | FieldKind::Value => "f-hdr",
        FieldKind::Payload => "f-pay",
        FieldKind::Unread => "f-bad",
    }
}

/// The panel.
pub fn bytes(frames: Frames, glass: Memo<Option<Glass>>) -> impl IntoView {
    let rows = RwSignal::new(ROWS);
    let byte = frames.byte;
    let bit = RwSignal::new(0_u8);
    // For another frame, the byte to flip is its payload's first.
    Effect::new(move |_| {
        let _ = frames.shown.get();
        rows.set(ROWS);
        let payload = glass.with_untracked(|glass| {
            let fields = &glass.as_ref()?.layout.fields;
            fields.iter().find(|field| field.kind == FieldKind::Payload).map(|field| field.offset)
        });
        byte.set(payload.unwrap_or(0));
    });
    let copy = move |()| {
        if let Some(text) = glass.with_untracked(|glass| glass.as_ref().map(|glass| hex::digits(&glass.bytes))) {
            toast::copy(text);
        }
    };
    view! {
        <section class="fpane" aria-label="Bytes of the frame">
            <div class="fpane__head">
                <h3>{move || format!("Frame {}, byte by byte", frames.shown.get().1 + 1)}</h3>
                <span class="push"></span>
                <IconButton label="Copy bytes as hex" icon="copy" on_press=copy />
            </div>
            <div class="fpane__body" tabindex="0" role="group" aria-label="Hex dump">
                {move || strata(glass)}
                {move || glass.with(|glass| glass.as_ref().map(sums))}
                {flipper(frames, glass, byte, bit)}
                {move || glass.with(|glass| glass.as_ref().map(|glass| dump(glass, rows, byte, frames.flip.get())))}
            </div>
        </section>
    }
}

/// The five parts of a frame, in proportion to their lengths.
fn strata(glass: Memo<Option<Glass>>) -> impl IntoView {
    glass.with(|glass| {
        let glass = glass.as_ref()?;
        let mut parts: Vec<(&'static str, &'static str, usize)> = Vec::new();
        for field in &glass.layout.fields {
            let (class, name) = match field.kind {
                FieldKind::TotalLength | FieldKind::HeadersLength => ("f-len", "lengths"),
                FieldKind::PreludeChecksum => ("f-crc", "prelude CRC"),
                FieldKind::NameLength
                | FieldKind::Name
                | FieldKind::Type
                | FieldKind::ValueLength
                | FieldKind::Value => ("f-hdr", "headers"),
                FieldKind::Payload => ("f-pay", "payload"),
                FieldKind::MessageChecksum => ("f-crc", "message CRC"),
                FieldKind::Unread => ("f-bad", "unread"),
            };
            match parts.last_mut() {
                Some((_, last, length)) if *last == name => *length += field.length,
                _ => parts.push((class, name, field.length)),
            }
        }
        let text = parts.iter().map(|(_, name, length)| format!("{name} {length}")).collect::<Vec<_>>().join(", ");
        Some(view! {
            <div class="fstrata" role="img" aria-label=format!("A frame of {} bytes: {text}", glass.layout.length)>
                {parts
                    .into_iter()
                    .map(|(class, name, length)| view! {
                        <span class=class style:--n=length.to_string()><b>{name}</b>{format!("{length} B")}</span>
                    })
                    .collect_view()}
            </div>
        })
    })
}

fn sums(glass: &Glass) -> impl IntoView + use<> {
    let layout = &glass.layout;
    let verdict = match &layout.damage {
        None => "Both checksums match: these are the bytes that were sent.".to_owned(),
        Some(damage) => {
            let field = layout.fields.get(damage.field).map_or("frame", |field| field.kind.name());
            format!("A reader stops here, at the {field}. {}.", damage.error)
        }
    };
    let after = (glass.after > 0).then(|| {
        format!(
            "{} follow, which no reader can use: nothing marks where the next frame starts.",
            number::bytes(glass.after)
        )
    });
    let class = if layout.damage.is_some() { "notice notice--err" } else { "notice" };
    view! {
        <dl class="fsums">{sum("Prelude CRC", layout.prelude)} {sum("Message CRC", layout.message)}</dl>
        <p class=class role="status">{verdict} " " {after}</p>
    }
}

fn sum(name: &'static str, sum: Option<Checksum>) -> impl IntoView + use<> {
    let text = match sum {
        None => "missing".to_owned(),
        Some(sum) if sum.holds() => format!("{:#010x} matches", sum.carried),
        Some(sum) => format!("{:#010x} does not match: the bytes give {:#010x}", sum.carried, sum.computed),
    };
    let holds = sum.is_some_and(Checksum::holds);
    view! {
        <div data-holds=if holds { "yes" } else { "no" }>
            <dt>{name}</dt>
            <dd>{text}</dd>
        </div>
    }
}

fn flipper(frames: Frames, glass: Memo<Option<Glass>>, byte: RwSignal<usize>, bit: RwSignal<u8>) -> impl IntoView {
    let last = move || glass.with(|glass| glass.as_ref().map_or(0, |glass| glass.bytes.len().saturating_sub(1)));
    view! {
        <div class="fflip">
            <label>
                "Byte "
                <input
                    class="input input--mono"
                    type="number"
                    min="0"
                    max=move || last().to_string()
                    prop:value=move || byte.get().to_string()
                    on:input=move |event| {
                        if let Ok(value) = event_target_value(&event).parse::<usize>() {
                            byte.set(value.min(last()));
                        }
                    }
                />
            </label>
            <label>
                "Bit "
                <select class="select select--auto" on:change=move |event| bit.set(event_target_value(&event).parse().unwrap_or(0))>
                    {(0..8_u8).map(|n| view! { <option value=n.to_string()>{n}</option> }).collect_view()}
                </select>
            </label>
            <button type="button" class="btn btn--sm" on:click=move |_| frames.flip.set(Some((byte.get_untracked(), bit.get_untracked())))>
                "Flip a bit"
            </button>
            {move || frames.flip.get().map(|(byte, bit)| view! {
                <button type="button" class="btn btn--sm btn--ghost" on:click=move |_| frames.flip.set(None)>"Restore \
                              the bit"</button>
                <span class="quiet">{format!("bit {bit} of byte {byte} is flipped")}</span>
            })}
        </div>
    }
}

/// The pressed byte: one listener for all, because a frame has hundreds of bytes.
fn pressed(event: &web_sys::MouseEvent) -> Option<usize> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.get_attribute("data-byte")?.parse().ok()
}

/// The first rows of bytes.
fn dump(
    glass: &Glass,
    rows: RwSignal<usize>,
    byte: RwSignal<usize>,
    flip: Option<(usize, u8)>,
) -> impl IntoView + use<> {
    let all = hex::rows(glass.bytes.len());
    let shown = rows.get().min(all);
    let lines = (0..shown)
        .map(|row| {
            let start = row * hex::ROW_BYTES;
            let bytes = hex::row(&glass.bytes, row);
            let pairs = bytes
                .iter()
                .enumerate()
                .map(|(column, value)| {
                    let at = start + column;
                    let kind = glass
                        .layout
                        .field_at(at)
                        .and_then(|place| glass.layout.fields.get(place))
                        .map(|field| field.kind);
                    let class = format!("b {}{}", kind.map_or("", colour), if column == 8 { " gap" } else { "" });
                    let turned = flip.is_some_and(|(byte, _)| byte == at).then_some("");
                    view! { <span class=class data-on=turned data-byte=at.to_string()>{format!("{value:02x}")}</span> }
                })
                .collect_view();
            let characters: String = bytes.iter().map(|byte| hex::character(*byte)).collect();
            view! {
                <tr>
                    <th scope="row">{format!("{start:04x}")}</th>
                    <td>{pairs}</td>
                    <td class="asc">{characters}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="fhex" on:click=move |event| byte.update(|byte| *byte = pressed(&event).unwrap_or(*byte))>
            <caption class="vh">"The bytes of the frame, in hexadecimal and as characters"</caption>
            <tbody>{lines}</tbody>
        </table>
        {(shown < all).then(|| view! {
            <button type="button" class="btn btn--sm" on:click=move |_| rows.update(|rows| *rows += ROWS * 4)>
                {format!("Show more of {}", number::bytes(glass.bytes.len()))}
            </button>
        })}
    }
}
