//! A button that shows an icon and no text: its name is for screen readers and the tooltip.

use leptos::prelude::*;

use super::icon;

/// Which sprite an icon is from.
#[derive(Clone, Copy)]
pub enum Icon {
    /// The page's own, in the first load.
    Early(&'static str),
    /// The one of the late views.
    Late(&'static str),
}

impl From<&'static str> for Icon {
    fn from(name: &'static str) -> Self {
        Self::Early(name)
    }
}

impl Icon {
    fn address(self) -> String {
        match self {
            Self::Early(name) => format!("#i-{name}"),
            Self::Late(name) => format!("late-icons.svg#i-{name}"),
        }
    }
}

/// The class of a small icon button.
pub const SMALL: &str = "btn btn--ghost btn--icon btn--sm";
/// The class of an icon button as high as a field.
pub const NORMAL: &str = "btn btn--ghost btn--icon";

/// The button.
#[component]
pub fn IconButton(
    /// Accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The tooltip, if it differs from the name.
    #[prop(optional)]
    title: Option<&'static str>,
    /// The icon.
    #[prop(into)]
    icon: Icon,
    /// [`SMALL`], [`NORMAL`], or one of them with more classes.
    #[prop(default = SMALL)]
    class: &'static str,
    /// Whether a toggle button is on.
    #[prop(optional)]
    pressed: Option<Signal<bool>>,
    /// Whether it is hidden for the moment.
    #[prop(optional)]
    hidden: Option<Signal<bool>>,
    /// Whether it can do nothing for the moment.
    #[prop(optional)]
    disabled: Option<Signal<bool>>,
    /// Called when it is pressed.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            title=title.map_or(label, Signal::from)
            aria-pressed=move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" })
            hidden=move || hidden.is_some_and(|hidden| hidden.get())
            disabled=move || disabled.is_some_and(|disabled| disabled.get())
            on:click=move |_| on_press.run(())
        >
            {icon::at(icon.address())}
        </button>
    }
}
