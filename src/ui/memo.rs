//! Memos that add little to the download.

use leptos::prelude::*;

/// A derived value that is recomputed when its inputs change and notifies only when the result differs.
///
/// `Memo::new` is compiled once per closure; this is compiled once per type of value.
pub fn memo<T>(compute: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed(Box::new(compute))
}

#[inline(never)]
fn boxed<T>(compute: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| compute())
}
