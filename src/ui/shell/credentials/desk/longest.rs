//! The most that is received of one response.

use leptos::prelude::*;

use crate::aws::intake::LIMITS;
use crate::text::number;
use crate::ui::state::use_app;
use crate::ui::widgets::select::Select;

/// The choice.
pub fn longest() -> AnyView {
    let state = use_app();
    view! {
        <p class="small soft">
            "A call ends at this length, so that an endpoint that sends without end cannot use up the memory. What had \
             arrived is kept. The length is counted after decompression."
        </p>
        <p class="dialog__row">
            <label class="label" for="most-bytes">"Receive at most"</label>
            <Select
                id="most-bytes"
                choices=LIMITS.map(|bytes| (bytes, number::bytes(bytes))).to_vec()
                chosen=state.run.most_bytes
                on_choose=move |bytes| state.run.most_bytes.set(bytes)
            />
        </p>
    }
    .into_any()
}
