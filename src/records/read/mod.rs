//! Readers: each turns a source into the same calls on one [`super::builder::Builder`].

mod cells;
mod complaints;
mod csv;
mod document;
mod events;
mod headings;
mod owners;
mod rows;
mod sheets;
mod spans;
mod table;
mod workbook;
mod written;
mod yaml;

pub use document::Document;
pub use table::Table;
pub(super) use written::as_written;
pub use yaml::{owners, read};
