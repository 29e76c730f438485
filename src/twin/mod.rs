//! Converse ⇄ `InvokeModel`: the translation that emits its links and notes as it writes.
//!
//! Input and output are JSON documents; a link names places in them by JSON pointer (RFC 6901). The invariant: every
//! pointer in a link exists in the document it names, and no key of the input is unaccounted for.
