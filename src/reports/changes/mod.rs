//! What changed between results: for people, and as data.

mod entry;
mod json;
mod page;
mod tables;
mod text;

pub use json::changes_json;
pub use page::changes_page;
pub use text::{ChangesReport, Shown};
