//! Memos that cost little in the download.

use leptos::prelude::*;

/// A derived value that is computed when something it reads has changed, and tells of it only when the result differs.
///
/// `Memo::new` is compiled once for each closure; this is compiled once for each type of value.
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
