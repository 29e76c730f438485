//! Signing, frames, embeddings and images, compared with what other programs make of the same input.

mod embedding;
mod eventstream;
mod image;
mod sigv4;
