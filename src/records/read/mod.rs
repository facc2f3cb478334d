//! Readers: each turns a source into the same calls on one [`super::builder::Builder`].

mod events;
mod yaml;

pub use yaml::{owners, read};
