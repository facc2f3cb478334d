//! What changed between results: for people, and as data.

mod entry;
mod json;
mod tables;
mod text;

pub use json::changes_json;
pub use text::{ChangesReport, Shown};
