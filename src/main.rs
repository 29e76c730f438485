//! The page's entry point: mounts the app that `ui` describes.

fn main() {
    outcrop::ui::mount();
}
