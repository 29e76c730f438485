//! The frame of a view that makes its own calls: the form on the left, the results above, the requests below.

use leptos::prelude::*;

use crate::ui::widgets::splitter::{Orientation, Splitter};
use crate::ui::widgets::tabs::{Tabs, tab_id};

/// Form, results and stage, with splitters between them.
#[component]
pub fn LabFrame(
    /// The view's name.
    name: &'static str,
    /// The class of the work area.
    class: &'static str,
    /// The vertical splitter's accessible name, and the initial share of the width on its left, in percent.
    left: (&'static str, f64),
    /// The horizontal splitter's accessible name, and the initial share of the height above it, in percent.
    above: (&'static str, f64),
    /// The form.
    compose: AnyView,
    /// The results of a run.
    came: AnyView,
    /// The lower half.
    stage: AnyView,
) -> impl IntoView {
    let compose_share = RwSignal::new(left.1);
    let upper_share = RwSignal::new(above.1);
    view! {
        <main class=class id="main" style:--compose-share=move || format!("{}%", compose_share.get())>
            <h1 class="vh">{name}</h1>
            {compose}
            <Splitter orientation=Orientation::Vertical label=left.0 value=compose_share min=20.0 max=60.0 />
            <div class="bench" style:--upper-share=move || format!("{}", upper_share.get())>
                {came}
                <Splitter orientation=Orientation::Horizontal label=above.0 value=upper_share min=15.0 max=85.0 />
                {stage}
            </div>
        </main>
    }
}

/// The lower half: a strip of tabs and what the open one shows.
#[component]
pub fn LabStage(
    /// Accessible name.
    label: &'static str,
    /// Start of the element ids.
    strip: &'static str,
    /// The tabs' names, in order.
    names: Vec<&'static str>,
    /// The open tab.
    open: RwSignal<usize>,
    /// The content of a tab.
    panel: fn(usize) -> AnyView,
) -> impl IntoView {
    view! {
        <section class="stage" id="response" aria-label=label>
            <div class="pane__head">
                <Tabs
                    strip=strip
                    label="Look closer"
                    names=names
                    open=open
                    on_open=Callback::new(move |place| open.set(place))
                />
            </div>
            <div
                class="inspect lab__inspect"
                id=format!("{strip}-panel")
                role="tabpanel"
                tabindex="0"
                aria-labelledby=move || tab_id(strip, open.get())
            >
                {move || panel(open.get())}
            </div>
        </section>
    }
}
