//! The Explorer: every operation of Bedrock's clients, and four jobs as screens.
#![allow(dead_code, unused_imports, reason = "the frame of the view mounts the jobs")]

pub mod jobs;
