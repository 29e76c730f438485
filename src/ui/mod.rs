//! The page: Leptos components over the rooms below.

/// Mounts the app on `<body>`.
pub fn mount() {}
