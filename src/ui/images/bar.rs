//! The bar of the view.

use leptos::prelude::*;

use super::state::use_images;
use crate::bedrock::image::Format;
use crate::ui::controllers::views;
use crate::ui::parts::batch_bar::BatchBar;
use crate::ui::state::View;

/// The bar.
#[component]
pub fn Bar() -> impl IntoView {
    let images = use_images();
    if let Some(model) = views::carried_model(View::Images) {
        images.choose_model(model);
    }
    let problem = move || images.format.read().is_none().then_some("Not a known image model. Choose one from the list");
    view! {
        <BatchBar
            view=View::Images
            regions=&["mode", "compose", "results", "response"]
            model=images.model
            on_model=Callback::new(move |text| images.choose_model(text))
            serves=|model| Format::from_base_id(model.id).is_some()
            problem=Signal::derive(problem)
            runs=images.runs
            run_label="Run".to_owned()
            on_run=Callback::new(move |()| images.run())
        />
    }
}
