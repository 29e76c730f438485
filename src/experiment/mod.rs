//! What the user composes, and what happened when it was run. Plain data and pure functions; never credentials.
