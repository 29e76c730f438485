//! The browser, one door a file. No Leptos, and no room but `aws` values.
